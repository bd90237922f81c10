// Nonlinear least squares: Levenberg–Marquardt, by orthogonal factorisation.
//
//   Residuals residuals{
//       .count = 2,
//       .values = [](const Eigen::VectorXd& p, Eigen::Ref<Eigen::VectorXd> r) { r << 10 * (p[1] - p[0] * p[0]), 1 - p[0]; },
//       .jacobian = [](const Eigen::VectorXd& p, Eigen::Ref<Eigen::MatrixXd> J) { J << -20 * p[0], 10, -1, 0; }};
//   LeastSquaresResult result = minimise_squares(residuals, start, {.step_tolerance = 1e-12});
//
// Each step s solves min ‖J s + r‖² + λ‖D s‖² by a QR factorisation of J stacked on √λ D. The normal
// equations JᵀJ would square the condition number, and features of a network are badly conditioned. D holds
// the largest column norms so far (Moré 1978), which makes steps independent of the units of the
// parameters; λ follows the gain of each step (Nielsen 1999).
#pragma once

#include <Eigen/Core>

#include <functional>
#include <string_view>

namespace jetwork::nn {

/// What is to be made small: r(p), and J = ∂r/∂p at the same p. `jacobian` is called only after `values` was
/// called with that p, but other points may have been tried in between.
struct Residuals {
  Eigen::Index count = 0;
  std::function<void(const Eigen::VectorXd& parameters, Eigen::Ref<Eigen::VectorXd> residual)>
      values;
  std::function<void(const Eigen::VectorXd& parameters, Eigen::Ref<Eigen::MatrixXd> jacobian)>
      jacobian;
};

struct LeastSquaresOptions {
  int iterations = 200;          // at most; an iteration is one Jacobian
  double step_tolerance = 1e-12; // of a step against the parameters, both scaled by D
  double decrease_tolerance =
      1e-20; // of the sum of squares, relative, as predicted: the square of a step
  double gradient_tolerance = 1e-14; // of the cosine between the residual and any column of J
  double residual_tolerance = 0;     // ‖r‖ that is small enough
  double damping = 1e-3;             // the first λ
  std::function<bool()> stop = {};   // asked before each iteration; the best so far is kept
};

enum class LeastSquaresStatus {
  converged, // a tolerance on step, decrease or gradient was met: a minimum, perhaps a local one
  small_residual,    // ‖r‖ is within residual_tolerance
  out_of_iterations, // still moving, or told to stop
  stalled,           // no damping gives a better point that is finite
  not_finite,        // the residual at the start, or a Jacobian, is infinite or NaN
};

auto to_string(LeastSquaresStatus status) -> std::string_view;

struct LeastSquaresResult {
  LeastSquaresStatus status = LeastSquaresStatus::out_of_iterations;
  Eigen::VectorXd parameters; // the best found
  double norm = 0;            // ‖r‖ there
  int iterations = 0;         // Jacobians computed
  int evaluations = 0;        // residuals computed

  auto converged() const -> bool {
    return status == LeastSquaresStatus::converged || status == LeastSquaresStatus::small_residual;
  }
};

/// Moves the parameters from `start` until ‖r‖² is a minimum.
auto minimise_squares(const Residuals& residuals, Eigen::VectorXd start,
                      const LeastSquaresOptions& options = {}) -> LeastSquaresResult;

} // namespace jetwork::nn
