#include "pinn/initial_value/sensitivity_start.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace jetwork::pinn {

namespace {

/// The state that a name like r' stands for, or the parameter of that name; by the places in a state.
struct SensitivityTarget {
  int parameter = -1, state = -1;
};
auto target_named(const std::string& name, const Problem& problem) -> SensitivityTarget {
  for (std::size_t k = 0; k < problem.parameters.size(); ++k)
    if (problem.parameters[k].name == name) return {.parameter = static_cast<int>(k)};
  int state = 0;
  for (const Unknown& unknown : problem.unknowns)
    for (int n = 0; n < unknown.order; ++n, ++state)
      if (primed(unknown.name, n) == name) return {.state = state};
  throw std::invalid_argument(
      fmt::format("there is no derivative by '{}': give a parameter whose value is a number of its "
                  "own, and on which neither the domain nor a condition's point nor the times of "
                  "an event depend, or an unknown for its initial value, as r or r' if r'' is its "
                  "highest derivative",
                  name));
}

} // namespace

auto sensitivity_start(const std::vector<std::string>& names, const Problem& problem,
                       ConditionSolver& conditions) -> SensitivityStart {
  SensitivityStart start;
  if (names.empty()) return start;
  start.at_start.setZero(static_cast<Eigen::Index>(total_order(problem)),
                         static_cast<Eigen::Index>(names.size()));
  Eigen::MatrixXd by_parameters;
  for (std::size_t c = 0; c < names.size(); ++c) {
    const auto column = static_cast<Eigen::Index>(c);
    const auto [parameter, state] = target_named(names[c], problem);
    start.parameter.push_back(parameter);
    if (state >= 0) {
      start.at_start(state, column) = 1.0;
      continue;
    }
    if (by_parameters.size() == 0) by_parameters = conditions.derivatives_by_parameters();
    start.at_start.col(column) = by_parameters.col(parameter);
  }
  return start;
}

} // namespace jetwork::pinn
