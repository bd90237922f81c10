// How fast solutions of the linearised equations grow, along a segment and over the domain: the parts of NewtonSystem that tell.
#include "pinn/boundary_value/newton_system.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include <array>

namespace jetwork::pinn {

namespace {

constexpr Eigen::Index points = GaussNodes::count;

} // namespace

/// The trace of the equations as a system of first order (Liouville's formula).
void NewtonSystem::take_growth(std::size_t segment, double length) {
  constexpr std::array<Eigen::Index, 3> samples = {0, points / 2, points - 1};
  Eigen::MatrixXd highest(unknowns_, unknowns_), next(unknowns_, unknowns_);
  for (std::size_t k = 0; k < samples.size(); ++k) {
    highest.setZero();
    next.setZero();
    Eigen::Index place = 0;
    for (const auto& [equation, unknown, n] : recorded_->dependences()) {
      const double slope = points_.derivatives(samples[k], place++);
      if (n == layout_->order(unknown)) highest(equation, unknown) = slope;
      else if (n == layout_->order(unknown) - 1) next(equation, unknown) = slope;
    }
    const double trace =
        unknowns_ == 1 ? next(0, 0) / highest(0, 0) : highest.partialPivLu().solve(next).trace();
    growth_(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(segment)) = -trace * length;
  }
}

auto NewtonSystem::find_growth(const MeshFunction& u, const Deadline& deadline) -> bool {
  place_numbers(u);
  growth_.resize(3, static_cast<Eigen::Index>(u.segments()));
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    if (!differentiate(u, segment, deadline)) return false;
    take_growth(segment, u.length(segment));
  }
  return true;
}

/// Those of one piece from what elimination leaves of it, G·z_0 + H·z_1 = 0: neither what grows nor what decays is multiplied out.
auto NewtonSystem::multipliers() const -> std::vector<std::complex<double>> {
  Eigen::MatrixXd first = -chains_.front().at_first();
  const Eigen::MatrixXd& last = chains_.back().at_last();
  for (std::size_t piece = 1; piece < chains_.size(); ++piece)
    first = -chains_[piece].at_first()
            * chains_[piece - 1].at_last().partialPivLu().solve(first).eval();
  const Eigen::GeneralizedEigenSolver<Eigen::MatrixXd> pencil(first, last, false);
  const auto values = pencil.eigenvalues();
  return {values.begin(), values.end()};
}

} // namespace jetwork::pinn
