// Derivatives of a network with respect to its inputs, at a batch of points, as numbers.
//
//   const auto u = network_derivatives<2>(network, points);   // points: inputs × N, a column a point
//   u.value();                                                // outputs × N
//   u.jacobian(n);                                            // outputs × inputs at point n
//   u.hessian(n, output), u.laplacian();                      // inputs × inputs; outputs × N
//   u.derivative({1, 1});                                     // ∂²/∂x∂y, outputs × N
//
// And the gradient, with respect to the weights, of a loss made of such derivatives:
//
//   const auto [loss, gradient] = loss_and_gradient<2>(network, points, [](auto& v) {
//     const BatchVariable residual = v.laplacian() + v.value();
//     return 0.5 * squared_norm(residual);                    // summed over the points
//   });
//
// All points go through the network together, on a batch tape; the method is that of nn/input_derivatives.hpp. In a
// loop, record the loss with InputDerivatives once and replay it.
#pragma once

#include "autodiff/batch.hpp"
#include "nn/dense_network.hpp"
#include "nn/input_derivatives.hpp"

#include <array>
#include <memory>

namespace jetwork::nn {

/// The derivatives, to order K, of a network at some points. A direction is computed when it is first asked for.
template <int K, class Activation>
class NetworkDerivatives {
  static_assert(K >= 0, "NetworkDerivatives: an order is not negative");

public:
  /// Throws std::invalid_argument if the points have another number of rows than the network has inputs, if there is
  /// no point, or if one is infinite or NaN.
  NetworkDerivatives(const DenseNetwork<Activation>& network, Eigen::MatrixXd points)
      : points_(std::move(points)) {
    check_points(network, points_);
    x_ = tape_.input(inputs());
    direction_ = tape_.input(inputs());
    const auto recorded = network.record(tape_);
    jet_ = recorded(autodiff::Jet<autodiff::BatchVariable, K>::variable(x_, direction_));
    replay_ = std::make_unique<autodiff::BatchReplay>(tape_, static_cast<int>(points_.cols()));
    replay_->set(x_, points_);
    recorded.set(*replay_, network.parameters());
  }

  /// Outputs × points.
  auto value() const -> const Eigen::MatrixXd& { return along(axis(0))[0]; }
  /// Differentiated orders[i] times by input i: {2, 1} is u_xxy. Outputs × points. Throws std::invalid_argument
  /// unless there is an order for every input, and their sum is at most K.
  auto derivative(std::span<const int> orders) const -> Eigen::MatrixXd {
    const int order = std::accumulate(orders.begin(), orders.end(), 0);
    if (orders.size() != static_cast<std::size_t>(inputs()) || order > K)
      throw std::invalid_argument(
          "NetworkDerivatives: give an order of differentiation for each of the "
          + std::to_string(inputs()) + " inputs, together at most " + std::to_string(K));
    if (order == 0) return value();
    Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(value().rows(), value().cols());
    for (const auto& [direction, factor] : autodiff::polarisation(orders))
      if (factor != 0) sum += factor * along(direction)[static_cast<std::size_t>(order)];
    return sum;
  }
  auto derivative(std::initializer_list<int> orders) const -> Eigen::MatrixXd {
    return derivative(std::span(orders.begin(), orders.size()));
  }
  /// Outputs × inputs at a point.
  auto jacobian(Eigen::Index point) const -> Eigen::MatrixXd {
    Eigen::MatrixXd J(value().rows(), inputs());
    for (int i = 0; i < inputs(); ++i) J.col(i) = partial({i}, point);
    return J;
  }
  /// Inputs × inputs, of an output at a point.
  auto hessian(Eigen::Index point, Eigen::Index output = 0) const -> Eigen::MatrixXd {
    if (output < 0 || output >= value().rows())
      throw std::invalid_argument("NetworkDerivatives: there is no output " + std::to_string(output)
                                  + "; there are " + std::to_string(value().rows()));
    Eigen::MatrixXd H(inputs(), inputs());
    for (int i = 0; i < inputs(); ++i)
      for (int j = 0; j <= i; ++j) H(i, j) = H(j, i) = partial({i, j}, point)[output];
    return H;
  }
  /// Outputs × points.
  auto laplacian() const -> Eigen::MatrixXd {
    Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(value().rows(), value().cols());
    for (int i = 0; i < inputs(); ++i) sum += derivative(counts({i, i}));
    return sum;
  }

  static void check_points(const DenseNetwork<Activation>& network, const Eigen::MatrixXd& points) {
    if (points.rows() != network.widths().front() || points.cols() == 0)
      throw std::invalid_argument(
          "network derivatives: the points are a matrix with a row for each of the "
          + std::to_string(network.widths().front())
          + " inputs and a column for each point, at least one; these are "
          + std::to_string(points.rows()) + " × " + std::to_string(points.cols()));
    if (!points.allFinite())
      throw std::invalid_argument("network derivatives: a point is infinite or NaN");
  }

private:
  using Coefficients = std::array<Eigen::MatrixXd, K + 1>;

  auto inputs() const -> int { return static_cast<int>(points_.rows()); }
  auto axis(int i) const -> std::vector<int> { return counts({i}); }
  auto counts(std::initializer_list<int> inputs_by) const -> std::vector<int> {
    std::vector<int> orders(static_cast<std::size_t>(inputs()), 0);
    for (const int i : inputs_by) ++orders[static_cast<std::size_t>(i)];
    return orders;
  }
  auto partial(std::initializer_list<int> by, Eigen::Index point) const -> Eigen::VectorXd {
    const std::vector<int> orders = counts(by);
    if (point < 0 || point >= points_.cols())
      throw std::invalid_argument("NetworkDerivatives: there is no point " + std::to_string(point)
                                  + "; there are " + std::to_string(points_.cols()));
    return derivative(orders).col(point);
  }
  /// The Taylor coefficients along a direction, outputs × points each.
  auto along(const std::vector<int>& direction) const -> const Coefficients& {
    const auto [found, is_new] = computed_.try_emplace(direction);
    if (is_new) {
      Eigen::VectorXd velocity(inputs());
      for (int i = 0; i < inputs(); ++i) velocity[i] = direction[static_cast<std::size_t>(i)];
      replay_->set(direction_, velocity.replicate(1, points_.cols()));
      replay_->forward();
      for (int k = 0; k <= K; ++k)
        found->second[static_cast<std::size_t>(k)] = replay_->value(jet_[k]);
    }
    return found->second;
  }

  Eigen::MatrixXd points_;
  autodiff::BatchTape tape_;
  autodiff::BatchVariable x_, direction_;
  autodiff::Jet<autodiff::BatchVariable, K> jet_;
  std::unique_ptr<autodiff::BatchReplay> replay_;
  mutable std::map<std::vector<int>, Coefficients> computed_;
};

/// Value and derivatives to order K at the points, a column each.
template <int K, class Activation>
auto network_derivatives(const DenseNetwork<Activation>& network, const Eigen::MatrixXd& points)
    -> NetworkDerivatives<K, Activation> {
  return {network, points};
}

struct LossAndGradient {
  double loss = 0;
  Eigen::VectorXd gradient; // by all parameters, in the order of the network's flat vector
};

/// A loss made of derivatives to order K, summed over the points, and its gradient. `loss` gets an InputDerivatives and
/// returns a batch variable of one row.
template <int K, class Activation, class Loss>
auto loss_and_gradient(const DenseNetwork<Activation>& network, const Eigen::MatrixXd& points,
                       Loss&& loss) -> LossAndGradient {
  NetworkDerivatives<K, Activation>::check_points(network, points);
  autodiff::BatchTape tape;
  const autodiff::BatchVariable x = tape.input(network.widths().front());
  const auto recorded = network.record(tape);
  InputDerivatives<K, RecordedNetwork<Activation>> derivatives(recorded, x);
  const autodiff::BatchVariable output = loss(derivatives);
  autodiff::BatchReplay replay(tape, static_cast<int>(points.cols()));
  replay.set(x, points);
  recorded.set(replay, network.parameters());
  replay.with_respect_to(recorded.parameters());
  replay.differentiate(output);
  LossAndGradient result{replay.value(output).sum(), Eigen::VectorXd(network.parameters().size())};
  recorded.gradient(replay, result.gradient);
  return result;
}

} // namespace jetwork::nn
