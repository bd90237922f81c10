#include "pinn/several_solutions/deflation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr Eigen::Index points = GaussNodes::count;

} // namespace

Deflation::Deflation(const MeshFunction& mesh, Eigen::VectorXd magnitudes,
                     Eigen::VectorXd number_magnitudes)
    : magnitudes_(std::move(magnitudes)), number_magnitudes_(std::move(number_magnitudes)) {
  const double length = mesh.nodes().back() - mesh.nodes().front();
  weights_.resize(points * static_cast<Eigen::Index>(mesh.segments()));
  for (std::size_t segment = 0; segment < mesh.segments(); ++segment)
    weights_.segment(points * static_cast<Eigen::Index>(segment), points) =
        (gauss_nodes().quadrature().weight * (mesh.length(segment) / length)).cwiseSqrt();
}

auto Deflation::vector_of(const MeshFunction& u) const -> Eigen::VectorXd {
  Eigen::VectorXd vector(weights_.size() * magnitudes_.size() + number_magnitudes_.size());
  for (Eigen::Index i = 0; i < magnitudes_.size(); ++i)
    for (std::size_t segment = 0; segment < u.segments(); ++segment) {
      const Eigen::Index first = points * static_cast<Eigen::Index>(segment);
      vector.segment(weights_.size() * i + first, points) =
          u.at_nodes(static_cast<int>(i), segment, 0).cwiseProduct(weights_.segment(first, points))
          / magnitudes_[i];
    }
  vector.tail(number_magnitudes_.size()) = u.numbers.cwiseQuotient(number_magnitudes_);
  return vector;
}

void Deflation::add(const MeshFunction& known) { known_.push_back(vector_of(known)); }

auto Deflation::at(const Eigen::VectorXd& u, double reach) const -> Factor {
  const double far = reach * reach;
  Factor factor{.logarithm = 0.0,
                .slope = Eigen::VectorXd::Zero(u.size()),
                .nearest = std::numeric_limits<double>::infinity()};
  for (const Eigen::VectorXd& known : known_) {
    const double square =
        std::max((u - known).squaredNorm(), std::numeric_limits<double>::min() * 1e8);
    factor.logarithm += std::log1p(far / square);
    factor.slope -= 2 * far / (square * (far + square)) * (u - known);
    factor.nearest = std::min(factor.nearest, std::sqrt(square));
  }
  return factor;
}

} // namespace jetwork::pinn
