// A marched solution at times that are as dense as its segments, and the zeros that these show.
//
//   const Samples samples = sampled(solution);
//   zero_between(samples.times[k], samples.times[k + 1], [&](double t) { return solution(0, t); });
#pragma once

#include "pinn/solution/solution.hpp"

#include <Eigen/Core>
#include <boost/math/tools/toms748_solve.hpp>

#include <cmath>
#include <cstdint>
#include <vector>

namespace jetwork::pinn {

/// Times at which a marched solution is looked at, ascending, and the states there.
struct Samples {
  std::vector<double> times;
  Eigen::MatrixXd states; ///< (state, time)
};

[[nodiscard]] inline auto sampled(const Solution& solution) -> Samples {
  constexpr int on_segment = 12;
  Samples samples;
  for (const Segment& segment : solution.segments())
    for (int k = 0; k < on_segment; ++k)
      samples.times.push_back(segment.start + segment.length * k / on_segment);
  samples.times.push_back(solution.end());
  Eigen::Index states = 0;
  for (const int order : solution.orders()) states += order;
  samples.states.resize(states, std::ssize(samples.times));
  Eigen::Index row = 0;
  for (std::size_t i = 0; i < solution.orders().size(); ++i)
    for (int n = 0; n < solution.orders()[i]; ++n) {
      const std::vector<double> values = solution.evaluate(i, samples.times, n);
      samples.states.row(row++) =
          Eigen::Map<const Eigen::RowVectorXd>(values.data(), std::ssize(values));
    }
  return samples;
}

/// Where f, which has different signs at both ends, is zero.
template <class Function>
[[nodiscard]] auto zero_between(double low, double high, const Function& f) -> double {
  const double at_low = f(low), at_high = f(high);
  if (!(at_low < 0) == !(at_high < 0)) return std::abs(at_low) < std::abs(at_high) ? low : high;
  std::uintmax_t most_steps = 60;
  const auto [left, right] = boost::math::tools::toms748_solve(
      f, low, high, at_low, at_high, boost::math::tools::eps_tolerance<double>(50), most_steps);
  return (left + right) / 2;
}

} // namespace jetwork::pinn
