#include "cli/output/event_report.hpp"

#include "cli/output/known_digits.hpp"
#include "formula/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

namespace jetwork::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 5> keys = {"name", "event", "before", "after",
                                                  "error_estimate"};

/// {"h": 0.0, "h'": -4.4}
auto values_json(const pinn::Problem& problem, const std::vector<std::vector<double>>& values)
    -> Json {
  Json named = Json::object();
  for (std::size_t i = 0; i < std::min(values.size(), problem.unknowns.size()); ++i)
    for (std::size_t n = 0; n < values[i].size(); ++n)
      named[pinn::primed(problem.unknowns[i].name, static_cast<int>(n))] = values[i][n];
  return named;
}

/// The first few times, and the last: "0.4515236, 1.264265, … 3.91".
auto times_of(const std::vector<const pinn::EventOccurrence*>& occurrences) -> std::string {
  constexpr std::size_t most = 4;
  std::string times;
  const auto add = [&](const pinn::EventOccurrence& occurrence, const char* before) {
    times += before + with_known_digits(occurrence.t, occurrence.error_estimate);
  };
  const std::size_t shown = occurrences.size() <= most ? occurrences.size() : most - 1;
  for (std::size_t k = 0; k < shown; ++k) add(*occurrences[k], k == 0 ? "" : ", ");
  if (shown < occurrences.size()) add(*occurrences.back(), ", … ");
  return times;
}

/// What was said of an event that --stop added: a formula, which is zero there, or a relation or equation.
auto cause_of(const pinn::TextProblem& text, const pinn::Problem& problem, std::size_t index)
    -> std::string {
  const std::string& name = problem.events[index].name;
  const bool has_name = index >= text.events.size() || !text.events[index].name.empty();
  if (has_name) return fmt::format("by {}", name);
  const bool says_relation = name.find_first_of("<>=") != std::string::npos
                             || name.find("≤") != std::string::npos
                             || name.find("≥") != std::string::npos;
  return fmt::format("where {}{}", name, says_relation ? "" : " = 0");
}

/// How often an event happened, and when.
auto line_of(const pinn::Problem& problem, const pinn::Result& result, std::size_t index,
             const std::vector<const pinn::EventOccurrence*>& occurrences) -> std::string {
  constexpr std::size_t longest = 60;
  const std::string name = formula::shortened(problem.events[index].name, longest);
  if (occurrences.empty())
    return fmt::format("  {:<10} did not happen{}\n", name, result.solved() ? "" : " so far");
  return fmt::format("  {:<10} {}, at {} = {}\n", name,
                     occurrences.size() == 1 ? "once" : fmt::format("{} times", occurrences.size()),
                     problem.independent, times_of(occurrences));
}

} // namespace

auto events_json(const pinn::Problem& problem, const pinn::Result& result) -> Json {
  Json all = Json::array();
  for (const pinn::EventOccurrence& each : result.events) {
    const double error = std::isfinite(each.error_estimate) ? each.error_estimate
                                                            : std::numeric_limits<double>::max();
    all.push_back({{"name", problem.events[each.index].name},
                   {problem.independent, each.t},
                   {"error_estimate", error},
                   {"before", values_json(problem, each.before)},
                   {"after", values_json(problem, each.after)}});
  }
  return all;
}

auto stopped_at_json(const pinn::Problem& problem, const pinn::Result& result) -> Json {
  const pinn::EventOccurrence& last = *result.ended_by();
  return {{"event", problem.events[last.index].name}, {problem.independent, last.t}};
}

auto is_event_key(const std::string& name) -> bool {
  return std::ranges::find(keys, name) != keys.end();
}

auto events_summary(const pinn::TextProblem& text, const pinn::Problem& problem,
                    const pinn::Result& result) -> std::string {
  constexpr std::size_t most_lines = 10;
  std::vector<std::vector<const pinn::EventOccurrence*>> occurrences(problem.events.size());
  for (const pinn::EventOccurrence& each : result.events)
    if (!each.ends_solution) occurrences[each.index].push_back(&each);
  const auto* last = result.ended_by();
  std::string lines;
  for (std::size_t i = 0; i < std::min(problem.events.size(), most_lines); ++i)
    if (last == nullptr || last->index != i) lines += line_of(problem, result, i, occurrences[i]);
  if (problem.events.size() > most_lines)
    lines += fmt::format("  … and {} more events\n", problem.events.size() - most_lines);
  if (last != nullptr)
    lines += fmt::format("  {:<10} {} = {:.15g}, {}\n", "stopped at", problem.independent, last->t,
                         cause_of(text, problem, last->index));
  return lines;
}

} // namespace jetwork::cli
