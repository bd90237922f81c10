#include "pinn/problem/require_sensible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>
#include <string_view>

namespace jetwork::pinn {

namespace {

/// Results, files and messages tell unknowns and parameters apart by their names.
void require_names(const Problem& problem) {
  std::set<std::string> taken = {problem.independent};
  const auto require_new = [&](const std::string& name, std::string_view what) {
    if (name.empty()) throw std::invalid_argument(fmt::format("{} has no name", what));
    if (!taken.insert(name).second)
      throw std::invalid_argument(
          fmt::format("{} is called '{}', as something else is; give it another name", what, name));
  };
  for (const Unknown& unknown : problem.unknowns) require_new(unknown.name, "an unknown");
  for (const Parameter& parameter : problem.parameters) require_new(parameter.name, "a parameter");
}

void require_sensible_event(const Event& event, const Problem& problem) {
  const auto refuse = [&](const std::string& what) {
    throw std::invalid_argument(fmt::format("the event {} {}", event.name, what));
  };
  if (event.value ? !event.times.empty() : event.times.empty())
    refuse("needs either a value, which passes through zero, or times; set Event::value or "
           "Event::times");
  for (const double t : event.times)
    if (!std::isfinite(t)) refuse(fmt::format("has a time that is no finite number, {}", t));
  for (const auto& [unknown, derivative, value] : event.then) {
    if (unknown >= problem.unknowns.size())
      refuse(fmt::format("changes unknown number {}, and there are {}", unknown,
                         problem.unknowns.size()));
    const Unknown& its = problem.unknowns[unknown];
    if (derivative < 0 || derivative >= its.order)
      refuse(fmt::format("changes derivative number {} of {}; it may change those below {}",
                         derivative, its.name, its.order));
    if (!value) refuse(fmt::format("changes {} to nothing; set Assignment::value", its.name));
  }
}

} // namespace

void require_finite(const std::string& parameter, double value) {
  if (!std::isfinite(value))
    throw std::invalid_argument(
        fmt::format("the parameter {} is {}; give it a finite value", parameter, value));
}

void require_sensible(const Problem& problem) {
  if (problem.unknowns.empty())
    throw std::invalid_argument("the problem has no unknowns; give at least one");
  if (!problem.residual)
    throw std::invalid_argument("the problem has no residual; set Problem::residual");
  if (std::isnan(problem.domain.start) || std::isnan(problem.domain.end))
    throw std::invalid_argument("the domain's ends must be numbers");
  if (problem.domain.start == problem.domain.end)
    throw std::invalid_argument(
        fmt::format("the domain is empty: it starts and ends at {}", problem.domain.start));
  for (const Unknown& unknown : problem.unknowns)
    if (unknown.order < 0)
      throw std::invalid_argument(
          fmt::format("{} has the order {}; it must be at least 0", unknown.name, unknown.order));
  for (const Parameter& parameter : problem.parameters) {
    require_finite(parameter.name, parameter.value);
    if (const auto& bounds = parameter.searched;
        bounds && !(bounds->lower <= parameter.value && parameter.value <= bounds->upper))
      throw std::invalid_argument(
          fmt::format("the search for {} begins at {}, outside of its bounds, [{}, {}]",
                      parameter.name, parameter.value, bounds->lower, bounds->upper));
  }
  require_names(problem);
  if (problem.free_end) {
    if (*problem.free_end >= problem.parameters.size()
        || !problem.parameters[*problem.free_end].searched)
      throw std::invalid_argument(
          "the domain's free end is to be a parameter that is searched for");
    if (!(std::isfinite(problem.domain.start) && std::isfinite(problem.domain.end)
          && problem.domain.start < problem.domain.end))
      throw std::invalid_argument(fmt::format(
          "a domain with a free end begins at a finite start, and the search for its "
          "end, {}, above that; found [{}, {}]",
          problem.parameters[*problem.free_end].name, problem.domain.start, problem.domain.end));
    if (!problem.branches.empty())
      throw std::invalid_argument("a highest derivative does not choose among solutions where the "
                                  "domain has a free end");
    if (!problem.jumps.empty())
      throw std::invalid_argument("jumps in a domain with a free end are not available");
  }
  for (const Event& event : problem.events) require_sensible_event(event, problem);
  std::set<std::size_t> chosen;
  for (const Branch& branch : problem.branches) {
    if (branch.unknown >= problem.unknowns.size())
      throw std::invalid_argument(fmt::format("a branch is of unknown number {}, and there are {}",
                                              branch.unknown, problem.unknowns.size()));
    if (!std::isfinite(branch.highest_derivative) || !chosen.insert(branch.unknown).second)
      throw std::invalid_argument(fmt::format("a branch of {} is no finite number, or given twice",
                                              problem.unknowns[branch.unknown].name));
  }
  for (std::size_t c = 0; c < problem.conditions.size(); ++c) {
    const Condition& condition = problem.conditions[c];
    if (!condition.residual)
      throw std::invalid_argument(fmt::format("condition {} has no residual", c + 1));
    const auto [low, high] = std::minmax(problem.domain.start, problem.domain.end);
    for (const double point : condition.points)
      if (!(point >= low && point <= high))
        throw std::invalid_argument(fmt::format(
            "condition {} looks at {}, outside of the domain [{}, {}]", c + 1, point, low, high));
  }
}

} // namespace jetwork::pinn
