#include "pinn/collocation/uniqueness.hpp"

#include "pinn/collocation/first_order_system.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace jetwork::pinn {

namespace {

/// Parts of what a state moves by.
constexpr std::array parts = {1e-6, 1e-8, 1e-10};
/// The least part of itself that a state is moved by; what would be lost in its digits is left out.
constexpr double resolved = 1e-13;

auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }

} // namespace

UniquenessCheck::UniquenessCheck(const RecordedResidual& recorded, const StateLayout& layout)
    : layout_(&layout) {
  if (recorded.may_be_steep() && layout.states() <= most_states) replay_.emplace(recorded, columns);
}

void UniquenessCheck::set_parameters(std::span<const double> values) {
  if (replay_) replay_->set_parameters(values);
}

auto UniquenessCheck::place(const PointSet& points, double start, double length) const -> Place {
  const Eigen::Index middle = points.count() / 2, last = points.count() - 1;
  Place place{start + length * points.quadrature->point[middle], Eigen::VectorXd(layout_->states()),
              Eigen::VectorXd(layout_->unknowns()), Eigen::VectorXd(layout_->states())};
  for (int i = 0; i < layout_->unknowns(); ++i) {
    for (int n = 0; n < layout_->order(i); ++n) {
      const auto values = points.values[index(n)].col(i);
      const int k = layout_->offset(i) + n;
      place.state[k] = values[middle];
      const double moved = std::abs(values[last] - values[0]);
      const double largest = values.cwiseAbs().maxCoeff();
      place.size[k] = moved > 0 ? moved : largest > 0 ? largest : 1.0;
      if (place.size[k] * parts.back() < resolved * std::abs(place.state[k])) place.size[k] = 0.0;
    }
    place.highest[i] = points.values[index(layout_->order(i))](middle, i);
  }
  return place;
}

auto UniquenessCheck::residuals(const Place& place, const Eigen::MatrixXd& states,
                                const Eigen::MatrixXd& highest) -> Eigen::MatrixXd {
  Eigen::MatrixXd all(layout_->unknowns(), states.cols());
  replay_->set_time(Eigen::RowVectorXd::Constant(columns, place.t));
  Eigen::RowVectorXd numbers(columns);
  for (Eigen::Index first = 0; first < states.cols(); first += columns) {
    const Eigen::Index count = std::min<Eigen::Index>(columns, states.cols() - first);
    const auto set = [&](int unknown, int n, double rest, const auto& some) {
      numbers.setConstant(rest);
      numbers.head(count) = some.segment(first, count);
      replay_->set(unknown, n, numbers);
    };
    for (int i = 0; i < layout_->unknowns(); ++i) {
      for (int n = 0; n < layout_->order(i); ++n)
        set(i, n, place.state[layout_->offset(i) + n], states.row(layout_->offset(i) + n));
      set(i, layout_->order(i), place.highest[i], highest.row(i));
    }
    replay_->evaluate();
    for (int e = 0; e < layout_->unknowns(); ++e)
      all.row(e).segment(first, count) = replay_->value(e).leftCols(count);
  }
  return all;
}

/// All states at once, a little and less: the quotients agree.
auto UniquenessCheck::is_smooth(const Place& place) -> bool {
  constexpr double agree = 1.5;
  Eigen::MatrixXd states(place.state.size(), 5);
  states.col(0) = place.state;
  for (Eigen::Index k = 0; k < states.rows(); ++k) {
    const double weight = 1.0 / static_cast<double>(k + 1); // of a direction with no symmetry
    Eigen::Index column = 1;
    for (const double part : {parts.front(), -parts.front(), parts.back(), -parts.back()})
      states(k, column++) = place.state[k] + part * weight * place.size[k];
  }
  const Eigen::MatrixXd all = residuals(place, states, place.highest.replicate(1, states.cols()));
  const Eigen::MatrixXd change = (all.rightCols(4).colwise() - all.col(0)).cwiseAbs();
  const auto coarse = change.leftCols(2) / parts.front(), fine = change.rightCols(2) / parts.back();
  return (fine.array() <= agree * coarse.array()).all();
}

auto UniquenessCheck::growth(const Place& place, double part, double direction) -> double {
  const int unknowns = layout_->unknowns();
  const Eigen::Index states = layout_->states();
  constexpr double small =
      1e-6; // of the highest derivatives, which the equations answer to smoothly
  const Eigen::VectorXd steps = part * place.size;
  const Eigen::VectorXd highest_steps = small * place.highest.cwiseAbs().cwiseMax(small);
  Eigen::MatrixXd moved = place.state.replicate(1, states + unknowns + 1);
  Eigen::MatrixXd highest = place.highest.replicate(1, moved.cols());
  moved.leftCols(states).diagonal() += steps;
  highest.middleCols(states, unknowns).diagonal() += highest_steps;
  const Eigen::MatrixXd all = residuals(place, moved, highest);
  const Eigen::MatrixXd change =
      all.leftCols(states + unknowns).colwise() - all.col(states + unknowns);
  Eigen::MatrixXd by_states = Eigen::MatrixXd::Zero(unknowns, states);
  for (Eigen::Index k = 0; k < states; ++k)
    if (place.size[k] > 0) by_states.col(k) = change.col(k) / (moved(k, k) - place.state[k]);
  const Eigen::MatrixXd by_highest =
      change.rightCols(unknowns)
      * (highest.middleCols(states, unknowns).diagonal() - place.highest)
            .cwiseInverse()
            .asDiagonal();
  if (!by_states.allFinite() || !by_highest.allFinite()) return 0.0;
  const Eigen::MatrixXd system =
      first_order_system(layout_->orders(), -by_highest.fullPivLu().solve(by_states));
  if (!system.allFinite()) return 0.0;
  const Eigen::EigenSolver<Eigen::MatrixXd> eigenvalues(direction * system, false);
  return eigenvalues.info() == Eigen::Success ? eigenvalues.eigenvalues().real().maxCoeff() : 0.0;
}

auto UniquenessCheck::is_lost(const PointSet& points, double start, double length, double remaining)
    -> bool {
  if (!replay_) return false;
  const Place here = place(points, start, length);
  if (is_smooth(here)) return false;
  constexpr double faster = 1.9; // from one part to the next: a power below 0.86
  constexpr double matters = 10; // |growth·time|
  for (const double side : {1.0, -1.0}) {
    std::array<double, parts.size()> rates{};
    for (std::size_t k = 0; k < parts.size(); ++k)
      rates[k] = growth(here, side * parts[k], length < 0 ? -1.0 : 1.0);
    if (rates[0] > 0 && rates[1] >= faster * rates[0] && rates[2] >= faster * rates[1]
        && rates[2] * std::abs(remaining) > matters)
      return true;
  }
  return false;
}

} // namespace jetwork::pinn
