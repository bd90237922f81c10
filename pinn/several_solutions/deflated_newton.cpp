#include "pinn/several_solutions/deflated_newton.hpp"

#include "pinn/boundary_value/newton.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace jetwork::pinn {

namespace {

/// Newton's step at a function, and that of the multiplied equations.
class DeflatedStep {
public:
  DeflatedStep(const Deflation& deflation, double reach, const Eigen::VectorXd& u,
               MeshFunction plain)
      : deflation_(&deflation),
        reach_(reach),
        factor_(deflation.at(u, reach)),
        plain_(std::move(plain)),
        plain_vector_(deflation.vector_of(plain_)),
        stretch_(1 / (1 - factor_.slope.dot(plain_vector_))) {}

  [[nodiscard]] auto is_finite() const -> bool {
    return std::isfinite(stretch_) && std::isfinite(size());
  }
  [[nodiscard]] auto size() const -> double { return std::abs(stretch_) * plain_vector_.norm(); }
  [[nodiscard]] auto vector() const -> Eigen::VectorXd { return stretch_ * plain_vector_; }
  [[nodiscard]] auto plain_size() const -> double { return plain_vector_.norm(); }
  [[nodiscard]] auto distance_to_known() const -> double { return factor_.nearest; }
  [[nodiscard]] auto taken(const MeshFunction& u, double part) const -> MeshFunction {
    MeshFunction next = u;
    next.add(part * stretch_, plain_);
    return next;
  }
  /// The simplified step from there, with the matrix from here, of which the equations alone make `plain` (Sherman and Morrison).
  [[nodiscard]] auto simplified(const Eigen::VectorXd& there, const MeshFunction& plain) const
      -> Eigen::VectorXd {
    const Eigen::VectorXd step = deflation_->vector_of(plain);
    const double growth = std::exp(deflation_->at(there, reach_).logarithm - factor_.logarithm);
    return growth * (step + stretch_ * factor_.slope.dot(step) * plain_vector_);
  }

private:
  const Deflation* deflation_;
  double reach_;
  Deflation::Factor factor_;
  MeshFunction plain_;
  Eigen::VectorXd plain_vector_;
  double stretch_;
};

/// Takes as much of the step as makes the next one shorter, and `part` to begin with. False where that is nearly nothing.
auto advance(NewtonSystem& system, MeshFunction& u, const Deflation& deflation,
             const DeflatedStep& step, double& part, const Deadline& deadline) -> bool {
  constexpr double least_part = 1e-3;
  for (; part >= least_part; part /= 2) {
    MeshFunction next = step.taken(u, part);
    if (!next.is_finite() || !system.evaluate(next, deadline)) continue;
    const MeshFunction plain = system.solve(system.missed());
    if (!plain.is_finite()) continue;
    const Eigen::VectorXd further = step.simplified(deflation.vector_of(next), plain);
    const double bend = (further - (1 - part) * step.vector()).norm();
    const double possible = bend > 0 ? 0.5 * step.size() * part * part / bend : 1.0;
    if (further.norm() < step.size()) {
      u = std::move(next);
      part = std::min(1.0, std::max(possible, part));
      return true;
    }
    part = std::min(part, 2 * possible);
  }
  return false;
}

} // namespace

auto deflated_newton(NewtonSystem& system, MeshFunction& u, const Deflation& deflation,
                     double reach, const Deadline& deadline) -> bool {
  constexpr int most_steps = 40;
  constexpr double near = 1e-2; // of the distance to a known solution, or of the magnitudes
  constexpr double tolerance = 1e-6;
  constexpr double apart = 1e-6; // what is closer is the same
  constexpr double too_large = 1e4;
  double part = 1.0;
  for (int steps = 0; steps < most_steps; ++steps) {
    const Eigen::VectorXd place = deflation.vector_of(u);
    if (place.norm() > too_large) return false;
    if (!system.linearise(u, deadline)) return false;
    MeshFunction plain = system.solve(system.missed());
    if (!plain.is_finite()) return false;
    const DeflatedStep step(deflation, reach, place, std::move(plain));
    const double distance = std::min(1.0, step.distance_to_known());
    if (step.plain_size() < near * distance) {
      if (!newton(system, u, tolerance, deadline).converged()) return false;
      const double left = deflation.at(deflation.vector_of(u), reach).nearest;
      return left > std::max(apart, 0.5 * distance) && system.evaluate(u, deadline);
    }
    if (!step.is_finite() || !advance(system, u, deflation, step, part, deadline)) return false;
  }
  return false;
}

} // namespace jetwork::pinn
