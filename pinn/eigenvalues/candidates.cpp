#include "pinn/eigenvalues/candidates.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::pinn {

namespace {

/// What the last modes of the segments leave of the unknowns, relative to the largest of each.
auto tail_of(const MeshFunction& u) -> double {
  const GaussNodes& gauss = gauss_nodes();
  double worst = 0.0;
  for (int i = 0; i < u.layout().unknowns(); ++i) {
    const int order = u.layout().order(i);
    double tail = 0.0, largest = 0.0;
    for (std::size_t segment = 0; segment < u.segments(); ++segment) {
      const Eigen::VectorXd modes = gauss.to_modes() * u.highest(i, segment);
      tail = std::max(tail, std::abs(whole_power(u.length(segment), order))
                                * modes.tail(2).cwiseAbs().maxCoeff()
                                * gauss.gain(order)[GaussNodes::count - 2]);
      largest = std::max(largest, u.at_nodes(i, segment, 0).cwiseAbs().maxCoeff());
    }
    if (largest > 0) worst = std::max(worst, tail / largest);
  }
  return worst;
}

} // namespace

auto candidates(const Pencil& pencil) -> std::vector<Candidate> {
  constexpr double shift = -0.7310585786; // anywhere, but at an eigenvalue
  constexpr double real = 1e-7, finite = 1e-12;
  // x/(λ - shift) = (A - shift·B)⁻¹·B·x
  const Eigen::MatrixXd inverse = (pencil.a - shift * pencil.b).partialPivLu().solve(pencil.b);
  if (!inverse.allFinite()) return {};
  const Eigen::EigenSolver<Eigen::MatrixXd> solver(inverse);
  if (solver.info() != Eigen::Success) return {};
  const auto& values = solver.eigenvalues();
  // Real ones; of two that rounding has made a complex pair, the two that span their plane.
  const Eigen::MatrixXd vectors = solver.pseudoEigenvectors();
  const double largest = values.cwiseAbs().maxCoeff();
  std::vector<Candidate> found;
  for (Eigen::Index k = 0; k < values.size(); ++k) {
    if (!(std::abs(values[k]) > finite * largest)) continue;
    if (std::abs(values[k].imag()) > real * std::abs(values[k])) continue;
    Candidate candidate{.eigenvalue = shift + 1 / values[k].real(),
                        .function = pencil.function(vectors.col(k))};
    candidate.tail = tail_of(candidate.function);
    found.push_back(std::move(candidate));
  }
  const auto above = std::ranges::count_if( // most have the sign of infinitely many
      found, [](const Candidate& candidate) { return candidate.eigenvalue > 0; });
  const bool ascend = 2 * above >= std::ssize(found);
  std::ranges::sort(found, [&](const Candidate& one, const Candidate& other) {
    return ascend ? one.eigenvalue < other.eigenvalue : one.eigenvalue > other.eigenvalue;
  });
  return found;
}

} // namespace jetwork::pinn
