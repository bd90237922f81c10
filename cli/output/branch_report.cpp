#include "cli/output/branch_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace jetwork::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array end_names = {
    std::pair{pinn::BranchEnd::left_interval, "left_interval"},
    std::pair{pinn::BranchEnd::closed, "closed"},
    std::pair{pinn::BranchEnd::reached_branch_point, "reached_branch_point"},
    std::pair{pinn::BranchEnd::unbounded, "unbounded"},
    std::pair{pinn::BranchEnd::point_limit, "point_limit"},
    std::pair{pinn::BranchEnd::cannot_go_on, "cannot_go_on"},
    std::pair{pinn::BranchEnd::time_limit, "time_limit"},
    std::pair{pinn::BranchEnd::cancelled, "cancelled"},
};

auto name_of(pinn::BranchEnd end) -> std::string_view {
  return std::ranges::find(end_names, end, [](const auto& each) { return each.first; })->second;
}

auto bound(double error) -> double {
  return std::isfinite(error) ? error : std::numeric_limits<double>::max();
}

auto by_name(const BranchReport& report, const std::vector<double>& values) -> Json {
  Json named = Json::object();
  for (std::size_t i = 0; i < report.problem.unknowns.size() && i < values.size(); ++i)
    named[report.problem.unknowns[i].name] = bound(values[i]);
  return named;
}

auto json_of(const BranchReport& report, const pinn::BranchSolution& solution) -> Json {
  Json one = {{"parameter", solution.parameter},
              {"parameter_error", bound(solution.parameter_error)},
              {"norm", by_name(report, solution.norms)},
              {"error_estimate", by_name(report, solution.result.error_estimate)}};
  if (!report.points.empty()) {
    one[report.problem.independent] = report.points;
    for (std::size_t i = 0; i < report.problem.unknowns.size(); ++i)
      for (const double x : report.points)
        one["values"][report.problem.unknowns[i].name].push_back(solution.result.solution(i, x));
  }
  if (const auto& modes = solution.unstable_modes) {
    one["stable"] = *modes == 0;
    one["unstable_modes"] = *modes;
  } else {
    one["stable"] = one["unstable_modes"] = nullptr;
  }
  return one;
}

auto solutions_of(const BranchReport& report, const pinn::SolutionBranch& branch) -> Json {
  Json solutions = Json::array();
  for (const pinn::BranchSolution& solution : branch.solutions)
    solutions.push_back(json_of(report, solution));
  return solutions;
}

/// Which branch point it is, among all of them.
auto number_of(const pinn::BifurcationDiagram& diagram,
               const std::optional<pinn::SolutionBranch::Origin>& which) -> Json {
  if (!which) return nullptr;
  std::size_t number = which->branch_point;
  for (std::size_t k = 0; k < which->branch; ++k)
    number += diagram.branches[k].branch_points.size();
  return number;
}

/// "0, 1, 2": how many modes grow along the branch.
auto modes_along(const pinn::SolutionBranch& branch) -> std::string {
  std::string text;
  std::optional<int> last;
  for (const pinn::BranchSolution& solution : branch.solutions) {
    if (!solution.unstable_modes || solution.unstable_modes == last) continue;
    last = solution.unstable_modes;
    text += fmt::format("{}{}", text.empty() ? "" : ", then ", *last);
  }
  return text;
}

auto lines_of(const BranchReport& report, std::size_t number) -> std::string {
  const pinn::SolutionBranch& branch = report.diagram.branches[number];
  const std::string& name = report.continuation.parameter;
  std::string lines =
      fmt::format("\n  branch {}: {} solutions from {} = {:.12g}; {}\n", number,
                  branch.solutions.size(), name, branch.solutions.front().parameter, branch.why);
  if (branch.origin)
    lines += fmt::format("    begins at branch point {}\n",
                         number_of(report.diagram, branch.origin).dump());
  if (branch.destination)
    lines += fmt::format("    ends at branch point {}\n",
                         number_of(report.diagram, branch.destination).dump());
  for (const pinn::Fold& fold : branch.folds)
    lines += fmt::format("    fold            {} = {:<20.16g} within {:.1e}\n", name,
                         fold.parameter, fold.error_estimate);
  for (std::size_t k = 0; k < branch.branch_points.size(); ++k)
    lines +=
        fmt::format("    branch point {:<2} {} = {:<20.16g} within {:.1e}\n",
                    number_of(report.diagram, pinn::SolutionBranch::Origin{number, k}).dump(), name,
                    branch.branch_points[k].parameter, branch.branch_points[k].error_estimate);
  if (const std::string modes = modes_along(branch); !modes.empty())
    lines += fmt::format("    unstable modes  {}\n", modes);
  return lines;
}

/// In place of a last solution, where there is none.
auto nothing_of(const BranchReport& report) -> pinn::Result {
  pinn::Result result;
  result.ending = {.outcome = pinn::Outcome::no_solution_found};
  result.tolerance = report.tolerance;
  result.error_estimate.assign(report.problem.unknowns.size(),
                               std::numeric_limits<double>::infinity());
  result.magnitude.assign(report.problem.unknowns.size(), 0.0);
  result.solution = pinn::solution_of(report.problem, {});
  result.trusted_until = report.problem.domain.start;
  return result;
}

} // namespace

auto is_branch_report_key(const std::string& name) -> bool {
  constexpr std::array<std::string_view, 11> keys = {
      "branch",    "branch_end",    "branches_not_followed",
      "folds",     "branch_points", "other_branches",
      "parameter", "norm",          "parameter_error",
      "stable",    "unstable_modes"};
  return is_report_key(name) || std::ranges::find(keys, name) != keys.end();
}

auto json_report(const BranchReport& report, const std::vector<double>& last_points) -> Json {
  const pinn::BifurcationDiagram& diagram = report.diagram;
  const pinn::Result last = diagram.branches.empty()
                                ? nothing_of(report)
                                : diagram.branches.front().solutions.back().result;
  Json json = json_report(last, tabulate(last, last_points));
  json["status"] = diagram.solved() ? "solved" : "not solved";
  if (!diagram.solved()) json["reason"] = diagram.reason;
  for (const char* list : {"branch", "folds", "branch_points", "other_branches"})
    json[list] = Json::array();
  for (std::size_t k = 0; k < diagram.branches.size(); ++k) {
    const pinn::SolutionBranch& branch = diagram.branches[k];
    for (const pinn::Fold& fold : branch.folds)
      json["folds"].push_back({{"parameter", fold.parameter},
                               {"error_estimate", bound(fold.error_estimate)},
                               {"norm", by_name(report, branch.solutions[fold.solution].norms)},
                               {"branch", k},
                               {"solution", fold.solution}});
    for (const pinn::BranchPoint& point : branch.branch_points)
      json["branch_points"].push_back({{"parameter", point.parameter},
                                       {"error_estimate", bound(point.error_estimate)},
                                       {"norm", by_name(report, point.norms)},
                                       {"branch", k},
                                       {"after", point.after}});
    if (k == 0) {
      json["branch"] = solutions_of(report, branch);
      json["branch_end"] = name_of(branch.end);
      continue;
    }
    json["other_branches"].push_back({{"branch", solutions_of(report, branch)},
                                      {"branch_end", name_of(branch.end)},
                                      {"begins_at", number_of(diagram, branch.origin)},
                                      {"ends_at", number_of(diagram, branch.destination)}});
  }
  json["branches_not_followed"] = diagram.not_followed;
  json["seconds"] = diagram.seconds;
  return json;
}

auto table_of(const BranchReport& report) -> Table {
  Table table;
  table.independent = report.continuation.parameter;
  const auto add = [&](std::string name, auto value) {
    Table::Column column{.name = std::move(name), .values = {}};
    for (std::size_t k = 0; k < report.diagram.branches.size(); ++k)
      for (const pinn::BranchSolution& solution : report.diagram.branches[k].solutions)
        column.values.push_back(value(solution, k));
    table.columns.push_back(std::move(column));
  };
  using Solution = pinn::BranchSolution;
  add("", [](const Solution& solution, std::size_t) { return solution.parameter; });
  table.points = std::move(table.columns.back().values);
  table.columns.pop_back();
  const auto& unknowns = report.problem.unknowns;
  for (std::size_t i = 0; i < unknowns.size(); ++i)
    add(fmt::format("norm_{}", unknowns[i].name),
        [i](const Solution& solution, std::size_t) { return solution.norms[i]; });
  for (std::size_t i = 0; i < unknowns.size(); ++i)
    for (const double x : report.points)
      add(fmt::format("{}({})", unknowns[i].name, x),
          [i, x](const Solution& solution, std::size_t) { return solution.result.solution(i, x); });
  for (std::size_t i = 0; i < unknowns.size(); ++i)
    add(fmt::format("error_{}", unknowns[i].name),
        [i](const Solution& solution, std::size_t) { return solution.result.error_estimate[i]; });
  add(fmt::format("error_{}", table.independent),
      [](const Solution& solution, std::size_t) { return solution.parameter_error; });
  add("unstable_modes", [](const Solution& solution, std::size_t) {
    return solution.unstable_modes ? static_cast<double>(*solution.unstable_modes)
                                   : std::numeric_limits<double>::quiet_NaN();
  });
  add("branch", [](const Solution&, std::size_t k) { return static_cast<double>(k); });
  return table;
}

auto summary(const BranchReport& report, const Files& files) -> std::string {
  std::string lines = report.text.title.empty() ? "" : report.text.title + "\n";
  for (const std::string& equation : report.text.equations)
    lines += fmt::format("  {}\n", equation);
  lines += report.diagram.solved()
               ? fmt::format("\nsolved, each solution to a tolerance of {:g}\n", report.tolerance)
               : fmt::format("\nNOT SOLVED: {}\n", report.diagram.reason);
  for (std::size_t k = 0; k < report.diagram.branches.size(); ++k) lines += lines_of(report, k);
  if (report.diagram.not_followed > 0 && report.continuation.switches_branches)
    lines += fmt::format("\n  {} more branches begin at branch points and were not followed\n",
                         report.diagram.not_followed);
  lines += fmt::format("\n  {:<10} {:.3g} s\n", "time", report.diagram.seconds);
  for (const auto& [what, path] : files) lines += fmt::format("  {:<10} {}\n", what, path);
  return lines;
}

} // namespace jetwork::cli
