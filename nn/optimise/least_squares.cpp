#include "nn/optimise/least_squares.hpp"

#include <Eigen/QR>
#include <fmt/format.h>

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

LeastSquares::LeastSquares(LeastSquaresOptions options)
    : options_(std::move(options)), damping_(options_.damping) {
  if (!(options_.damping > 0) || !std::isfinite(options_.damping))
    throw std::invalid_argument("LeastSquares: damping must be positive and finite");
  for (const double tolerance : {options_.step_tolerance, options_.decrease_tolerance,
                                 options_.gradient_tolerance, options_.residual_tolerance})
    if (!(tolerance >= 0))
      throw std::invalid_argument("LeastSquares: a tolerance must be at least 0");
  if (options_.iterations < 0)
    throw std::invalid_argument("LeastSquares: iterations must be at least 0");
}

auto LeastSquares::begin(const Residuals& residuals, const Eigen::VectorXd& parameters)
    -> std::optional<LeastSquaresStatus> {
  if (!residuals.values || !residuals.jacobian || residuals.count < 1)
    throw std::invalid_argument(
        "minimise_squares: give the number of residuals, their values and their Jacobian");
  if (scale_.size() != parameters.size()) scale_.setZero(parameters.size());
  jacobian_.resize(residuals.count, parameters.size());
  tried_residual_.resize(residuals.count);
  if (residual_.size() != residuals.count) {
    residual_.resize(residuals.count);
    residuals.values(parameters, residual_);
    norm_ = residual_.stableNorm();
    ++evaluations_;
  }
  if (!std::isfinite(norm_)) return LeastSquaresStatus::not_finite;
  if (norm_ <= options_.residual_tolerance) return LeastSquaresStatus::small_residual;
  return std::nullopt;
}

auto LeastSquares::step(const Residuals& residuals, Eigen::VectorXd& parameters)
    -> std::optional<LeastSquaresStatus> {
  using Status = LeastSquaresStatus;
  if (const auto ended = begin(residuals, parameters)) return ended;
  ++iterations_;
  residuals.jacobian(parameters, jacobian_);
  if (!jacobian_.allFinite()) return Status::not_finite;
  if (largest_cosine(jacobian_, residual_, norm_) <= options_.gradient_tolerance)
    return Status::converged;
  scale_ = scale_.cwiseMax(jacobian_.colwise().norm().transpose());
  return options_.method == LeastSquaresMethod::gauss_newton
             ? try_shortened_steps(residuals, parameters)
             : try_damped_steps(residuals, parameters);
}

void LeastSquares::accept(const Eigen::VectorXd& tried, double tried_norm,
                          Eigen::VectorXd& parameters) {
  parameters = tried;
  norm_ = tried_norm;
  residual_.swap(tried_residual_);
}

auto LeastSquares::try_damped_steps(const Residuals& residuals, Eigen::VectorXd& parameters)
    -> std::optional<LeastSquaresStatus> {
  const double largest_damping = 1e20;
  // So small that it changes no digit of a step; not 0, because growth_ could not increase a damping of 0.
  const double least_damping = 1e-40;
  // A parameter that changes no residual has the scale 0; any positive scale in its place keeps it where it is.
  const Eigen::VectorXd positive_scale = (scale_.array() > 0).select(scale_, 1.0);
  for (bool accepted = false; !accepted;) {
    const Eigen::VectorXd step = damped_step(jacobian_, residual_, positive_scale, damping_);
    const Eigen::VectorXd tried = parameters + step;
    residuals.values(tried, tried_residual_);
    ++evaluations_;
    const double tried_norm = tried_residual_.stableNorm();

    // Decreases are relative to ‖r‖². The one that the model predicts is ‖J s‖² + 2λ‖D s‖², without cancellation.
    const double scaled_step = positive_scale.cwiseProduct(step).norm();
    const double model = std::pow((jacobian_ * step).norm() / norm_, 2)
                         + 2 * damping_ * std::pow(scaled_step / norm_, 2);
    const double ratio = tried_norm / norm_;
    const double decrease = (1 - ratio) * (1 + ratio);
    // If both decreases are within the rounding of ‖r‖², the measured one means nothing: the model is trusted.
    const double resolution = 8 * std::numeric_limits<double>::epsilon();
    const bool unresolved = model <= resolution && std::abs(decrease) <= resolution;
    const double gain = unresolved ? 1.0 : std::isfinite(ratio) ? decrease / model : -1.0;
    const bool small_step =
        scaled_step <= options_.step_tolerance * positive_scale.cwiseProduct(parameters).norm();
    const bool small_decrease =
        model <= options_.decrease_tolerance
        && std::abs(decrease) <= std::max(resolution, options_.decrease_tolerance);

    if (gain > 1e-4) {
      accepted = true;
      accept(tried, tried_norm, parameters);
      damping_ =
          std::max(least_damping, damping_ * std::max(1.0 / 3, 1 - std::pow(2 * gain - 1, 3)));
      growth_ = 2;
    } else {
      damping_ *= growth_;
      growth_ *= 2;
    }
    // A small step means convergence unless an increased damping alone made it small.
    if (std::isfinite(ratio)
        && (small_decrease || (small_step && (accepted || damping_ <= options_.damping))))
      return LeastSquaresStatus::converged;
    if (!accepted && damping_ > largest_damping) return LeastSquaresStatus::stalled;
  }
  return std::nullopt;
}

auto LeastSquares::try_shortened_steps(const Residuals& residuals, Eigen::VectorXd& parameters)
    -> std::optional<LeastSquaresStatus> {
  constexpr int most_halvings = 33; // to 1e-10 of the whole step
  const double resolution = 8 * std::numeric_limits<double>::epsilon();
  const Eigen::VectorXd whole = -jacobian_.completeOrthogonalDecomposition().solve(residual_);
  const double model = std::pow((jacobian_ * whole).norm() / norm_, 2);
  const bool small_step = scale_.cwiseProduct(whole).norm()
                          <= options_.step_tolerance * scale_.cwiseProduct(parameters).norm();
  for (int halvings = 0; halvings <= most_halvings; ++halvings) {
    const double part = std::ldexp(1.0, -halvings);
    const Eigen::VectorXd tried = parameters + part * whole;
    residuals.values(tried, tried_residual_);
    ++evaluations_;
    const double tried_norm = tried_residual_.stableNorm();
    const double ratio = tried_norm / norm_;
    const double decrease = (1 - ratio) * (1 + ratio);
    const bool unresolved = model <= resolution && std::abs(decrease) <= resolution;
    // The slope of ‖r‖² along the step is -2‖J s‖²; a decrease by 1e-4 of it is required, as in L-BFGS.
    if (!unresolved && !(decrease > 2e-4 * part * model)) continue;
    accept(tried, tried_norm, parameters);
    if (small_step || model <= options_.decrease_tolerance) return LeastSquaresStatus::converged;
    return std::nullopt;
  }
  return small_step ? LeastSquaresStatus::converged : LeastSquaresStatus::stalled;
}

auto LeastSquares::state() const -> OptimiserState {
  return {{"residual", residual_},
          {"scale", scale_},
          {"norm", detail::as_vector(norm_)},
          {"damping", detail::as_vector(damping_)},
          {"growth", detail::as_vector(growth_)},
          {"iterations", detail::as_vector(iterations_)},
          {"evaluations", detail::as_vector(evaluations_)}};
}

void LeastSquares::restore(const OptimiserState& state) {
  residual_ = detail::vector_of(state, "residual");
  scale_ = detail::vector_of(state, "scale");
  norm_ = detail::number_of(state, "norm");
  damping_ = detail::number_of(state, "damping");
  growth_ = detail::number_of(state, "growth");
  iterations_ = static_cast<int>(detail::number_of(state, "iterations"));
  evaluations_ = static_cast<int>(detail::number_of(state, "evaluations"));
}

auto LeastSquares::description() const -> std::string {
  return options_.method == LeastSquaresMethod::gauss_newton
             ? "gauss-newton"
             : fmt::format("levenberg-marquardt, damping {}", options_.damping);
}

auto minimise_squares(const Residuals& residuals, Eigen::VectorXd start,
                      const LeastSquaresOptions& options) -> LeastSquaresResult {
  LeastSquares iteration(options);
  LeastSquaresResult result;
  result.parameters = std::move(start);
  const auto iterate = [&]() -> LeastSquaresStatus {
    while (true) {
      if (const auto ended = iteration.begin(residuals, result.parameters)) return *ended;
      if (iteration.iterations() == options.iterations || (options.stop && options.stop()))
        return LeastSquaresStatus::out_of_iterations;
      if (const auto ended = iteration.step(residuals, result.parameters)) return *ended;
    }
  };
  result.status = iterate();
  result.norm = iteration.norm();
  result.iterations = iteration.iterations();
  result.evaluations = iteration.evaluations();
  return result;
}

} // namespace jetwork::nn
