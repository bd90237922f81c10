#include "pinn/collocation/segment_network.hpp"

#include <algorithm>
#include <limits>

namespace jetwork::pinn {

auto network_of(const StateLayout& layout, double start, double length, const State& state,
                const Eigen::MatrixXd& coefficients) -> Segment {
  const auto unknowns = static_cast<int>(coefficients.cols());
  const auto first = layout.orders().begin();
  const int highest = *std::max_element(first, first + unknowns);
  const auto& hidden = layout.basis(0).hidden();
  Segment segment{start, length, hidden, Eigen::MatrixXd::Zero(highest, unknowns),
                  Eigen::MatrixXd(hidden->weight.size(), unknowns)};
  for (int i = 0; i < unknowns; ++i) {
    segment.initial.col(i).head(layout.order(i)) = state.segment(layout.offset(i), layout.order(i));
    segment.output_weights.col(i) =
        layout.basis(i).output_weights(mode_scale(layout, i, 0, length) * coefficients.col(i));
  }
  return segment;
}

auto evaluation_noise(const Segment& segment) -> Eigen::VectorXd {
  // The neurons' values are rounded independently: their errors add up as a random walk, |φ| ≤ 1.
  // Scaled, as squares of small weights are too small.
  Eigen::VectorXd noise(segment.output_weights.cols());
  for (Eigen::Index i = 0; i < noise.size(); ++i) {
    const auto weights = segment.output_weights.col(i);
    const double largest = weights.cwiseAbs().maxCoeff();
    noise[i] = largest > 0
                   ? std::numeric_limits<double>::epsilon() * largest * (weights / largest).norm()
                   : 0.0;
  }
  return noise;
}

} // namespace jetwork::pinn
