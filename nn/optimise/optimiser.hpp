// Any of the optimisers, as train() takes them.
//
//   train(network, samples, {.optimiser = Adam({.learning_rate = 3e-3})});
//   train(network, samples, {.optimiser = LeastSquares()});
//
// GradientDescent, Adam and AdamW take a step for every batch. Lbfgs and LeastSquares look at all samples at
// once, and make one iteration an epoch; the latter only for losses of squares.
#pragma once

#include "nn/optimise/adam.hpp"
#include "nn/optimise/gradient_descent.hpp"
#include "nn/optimise/lbfgs.hpp"
#include "nn/optimise/least_squares.hpp"

#include <concepts>
#include <variant>

namespace jetwork::nn {

using Optimiser = std::variant<GradientDescent, Adam, AdamW, Lbfgs, LeastSquares>;

/// An optimiser whose step needs a gradient alone, not the loss.
template <class T>
concept StepsAlongGradient =
    requires(T optimiser, Eigen::VectorXd weights, const BiasMask& is_bias, double schedule) {
      optimiser.step(weights, weights, is_bias, schedule);
      { optimiser.learning_rate() } -> std::convertible_to<double>;
    };

} // namespace jetwork::nn
