// The paper's numerical example (4.1.1): y = a + b x + c x² + d x³ fitted to the sine by gradient descent.
//
//   const Samples sine = sine_samples();
//   const Cubic reached = descend(start, sine, {.learning_rate = 1e-6, .steps = 2000});
//   const Cubic limit = least_squares_cubic(sine);      // where it would end, from any start
//
// A coefficient is a weight, and the power of x beside it the activation that feeds the weight. The loss
// here is a sum over the samples without the ½ of Eq. 46.
//
// The paper's result, 0.0237 + 0.8476 x - 0.004 x² - 0.0920 x³, is what 2000 steps make of one random
// start: another start ends elsewhere. It has not converged: the limit of all starts is
// 0.856741 x - 0.093330 x³. In the slowest direction 3 % of a start's error are left after 2000 steps.
#pragma once

#include <Eigen/Core>

#include <vector>

namespace jetwork::paper::networks {

/// a, b, c, d
using Cubic = Eigen::Vector4d;

struct Samples {
  std::vector<double> x, y;
};

/// Lines 4 and 5: sin x at equispaced points, both ends of [-π, π] among them. Throws std::invalid_argument
/// for fewer than two.
auto sine_samples(int count = 2000) -> Samples;

/// Line 16: Σ_n (y_pred(n) - y_n)². This and the functions below throw std::invalid_argument if there are
/// no samples, or not as many y as x, or a number is not finite.
auto loss(const Cubic& cubic, const Samples& samples) -> double;

/// Lines 19–23: ∂L/∂a = 2 Σ_n (y_pred(n) - y_n), and the same times x, x², x³ for b, c, d (Eq. 58, 59).
auto loss_gradient(const Cubic& cubic, const Samples& samples) -> Cubic;

struct DescentOptions {
  double learning_rate = 1e-6;
  int steps = 2000;
};

/// Lines 12–29. The paper's text adds Δcoeff = learning_rate × gradients, its code subtracts it; the code is right.
/// Throws std::overflow_error if a coefficient becomes infinite: from 2 over the largest eigenvalue of the
/// Hessian on, a learning rate is too large.
auto descend(const Cubic& start, const Samples& samples, const DescentOptions& options = {})
    -> Cubic;

/// The cubic of the smallest loss, by a QR factorisation.
auto least_squares_cubic(const Samples& samples) -> Cubic;

} // namespace jetwork::paper::networks
