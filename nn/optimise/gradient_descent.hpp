// Gradient descent, with momentum if asked for.
//
//   GradientDescent descent({.learning_rate = 0.1, .bias_learning_rate = 0.05, .momentum = 0.9});
//   descent.step(weights, gradient, is_bias);      // w += -η·∂E/∂w, b += -η_b·∂E/∂b
//
// The paper's corrections (section 2.3), with its separate rate for biases. Momentum: v ← μ v + g, w ← w - η v
// (Polyak 1964); Nesterov's looks ahead: w ← w - η (g + μ v) (Sutskever, Martens, Dahl and Hinton 2013).
#pragma once

#include "nn/optimise/optimiser_state.hpp"

#include <fmt/format.h>

#include <optional>

namespace jetwork::nn {

/// 1 for every bias in the flat vector of a network's parameters, 0 for every weight.
using BiasMask = Eigen::ArrayXd;

struct GradientDescentOptions {
  double learning_rate = 0.1;
  std::optional<double> bias_learning_rate = {}; // empty: learning_rate
  double momentum = 0;                           // μ, below 1
  bool nesterov = false;
};

class GradientDescent {
public:
  explicit GradientDescent(GradientDescentOptions options = {}) : options_(options) {
    if (!(options.learning_rate > 0) || !(options.bias_learning_rate.value_or(1) >= 0)
        || !(options.momentum >= 0) || !(options.momentum < 1))
      throw std::invalid_argument("GradientDescent: learning_rate must be positive, "
                                  "bias_learning_rate at least 0, and momentum in [0, 1)");
    if (options.nesterov && options.momentum == 0)
      throw std::invalid_argument("GradientDescent: nesterov needs a momentum, such as 0.9");
  }

  auto learning_rate() const -> double { return options_.learning_rate; }
  /// One step against the gradient; `schedule` multiplies both rates.
  void step(Eigen::Ref<Eigen::VectorXd> weights, const Eigen::Ref<const Eigen::VectorXd>& gradient,
            const BiasMask& is_bias, double schedule = 1) {
    const double eta = schedule * options_.learning_rate;
    const double eta_b = schedule * options_.bias_learning_rate.value_or(options_.learning_rate);
    const auto rates = eta + (eta_b - eta) * is_bias;
    if (options_.momentum == 0) {
      weights.array() -= rates * gradient.array();
      return;
    }
    if (velocity_.size() != weights.size()) velocity_.setZero(weights.size());
    velocity_ = options_.momentum * velocity_ + gradient;
    if (options_.nesterov)
      weights.array() -= rates * (gradient.array() + options_.momentum * velocity_.array());
    else weights.array() -= rates * velocity_.array();
  }

  auto state() const -> OptimiserState { return {{"velocity", velocity_}}; }
  void restore(const OptimiserState& state) { velocity_ = detail::vector_of(state, "velocity"); }
  auto description() const -> std::string {
    return fmt::format("gradient descent, eta {}, eta_b {}, momentum {}{}", options_.learning_rate,
                       options_.bias_learning_rate.value_or(options_.learning_rate),
                       options_.momentum, options_.nesterov ? ", nesterov" : "");
  }

private:
  GradientDescentOptions options_;
  Eigen::VectorXd velocity_;
};

} // namespace jetwork::nn
