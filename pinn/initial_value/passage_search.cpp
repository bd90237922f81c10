#include "pinn/initial_value/passage_search.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr int points = 33, grid = 8 * points;

/// T_k at x in [-1, 1], one row a point.
auto chebyshev_polynomials(const Eigen::VectorXd& x) -> Eigen::MatrixXd {
  Eigen::MatrixXd table(x.size(), points);
  for (Eigen::Index j = 0; j < x.size(); ++j)
    for (int k = 0; k < points; ++k)
      table(j, k) = std::cos(k * std::acos(std::clamp(x[j], -1.0, 1.0)));
  return table;
}

/// Chebyshev points of the first kind, ascending.
auto chebyshev_points() -> const Eigen::VectorXd& {
  static const Eigen::VectorXd x = [] {
    Eigen::VectorXd result(points);
    for (int j = 0; j < points; ++j) result[j] = -std::cos((j + 0.5) * std::numbers::pi / points);
    return result;
  }();
  return x;
}

/// Makes an expansion's coefficients of values at the points.
auto discrete_cosine_transform() -> const Eigen::MatrixXd& {
  static const Eigen::MatrixXd table = [] {
    Eigen::MatrixXd result = 2.0 / points * chebyshev_polynomials(chebyshev_points()).transpose();
    result.row(0) /= 2;
    return result;
  }();
  return table;
}

/// Where an expansion is looked at: from end to end, closer near these.
auto grid_points() -> const Eigen::VectorXd& {
  static const Eigen::VectorXd x = [] {
    Eigen::VectorXd result(grid + 1);
    for (int j = 0; j <= grid; ++j) result[j] = -std::cos(j * std::numbers::pi / grid);
    return result;
  }();
  return x;
}
auto grid_table() -> const Eigen::MatrixXd& {
  static const Eigen::MatrixXd table = chebyshev_polynomials(grid_points());
  return table;
}

auto time_at(double from, double to, double x) -> double {
  return x >= 1 ? to : from + (to - from) * 0.5 * (1 + x);
}

/// An expansion at its start, where T_k is (-1)ᵏ.
auto alternating_sum(const Eigen::VectorXd& coefficients) -> double {
  double sum = 0.0;
  for (Eigen::Index k = coefficients.size() - 1; k >= 0; --k) sum = coefficients[k] - sum;
  return sum;
}

/// Its derivative there, by x in [-1, 1].
auto slope_at_start(const Eigen::VectorXd& coefficients) -> double {
  double sum = 0.0;
  for (Eigen::Index k = 0; k < coefficients.size(); ++k)
    sum += static_cast<double>(k * k) * (k % 2 == 1 ? 1 : -1) * coefficients[k];
  return sum;
}

/// The last of three equidistant values in a row may be the least of a function that dips between them: where, in steps from the
/// middle one, and how deep.
struct Vertex {
  double place, value;
};
auto vertex(double before, double here, double after) -> Vertex {
  const double curvature = before - 2 * here + after, slope = 0.5 * (after - before);
  if (!(std::abs(curvature) > 0)) return {0.0, here};
  const double place = std::clamp(-slope / curvature, -1.0, 1.0);
  return {place, here + place * (slope + 0.5 * curvature * place)};
}

/// Near a place of the grid where an expansion on one side of zero is nearest to it: where it is nearest, in [-1, 1].
auto lowest_near(const Eigen::VectorXd& coefficients, Eigen::Index place, int side) -> Vertex {
  constexpr double spacing = std::numbers::pi / grid, closer = 0.1, enough = 1e-2;
  constexpr int rounds = 4;
  const auto at = [&](double angle) {
    const Eigen::VectorXd x = Eigen::VectorXd::Constant(1, -std::cos(angle));
    return Vertex{x[0], (chebyshev_polynomials(x) * coefficients)[0]};
  };
  double angle = static_cast<double>(place) * spacing, step = spacing;
  Vertex best = at(angle);
  if (side * best.value > enough * coefficients.cwiseAbs().maxCoeff()) return best;
  for (int round = 0; round < rounds; ++round, step *= closer) {
    angle += step * vertex(at(angle - step).value, best.value, at(angle + step).value).place;
    best = at(angle);
  }
  return best;
}

} // namespace

PassageSearch::PassageSearch(const RecordedResidual& recorded)
    : sampled_(recorded, points), at_point_(recorded, 1) {}

void PassageSearch::set_parameters(std::span<const double> values) {
  sampled_.set_parameters(values);
  at_point_.set_parameters(values);
}

auto PassageSearch::at(const Segment& segment, double t) -> RecordedResidual::SwitchingFunctions& {
  at_point_.set_time(Eigen::RowVectorXd::Constant(1, t));
  for (int i = 0; i < at_point_.unknowns(); ++i)
    for (int n = 0; n <= at_point_.order(i); ++n)
      at_point_.set(
          i, n,
          Eigen::RowVectorXd::Constant(1, pinn::evaluate(segment, at_point_.order(i), i, t, n)));
  at_point_.evaluate();
  return at_point_;
}

void PassageSearch::sample(const Segment& segment, double from, double to) {
  Eigen::RowVectorXd t(points), values(points);
  for (int j = 0; j < points; ++j) t[j] = time_at(from, to, chebyshev_points()[j]);
  sampled_.set_time(t);
  for (int i = 0; i < sampled_.unknowns(); ++i)
    for (int n = 0; n <= sampled_.order(i); ++n) {
      pinn::evaluate(segment, sampled_.order(i), i, std::span(t.data(), points), n, values.data());
      sampled_.set(i, n, values);
    }
  sampled_.evaluate();
}

/// What is left of it beyond its last terms shows at its start; that a zero is known there within rounding of t, too.
auto PassageSearch::expansion(const Watched& watched, double at_start, double from, double to) const
    -> Expansion {
  constexpr double converged = 1e-10, rounding = 1e-14;
  constexpr int tail = 4;
  const double bound = watched.bound;
  const Eigen::VectorXd values = sampled_.value(watched.function).transpose();
  Expansion result;
  if (!values.allFinite()) return result;
  result.coefficients = discrete_cosine_transform() * values;
  const double largest = values.cwiseAbs().maxCoeff() + std::abs(bound);
  const double left = result.coefficients.tail(tail).cwiseAbs().maxCoeff();
  result.is_resolved = left <= converged * largest;
  result.coefficients[0] -= bound;
  result.samples = values.array() - bound;
  if (!result.is_resolved) { // the samples alone are to be believed
    result.noise = rounding * largest;
    return result;
  }
  const double missed = std::abs(alternating_sum(result.coefficients) - (at_start - bound));
  constexpr double units = 8; // in which a zero is known
  const double slope = slope_at_start(result.coefficients);
  const double of_time = units * epsilon * std::abs(from * slope * 2 / (to - from));
  result.noise = rounding * largest + 4 * left + 2 * missed + of_time;
  if (from == segment_->start) result.noise += 2 * watched.left_at_start;
  if (std::abs(at_start - bound) > result.noise) result.side_at_start = sign_of(at_start - bound);
  else if (std::abs(slope) > points * points * result.noise) result.side_at_start = sign_of(slope);
  return result;
}

auto PassageSearch::first_on(const Segment& segment, std::span<const Watched> watched)
    -> std::optional<Passage> {
  segment_ = &segment;
  watched_.assign(watched.begin(), watched.end());
  is_seen_.assign(watched_.size(), false);
  noise_.assign(watched_.size(), 0.0);
  parts_ = 0;
  if (watched_.empty()) return std::nullopt;
  return first_between(segment.start, segment.start + segment.length, 0);
}

auto PassageSearch::first_between(double from, double to, int depth) -> std::optional<Passage> {
  constexpr int deepest = 12, most_parts = 400;
  sample(*segment_, from, to);
  RecordedResidual::SwitchingFunctions& at_start = at(*segment_, from);
  ++parts_;
  std::vector<Expansion> expansions;
  bool are_resolved = true;
  for (const Watched& one : watched_) {
    expansions.push_back(expansion(one, at_start.value(one.function)[0], from, to));
    are_resolved = are_resolved && expansions.back().is_resolved;
  }
  if (!are_resolved && depth < deepest && parts_ < most_parts) {
    const double middle = from + 0.5 * (to - from);
    if (auto passage = first_between(from, middle, depth + 1)) return passage;
    return first_between(middle, to, depth + 1);
  }
  std::optional<Passage> first;
  for (std::size_t w = 0; w < watched_.size(); ++w) {
    if (expansions[w].coefficients.size() == 0) continue;
    noise_[w] = expansions[w].noise;
    const auto passage = scan(w, expansions[w], from, to);
    const bool is_earlier =
        passage
        && (!first || passage->at_start > first->at_start
            || (passage->at_start == first->at_start && (passage->t - first->t) * (to - from) < 0));
    if (is_earlier) first = passage;
  }
  return first;
}

/// Of a function that begins at zero.
auto PassageSearch::side_gone_to(const Expansion& expansion, const Eigen::VectorXd& values) -> int {
  if (expansion.side_at_start != 0) return expansion.side_at_start;
  for (const double value : values)
    if (std::abs(value) > expansion.noise) return sign_of(value);
  return 0;
}

auto PassageSearch::scan(std::size_t watched, const Expansion& expansion, double from, double to)
    -> std::optional<Passage> {
  Watched& one = watched_[watched];
  const Eigen::VectorXd& c = expansion.coefficients;
  if (expansion.is_resolved
      && c.cwiseAbs().sum() - std::abs(c[0]) + expansion.noise < std::abs(c[0]) && one.side != 0
      && sign_of(c[0]) == one.side) {
    is_seen_[watched] = true;
    return std::nullopt;
  }
  const Eigen::VectorXd& places = expansion.is_resolved ? grid_points() : chebyshev_points();
  const Eigen::VectorXd values =
      expansion.is_resolved ? Eigen::VectorXd(grid_table() * c) : expansion.samples;
  const Eigen::Index last_place = places.size() - 1;
  const auto farthest = [&] { // on the other side
    return one.side == 0 ? values.cwiseAbs().maxCoeff() : (-one.side * values).maxCoeff();
  };
  const auto counts = [&] { return one.side < 0 ? one.upwards : one.downwards; };
  const auto passage_in = [&](double low, double high, double beyond) -> std::optional<Passage> {
    if (!counts()) return std::nullopt;
    if (is_rounding(one, beyond, from, to)) return std::nullopt;
    const bool at_start = low == from && from == segment_->start && !is_seen_[watched];
    if (at_start) return Passage{watched, from, one.side < 0, true};
    const auto t = refined(one, low, high);
    if (!t) return std::nullopt;
    return Passage{watched, *t, one.side < 0, false};
  };
  double last = from; // where a side was seen last
  if (one.is_left_from_zero && !is_seen_[watched]) {
    const int side = side_gone_to(expansion, values);
    if (side == 0 || is_rounding(one, farthest(), from, to)) return std::nullopt;
    return Passage{.watched = watched, .t = segment_->start, .upwards = side > 0, .at_start = true};
  }
  if (from == segment_->start && expansion.side_at_start != 0) {
    if (one.side != 0 && one.side != expansion.side_at_start)
      if (auto passage = passage_in(from, from, farthest())) return passage;
    one.side = expansion.side_at_start;
    is_seen_[watched] = true;
  }
  for (Eigen::Index j = 0; j <= last_place; ++j) {
    const double here = time_at(from, to, places[j]);
    const bool may_dip = expansion.is_resolved && j > 0 && j < last_place && one.side != 0
                         && (one.side * values.segment<3>(j - 1).array() > 0).all()
                         && one.side * values[j] <= one.side * values[j - 1]
                         && one.side * values[j] <= one.side * values[j + 1];
    if (may_dip) { // below zero between two points, and be back at the next
      const Vertex dip = lowest_near(c, j, one.side);
      const double lowest = time_at(from, to, dip.place), beyond = -one.side * dip.value;
      if (beyond > expansion.noise) {
        const bool is_behind = dip.place < places[j];
        if (auto passage =
                passage_in(is_behind ? last : here, lowest, std::max(farthest(), beyond)))
          return passage;
        if (!counts() && !is_rounding(one, beyond, from, to)) { // but the way back does
          one.side *= -1;
          last = lowest;
          if (!is_behind) continue;
        }
      }
    }
    if (!(std::abs(values[j]) > expansion.noise)) continue;
    if (one.side != 0 && sign_of(values[j]) != one.side)
      if (auto passage = passage_in(last, here, farthest())) return passage;
    one.side = sign_of(values[j]);
    is_seen_[watched] = true;
    last = here;
  }
  return std::nullopt;
}

/// Whether the farthest that the function goes to its other side is as little as rounding of its arguments at either end makes of it.
auto PassageSearch::is_rounding(const Watched& watched, double beyond, double from, double to)
    -> bool {
  constexpr double of_a_network = 64.0; // beside that of its arguments, in evaluating it
  double rounding = 0.0;
  for (const double t : {from, to})
    rounding = std::max(rounding, at(*segment_, t).rounding(watched.function));
  return beyond <= of_a_network * rounding;
}

auto PassageSearch::value(const Watched& watched, double t) -> double {
  return at(*segment_, t).value(watched.function)[0] - watched.bound;
}

/// A time so soon behind a zero, from which the function went to its side, that it is there yet: it is not any more beyond.
auto PassageSearch::still_on_side(const Watched& watched, double from, double beyond) -> double {
  constexpr int most_halvings = 60;
  double part = beyond - from;
  for (int k = 0; k < most_halvings; ++k) {
    part /= 2;
    if (sign_of(value(watched, from + part)) == watched.side) return from + part;
  }
  return from;
}

/// The zero between two times, or nothing where the function goes through infinity there and that does not count.
auto PassageSearch::refined(const Watched& watched, double low, double high)
    -> std::optional<double> {
  if (low == segment_->start) low = still_on_side(watched, low, high);
  double before = value(watched, low), after = value(watched, high);
  const double scale = std::max(std::abs(before), std::abs(after));
  if (before == 0) return low;
  if (after == 0) return high;
  if (sign_of(before) == sign_of(after)) { // within noise, or where the expansion has not converged
    if (!watched.is_pole_passed) return std::nullopt;
    return before * watched.side < 0 ? low : high;
  }
  if (low > high) {
    std::swap(low, high);
    std::swap(before, after);
  }
  std::uintmax_t steps = 200;
  const auto scaled = [&](double t) { return value(watched, t) / scale; };
  const auto [left, right] =
      boost::math::tools::toms748_solve(scaled, low, high, before / scale, after / scale,
                                        boost::math::tools::eps_tolerance<double>(52), steps);
  constexpr double of_a_pole = 1e3; // towards a zero the value sinks, and at a jump it stays
  const double at_left = std::abs(scaled(left)), at_right = std::abs(scaled(right));
  if (!watched.is_pole_passed && !(std::max(at_left, at_right) < of_a_pole)) return std::nullopt;
  return at_left < at_right ? left : right;
}

} // namespace jetwork::pinn
