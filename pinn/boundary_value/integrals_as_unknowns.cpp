#include "pinn/boundary_value/integrals_as_unknowns.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace jetwork::pinn {

namespace {

/// The condition, with its integrals taken from these unknowns on.
auto without_integrals(const Condition& original, std::size_t first_integral, const Domain& domain)
    -> Condition {
  Condition condition{.points = original.points, .residual = {}, .text = original.text};
  const std::size_t points = original.points.size();
  for (const Integral& integral : original.integrals) {
    const Domain over = integral.over.value_or(domain);
    condition.points.push_back(over.start);
    condition.points.push_back(over.end);
  }
  condition.residual = [=, residual = original.residual,
                        count = original.integrals.size()](const ConditionArguments& given) {
    std::vector<Value> integrals;
    for (std::size_t k = 0; k < count; ++k) {
      const auto at = [&](std::size_t point) {
        return given.at[points + point][first_integral + k][0];
      };
      integrals.push_back(at(2 * k + 1) - at(2 * k));
    }
    return residual({given.at.first(points), integrals, given.parameters});
  };
  return condition;
}

} // namespace

auto with_integrals_as_unknowns(const Problem& original) -> Problem {
  Problem problem = original;
  std::vector<Quantity> integrands;
  const std::size_t unknowns = original.unknowns.size();
  for (Condition& condition : problem.conditions) {
    if (condition.integrals.empty()) continue;
    const std::size_t first = unknowns + integrands.size();
    for (const Integral& integral : condition.integrals) integrands.push_back(integral.integrand);
    condition = without_integrals(condition, first, original.domain);
  }
  for (std::size_t k = 0; k < integrands.size(); ++k) {
    problem.unknowns.push_back({.name = "integral " + std::to_string(k + 1), .order = 1});
    problem.conditions.push_back(value_condition(unknowns + k, 0, original.domain.start, 0.0));
  }
  if (!integrands.empty())
    problem.residual = [=, residual = original.residual](const Value& t, Values u,
                                                         ParameterValues p) {
      std::vector<Value> residuals = residual(t, u.first(unknowns), p);
      for (std::size_t k = 0; k < integrands.size(); ++k)
        residuals.push_back(u[unknowns + k][1] - integrands[k](t, u.first(unknowns), p));
      return residuals;
    };
  return problem;
}

auto has_integrals(const Problem& problem) -> bool {
  return std::ranges::any_of(
      problem.conditions, [](const Condition& condition) { return !condition.integrals.empty(); });
}

} // namespace jetwork::pinn
