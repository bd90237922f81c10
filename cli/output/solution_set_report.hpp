// Reports of several solutions of one problem: one JSON object for programs, a table for people.
#pragma once

#include "cli/output/report.hpp"
#include "pinn/several_solutions.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace jetwork::cli {

/// The report of the first solution (cli/output/report.hpp), and each of them under "solutions"; "remark" says why there are fewer
/// than were asked for.
[[nodiscard]] auto json_report(const pinn::SolutionSet& set, const std::vector<Table>& tables)
    -> nlohmann::ordered_json;

/// Title, equations, how many were found, and lines for each.
[[nodiscard]] auto summary(const pinn::TextProblem& text, const pinn::SolutionSet& set,
                           double tolerance, const Files& files) -> std::string;

} // namespace jetwork::cli
