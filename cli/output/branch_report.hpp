// Reports of branches of solutions: one JSON object for programs, a table with a row for each solution, a few lines for people.
#pragma once

#include "cli/output/report.hpp"
#include "pinn/continuation/bifurcation_diagram.hpp"
#include "pinn/problem/problem.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace jetwork::cli {

/// What is reported of branches, and at which points the solutions' values, if at any.
struct BranchReport {
  const pinn::TextProblem& text;
  const pinn::Problem& problem;
  const pinn::Continuation& continuation;
  const pinn::BifurcationDiagram& diagram;
  double tolerance = 0.0;
  std::vector<double> points;

  [[nodiscard]] auto failure() const -> std::string {
    return diagram.solved() ? "" : "not solved: " + diagram.reason;
  }
};

/// The report of the first branch's last solution (cli/output/report.hpp) at `last_points`, with the status of all; "branch" has the
/// first branch's solutions, "other_branches" those of the others, "folds" and "branch_points" those of all.
[[nodiscard]] auto json_report(const BranchReport& report, const std::vector<double>& last_points)
    -> nlohmann::ordered_json;

/// Whether that uses the name as a key.
[[nodiscard]] auto is_branch_report_key(const std::string& name) -> bool;

/// The parameter, the norms, the values at the points, the errors, the number of unstable modes, and the branch: a row for each solution.
[[nodiscard]] auto table_of(const BranchReport& report) -> Table;

/// Title, equations, and for each branch its ends, folds and branch points.
[[nodiscard]] auto summary(const BranchReport& report, const Files& files) -> std::string;

} // namespace jetwork::cli
