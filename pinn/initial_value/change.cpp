#include "pinn/initial_value/change.hpp"

#include <cmath>
#include <limits>

namespace jetwork::pinn {

auto slopes_at(const Segment& segment, const StateLayout& layout, double t) -> State {
  State slopes(layout.states());
  for (int i = 0; i < layout.unknowns(); ++i)
    for (int n = 0; n < layout.order(i); ++n)
      slopes[layout.offset(i) + n] = evaluate(segment, layout.order(i), i, t, n + 1);
  return slopes;
}

auto change_of_nothing(double t, const State& slopes, Eigen::Index parameters) -> Change {
  const Eigen::Index states = slopes.size();
  return {.t = t,
          .time_by_state = Eigen::RowVectorXd::Zero(states),
          .time_by_parameters = Eigen::RowVectorXd::Zero(parameters),
          .slopes = slopes,
          .after_by_before = Eigen::MatrixXd::Identity(states, states),
          .after_by_parameters = Eigen::MatrixXd::Zero(states, parameters)};
}

auto saltation(const Change& change, const State& slopes_after) -> Saltation {
  const State moved = change.slopes - slopes_after;
  constexpr double rounding = 0.25 * std::numeric_limits<double>::epsilon(); // of a time
  return {.by_state = change.after_by_before + moved * change.time_by_state,
          .by_parameters = change.after_by_parameters + moved * change.time_by_parameters,
          .shift = moved * change.time_left,
          .rounding = (rounding * std::abs(change.t) + change.time_rounding) * moved.cwiseAbs()};
}

} // namespace jetwork::pinn
