// Reports of a solve or of a saved solution: one JSON object for programs, a few aligned lines for
// people.
#pragma once

#include "cli/output/table.hpp"
#include "pinn/solution/result.hpp"
#include "pinn/text_problem.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace jetwork::cli {

/// status, reason, tolerance, unknowns, error_estimate, then the table: the points under the
/// independent variable's name, values and derivatives. A value outside the part that was solved is
/// null. An error estimate that is not finite, for which JSON has no number, is the largest double:
/// still a bound.
[[nodiscard]] auto json_report(const pinn::Result& result, const Table& table)
    -> nlohmann::ordered_json;

/// The number of weights and the error estimates of the one network that was fitted to all segments.
[[nodiscard]] auto merged_json(const pinn::Result& merged) -> nlohmann::ordered_json;
[[nodiscard]] auto merged_summary(const pinn::Result& merged) -> std::string;

/// Whether json_report uses the name as a key, so that the independent variable cannot have it.
[[nodiscard]] auto is_report_key(const std::string& name) -> bool;

/// Files written, as ("plot", "spring.svg").
using Files = std::vector<std::pair<std::string, std::string>>;

/// The summary of a solve: title, equations, the unknowns at the end with their error estimates,
/// cost, files.
[[nodiscard]] auto summary(const pinn::TextProblem& text, const pinn::Problem& problem,
                           const pinn::Result& result, const Files& files) -> std::string;

} // namespace jetwork::cli
