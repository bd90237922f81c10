#include "pinn/collocation/segment_report.hpp"

namespace jetwork::pinn {

namespace {

constexpr int modes = FeatureBasis::modes;

auto block(const std::vector<Eigen::MatrixXd>& blocks, int group) -> const Eigen::MatrixXd& {
  return blocks[static_cast<std::size_t>(group)];
}

/// The response to numbers at the start: a vector, or a matrix with a column for each.
template <class Numbers>
auto answer(const SegmentReport& report, const Numbers& at_start) -> Numbers {
  const Groups& groups = report.layout->groups();
  if (groups.count() == 1) return report.response[0] * at_start;
  Numbers result;
  result.resize(Eigen::Index{modes} * groups.unknowns(), at_start.cols());
  for (int g = 0; g < groups.count(); ++g) {
    const Numbers of_group =
        block(report.response, g) * at_start(report.layout->states_of(g), Eigen::all).eval();
    for (Eigen::Index place = 0; place < groups.size(g); ++place)
      result.middleRows(Eigen::Index{groups[g].unknowns[static_cast<std::size_t>(place)]} * modes,
                        modes) = of_group.middleRows(place * modes, modes);
  }
  return result;
}

} // namespace

auto SegmentReport::carried_to_end(const State& at_start) const -> State {
  if (propagator.size() == 1) return propagator[0] * at_start;
  State carried(at_start.size());
  for (int g = 0; g < layout->groups().count(); ++g)
    carried(layout->states_of(g)) = block(propagator, g) * at_start(layout->states_of(g));
  return carried;
}

auto SegmentReport::coefficients_for(const Eigen::MatrixXd& at_start) const -> Eigen::MatrixXd {
  return answer(*this, at_start);
}

auto SegmentReport::coefficients_for(const State& at_start) const -> Eigen::VectorXd {
  return answer(*this, at_start);
}

auto SegmentReport::largest_within(const State& error_at_start) const -> Eigen::VectorXd {
  const Eigen::VectorXd coefficients = coefficients_for(error_at_start) + correction;
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
