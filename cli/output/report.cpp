#include "cli/output/report.hpp"

#include "cli/output/known_digits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace jetwork::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array report_keys = {
    "status",          "reason",         "tolerance", "unknowns", "error_estimate", "values",
    "derivatives",     "segments",       "weights",   "seconds",  "statistics",     "trusted_until",
    "stopped_at",      "invariants",     "merged",    "training", "outcome",        "sensitivities",
    "checksum",        "error_location", "condition", "domain",   "parameters",     "solutions",
    "solutions_known", "multipliers",    "stability", "remark",   "events"};

auto bound(double error) -> double {
  return std::isfinite(error) ? error : std::numeric_limits<double>::max();
}

auto rows(const std::vector<std::array<std::string, 4>>& cells) -> std::string {
  std::array<std::size_t, 4> width{};
  for (const auto& row : cells)
    for (std::size_t i = 0; i < row.size(); ++i) width[i] = std::max(width[i], row[i].size());
  std::string text;
  for (const auto& row : cells)
    text += fmt::format("  {:<{}}   {:>{}}   {:>{}}   {:>{}}\n", row[0], width[0], row[1], width[1],
                        row[2], width[2], row[3], width[3]);
  return text;
}

auto unknowns_at_the_end(const pinn::Result& result) -> std::string {
  const pinn::Solution& solution = result.solution;
  std::vector<std::array<std::string, 4>> cells = {
      {"", fmt::format("at {} = {:.6g}", solution.independent(), solution.end()), "error estimate",
       "relative"}};
  for (std::size_t i = 0; i < solution.names().size(); ++i)
    cells.push_back(
        {solution.names()[i],
         with_known_digits(solution(i, solution.end()), result.error_estimate[i]),
         within(result.error_estimate[i]),
         result.magnitude[i] > 0 ? within(result.error_estimate[i] / result.magnitude[i]) : "-"});
  for (const pinn::Sensitivity& sensitivity : result.sensitivities)
    for (std::size_t i = 0; i < solution.names().size(); ++i)
      cells.push_back({fmt::format("d{}/d{}", solution.names()[i], sensitivity.by),
                       with_known_digits(sensitivity.derivative(i, solution.end()),
                                         sensitivity.error_estimate[i]),
                       within(sensitivity.error_estimate[i]), ""});
  return rows(cells);
}

/// Of a boundary-value problem: where the estimate is largest relative to its unknown.
auto largest_error(const pinn::Result& result) -> std::string {
  std::size_t worst = 0;
  const auto relative = [&](std::size_t i) {
    return result.magnitude[i] > 0 ? result.error_estimate[i] / result.magnitude[i] : 0.0;
  };
  for (std::size_t i = 1; i < result.error_location.size(); ++i)
    if (relative(i) > relative(worst)) worst = i;
  return fmt::format("error at most {}, largest in {} at {} = {:.4g}\n",
                     within(result.error_estimate[worst]), result.solution.names()[worst],
                     result.solution.independent(), result.error_location[worst]);
}

/// "stable: once around, disturbances are multiplied by 1, 0.00086"
auto multipliers_line(const pinn::Multipliers& multipliers) -> std::string {
  constexpr std::size_t most = 6;
  std::string values;
  for (std::size_t k = 0; k < std::min(most, multipliers.values.size()); ++k) {
    const auto& value = multipliers.values[k];
    values += k > 0 ? ", " : "";
    values += value.imag() == 0 ? fmt::format("{:.6g}", value.real())
                                : fmt::format("{:.6g}{:+.6g}i", value.real(), value.imag());
  }
  if (multipliers.values.size() > most) values += ", …";
  const bool is_known = multipliers.stability != pinn::Stability::undecided;
  return fmt::format("  {}: once around, disturbances are multiplied by {}\n",
                     is_known ? name_of(multipliers.stability) : "stability undecided", values);
}

} // namespace

auto is_report_key(const std::string& name) -> bool {
  return std::find(report_keys.begin(), report_keys.end(), name) != report_keys.end();
}

auto json_report(const pinn::Result& result, const Table& table) -> Json {
  const pinn::Solution& solution = result.solution;
  Json report = {{"status", result.solved() ? "solved" : "not solved"}};
  if (!result.solved()) {
    report["outcome"] = name_of(result.ending.outcome);
    report["reason"] = result.reason;
    report["trusted_until"] = result.trusted_until;
  }
  report["tolerance"] = result.tolerance;
  report["unknowns"] = solution.names();
  report["error_estimate"] = Json::object();
  for (std::size_t i = 0; i < solution.names().size(); ++i)
    report["error_estimate"][solution.names()[i]] = bound(result.error_estimate[i]);
  for (std::size_t i = 0; i < result.error_location.size(); ++i)
    report["error_location"][solution.names()[i]] = result.error_location[i];
  if (result.condition) {
    report["condition"] = bound(*result.condition);
    if (!solution.segments().empty()) report["domain"] = {solution.start(), solution.end()};
  }
  report[table.independent] = table.points;
  report["values"] = Json::object();
  report["derivatives"] = Json::object();
  for (const pinn::Sensitivity& sensitivity : result.sensitivities) {
    Json& errors = report["sensitivities"][sensitivity.by]["error_estimate"];
    for (std::size_t i = 0; i < solution.names().size(); ++i)
      errors[solution.names()[i]] = bound(sensitivity.error_estimate[i]);
  }
  for (const auto& column : table.columns) {
    Json& where = column.by.empty() ? report : report["sensitivities"][column.by];
    where[column.derivative == 0 ? "values" : "derivatives"][column.name] =
        column.values; // NaN is written as null
  }
  for (const auto& [name, value, error] : result.parameters)
    report["parameters"][name] = {{"value", value}, {"error_estimate", bound(error)}};
  if (result.multipliers) {
    report["multipliers"] = Json::array();
    for (const auto& value : result.multipliers->values)
      report["multipliers"].push_back({value.real(), value.imag()});
    report["stability"] = name_of(result.multipliers->stability);
  }
  for (const auto& drift : result.drifts)
    report["invariants"][drift.name] = {
        {"start", drift.start}, {"drift", drift.absolute}, {"relative_drift", drift.relative}};
  report["segments"] = solution.segments().size();
  report["weights"] = solution.segments().empty() ? 0 : solution.weights();
  return report;
}

auto merged_json(const pinn::Result& merged) -> Json {
  Json report = {{"weights", merged.solution.weights()}};
  for (std::size_t i = 0; i < merged.solution.names().size(); ++i)
    report["error_estimate"][merged.solution.names()[i]] = bound(merged.error_estimate[i]);
  return report;
}

auto merged_summary(const pinn::Result& merged) -> std::string {
  std::string lines;
  for (std::size_t i = 0; i < merged.solution.names().size(); ++i)
    lines += fmt::format("  {:<10} {} within {} by the one network of {} weights\n",
                         i == 0 ? "merged" : "", merged.solution.names()[i],
                         within(merged.error_estimate[i]), merged.solution.weights());
  return lines;
}

auto summary(const pinn::TextProblem& text, const pinn::Problem& problem,
             const pinn::Result& result, const Files& files) -> std::string {
  constexpr std::size_t most_equations = 8;
  const pinn::Solution& solution = result.solution;
  std::string lines = text.title.empty() ? "" : text.title + "\n";
  for (std::size_t i = 0; i < std::min(text.equations.size(), most_equations); ++i)
    lines += fmt::format("  {}\n", text.equations[i]);
  if (text.equations.size() > most_equations)
    lines += fmt::format("  … and {} more equations\n", text.equations.size() - most_equations);

  lines += result.solved() ? fmt::format("\nsolved, to a tolerance of {:g}\n", result.tolerance)
                           : fmt::format("\nNOT SOLVED to a tolerance of {:g}: {}\n",
                                         result.tolerance, result.reason);
  if (!solution.segments().empty()) {
    const bool is_infinite = std::isinf(problem.domain.start) || std::isinf(problem.domain.end);
    if (is_infinite)
      lines += fmt::format("kept of the domain: {} from {:.6g} to {:.6g}\n", problem.independent,
                           solution.start(), solution.end());
    if (!result.error_location.empty()) lines += largest_error(result);
    const bool has_known_end = result.ended_by() == nullptr && !is_infinite && !problem.free_end;
    if (has_known_end && solution.end() != problem.domain.end)
      lines +=
          fmt::format("reached {} = {:.6g} on the way from {:.6g} to {:.6g}\n", problem.independent,
                      solution.end(), problem.domain.start, problem.domain.end);
    lines += fmt::format("\n{}", unknowns_at_the_end(result));
    for (const auto& [name, value, error] : result.parameters)
      lines += fmt::format("  {} = {} within {}\n", name, with_known_digits(value, error),
                           within(error));
    if (result.multipliers) lines += multipliers_line(*result.multipliers);
    for (const auto& drift : result.drifts)
      lines += fmt::format("\n  {} moved by {:.1e}{} from {:.12g}\n", drift.name, drift.absolute,
                           std::isfinite(drift.relative)
                               ? fmt::format(" ({:.1e} of its value)", drift.relative)
                               : "",
                           drift.start);
  }
  lines += fmt::format("\n  {:<10} {} ({} weights)\n", "segments", solution.segments().size(),
                       solution.segments().empty() ? 0 : solution.weights());
  if (result.condition)
    lines += fmt::format("  {:<10} {:.2g}, by which rounding is amplified\n", "condition",
                         *result.condition);
  lines += fmt::format("  {:<10} {:.3g} s\n", "time", result.statistics.seconds);
  for (const auto& [what, path] : files) lines += fmt::format("  {:<10} {}\n", what, path);
  return lines;
}

} // namespace jetwork::cli
