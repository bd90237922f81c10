#include "pinn/boundary_value/first_guess.hpp"

#include "pinn/network/segment_points.hpp"

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
                 std::span<const double> parameters, double level) {
  const StateLayout& layout = u.layout();
  const double middle = (u.nodes().front() + u.nodes().back()) / 2;
  const double half = (u.nodes().back() - u.nodes().front()) / 2;
  const auto places = static_cast<Eigen::Index>(conditions.places().size());
  const auto states_of = [&](const Eigen::VectorXd& lines) {
    Eigen::MatrixXd states = Eigen::MatrixXd::Zero(layout.states(), places);
    for (Eigen::Index place = 0; place < places; ++place)
      put_lines(layout, lines, u.nodes()[u.breaks()[static_cast<std::size_t>(place)]] - middle,
                states.col(place));
    return states;
  };
  Eigen::VectorXd lines = Eigen::VectorXd::Zero(2 * layout.unknowns());
  for (Eigen::Index k = 0; k < lines.size(); k += 2) lines[k] = level;
  if (conditions.differentiate(states_of(lines), parameters)) {
    // One step of Newton's method, with slopes in units of the half domain, so that a line that is steep in x is not smaller
    // than a constant.
    Eigen::MatrixXd by_lines(layout.states() * places, lines.size());
    for (Eigen::Index k = 0; k < lines.size(); ++k)
      by_lines.col(k) =
          states_of(Eigen::VectorXd::Unit(lines.size(), k) / (k % 2 == 1 ? half : 1.0)).reshaped();
    Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> factors;
    factors.setThreshold(1e-10);
    factors.compute(conditions.by_states * by_lines);
    Eigen::VectorXd change = factors.solve(-conditions.residual);
    for (Eigen::Index k = 1; k < change.size(); k += 2) change[k] /= half;
    if (change.allFinite()) lines += change;
  }
  u.states.setZero();
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    put_lines(layout, lines, u.start(segment) - middle, u.states.col(u.start_of(segment)));
    put_lines(layout, lines, u.nodes()[segment + 1] - middle, u.states.col(u.end_of(segment)));
    for (int i = 0; i < layout.unknowns(); ++i)
      u.highest(i, segment).setConstant(layout.order(i) == 1 ? lines[2 * i + 1] : 0.0);
  }
}

void guess_values(MeshFunction& u, int unknown, const std::function<double(double x)>& value) {
  constexpr int modes = 6, samples = 25; // of the highest derivative, and of the values
  const GaussNodes& gauss = gauss_nodes();
  const int order = u.layout().order(unknown);
  const Eigen::Matrix<double, GaussNodes::count, modes> from_modes =
      legendre_polynomials(gauss.quadrature().point, modes);
  const Eigen::VectorXd theta = Eigen::VectorXd::LinSpaced(samples, 0.0, 1.0);
  // Values from hⁿ·u⁽ⁿ⁾(start), n below the order, and from the modes of hᵖ·u⁽ᵖ⁾.
  Eigen::MatrixXd values_from(samples, order + modes);
  for (int j = 0; j < samples; ++j) {
    double term = 1.0;
    for (int n = 0; n < order; term *= theta[j] / ++n) values_from(j, n) = term;
    values_from.row(j).tail(modes) = gauss.at(theta[j], order) * from_modes;
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> fit(values_from);
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    const double start = u.start(segment), h = u.length(segment);
    const Eigen::VectorXd wanted = theta.unaryExpr([&](double t) { return value(start + h * t); });
    const Eigen::VectorXd found = fit.solve(wanted);
    const auto first = u.layout().offset(unknown);
    for (int n = 0; n < order; ++n)
      u.states(first + n, u.start_of(segment)) = found[n] / whole_power(h, n);
    u.highest(unknown, segment) = from_modes * found.tail(modes) / whole_power(h, order);
    if (segment + 1 == u.breaks()[u.piece_of(segment) + 1])
      u.states.col(u.end_of(segment)).segment(first, order) =
          u.arrival(segment).segment(first, order);
  }
}

auto nearest_with_its_numbers(NewtonSystem& system, MeshFunction u, const Deadline& deadline)
    -> MeshFunction {
  if (!system.linearise(u, deadline)) return u;
  const MeshFunction step = system.solve(system.missed(), NewtonSystem::Numbers::held);
  if (step.is_finite()) u.add(1.0, step);
  return u;
}

} // namespace jetwork::pinn
