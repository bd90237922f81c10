#include "pinn/initial_value/highest_derivatives.hpp"

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr std::size_t most_values = 12;

/// Each number once.
auto ascending(std::vector<double> numbers) -> Eigen::VectorXd {
  std::ranges::sort(numbers);
  const auto repeated = std::ranges::unique(numbers);
  numbers.erase(repeated.begin(), repeated.end());
  return Eigen::Map<Eigen::VectorXd>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
}

/// Where an equation is looked at first.
auto first_places() -> const Eigen::VectorXd& {
  static const Eigen::VectorXd places = [] {
    std::vector<double> numbers = {0.0};
    constexpr int decades = 18, in_a_decade = 16, even = 200;
    constexpr double even_step = 0.1;
    for (const double sign : {-1.0, 1.0}) {
      for (int k = -decades * in_a_decade; k <= decades * in_a_decade; ++k)
        numbers.push_back(sign * std::pow(10.0, static_cast<double>(k) / in_a_decade));
      for (int k = 1; k <= even; ++k) numbers.push_back(sign * even_step * k);
    }
    return ascending(std::move(numbers));
  }();
  return places;
}

/// With places around one that was chosen, evenly and ever closer.
auto places_around(double chosen) -> Eigen::VectorXd {
  constexpr int even = 100, closer = 16, in_a_decade = 4;
  constexpr double even_step = 0.1;
  std::vector<double> numbers(first_places().begin(), first_places().end());
  numbers.push_back(chosen);
  for (const double sign : {-1.0, 1.0}) {
    for (int k = 1; k <= even; ++k) numbers.push_back(chosen + sign * even_step * k);
    for (int k = 1; k <= closer; ++k)
      numbers.push_back(chosen
                        + sign * chosen * std::pow(10.0, -static_cast<double>(k) / in_a_decade));
  }
  return ascending(std::move(numbers));
}

/// Values that are the same but for how well a double one can be told.
auto are_one(const Eigen::VectorXd& a, const Eigen::VectorXd& b) -> bool {
  constexpr double near = 1e-6;
  return (a - b).norm() <= near * std::max(a.norm(), b.norm());
}

void add(AllowedValues& allowed, const Eigen::VectorXd& value, bool is_double) {
  for (AllowedValues::Value& known : allowed.values)
    if (are_one(known.highest, value)) {
      known.is_double = true; // two crossings in the rounding around a double value
      return;
    }
  if (allowed.values.size() == most_values) allowed.has_more = true;
  else allowed.values.push_back({value, is_double});
}

} // namespace

HighestDerivatives::HighestDerivatives(const RecordedResidual& recorded)
    : recorded_(&recorded), replay_(recorded, points), own_(recorded.sole_highest_derivatives()) {}

/// All highest derivatives take the same numbers.
auto HighestDerivatives::scan(int equation, const Eigen::VectorXd& at) -> Samples {
  Samples samples{at, Eigen::VectorXd(at.size())};
  Eigen::VectorXd some(points);
  for (Eigen::Index first = 0; first < at.size(); first += points) {
    const Eigen::Index count = std::min<Eigen::Index>(points, at.size() - first);
    some.setConstant(at[first]);
    some.head(count) = at.segment(first, count);
    for (int i = 0; i < recorded_->equations(); ++i) replay_.set(i, recorded_->order(i), some);
    replay_.evaluate();
    samples.residual.segment(first, count) = replay_.value(equation).transpose().topRows(count);
  }
  return samples;
}

/// The residual changes its sign within the cell: through zero, through a pole, or in a jump.
void HighestDerivatives::add_crossing(AllowedValues& allowed, int equation, Samples cell) {
  constexpr int most_cuts = 20;
  constexpr double vanishes = 1e-4; // beside what it was around
  const double around = cell.residual.cwiseAbs().maxCoeff();
  double low = cell.at[0], high = cell.at[cell.at.size() - 1];
  Eigen::Index nearest = 0;
  for (int cut = 0; cut < most_cuts; ++cut) {
    cell = scan(equation, Eigen::VectorXd::LinSpaced(points, low, high));
    if (!cell.residual.allFinite()) return;
    cell.residual.cwiseAbs().minCoeff(&nearest);
    if (cell.residual[nearest] == 0) break;
    Eigen::Index next = 1;
    while (next + 1 < points && cell.residual[next] * cell.residual[0] > 0) ++next;
    low = cell.at[next - 1];
    high = cell.at[next];
    if (std::abs(high - low) <= std::numeric_limits<double>::epsilon() * std::abs(high)) break;
  }
  if (std::abs(cell.residual[nearest]) <= vanishes * around)
    add(allowed, Eigen::VectorXd::Constant(1, cell.at[nearest]), false);
}

/// The residual comes near to zero within the cell, and goes away on the same side.
void HighestDerivatives::add_touching(AllowedValues& allowed, int equation, Samples cell) {
  constexpr int most_cuts = 8;
  constexpr double vanishes = 1e-12; // beside what it was around
  const double around = cell.residual.cwiseAbs().maxCoeff();
  for (int cut = 0; cut < most_cuts; ++cut) {
    cell =
        scan(equation, Eigen::VectorXd::LinSpaced(points, cell.at[0], cell.at[cell.at.size() - 1]));
    if (!cell.residual.allFinite()) return;
    bool has_crossed = false;
    for (Eigen::Index k = 1; k < points; ++k)
      if (cell.residual[k - 1] * cell.residual[k] < 0) {
        has_crossed = true;
        add_crossing(allowed, equation,
                     {cell.at.segment(k - 1, 2), cell.residual.segment(k - 1, 2)});
      }
    if (has_crossed) return;
    Eigen::Index nearest = 0;
    const double least = cell.residual.cwiseAbs().minCoeff(&nearest);
    const double value = cell.at[nearest];
    if (least <= vanishes * around) {
      add(allowed, Eigen::VectorXd::Constant(1, value), true);
      return;
    }
    const Eigen::Index from = std::max<Eigen::Index>(nearest - 1, 0);
    const Eigen::Index count = std::min<Eigen::Index>(nearest + 1, points - 1) - from + 1;
    cell = {cell.at.segment(from, count).eval(), cell.residual.segment(from, count).eval()};
  }
}

void HighestDerivatives::add_all(AllowedValues& allowed, int equation,
                                 std::optional<double> chosen) {
  const auto [at, residual] = scan(equation, chosen ? places_around(*chosen) : first_places());
  const auto cell = [&](Eigen::Index from, Eigen::Index count) {
    return Samples{at.segment(from, count), residual.segment(from, count)};
  };
  constexpr Eigen::Index flat = 10; // places
  allowed.is_open = residual.head(flat).isZero(0) || residual.tail(flat).isZero(0);
  // Those near what was chosen, or near zero, come first.
  std::vector<Eigen::Index> order(static_cast<std::size_t>(at.size()) - 2);
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = static_cast<Eigen::Index>(k) + 1;
  std::ranges::stable_sort(order, {},
                           [&](Eigen::Index k) { return std::abs(at[k] - chosen.value_or(0.0)); });
  for (const Eigen::Index k : order) {
    if (allowed.has_more) break;
    const double before = residual[k - 1], here = residual[k];
    Eigen::Index next = k + 1; // behind zeros in a row, between which what is squared may be lost
    while (here == 0 && next + 1 < at.size() && residual[next] == 0) ++next;
    const double after = residual[next];
    if (!std::isfinite(before) || !std::isfinite(here) || !std::isfinite(after)) continue;
    const bool is_between = before * after > 0;
    if (here == 0 && before != 0 && after != 0)
      add(allowed, Eigen::VectorXd::Constant(1, at[(k + next - 1) / 2]), is_between);
    else if (here * after < 0) add_crossing(allowed, equation, cell(k, 2));
    else if (is_between && before * here > 0 && std::abs(here) < std::abs(before)
             && std::abs(here) <= std::abs(after))
      add_touching(allowed, equation, cell(k - 1, 3));
  }
  std::ranges::sort(allowed.values, {}, [](const auto& value) { return value.highest[0]; });
}

auto HighestDerivatives::residual_at(const Eigen::VectorXd& highest) -> Eigen::VectorXd {
  for (int i = 0; i < recorded_->equations(); ++i)
    replay_.set(i, recorded_->order(i), Eigen::VectorXd::Constant(points, highest[i]));
  replay_.evaluate();
  Eigen::VectorXd residual(recorded_->equations());
  for (int e = 0; e < recorded_->equations(); ++e) residual[e] = replay_.value(e)(0, 0);
  return residual;
}

/// With differences for derivatives. False where it does not come to rest.
auto HighestDerivatives::newton(Eigen::VectorXd& highest) -> bool {
  constexpr int most_steps = 40;
  constexpr double difference = 1e-7, at_rest = 1e-10;
  const Eigen::Index size = highest.size();
  for (int step = 0; step < most_steps; ++step) {
    const Eigen::VectorXd residual = residual_at(highest);
    Eigen::MatrixXd jacobian(size, size);
    for (Eigen::Index i = 0; i < size; ++i) {
      Eigen::VectorXd moved = highest;
      moved[i] += difference * std::max(1.0, std::abs(highest[i]));
      jacobian.col(i) = (residual_at(moved) - residual) / (moved[i] - highest[i]);
    }
    if (!residual.allFinite() || !jacobian.allFinite()) return false;
    const Eigen::VectorXd change = jacobian.fullPivLu().solve(residual);
    highest -= change;
    if (!highest.allFinite()) return false;
    if (change.norm() <= at_rest * highest.norm())
      return residual.norm() <= 1e-6 * (jacobian.cwiseAbs() * highest.cwiseAbs()).norm();
  }
  return false;
}

auto HighestDerivatives::together() -> AllowedValues {
  constexpr int starts = 100;
  constexpr int most_unknowns = 30;
  AllowedValues allowed;
  const int size = recorded_->equations();
  for (int i = 0; i < size; ++i) allowed.unknowns.push_back(i);
  if (size > most_unknowns) return allowed;
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> exponent(-2.0, 2.0), side(-1.0, 1.0);
  for (int start = 0; start < starts && !allowed.has_more; ++start) {
    const double scale = std::pow(10.0, exponent(random));
    Eigen::VectorXd highest =
        Eigen::VectorXd::NullaryExpr(size, [&] { return scale * side(random); });
    if (!newton(highest)) continue;
    const bool is_known = std::ranges::any_of(
        allowed.values, [&](const auto& known) { return are_one(known.highest, highest); });
    if (!is_known) add(allowed, highest, false);
  }
  return allowed;
}

auto HighestDerivatives::at(double t, const std::vector<std::vector<double>>& values,
                            const std::vector<std::optional<double>>& chosen,
                            const Deadline& deadline) -> std::vector<AllowedValues> {
  replay_.set_time(Eigen::VectorXd::Constant(points, t));
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::size_t n = 0; n < values[i].size(); ++n)
      replay_.set(static_cast<int>(i), static_cast<int>(n),
                  Eigen::VectorXd::Constant(points, values[i][n]));
  std::vector<AllowedValues> all;
  if (may_be_several() && own_.empty()) all.push_back(together());
  for (std::size_t e = 0; e < own_.size(); ++e)
    if (const int equation = static_cast<int>(e); recorded_->is_curved(equation)) {
      all.push_back({.unknowns = {own_[e]}});
      add_all(all.back(), equation, chosen[static_cast<std::size_t>(own_[e])]);
      if (deadline.passed()) throw DeadlinePassed();
    }
  return all;
}

} // namespace jetwork::pinn
