#include "pinn/solution/outcome.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace jetwork::pinn {

namespace {

// clang-format off
constexpr std::array<std::pair<Outcome, std::string_view>, 14> names{{
    {Outcome::solved,                   "solved"},
    {Outcome::estimate_above_tolerance, "estimate_above_tolerance"},
    {Outcome::single_network_off,       "single_network_off"},
    {Outcome::segment_limit,            "segment_limit"},
    {Outcome::time_limit,               "time_limit"},
    {Outcome::memory_limit,             "memory_limit"},
    {Outcome::cancelled,                "cancelled"},
    {Outcome::cancelled_in_training,    "cancelled_in_training"},
    {Outcome::undetermined_at_start,    "undetermined_at_start"},
    {Outcome::no_segment_short_enough,  "no_segment_short_enough"},
    {Outcome::value_too_large,          "value_too_large"},
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
  if (!e.interrupted.empty())
    return estimate + "the march that was to bring it down did not come to its end: "
           + explain(e.interrupted.front(), independent);
  const double reachable = 2 * e.ratio;
  const std::string other =
      reachable < 0.5 ? fmt::format("ask for no less than {:.0e}, or ", reachable) : "";
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
  case Outcome::undetermined_at_start:
    return fmt::format("no segment at {} = {:.10g} is short enough: the equations do not determine "
                       "the highest derivatives there, are not defined there, or have several "
                       "solutions; check them at the initial values",
                       t, e.t);
  case Outcome::no_segment_short_enough:
    return fmt::format("no segment at {0} = {1:.10g} is short enough: the solution may cease to "
                       "exist there (a pole, or an argument outside of a function's domain); end "
                       "the domain before {1:.6g}",
                       t, e.t);
  case Outcome::value_too_large:
    return fmt::format("at {} = {:.6g} a value is larger than {:g}, where squares of errors "
                       "overflow; choose other units",
                       t, e.t, e.limit);
  case Outcome::too_slow:
    return fmt::format("at {} = {:.6g} only segments of length {:.1e} meet the tolerance, and the "
                       "rest of the domain would take more than {:.0f} of them",
                       t, e.t, e.length, e.limit);
  case Outcome::merged_network_off:
    return "the one network that was fitted to all segments does not meet the tolerance";
  case Outcome::not_recorded: return "the file does not say why";
  }
  return "";
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
