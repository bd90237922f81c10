#include "nn/least_squares.hpp"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace jetwork::nn {

auto to_string(LeastSquaresStatus status) -> std::string_view {
  switch (status) {
  case LeastSquaresStatus::converged: return "converged";
  case LeastSquaresStatus::small_residual: return "small residual";
  case LeastSquaresStatus::out_of_iterations: return "out of iterations";
  case LeastSquaresStatus::stalled: return "stalled";
  case LeastSquaresStatus::not_finite: return "not finite";
  }
  return "unknown";
}

namespace {

/// The step of min ‖J s + r‖² + λ‖D s‖².
auto damped_step(const Eigen::MatrixXd& jacobian, const Eigen::VectorXd& residual,
                 const Eigen::VectorXd& scale, double damping) -> Eigen::VectorXd {
  const Eigen::Index rows = jacobian.rows(), cols = jacobian.cols();
  Eigen::MatrixXd stacked(rows + cols, cols);
  stacked.topRows(rows) = jacobian;
  stacked.bottomRows(cols) = (std::sqrt(damping) * scale).asDiagonal();
  Eigen::VectorXd right = Eigen::VectorXd::Zero(rows + cols);
  right.head(rows) = -residual;
  return stacked.colPivHouseholderQr().solve(right);
}

/// The largest cosine between the residual and a column of the Jacobian: zero at a minimum.
auto largest_cosine(const Eigen::MatrixXd& jacobian, const Eigen::VectorXd& residual, double norm)
    -> double {
  double largest = 0;
  for (const auto& column : jacobian.colwise())
    if (const double length = column.norm(); length > 0)
      largest = std::max(largest, std::abs(column.dot(residual)) / (length * norm));
  return largest;
}

} // namespace

auto minimise_squares(const Residuals& residuals, Eigen::VectorXd start,
                      const LeastSquaresOptions& options) -> LeastSquaresResult {
  if (!residuals.values || !residuals.jacobian || residuals.count < 1)
    throw std::invalid_argument(
        "minimise_squares: give the number of residuals, their values and their Jacobian");
  using Status = LeastSquaresStatus;
  const double largest_damping = 1e20;

  LeastSquaresResult best;
  best.parameters = std::move(start);
  Eigen::VectorXd residual(residuals.count), tried_residual(residuals.count);
  Eigen::MatrixXd jacobian(residuals.count, best.parameters.size());
  Eigen::VectorXd scale = Eigen::VectorXd::Zero(best.parameters.size());
  residuals.values(best.parameters, residual);
  best.norm = residual.stableNorm();
  best.evaluations = 1;
  const auto finish = [&](Status status) {
    best.status = status;
    return best;
  };
  if (!std::isfinite(best.norm)) return finish(Status::not_finite);

  double damping = options.damping, growth = 2;
  while (true) {
    if (best.norm <= options.residual_tolerance) return finish(Status::small_residual);
    if (best.iterations == options.iterations || (options.stop && options.stop()))
      return finish(Status::out_of_iterations);
    ++best.iterations;
    residuals.jacobian(best.parameters, jacobian);
    if (!jacobian.allFinite()) return finish(Status::not_finite);
    if (largest_cosine(jacobian, residual, best.norm) <= options.gradient_tolerance)
      return finish(Status::converged);
    scale = scale.cwiseMax(jacobian.colwise().norm().transpose());
    // A parameter that moves nothing is held where it is, by any positive scale.
    const Eigen::VectorXd positive_scale = (scale.array() > 0).select(scale, 1.0);

    for (bool accepted = false; !accepted;) {
      const Eigen::VectorXd step = damped_step(jacobian, residual, positive_scale, damping);
      const Eigen::VectorXd tried = best.parameters + step;
      residuals.values(tried, tried_residual);
      ++best.evaluations;
      const double tried_norm = tried_residual.stableNorm();

      // Decreases are relative to ‖r‖². The model's is ‖J s‖² + 2λ‖D s‖², a sum without cancellation.
      const double scaled_step = positive_scale.cwiseProduct(step).norm();
      const double model = std::pow((jacobian * step).norm() / best.norm, 2)
                           + 2 * damping * std::pow(scaled_step / best.norm, 2);
      const double ratio = tried_norm / best.norm;
      const double decrease = (1 - ratio) * (1 + ratio);
      // Where both are below what ‖r‖² resolves in double, the model knows better: its step is taken.
      const double resolution = 8 * std::numeric_limits<double>::epsilon();
      const bool unresolved = model <= resolution && std::abs(decrease) <= resolution;
      const double gain = unresolved ? 1.0 : std::isfinite(ratio) ? decrease / model : -1.0;
      const bool small_step =
          scaled_step
          <= options.step_tolerance * positive_scale.cwiseProduct(best.parameters).norm();
      const bool small_decrease =
          model <= options.decrease_tolerance
          && std::abs(decrease) <= std::max(resolution, options.decrease_tolerance);

      if (gain > 1e-4) {
        accepted = true;
        best.parameters = tried;
        best.norm = tried_norm;
        residual.swap(tried_residual);
        damping *= std::max(1.0 / 3, 1 - std::pow(2 * gain - 1, 3));
        growth = 2;
      } else {
        damping *= growth;
        growth *= 2;
      }
      // A step made small by damping says nothing; one that is small and finite says that this is the place.
      if (std::isfinite(ratio)
          && (small_decrease || (small_step && (accepted || damping <= options.damping))))
        return finish(Status::converged);
      if (!accepted && damping > largest_damping) return finish(Status::stalled);
    }
  }
}

} // namespace jetwork::nn
