// Events in the reports of a solve.
//
//   report["events"] = events_json(problem, result);
//   std::cout << events_summary(text, problem, result);   // "  bounce     7 times, at t = 0.4515236, 1.264265, … 3.91\n"
#pragma once

#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"
#include "pinn/text_problem.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace jetwork::cli {

/// Each time that one happened, in order: its name, the independent variable, and the values before and after it.
[[nodiscard]] auto events_json(const pinn::Problem& problem, const pinn::Result& result)
    -> nlohmann::ordered_json;

/// The event that ended the solution, which has to have ended at one.
[[nodiscard]] auto stopped_at_json(const pinn::Problem& problem, const pinn::Result& result)
    -> nlohmann::ordered_json;

/// Whether an event's object uses the name as a key, so that the independent variable cannot have it.
[[nodiscard]] auto is_event_key(const std::string& name) -> bool;

/// A line for each event: how often it happened and when, or that the solution ended there.
[[nodiscard]] auto events_summary(const pinn::TextProblem& text, const pinn::Problem& problem,
                                  const pinn::Result& result) -> std::string;

} // namespace jetwork::cli
