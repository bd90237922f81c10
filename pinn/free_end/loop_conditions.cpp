#include "pinn/free_end/loop_conditions.hpp"

#include "pinn/collocation/recorded_conditions.hpp"

#include <algorithm>
#include <numeric>

namespace jetwork::pinn {

namespace {

/// Two sets of values at the start and the end: what a condition's slopes are at both, they are everywhere, if it is linear.
auto sample(Eigen::Index values, double phase) -> Eigen::MatrixXd {
  Eigen::MatrixXd states(values, 2);
  for (Eigen::Index k = 0; k < states.size(); ++k)
    states.data()[k] = 1.0 + 0.3 * std::sin(phase + 1.7 * static_cast<double>(k));
  return states;
}

/// Whether the slopes are those of u_k⁽ⁿ⁾(start) - u_k⁽ⁿ⁾(end), or a multiple.
auto says_that_a_value_returns(const Eigen::RowVectorXd& slopes, Eigen::Index values) -> bool {
  const auto start = slopes.head(values), end = slopes.tail(values);
  return (start.array() != 0).count() == 1 && start == -end;
}

} // namespace

auto loop_conditions(const Problem& problem) -> LoopConditions {
  LoopConditions said{.periodic = {}, .initial = {}, .others = {}, .values = total_order(problem)};
  const auto places = places_of_conditions(problem);
  const bool has_integrals = std::ranges::any_of(
      problem.conditions, [](const Condition& condition) { return !condition.integrals.empty(); });
  if (places.size() != 2 || has_integrals) {
    said.others.resize(problem.conditions.size());
    std::iota(said.others.begin(), said.others.end(), 0U);
    return said;
  }
  const auto values = static_cast<Eigen::Index>(said.values);
  RecordedConditions recorded(problem, places);
  const std::vector<double> parameters = parameter_values(problem);
  recorded.differentiate(sample(values, 0.0), parameters);
  const Eigen::MatrixXd slopes = recorded.by_states, by_parameters = recorded.by_parameters;
  recorded.differentiate(sample(values, 2.0), parameters);
  for (std::size_t c = 0; c < problem.conditions.size(); ++c) {
    const auto row = static_cast<Eigen::Index>(c);
    const bool is_linear = slopes.row(row) == recorded.by_states.row(row)
                           && (by_parameters.row(row).array() == 0).all();
    if (is_linear && says_that_a_value_returns(slopes.row(row), values)) said.periodic.push_back(c);
    else if (std::ranges::all_of(problem.conditions[c].points,
                                 [&](double point) { return point == problem.domain.start; }))
      said.initial.push_back(c);
    else said.others.push_back(c);
  }
  return said;
}

} // namespace jetwork::pinn
