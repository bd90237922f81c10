#include "pinn/solution/merge.hpp"

#include "pinn/network/trial.hpp"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

namespace jetwork::pinn {

namespace {

/// Points as the extrema of a Chebyshev polynomial have it, denser at both ends.
auto chebyshev(double start, double length, int count) -> std::vector<double> {
  std::vector<double> t;
  for (int k = 0; k < count; ++k)
    t.push_back(start + length * 0.5 * (1 - std::cos(std::numbers::pi * (k + 0.5) / count)));
  return t;
}

/// Where a fit is judged: between its own points, and in every segment, which are short where the solution is steep.
auto judged_points(const Solution& solution, int count) -> std::vector<double> {
  constexpr int points_a_segment = 5;
  auto t = chebyshev(solution.start(), solution.end() - solution.start(), count);
  for (const Segment& segment : solution.segments())
    for (int k = 0; k < points_a_segment; ++k)
      t.push_back(segment.start + segment.length * (k + 0.5) / points_a_segment);
  return t;
}

/// The unknowns' values and derivatives at the solution's start, as a segment has them.
auto initial_of(const Solution& solution) -> Eigen::MatrixXd {
  const auto& orders = solution.orders();
  const int highest = *std::ranges::max_element(orders);
  Eigen::MatrixXd initial =
      Eigen::MatrixXd::Zero(highest, static_cast<Eigen::Index>(orders.size()));
  for (std::size_t i = 0; i < orders.size(); ++i)
    for (int n = 0; n < orders[i]; ++n)
      initial(n, static_cast<Eigen::Index>(i)) = solution(i, solution.start(), n);
  return initial;
}

/// The network with the weights that fit best; `largest_difference` per unknown, NaN where the deadline passed before.
auto fit(const Solution& solution, int neurons, const MergeOptions& options,
         Eigen::VectorXd& largest_difference) -> Segment {
  const double start = solution.start(), length = solution.end() - start;
  const auto unknowns = static_cast<Eigen::Index>(solution.orders().size());
  const double steeper =
      neurons / 64.0; // more neurons, closer together: as steep as their distance asks for
  Segment network{
      start, length,
      draw_hidden_layer(options.seed,
                        {.neurons = neurons, .flattest = 1.0 * steeper, .steepest = 4.0 * steeper}),
      initial_of(solution), Eigen::MatrixXd::Zero(neurons, unknowns)};

  constexpr int points_a_neuron = 3;
  const auto t = chebyshev(start, length, points_a_neuron * neurons);
  const auto between = judged_points(solution, 2 * points_a_neuron * neurons + 1);
  largest_difference.setConstant(unknowns, std::numeric_limits<double>::quiet_NaN());
  for (Eigen::Index i = 0; i < unknowns; ++i) {
    const auto unknown = static_cast<std::size_t>(i);
    const int order = solution.orders()[unknown];
    const auto wanted = solution.evaluate(unknown, t);
    std::vector<double> taylor(t.size());
    pinn::evaluate(network, order, i, t, 0, taylor.data()); // the weights are zero as yet
    Eigen::VectorXd right_side(static_cast<Eigen::Index>(t.size()));
    Eigen::MatrixXd matrix(right_side.size(), neurons);
    for (Eigen::Index j = 0; j < right_side.size(); ++j) {
      const auto point = static_cast<std::size_t>(j);
      right_side[j] = wanted[point] - taylor[point];
      for (Eigen::Index n = 0; n < neurons; ++n)
        matrix(j, n) = feature(*network.hidden, n, order, (t[point] - start) / length);
    }
    Eigen::ColPivHouseholderQR<Eigen::MatrixXd> factors;
    factors.setThreshold(
        1e-15); // features are nearly dependent; what is left out would be rounding
    if (options.deadline.passed()) break;
    factors.compute(matrix);
    network.output_weights.col(i) = factors.solve(right_side);

    const auto truth = solution.evaluate(unknown, between);
    std::vector<double> fitted(between.size());
    pinn::evaluate(network, order, i, between, 0, fitted.data());
    largest_difference[i] = 0.0;
    for (std::size_t k = 0; k < between.size(); ++k)
      largest_difference[i] = std::max(largest_difference[i], std::abs(fitted[k] - truth[k]));
  }
  constexpr double between_samples = 1.2; // it may be a little more where nothing was compared
  largest_difference *= between_samples;
  return network;
}

} // namespace

auto merge(const Solution& solution, const MergeOptions& options) -> Merged {
  if (solution.segments().empty())
    throw std::invalid_argument("the solution is empty: there is nothing to merge");
  constexpr int fewest = 64;
  Merged merged;
  const auto sample = chebyshev(solution.start(), solution.end() - solution.start(), 1000);
  std::vector<double> largest;
  for (std::size_t i = 0; i < solution.names().size(); ++i) {
    largest.push_back(0.0);
    for (const double value : solution.evaluate(i, sample))
      largest.back() = std::max(largest.back(), std::abs(value));
  }
  double best = std::numeric_limits<double>::infinity();
  for (int neurons = std::min(fewest, options.most_neurons);; neurons *= 2) {
    neurons = std::min(neurons, options.most_neurons);
    Eigen::VectorXd difference;
    Segment network = fit(solution, neurons, options, difference);
    if (difference.hasNaN()) return merged; // the deadline passed
    double worst = 0.0;
    for (std::size_t i = 0; i < largest.size(); ++i)
      worst = std::max(worst, difference[static_cast<Eigen::Index>(i)]
                                  / (largest[i] > 0 ? largest[i] : 1.0));
    if (worst < best) {
      best = worst;
      merged.solution = Solution(solution.independent(), solution.names(), solution.orders(),
                                 {std::move(network)});
      merged.error.assign(difference.begin(), difference.end());
    }
    merged.within_tolerance = best <= options.tolerance;
    if (merged.within_tolerance || options.deadline.passed() || neurons >= options.most_neurons)
      return merged;
  }
}

} // namespace jetwork::pinn
