#include "pinn/collocation/segment_report.hpp"

namespace jetwork::pinn {

auto SegmentReport::largest_within(const State& error_at_start) const -> Eigen::VectorXd {
  const Eigen::VectorXd coefficients = response * error_at_start + correction;
  constexpr int modes = FeatureBasis::modes;
  const Eigen::VectorXd& theta = check_points().point;
  Eigen::VectorXd largest_of_each(layout->unknowns());
  for (int i = 0; i < layout->unknowns(); ++i) {
    Eigen::VectorXd within =
        mode_scale(*layout, i, 0, length)
        * (layout->basis(i).at_check_points(0) * coefficients.segment(i * modes, modes));
    add_taylor_part(*layout, error_at_start, i, 0, length, theta, within);
    largest_of_each[i] = within.cwiseAbs().maxCoeff();
  }
  return largest_of_each;
}

} // namespace jetwork::pinn
