#include "cli/output/spectrum_picture.hpp"

#include "pinn/solve.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::cli {
namespace {

/// The function that is one everywhere on the domain of a solution of one unknown.
auto one_everywhere(const pinn::Problem& problem, const pinn::Solution& solution)
    -> pinn::Solution {
  pinn::Segment segment = solution.segments().front();
  segment.start = solution.start();
  segment.length = solution.end() - solution.start();
  segment.initial.setZero();
  segment.initial(0, 0) = 1.0;
  segment.output_weights.setZero();
  return pinn::solution_of(problem, {std::move(segment)});
}

/// q of -u'' + q·u = λ·u, and likewise where there are other factors: what the equation leaves of u = 1 if the number is zero.
/// Nothing, where that is no function of the place.
auto potential(const pinn::Problem& problem, const pinn::Result& result,
               const std::vector<double>& points) -> std::vector<double> {
  if (problem.unknowns.size() != 1 || problem.unknowns.front().order != 2) return {};
  pinn::Problem without_number = problem;
  for (pinn::Parameter& parameter : without_number.parameters)
    if (parameter.searched) parameter.value = 0.0;
  const Eigen::MatrixXd left =
      pinn::residual(without_number, one_everywhere(problem, result.solution), points);
  const auto values = left.row(0);
  if (!values.allFinite() || values.maxCoeff() == values.minCoeff()) return {};
  return {values.begin(), values.end()};
}

/// Without the points outside of an interval.
auto within(Picture picture, double low, double high) -> Picture {
  const std::vector<double> points = std::exchange(picture.points, {});
  const auto is_outside = [&](double x) { return x < low || x > high; };
  for (std::vector<Curve>* curves : {&picture.unknowns, &picture.residuals})
    for (Curve& curve : *curves) {
      std::vector<double> kept;
      for (std::size_t k = 0; k < points.size(); ++k)
        if (!is_outside(points[k])) kept.push_back(curve.values[k]);
      curve.values = std::move(kept);
    }
  std::ranges::remove_copy_if(points, std::back_inserter(picture.points), is_outside);
  return picture;
}

/// Of an infinite domain so much that all functions have decayed.
auto where_functions_are(Picture picture) -> Picture {
  constexpr double small = 1e-3;
  std::size_t first = picture.points.size(), last = 0;
  for (const Curve& curve : picture.unknowns)
    for (std::size_t k = 0; k < curve.values.size(); ++k)
      if (std::abs(curve.values[k]) > small) first = std::min(first, k), last = std::max(last, k);
  if (first >= last) return picture;
  const double low = picture.points[first], high = picture.points[last];
  return within(std::move(picture), low, high);
}

} // namespace

auto picture(const pinn::TextProblem& text, const pinn::Problem& problem,
             const pinn::Spectrum& spectrum, const PictureOptions& options) -> Picture {
  std::vector<pinn::Result> results;
  for (const pinn::Eigenfunction& each : spectrum.found) results.push_back(each.result);
  Picture result = picture(text, problem, results, options);
  if (std::isinf(problem.domain.start) || std::isinf(problem.domain.end))
    result = where_functions_are(std::move(result));
  result.potential = potential(problem, results.front(), result.points);
  return result;
}

} // namespace jetwork::cli
