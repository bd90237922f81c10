#include "pinn/boundary_value/mesh_control.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr int modes = GaussNodes::count;
constexpr double epsilon = std::numeric_limits<double>::epsilon();
using Values = Eigen::Vector<double, modes>;

/// What a segment's polynomials leave of the unknowns.
struct Tail {
  double error = 0.0; ///< relative to what is allowed, of the worst unknown
  double decay = 0.0; ///< the factor from one coefficient to the next
};

/// From the last coefficients, by pairs, as every other one may be zero by symmetry.
auto tail_of(const Eigen::Ref<const Values>& highest, double length, int order, double most_error)
    -> Tail {
  const GaussNodes& gauss = gauss_nodes();
  const Values parts =
      std::abs(whole_power(length, order))
      * (gauss.to_modes() * highest).cwiseAbs().cwiseProduct(gauss.gain(order).transpose());
  const auto pair = [&](int first) { return std::max(parts[first], parts[first + 1]); };
  const double last = pair(modes - 2), before = pair(modes - 6);
  if (last <= 32 * epsilon * parts.maxCoeff()) return {};
  const double decay = std::min(1.0, std::pow(last / before, 0.25));
  return {last * decay / most_error, decay};
}

auto tail_of(const MeshFunction& u, std::size_t segment, const Eigen::VectorXd& most_error)
    -> Tail {
  Tail worst;
  for (int i = 0; i < u.layout().unknowns(); ++i) {
    const Tail tail =
        tail_of(u.highest(i, segment), u.length(segment), u.layout().order(i), most_error[i]);
    if (tail.error >= worst.error) worst = tail;
  }
  return worst;
}

/// Whether one segment could take the place of this one and the next.
auto can_be_joined(const MeshFunction& u, std::size_t segment, const Eigen::VectorXd& most_error)
    -> bool {
  constexpr double allowed = 0.1;
  const double first = u.length(segment), both = first + u.length(segment + 1);
  const auto& theta = gauss_nodes().quadrature().point;
  Eigen::Matrix<double, modes, modes> left, right;
  left.setZero();
  right.setZero();
  for (Eigen::Index j = 0; j < modes; ++j) {
    const double x = both * theta[j];
    if (std::abs(x) <= std::abs(first)) left.row(j) = gauss_nodes().at(x / first, 0);
    else right.row(j) = gauss_nodes().at((x - first) / (both - first), 0);
  }
  for (int i = 0; i < u.layout().unknowns(); ++i) {
    const Values joint = left * u.highest(i, segment) + right * u.highest(i, segment + 1);
    const Tail tail = tail_of(joint, both, u.layout().order(i), most_error[i]);
    if (tail.error > allowed || tail.decay > 0.7) return false;
  }
  return true;
}

/// Into how many parts: an error that decays from mode to mode shrinks by as many powers of the length.
auto parts_of(const Tail& tail) -> int {
  if (tail.decay > 0.7) return 2;
  const double needed = std::pow(tail.error, 1.0 / modes);
  return std::clamp(static_cast<int>(std::ceil(1.1 * needed)), 2, 4);
}

} // namespace

auto mesh_change(const MeshFunction& u, const Eigen::VectorXd& most_error) -> MeshChange {
  constexpr double small = 1e-2;
  constexpr double thinnest = 1e3 * epsilon;
  MeshChange change;
  change.nodes = {u.nodes().front()};
  change.breaks = {0};
  std::vector<Tail> tails;
  for (std::size_t segment = 0; segment < u.segments(); ++segment)
    tails.push_back(tail_of(u, segment, most_error));
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    const Tail& tail = tails[segment];
    const double start = u.start(segment), end = u.nodes()[segment + 1];
    if (tail.error > 1.0) {
      const int parts = parts_of(tail);
      if (std::abs(end - start) < thinnest * std::max(std::abs(start), std::abs(end)))
        change.too_thin = start;
      for (int k = 1; k < parts; ++k) change.nodes.push_back(start + (end - start) * k / parts);
      ++change.split;
      change.is_fine_enough = false;
    } else if (tail.error < small && segment + 1 < u.segments() && tails[segment + 1].error < small
               && u.piece_of(segment) == u.piece_of(segment + 1)
               && can_be_joined(u, segment, most_error)) {
      ++change.merged;
      ++segment;
    }
    change.nodes.push_back(u.nodes()[segment + 1]);
    if (segment + 1 == u.breaks()[u.piece_of(segment) + 1])
      change.breaks.push_back(change.nodes.size() - 1);
  }
  return change;
}

auto largest_tails(const MeshFunction& u) -> Eigen::VectorXd {
  Eigen::VectorXd largest = Eigen::VectorXd::Zero(u.layout().unknowns());
  for (int i = 0; i < u.layout().unknowns(); ++i)
    for (std::size_t segment = 0; segment < u.segments(); ++segment)
      largest[i] = std::max(
          largest[i],
          tail_of(u.highest(i, segment), u.length(segment), u.layout().order(i), 1.0).error);
  return largest;
}

auto has_slow_tail(const MeshFunction& u) -> bool {
  constexpr double slow = 0.75, part = 0.03; // of the largest tail
  std::vector<Tail> tails(u.segments());
  for (int i = 0; i < u.layout().unknowns(); ++i) {
    double worst = 0.0;
    for (std::size_t segment = 0; segment < u.segments(); ++segment) {
      tails[segment] = tail_of(u.highest(i, segment), u.length(segment), u.layout().order(i), 1.0);
      worst = std::max(worst, tails[segment].error);
    }
    for (const Tail& tail : tails)
      if (tail.error > part * worst && tail.decay > slow) return true;
  }
  return false;
}

} // namespace jetwork::pinn
