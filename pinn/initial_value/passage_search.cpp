#include "pinn/initial_value/passage_search.hpp"

#include "pinn/initial_value/chebyshev_expansion.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
using chebyshev::points;

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
  for (int j = 0; j < points; ++j) t[j] = time_at(from, to, chebyshev::sample_points()[j]);
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
  result.coefficients = chebyshev::discrete_cosine_transform() * values;
  const double largest = values.cwiseAbs().maxCoeff() + std::abs(bound);
  const double left = result.coefficients.tail(tail).cwiseAbs().maxCoeff();
  result.is_resolved = left <= converged * largest;
  result.coefficients[0] -= bound;
  result.samples = values.array() - bound;
  if (!result.is_resolved) { // the samples alone are to be believed
    result.noise = rounding * largest;
    return result;
  }
  const double missed =
      std::abs(chebyshev::value_at_start(result.coefficients) - (at_start - bound));
  constexpr double units = 8; // in which a zero is known
  const double slope = chebyshev::slope_at_start(result.coefficients);
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
    const auto passage = Scan(*this, w, expansions[w], from, to).first();
    const bool is_earlier =
        passage
        && (!first || (passage->at_start && !first->at_start)
            || (passage->at_start == first->at_start && (passage->t - first->t) * (to - from) < 0));
    if (is_earlier) first = passage;
  }
  return first;
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
