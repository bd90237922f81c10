#include "tests/honesty/judge/judge.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::honesty {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int most_segments = 60, points_between_ends = 2, random_points = 40, even_points = 64;

/// Of segments that are many, the last and random others.
auto points_to_look_at(const ChosenProblem& problem, const pinn::Solution& solution, Draw& draw)
    -> std::vector<double> {
  std::vector<double> points = problem.places;
  const auto& segments = solution.segments();
  const double every = static_cast<double>(most_segments) / static_cast<double>(segments.size());
  for (const pinn::Segment& segment : segments) {
    if (&segment != &segments.back() && !draw.chance(every)) continue;
    points.push_back(segment.start);
    points.push_back(segment.start + segment.length);
    for (int i = 0; i < points_between_ends; ++i)
      points.push_back(segment.start + draw.uniform(0, 1) * segment.length);
  }
  const auto [start, end] = problem.domain;
  for (int i = 0; i < random_points; ++i) points.push_back(draw.uniform(start, end));
  for (int i = 0; i <= even_points; ++i) points.push_back(start + (end - start) * i / even_points);
  // Where the solution claims to be largest, which the points above may have missed.
  for (std::size_t unknown = 0; unknown < solution.names().size(); ++unknown) {
    double largest = -1.0, at = start;
    for (const pinn::Segment& segment : segments)
      for (int i = 0; i <= 8; ++i) {
        const double t = segment.start + segment.length * i / 8;
        if (!solution.covers(t)) continue;
        if (const double size = std::abs(solution(unknown, t)); size > largest) {
          largest = size;
          at = t;
        }
      }
    points.push_back(at);
  }
  std::erase_if(points, [&](double t) { return !(t >= start && t <= end); });
  return points;
}

/// The quotient of what may both be zero, or no numbers: zero by zero is no error.
auto ratio(const Real& error, const Real& size) -> double {
  if (error == 0) return 0.0;
  if (!(size > 0)) return infinity;
  return Real(error / size).convert_to<double>();
}

class Judge {
public:
  Judge(const ChosenProblem& problem, const pinn::Result& result, std::vector<double> points)
      : problem_(problem), result_(result), points_(std::move(points)) {}

  auto against(const Truth& truth) const -> Judgement {
    std::vector<Reals> truths;
    for (const double t : points_) truths.push_back(truth(Real(t)));
    Judgement judgement{.solved = result_.solved()};
    for (std::size_t i = 0; i < problem_.unknowns.size(); ++i) judge_unknown(i, truths, judgement);
    return judgement;
  }

private:
  /// Solution::covers counts a rounding error beyond the end, too, where a steep solution has gone on already.
  auto is_solved_at(double t) const -> bool {
    const pinn::Solution& solution = result_.solution;
    return !solution.segments().empty() && t >= solution.start() && t <= solution.end();
  }

  void judge_unknown(std::size_t i, const std::vector<Reals>& truths, Judgement& judgement) const {
    const auto& names = result_.solution.names();
    const auto place = static_cast<std::size_t>(std::ranges::find(names, problem_.unknowns[i].name)
                                                - names.begin());
    Real magnitude = 0, error = 0, trusted_error = 0;
    double where = problem_.domain.start;
    for (std::size_t p = 0; p < points_.size(); ++p) {
      const double t = points_[p];
      magnitude = std::max<Real>(magnitude, abs(truths[p][i]));
      if (!is_solved_at(t)) continue;
      const double value = result_.solution(place, t);
      const Real off = std::isfinite(value) ? Real(abs(value - truths[p][i])) : Real(infinity);
      if (t <= result_.trusted_until) trusted_error = std::max(trusted_error, off);
      if (off > error) {
        error = off;
        where = t;
      }
    }
    const Real accepted = problem_.tolerance * held_against(magnitude, place, truths);
    const double estimate = result_.error_estimate[place],
                 by_estimate = ratio(error, Real(estimate));
    judgement.error_by_tolerance = std::max(judgement.error_by_tolerance, ratio(error, accepted));
    judgement.trusted_by_tolerance =
        std::max(judgement.trusted_by_tolerance, ratio(trusted_error, accepted));
    if (judgement.unknown.empty() || by_estimate > judgement.error_by_estimate) {
      judgement.unknown = problem_.unknowns[i].name;
      judgement.where = where;
      judgement.error = error.convert_to<double>();
      judgement.estimate = estimate;
      judgement.magnitude = magnitude.convert_to<double>();
    }
    judgement.error_by_estimate = std::max(judgement.error_by_estimate, by_estimate);
  }

  /// An unknown that is small beside the others may be so because its terms cancel: it is held against these then, as
  /// Result::magnitude says.
  auto held_against(const Real& magnitude, std::size_t place,
                    const std::vector<Reals>& truths) const -> Real {
    Real others = 0;
    for (const Reals& truth : truths)
      for (const Real& value : truth) others = std::max<Real>(others, abs(value));
    if (magnitude > others / 1000) return magnitude;
    return std::max<Real>(magnitude, std::min<Real>(result_.magnitude[place], others));
  }

  const ChosenProblem& problem_;
  const pinn::Result& result_;
  std::vector<double> points_;
};

} // namespace

auto judge(const ChosenProblem& problem, const pinn::Result& result, Draw draw) -> Judgement {
  const Judge judge(problem, result, points_to_look_at(problem, result.solution, draw));
  Judgement best = judge.against(problem.truths.front());
  for (std::size_t i = 1; i < problem.truths.size(); ++i)
    if (const Judgement other = judge.against(problem.truths[i]);
        other.error_by_tolerance < best.error_by_tolerance)
      best = other;
  return best;
}

} // namespace jetwork::honesty
