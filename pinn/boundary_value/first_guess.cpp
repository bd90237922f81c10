#include "pinn/boundary_value/first_guess.hpp"

#include <Eigen/QR>

namespace jetwork::pinn {

namespace {

/// The state at x of the lines that have these values, and these slopes, at the domain's middle.
void put_lines(const StateLayout& layout, const Eigen::VectorXd& lines, double x,
               Eigen::Ref<Eigen::VectorXd> state) {
  for (int i = 0; i < layout.unknowns(); ++i) {
    state[layout.offset(i)] = lines[2 * i] + lines[2 * i + 1] * x;
    if (layout.order(i) > 1) state[layout.offset(i) + 1] = lines[2 * i + 1];
  }
}

} // namespace

void guess_lines(MeshFunction& u, RecordedConditions& conditions,
                 std::span<const double> parameters) {
  const StateLayout& layout = u.layout();
  const double middle = (u.nodes().front() + u.nodes().back()) / 2;
  const double half = (u.nodes().back() - u.nodes().front()) / 2;
  const auto places = static_cast<Eigen::Index>(conditions.places().size());
  Eigen::VectorXd lines = Eigen::VectorXd::Zero(2 * layout.unknowns());
  Eigen::MatrixXd states = Eigen::MatrixXd::Zero(layout.states(), places);
  for (const double level : {0.0, 1.0}) { // conditions may have no value at zero
    states.setConstant(level);
    if (!conditions.differentiate(states, parameters)) continue;
    // In units of the half domain, so that a line that is steep in x is not smaller than a constant.
    Eigen::MatrixXd by_lines(layout.states() * places, lines.size());
    for (Eigen::Index k = 0; k < lines.size(); ++k) {
      Eigen::MatrixXd of_line = Eigen::MatrixXd::Zero(layout.states(), places);
      Eigen::VectorXd unit = Eigen::VectorXd::Unit(lines.size(), k);
      if (k % 2 == 1) unit /= half;
      for (Eigen::Index place = 0; place < places; ++place)
        put_lines(layout, unit, conditions.places()[static_cast<std::size_t>(place)] - middle,
                  of_line.col(place));
      by_lines.col(k) = of_line.reshaped();
    }
    const Eigen::VectorXd wanted =
        conditions.by_states * states.reshaped() - conditions.residual;
    const Eigen::MatrixXd matrix = conditions.by_states * by_lines;
    Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> factors(matrix);
    factors.setThreshold(1e-10);
    lines = factors.solve(wanted);
    if (!lines.allFinite()) lines.setZero();
    for (Eigen::Index k = 1; k < lines.size(); k += 2) lines[k] /= half;
    break;
  }
  u.states.setZero();
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    put_lines(layout, lines, u.start(segment) - middle, u.states.col(u.start_of(segment)));
    put_lines(layout, lines, u.nodes()[segment + 1] - middle, u.states.col(u.end_of(segment)));
    for (int i = 0; i < layout.unknowns(); ++i)
      u.highest(i, segment).setConstant(layout.order(i) == 1 ? lines[2 * i + 1] : 0.0);
  }
}

} // namespace jetwork::pinn
