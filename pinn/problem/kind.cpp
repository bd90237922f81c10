#include "pinn/problem/kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace jetwork::pinn {

auto allows_conditions(std::size_t order, std::size_t searched, std::size_t conditions) -> bool {
  const std::size_t needed = order + searched;
  return conditions == needed || conditions + 1 == needed
         || (searched == 1 && conditions == 2 * order);
}

auto kind(const Problem& problem) -> Kind {
  const auto is_algebraic = [](const Unknown& unknown) { return unknown.order == 0; };
  const auto is_searched = [](const Parameter& parameter) {
    return parameter.searched.has_value();
  };
  if (std::ranges::any_of(problem.unknowns, is_algebraic)) return Kind::differential_algebraic;
  const auto searched =
      static_cast<std::size_t>(std::ranges::count_if(problem.parameters, is_searched));
  if (problem.free_end
      && allows_conditions(total_order(problem), searched, problem.conditions.size()))
    return Kind::free_end;
  if (searched == 1 && problem.conditions.size() == total_order(problem) && !problem.free_end)
    return Kind::eigenvalues;
  const std::size_t needed = total_order(problem) + searched;
  if (problem.conditions.size() != needed)
    throw std::invalid_argument(fmt::format(
        "the problem needs {} conditions, one for each order of its unknowns{}, but "
        "has {}",
        needed, searched > 0 ? " and each searched parameter" : "", problem.conditions.size()));
  if (searched > 0) return Kind::free_parameters;
  if (!problem.jumps.empty()) return Kind::boundary_value;
  for (const Condition& condition : problem.conditions) {
    if (!condition.integrals.empty()) return Kind::boundary_value;
    for (const double point : condition.points)
      if (point != initial_point(problem)) return Kind::boundary_value;
  }
  return Kind::initial_value;
}

auto name_of(Kind kind) -> std::string_view {
  switch (kind) {
  case Kind::initial_value: return "initial-value problem";
  case Kind::boundary_value: return "boundary-value problem";
  case Kind::free_parameters: return "problem with parameters that are searched for";
  case Kind::free_end: return "problem whose domain has a free end";
  case Kind::eigenvalues: return "eigenvalue problem";
  case Kind::differential_algebraic: return "differential-algebraic problem";
  }
  return "";
}

auto initial_point(const Problem& problem) -> double {
  for (const Condition& condition : problem.conditions)
    if (!condition.points.empty()) return condition.points.front();
  return problem.domain.start;
}

} // namespace jetwork::pinn
