#include "pinn/solution/outcome.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace jetwork::pinn {

namespace {

// clang-format off
constexpr std::array<std::pair<Outcome, std::string_view>, 31> names{{
    {Outcome::solved,                   "solved"},
    {Outcome::estimate_above_tolerance, "estimate_above_tolerance"},
    {Outcome::single_network_off,       "single_network_off"},
    {Outcome::segment_limit,            "segment_limit"},
    {Outcome::time_limit,               "time_limit"},
    {Outcome::memory_limit,             "memory_limit"},
    {Outcome::cancelled,                "cancelled"},
    {Outcome::cancelled_in_training,    "cancelled_in_training"},
    {Outcome::time_limit_in_training,   "time_limit_in_training"},
    {Outcome::undetermined_at_start,    "undetermined_at_start"},
    {Outcome::no_segment_short_enough,  "no_segment_short_enough"},
    {Outcome::branches_meet,            "branches_meet"},
    {Outcome::not_unique,               "not_unique"},
    {Outcome::value_too_large,          "value_too_large"},
    {Outcome::equations_jump,           "equations_jump"},
    {Outcome::events_accumulate,        "events_accumulate"},
    {Outcome::event_not_finite,         "event_not_finite"},
    {Outcome::pulse_rounded_away,       "pulse_rounded_away"},
    {Outcome::time_too_coarse,          "time_too_coarse"},
    {Outcome::no_solution_found,        "no_solution_found"},
    {Outcome::ill_conditioned,          "ill_conditioned"},
    {Outcome::mesh_limit,               "mesh_limit"},
    {Outcome::layer_too_thin,           "layer_too_thin"},
    {Outcome::domain_not_closed,        "domain_not_closed"},
    {Outcome::no_cycle_found,           "no_cycle_found"},
    {Outcome::not_periodic,             "not_periodic"},
    {Outcome::steady_state,             "steady_state"},
    {Outcome::does_not_return,          "does_not_return"},
    {Outcome::too_slow,                 "too_slow"},
    {Outcome::merged_network_off,       "merged_network_off"},
    {Outcome::not_recorded,             "not_recorded"},
}};
// clang-format on

auto explain_estimate(const Ending& e, std::string_view independent) -> std::string {
  const std::string estimate =
      fmt::format("the error estimate is {:.1e} relative to the largest magnitude, more than the "
                  "tolerance of {:.1e}, and ",
                  e.ratio, e.tolerance);
  if (e.condition > 0) // of a boundary-value problem
    return estimate + "finer meshes did not bring it down"
           + (e.interrupted.empty() ? "" : ": " + explain(e.interrupted.front(), independent));
  if (!e.interrupted.empty())
    return estimate + "the march that was to bring it down did not come to its end: "
           + explain(e.interrupted.front(), independent);
  const std::string other =
      e.reachable ? fmt::format("ask for {:.0e}, which is met, or ", *e.reachable) : "";
  return estimate
         + fmt::format("shorter segments did not bring it down: errors grow along this solution, "
                       "or an equation jumps; {}end the domain earlier",
                       other);
}

/// 3.7 GiB, or 12 MiB.
auto memory_text(double bytes) -> std::string {
  constexpr double mebibyte = 1U << 20U, gibibyte = 1U << 30U;
  return bytes >= gibibyte ? fmt::format("{:.3g} GiB", bytes / gibibyte)
                           : fmt::format("{:.3g} MiB", bytes / mebibyte);
}

/// Where a march could not go on; empty for what ends a solve otherwise.
auto explain_place(const Ending& e, std::string_view t) -> std::string {
  switch (e.outcome) {
  case Outcome::undetermined_at_start:
    return fmt::format("no segment at {} = {:.10g} is short enough: the equations do not determine "
                       "the highest derivatives there, are not defined there, or have several "
                       "solutions; check them at the initial values",
                       t, e.t);
  case Outcome::no_segment_short_enough:
    return fmt::format("no segment at {0} = {1:.10g} is short enough: the solution may cease to "
                       "exist there (a pole, an argument outside of a function's domain, or "
                       "highest derivatives that the equations do not determine); end the domain "
                       "before {1:.6g}",
                       t, e.t);
  case Outcome::branches_meet:
    return fmt::format(
        "near {} = {:.6g} two values of a highest derivative that the equations allow "
        "become one, and several solutions go on from there; end the domain before "
        "it",
        t, e.t);
  case Outcome::not_unique:
    return fmt::format(
        "from {0} = {1:.6g} on there are several solutions: this one may be left at any "
        "time, as an equation jumps or has an infinite slope along it; end the domain before "
        "it, or give conditions elsewhere",
        t, e.t);
  case Outcome::equations_jump:
    return fmt::format(
        "from {0} = {1:.10g} on the solution slides along a jump of the equations: on "
        "either side of it they lead to the other, and say nothing of what lies "
        "between; write the equations of the sliding motion, or smooth the jump, as "
        "tanh(x/0.001) does sign(x)",
        t, e.t);
  case Outcome::events_accumulate:
    return fmt::format(
        "events, or switching points, follow each other without an end at {0} = {1:.10g}; where "
        "two undo each other at one threshold, give them two; else end the domain before, or let "
        "an event end the solution where little is left, as of a ball's speed",
        t, e.t);
  case Outcome::event_not_finite:
    return fmt::format("at {0} = {1:.10g} an event assigns something that is no number; check what "
                       "stands on the right, and note that nothing is known of highest derivatives "
                       "at the start",
                       t, e.t);
  case Outcome::pulse_rounded_away:
    return fmt::format(
        "near {0} = {1:.6g} the equations hold a pulse, or another sharp change, that "
        "is lost in rounding: what they compute from {0} jumps past it; write them "
        "so that no large number is added to {0}, or end the domain before it",
        t, e.t);
  case Outcome::time_too_coarse:
    return fmt::format("at {0} = {1:.10g}, numbers in double precision are {2:.1e} apart, too "
                       "far for a segment that meets the tolerance; count {0} from a nearer point "
                       "(put {0} + {1:.6g} for {0})",
                       t, e.t, e.length);
  case Outcome::value_too_large:
    return fmt::format("at {} = {:.6g} a value is larger than {:g}, where squares of errors "
                       "overflow; choose other units",
                       t, e.t, e.limit);
  case Outcome::too_slow:
    return fmt::format("at {} = {:.6g} only segments of length {:.1e} meet the tolerance, and the "
                       "rest of the domain would take more than {:.0f} of them: the solution "
                       "changes that fast there, or slides along a jump of the equations",
                       t, e.t, e.length, e.limit);
  default: return "";
  }
}

/// Of boundary-value problems; empty for others.
auto explain_boundary_values(const Ending& e, std::string_view x) -> std::string {
  switch (e.outcome) {
  case Outcome::no_solution_found:
    return "no solution was found from the guess, nor by continuation from equations whose highest "
           "derivatives are zero; there may be none";
  case Outcome::ill_conditioned:
    return fmt::format(
        "the problem is ill-conditioned: disturbances of its terms, as by rounding, are "
        "amplified by {:.1e} in the unknowns, too much for the tolerance of {:.1e}; "
        "conditions elsewhere may determine the solution better",
        e.condition, e.tolerance);
  case Outcome::mesh_limit:
    return fmt::format("{:.0f} segments do not resolve the solution to the tolerance; it may have "
                       "a singularity, or too thin a layer",
                       e.limit);
  case Outcome::layer_too_thin:
    return fmt::format("a layer near {0} = {1:.6g} is too thin: numbers near {1:.6g} are too far "
                       "apart to resolve it; count {0} from there",
                       x, e.t);
  case Outcome::domain_not_closed:
    return fmt::format("the solution does not settle: up to {} = {:.3g}, keeping twice as much of "
                       "the domain goes on changing it",
                       x, e.t);
  case Outcome::no_cycle_found:
    return "no cycle was found: marched from the guess, or from values near one, the solution "
           "comes to "
           "rest, runs away, or no turn is like the one before; of orbits that come in families, "
           "initial values say which is meant";
  case Outcome::not_periodic:
    return fmt::format(
        "the equations depend on {0}, and are not what they were after the time that "
        "was found: a solution can be periodic only with a period of theirs; give "
        "that as the end of the domain",
        x);
  case Outcome::steady_state:
    return "only a steady state was found, which is periodic with any period; a guess, or another "
           "value to begin the search for the period with, may lead to a cycle";
  case Outcome::does_not_return:
    return "the solution through the given values does not come back to them, so that it is not "
           "periodic";
  default: return "";
  }
}

auto explain_alone(const Ending& e, std::string_view t) -> std::string {
  switch (e.outcome) {
  case Outcome::solved: return "";
  case Outcome::estimate_above_tolerance: return explain_estimate(e, t);
  case Outcome::single_network_off:
    return fmt::format("the one network is {:.1e} away from the solution, relative to its largest "
                       "magnitude, and the tolerance is {:.1e}; segments (the default method) "
                       "reach tighter tolerances",
                       e.ratio, e.tolerance);
  case Outcome::segment_limit:
    return fmt::format("{:.0f} segments were not enough; the march reached {} = {:.6g}", e.limit, t,
                       e.t);
  case Outcome::time_limit:
    return fmt::format("the time limit of {:g} s was reached at {} = {:.6g}", e.limit, t, e.t);
  case Outcome::memory_limit:
    if (e.needed > 0)
      return fmt::format("to solve it would take about {} of memory, and the limit is {}; allow it "
                         "more, or solve equations that are not coupled one at a time",
                         memory_text(e.needed), memory_text(e.limit));
    return fmt::format("the solution would take more than {} of memory; the march reached {} = "
                       "{:.6g}",
                       memory_text(e.limit), t, e.t);
  case Outcome::cancelled: return fmt::format("it was cancelled at {} = {:.6g}", t, e.t);
  case Outcome::cancelled_in_training: return "it was cancelled while the network was trained";
  case Outcome::time_limit_in_training:
    return fmt::format("the time limit of {:g} s was reached while the network was trained, which "
                       "is {:.1e} away from the solution, relative to its largest magnitude; the "
                       "tolerance is {:.1e}",
                       e.limit, e.ratio, e.tolerance);
  case Outcome::merged_network_off:
    return "the one network that was fitted to all segments does not meet the tolerance";
  case Outcome::not_recorded: return "the file does not say why";
  default:
    const std::string place = explain_place(e, t);
    return place.empty() ? explain_boundary_values(e, t) : place;
  }
}

} // namespace

auto name_of(Outcome outcome) -> std::string_view {
  for (const auto& [each, name] : names)
    if (each == outcome) return name;
  return "";
}

auto outcome_named(std::string_view name) -> std::optional<Outcome> {
  for (const auto& [outcome, its_name] : names)
    if (its_name == name) return outcome;
  return std::nullopt;
}

auto explain(const Ending& ending, std::string_view independent) -> std::string {
  std::string text = explain_alone(ending, independent);
  if (!text.empty() && ending.trusted_until)
    text += fmt::format("; up to {} = {:.6g} the estimate meets the tolerance", independent,
                        *ending.trusted_until);
  return text;
}

} // namespace jetwork::pinn
