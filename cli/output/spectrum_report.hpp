// Reports of eigenvalues and their functions: one JSON object for programs, a table for people.
#pragma once

#include "cli/output/report.hpp"
#include "pinn/eigenvalues.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace jetwork::cli {

/// The report of the first eigenfunction (cli/output/report.hpp), with the status of all, and each of them under "solutions", with its
/// "index" where it is proved.
[[nodiscard]] auto json_report(const pinn::Spectrum& spectrum, const std::vector<Table>& tables)
    -> nlohmann::ordered_json;

/// Title, equations, and a line for each eigenvalue.
[[nodiscard]] auto summary(const pinn::TextProblem& text, const pinn::Problem& problem,
                           const pinn::Spectrum& spectrum, double tolerance, const Files& files)
    -> std::string;

} // namespace jetwork::cli
