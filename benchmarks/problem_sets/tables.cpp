#include "benchmarks/problem_sets/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace jetwork::benchmarks {

namespace {

/// The value below which the given share lies.
auto quantile(std::vector<double> values, double share) -> double {
  if (values.empty()) return std::nan("");
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

auto status(const Row& row) -> std::string {
  return std::string(row.solved ? "solved" : "not solved") + (row.wrong ? ", WRONG" : "")
         + (row.low ? ", LOW ESTIMATE" : "");
}

auto csv_text(std::string text) -> std::string {
  std::replace(text.begin(), text.end(), '"', '\'');
  return '"' + text + '"';
}

} // namespace

auto to_csv(const std::vector<Row>& rows, const std::vector<std::string>& peers) -> std::string {
  std::string text =
      "set,problem,stiff,tolerance,status,true_error,error_between,estimate,estimate_over_error,"
      "segments,seconds";
  for (const auto& peer : peers)
    text += fmt::format(",over_{0}_at_error,over_{0}_at_tolerance", peer);
  text += ",reason\n";
  for (const Row& row : rows) {
    text += fmt::format("{},{},{:d},{:g},{},{:.3e},{:.3e},{:.3e},{:.3g},{},{:.6g}", row.set, row.id,
                        row.stiff, row.tolerance, csv_text(status(row)), row.error,
                        row.error_between, row.estimate, row.ratio(), row.segments, row.seconds);
    for (const auto& peer : peers) {
      const auto found = row.peers.find(peer);
      text += found == row.peers.end() ? ",,"
                                       : fmt::format(",{:.3g},{:.3g}", found->second.at_same_error,
                                                     found->second.at_tolerance);
    }
    text += "," + csv_text(row.reason) + "\n";
  }
  return text;
}

auto to_markdown(const std::vector<Row>& rows) -> std::string {
  std::string text = "| problem | tolerance | status | true error | between | estimate | ratio | "
                     "segments | seconds |\n"
                     "|---|---|---|---|---|---|---|---|---|\n";
  for (const Row& row : rows)
    text += fmt::format("| {} | {:g} | {} | {:.1e} | {:.1e} | {:.1e} | {:.3g} | {} | {:.4f} |\n",
                        row.id, row.tolerance, status(row), row.error, row.error_between,
                        row.estimate, row.ratio(), row.segments, row.seconds);
  return text;
}

auto accuracy_summary(const std::vector<Row>& rows) -> std::string {
  struct Sum {
    int rows = 0, solved = 0, wrong = 0, low = 0, compared = 0, near = 0;
    std::vector<double> seconds;
  };
  constexpr double smallest_error = 1e-14, near = 1000.0;
  std::map<std::pair<std::string, double>, Sum> sums;
  for (const Row& row : rows)
    for (const auto& key : {std::pair{row.set, -row.tolerance}, std::pair{std::string("~"), 0.0}}) {
      Sum& sum = sums[key];
      ++sum.rows;
      sum.solved += row.solved;
      sum.wrong += row.wrong;
      sum.low += row.low;
      const bool comparable = row.solved && std::max(row.error, row.error_between) > smallest_error;
      sum.compared += comparable;
      sum.near += comparable && row.ratio() <= near;
      sum.seconds.push_back(row.seconds);
    }
  std::string text = "| set | tolerance | rows | solved | wrong | estimates too low | ratio within "
                     "1000 | median s | most s |\n"
                     "|---|---|---|---|---|---|---|---|---|\n";
  for (const auto& [key, sum] : sums)
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} of {} | {:.4f} | {:.2f} |\n",
                        key.first == "~" ? "all" : key.first,
                        key.first == "~" ? "" : fmt::format("{:g}", -key.second), sum.rows,
                        sum.solved, sum.wrong, sum.low, sum.near, sum.compared,
                        quantile(sum.seconds, 0.5), quantile(sum.seconds, 1.0));
  return text;
}

auto speed_summary(const std::vector<Row>& rows, const std::vector<std::string>& peers)
    -> std::string {
  std::string text =
      "| our time over that of | problems | rows | median | nine in ten below | we are faster | "
      "it never was as accurate | median to the tolerance |\n|---|---|---|---|---|---|---|---|\n";
  std::string worst_text;
  for (const auto& peer : peers)
    for (const bool stiff : {false, true}) {
      std::vector<double> same, loose;
      std::vector<std::pair<double, std::string>> worst;
      int faster = 0, unreached = 0;
      for (const Row& row : rows) {
        const auto found = row.peers.find(peer);
        if (row.stiff != stiff || found == row.peers.end()) continue;
        same.push_back(found->second.at_same_error);
        loose.push_back(found->second.at_tolerance);
        faster += same.back() < 1;
        unreached += !found->second.reached;
        worst.emplace_back(-same.back(), fmt::format("{} {:g}", row.id, row.tolerance));
      }
      if (same.empty()) continue;
      text += fmt::format("| {} | {} | {} | {:.3g} | {:.3g} | {:.0f} % | {} | {:.3g} |\n", peer,
                          stiff ? "stiff" : "not stiff", same.size(), quantile(same, 0.5),
                          quantile(same, 0.9), 100.0 * faster / static_cast<double>(same.size()),
                          unreached, quantile(loose, 0.5));
      std::sort(worst.begin(), worst.end());
      worst_text += fmt::format("\nWorst against {}, {}:", peer, stiff ? "stiff" : "not stiff");
      for (std::size_t i = 0; i < std::min<std::size_t>(10, worst.size()); ++i)
        worst_text += fmt::format(" {} ({:.3g}),", worst[i].second, -worst[i].first);
      worst_text.back() = '\n';
    }
  return text + worst_text;
}

} // namespace jetwork::benchmarks
