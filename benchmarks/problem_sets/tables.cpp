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
      "set,problem,kind,tolerance,status,true_error,error_between,estimate,estimate_over_error,"
      "segments,seconds";
  for (const auto& peer : peers)
    text += fmt::format(",over_{0}_at_error,over_{0}_at_tolerance", peer);
  text += ",reason\n";
  for (const Row& row : rows) {
    text += fmt::format("{},{},{},{:g},{},{:.3e},{:.3e},{:.3e},{:.3g},{},{:.6g}", row.set, row.id,
                        name_of(row.group), row.tolerance, csv_text(status(row)), row.error,
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

auto to_markdown(const std::vector<Row>& rows, std::vector<std::string> peers) -> std::string {
  std::erase_if(peers, [&](const std::string& peer) {
    return std::ranges::none_of(rows, [&](const Row& row) { return row.peers.contains(peer); });
  });
  std::string text = "| problem | tolerance | status | true error | between | estimate | ratio | "
                     "segments | ms |";
  std::string line = "\n|---|---|---|---|---|---|---|---|---|";
  for (const auto& peer : peers) {
    text += fmt::format(" ÷ {}: at our error, to the tolerance |", peer);
    line += "---|";
  }
  text += line + "\n";
  for (const Row& row : rows) {
    text += fmt::format("| {} | {:g} | {} | {:.1e} | {:.1e} | {:.1e} | {:.3g} | {} | {:.3g} |",
                        row.id, row.tolerance, status(row), row.error, row.error_between,
                        row.estimate, row.ratio(), row.segments, 1000 * row.seconds);
    for (const auto& peer : peers) {
      const auto found = row.peers.find(peer);
      text += found == row.peers.end()
                  ? " |"
                  : fmt::format(" {:.2g}, {:.2g} |", found->second.at_same_error,
                                found->second.at_tolerance);
    }
    text += "\n";
  }
  return text;
}

namespace {

/// What is said of some rows together.
struct Sum {
  std::size_t rows = 0, solved = 0, wrong = 0, low = 0;
  std::vector<double> ratios,
      seconds; ///< ratios as far as the true error is large enough to be one

  void add(const Row& row) {
    constexpr double smallest_error = 1e-14;
    ++rows;
    solved += row.solved;
    wrong += row.wrong;
    low += row.low;
    if (row.solved && std::max(row.error, row.error_between) > smallest_error)
      ratios.push_back(row.ratio());
    seconds.push_back(row.seconds);
  }

  [[nodiscard]] auto line(const std::string& of, const std::string& tolerance) const
      -> std::string {
    constexpr double near = 1000.0;
    const auto within = std::ranges::count_if(ratios, [](double ratio) { return ratio <= near; });
    return fmt::format(
        "| {} | {} | {} | {} | {} | {} | {:.3g} | {:.3g} | {} of {} | {:.3g} | {:.3g} |\n", of,
        tolerance, rows, solved, wrong, low, quantile(ratios, 0.5), quantile(ratios, 0.9), within,
        ratios.size(), 1000 * quantile(seconds, 0.5), 1000 * quantile(seconds, 1.0));
  }
};

} // namespace

auto accuracy_summary(const std::vector<Row>& rows) -> std::string {
  std::string text =
      "| problems | tolerance | rows | solved | wrong | estimates too low | estimate ÷ true error, "
      "median | nine in ten below | within 1000 | median ms | most ms |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const bool boundary : {false, true}) {
    std::map<std::pair<std::string, double>, Sum> of_set;
    std::map<double, Sum> of_tolerance; // of the negative one, so that the loosest comes first
    Sum all;
    for (const Row& row : rows) {
      if ((row.group == Group::boundary_values) != boundary) continue;
      of_set[{row.set, -row.tolerance}].add(row);
      of_tolerance[-row.tolerance].add(row);
      all.add(row);
    }
    if (all.rows == 0) continue;
    const std::string kind = boundary ? "boundary values" : "initial values";
    for (const auto& [key, sum] : of_set)
      text += sum.line(key.first + ", " + kind, fmt::format("{:g}", -key.second));
    for (const auto& [tolerance, sum] : of_tolerance)
      text += sum.line("all " + kind, fmt::format("{:g}", -tolerance));
    text += all.line("all " + kind, "");
  }
  return text;
}

auto speed_summary(const std::vector<Row>& rows, const std::vector<std::string>& peers)
    -> std::string {
  std::string text =
      "| our time over that of | problems | rows compared, of those solved | median | nine in ten "
      "below | we are faster | "
      "it never was as accurate | median to the tolerance |\n|---|---|---|---|---|---|---|---|\n";
  std::string worst_text;
  for (const auto& peer : peers)
    for (const Group group : {Group::not_stiff, Group::stiff, Group::boundary_values}) {
      std::vector<double> same, loose;
      std::vector<std::pair<double, std::string>> worst;
      int solved = 0, faster = 0, unreached = 0;
      for (const Row& row : rows) {
        const auto found = row.peers.find(peer);
        if (row.group != group) continue;
        solved += row.solved;
        if (found == row.peers.end()) continue;
        same.push_back(found->second.at_same_error);
        loose.push_back(found->second.at_tolerance);
        faster += same.back() < 1;
        unreached += !found->second.reached;
        worst.emplace_back(-same.back(), fmt::format("{} {:g}", row.id, row.tolerance));
      }
      if (same.empty()) continue;
      text += fmt::format("| {} | {} | {} of {} | {:.3g} | {:.3g} | {:.0f} % | {} | {:.3g} |\n",
                          peer, name_of(group), same.size(), solved, quantile(same, 0.5),
                          quantile(same, 0.9), 100.0 * faster / static_cast<double>(same.size()),
                          unreached, quantile(loose, 0.5));
      std::sort(worst.begin(), worst.end());
      worst_text += fmt::format("\nWorst against {}, {}:", peer, name_of(group));
      for (std::size_t i = 0; i < std::min<std::size_t>(10, worst.size()); ++i)
        worst_text += fmt::format(" {} ({:.3g}),", worst[i].second, -worst[i].first);
      worst_text.back() = '\n';
    }
  return text + worst_text;
}

} // namespace jetwork::benchmarks
