#include "pinn/continuation/branch_metric.hpp"

#include <algorithm>

namespace jetwork::pinn {

/// An unknown that is rounding beside the others is measured by them, and all by one if they are zero; a derivative by what it would
/// make of its unknown over the domain, if it is less.
auto BranchMetric::scales() const -> Eigen::VectorXd {
  constexpr double rounding = 1e-9, part = 1e-2;
  const double all = has_a_size() ? largest_.maxCoeff() : 1.0;
  Eigen::VectorXd scales = largest_;
  Eigen::Index next = 0;
  for (const int order : orders_) {
    double natural = 0.0, least = part;
    for (int n = 0; n < order; ++n, ++next, natural /= length_) {
      double& its = scales[next];
      if (n == 0 && its <= rounding * all) its = all, least = 1.0;
      if (n == 0) natural = its;
      else its = std::max(its, least * natural);
    }
  }
  return scales;
}

auto BranchMetric::squares() const -> Eigen::VectorXd {
  Eigen::VectorXd squares(size_);
  squares[0] = 1 / (interval_ * interval_);
  squares.tail(size_ - 1) =
      scales().array().square().inverse().matrix().replicate((size_ - 1) / largest_.size(), 1)
      / static_cast<double>(size_ - 1);
  return squares;
}

} // namespace jetwork::pinn
