// Nonlinear least squares: Levenberg–Marquardt or Gauss–Newton, by orthogonal factorisation.
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
// parameters; λ follows the gain of each step (Nielsen 1999). Gauss–Newton takes λ = 0, by a complete orthogonal
// decomposition, which gives the shortest step where J has not full rank, and halves a step that does not lower ‖r‖.
#pragma once

#include "nn/optimise/optimiser_state.hpp"

#include <Eigen/Core>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace jetwork::nn {

/// The residuals r(p) to be made small, and J = ∂r/∂p. `jacobian` is called only after `values` was called with the
/// same p, but `values` may have been called with other points in between.
struct Residuals {
  Eigen::Index count = 0;
  std::function<void(const Eigen::VectorXd& parameters, Eigen::Ref<Eigen::VectorXd> residual)>
      values;
  std::function<void(const Eigen::VectorXd& parameters, Eigen::Ref<Eigen::MatrixXd> jacobian)>
      jacobian;
};

enum class LeastSquaresMethod { levenberg_marquardt, gauss_newton };

struct LeastSquaresOptions {
  int iterations = 200;          // at most; an iteration is one Jacobian
  double step_tolerance = 1e-12; // of ‖D s‖ relative to ‖D p‖
  // Of the predicted decrease of ‖r‖², relative to ‖r‖²; it is as small as the square of a step.
  double decrease_tolerance = 1e-20;
  double gradient_tolerance = 1e-14; // of the cosine between the residual and any column of J
  double residual_tolerance = 0;     // ‖r‖ that is small enough
  double damping = 1e-3;             // the first λ
  std::function<bool()> stop = {};   // asked before each iteration; the best so far is kept
  LeastSquaresMethod method = LeastSquaresMethod::levenberg_marquardt;
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

/// One iteration at a time, for a caller that has something to do in between; minimise_squares is a loop of these.
/// The options `iterations` and `stop` have no effect here.
class LeastSquares {
public:
  /// Throws std::invalid_argument where damping is not positive, or a tolerance or iterations is negative or NaN.
  explicit LeastSquares(LeastSquaresOptions options = {});

  /// Computes ‖r‖ where it is not known yet. Returns a status if there is nothing to do.
  auto begin(const Residuals& residuals, const Eigen::VectorXd& parameters)
      -> std::optional<LeastSquaresStatus>;
  /// Begins, then moves the parameters to a lower ‖r‖. Returns a status if this was the last step.
  auto step(const Residuals& residuals, Eigen::VectorXd& parameters)
      -> std::optional<LeastSquaresStatus>;

  auto norm() const -> double { return norm_; }
  auto iterations() const -> int { return iterations_; }
  auto evaluations() const -> int { return evaluations_; }

  auto state() const -> OptimiserState;
  void restore(const OptimiserState& state);
  auto description() const -> std::string;

private:
  auto try_damped_steps(const Residuals& residuals, Eigen::VectorXd& parameters)
      -> std::optional<LeastSquaresStatus>;
  auto try_shortened_steps(const Residuals& residuals, Eigen::VectorXd& parameters)
      -> std::optional<LeastSquaresStatus>;
  void accept(const Eigen::VectorXd& tried, double tried_norm, Eigen::VectorXd& parameters);

  LeastSquaresOptions options_;
  Eigen::VectorXd residual_, tried_residual_; // at the parameters; empty before the first step
  Eigen::MatrixXd jacobian_;
  Eigen::VectorXd scale_; // the diagonal of D
  double norm_ = 0, damping_ = 0, growth_ = 2;
  int iterations_ = 0, evaluations_ = 0;
};

/// Moves the parameters from `start` until ‖r‖² is a minimum.
auto minimise_squares(const Residuals& residuals, Eigen::VectorXd start,
                      const LeastSquaresOptions& options = {}) -> LeastSquaresResult;

} // namespace jetwork::nn
