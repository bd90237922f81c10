#include "cli/output/solution_set_report.hpp"

#include "cli/output/known_digits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::cli {

namespace {

using Json = nlohmann::ordered_json;

/// The least and the largest value, on a fine grid; what is zero but for the error is zero.
auto range_of(const pinn::Result& result, std::size_t unknown) -> std::pair<double, double> {
  constexpr std::size_t most_samples = 200, of_all = 20'000; // a segment
  const pinn::Solution& solution = result.solution;
  const std::size_t samples =
      std::clamp<std::size_t>(of_all / solution.segments().size(), 4, most_samples);
  std::vector<double> places = {solution.start(), solution.end()};
  for (const pinn::Segment& segment : solution.segments())
    for (std::size_t k = 1; k <= samples; ++k)
      places.push_back(segment.start
                       + segment.length * static_cast<double>(k)
                             / static_cast<double>(samples + 1));
  const std::vector<double> values = solution.evaluate(unknown, places);
  const auto [least, largest] = std::ranges::minmax_element(values);
  const auto or_zero = [&](double value) {
    return std::abs(value) <= result.error_estimate[unknown] ? 0.0 : value;
  };
  return {or_zero(*least), or_zero(*largest)};
}

/// A line for each unknown, and for each number that was found.
auto lines_of(const pinn::Result& result, std::size_t index) -> std::string {
  const pinn::Solution& solution = result.solution;
  std::string lines;
  for (std::size_t i = 0; i < solution.names().size(); ++i) {
    const int highest = solution.orders()[i] - 1;
    const auto [least, largest] = range_of(result, i);
    const std::string name = fmt::format("{}_{}", solution.names()[i], index);
    lines += fmt::format(
        "  {:<8} {:>8.1e} {:>13.5g} {:>13.5g}   {:>5} {:<19.12g} {:.12g}\n", name,
        result.error_estimate[i], least, largest, pinn::primed(solution.names()[i], highest) + ":",
        solution(i, solution.start(), highest), solution(i, solution.end(), highest));
  }
  for (const auto& [name, value, error] : result.parameters)
    lines += fmt::format("  {:<8} {:>8}   = {}\n", fmt::format("{}_{}", name, index), within(error),
                         with_known_digits(value, error));
  return lines;
}

} // namespace

auto json_report(const pinn::SolutionSet& set, const std::vector<Table>& tables) -> Json {
  Json report = set.found.empty() ? Json::object() : json_report(set.found.front(), tables.front());
  report["status"] = set.solved() ? "solved" : "not solved";
  if (!set.solved()) report["reason"] = set.reason;
  report["solutions"] = Json::array();
  for (std::size_t k = 0; k < set.found.size(); ++k)
    report["solutions"].push_back(json_report(set.found[k], tables[k]));
  report["seconds"] = set.seconds;
  report["solutions_known"] = set.found.size();
  if (!set.remark.empty()) report["remark"] = set.remark;
  return report;
}

auto summary(const pinn::TextProblem& text, const pinn::SolutionSet& set, double tolerance,
             const Files& files) -> std::string {
  std::string lines = text.title.empty() ? "" : text.title + "\n";
  for (const std::string& equation : text.equations) lines += fmt::format("  {}\n", equation);
  if (set.solved())
    lines += fmt::format("\n{} solution{} found{}\nsolved, to a tolerance of {:g}\n",
                         set.found.size(), set.found.size() == 1 ? "" : "s",
                         set.remark.empty() ? "" : fmt::format(" ({})", set.remark), tolerance);
  else lines += fmt::format("\nNOT SOLVED to a tolerance of {:g}: {}\n", tolerance, set.reason);
  for (std::size_t k = 0; k < set.found.size(); ++k) {
    const pinn::Solution& solution = set.found[k].solution;
    if (k == 0)
      lines += fmt::format("\n  {:<8} {:>8} {:>13} {:>13}         {:<19} {}\n", "", "within",
                           "least", "largest",
                           fmt::format("at {} = {:.6g}", solution.independent(), solution.start()),
                           fmt::format("at {} = {:.6g}", solution.independent(), solution.end()));
    lines += lines_of(set.found[k], k);
  }
  lines += fmt::format("\n  {:<10} {:.3g} s\n", "time", set.seconds);
  for (const auto& [what, path] : files) lines += fmt::format("  {:<10} {}\n", what, path);
  return lines;
}

} // namespace jetwork::cli
