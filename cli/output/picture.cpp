#include "cli/output/picture.hpp"

#include "cli/output/event_marks.hpp"
#include "cli/output/panels.hpp"
#include "cli/output/table.hpp"
#include "formula/utf8.hpp"
#include "io/gnuplot.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/solution/found_numbers.hpp"
#include "pinn/solve.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jetwork::cli {
namespace {

constexpr std::size_t most_curves = 10, most_panels = 5; // where nobody has chosen
constexpr Eigen::Index most_spelt_equations = 3, most_equations = 10;

/// The largest of each value and its neighbours: an envelope, without the dips where a residual
/// changes sign.
auto envelope(const std::vector<double>& values) -> std::vector<double> {
  const std::size_t reach = values.size() / 250;
  std::vector<double> result(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t first = i > reach ? i - reach : 0;
    const std::size_t last = std::min(i + reach + 1, values.size());
    const auto begin = values.begin();
    result[i] = *std::max_element(begin + static_cast<std::ptrdiff_t>(first),
                                  begin + static_cast<std::ptrdiff_t>(last));
  }
  return result;
}

/// Where segments meet, at most some thousand of them.
auto mesh_of(const pinn::Solution& solution) -> std::vector<double> {
  constexpr std::size_t most = 2000;
  std::vector<double> mesh;
  const auto& segments = solution.segments();
  const std::size_t stride = segments.size() / most + 1;
  for (std::size_t i = stride; i < segments.size(); i += stride) mesh.push_back(segments[i].start);
  return mesh;
}

/// Of each equation, from the magnitude of its residual at the picture's points; of many equations, the largest.
auto residual_curves(const pinn::TextProblem& text, const Eigen::MatrixXd& left_over)
    -> std::vector<Curve> {
  if (left_over.rows() > most_equations) {
    const Eigen::RowVectorXd largest = left_over.colwise().maxCoeff();
    Curve curve{fmt::format("largest of {} equations", left_over.rows()),
                envelope({largest.begin(), largest.end()})};
    std::replace(curve.values.begin(), curve.values.end(), 0.0, std::nan(""));
    return {std::move(curve)};
  }
  constexpr std::size_t longest[most_spelt_equations] = {48, 34, 22}; // that they fit one line
  std::vector<Curve> curves;
  for (Eigen::Index i = 0; i < left_over.rows(); ++i) {
    const auto row = left_over.row(i);
    const auto& equation = text.equations[static_cast<std::size_t>(i)];
    Curve curve{left_over.rows() <= most_spelt_equations
                    ? formula::shortened(equation, longest[left_over.rows() - 1])
                    : fmt::format("equation {}", i + 1),
                envelope({row.begin(), row.end()})};
    std::replace(curve.values.begin(), curve.values.end(), 0.0, std::nan(""));
    curves.push_back(std::move(curve));
  }
  return curves;
}

/// So many of the unknowns, the first and the last among them, evenly spread.
auto some_unknowns(std::size_t all, std::size_t most) -> std::vector<NamedValue> {
  const std::size_t count = std::min(all, std::max<std::size_t>(most, 1));
  std::vector<NamedValue> shown;
  for (std::size_t i = 0; i < count; ++i)
    shown.push_back({.unknown = count == 1 ? 0 : i * (all - 1) / (count - 1)});
  return shown;
}

void note_unknowns_left_out(Picture& picture, std::size_t drawn, std::size_t all) {
  if (drawn < all)
    picture.notes.push_back(
        fmt::format("{} of {} unknowns are drawn; --show NAME,NAME chooses others", drawn, all));
}

/// What does not fit into so many panels is left out.
void keep_few_panels(Picture& picture, std::size_t all) {
  const auto groups = panels(picture.unknowns);
  if (groups.size() <= most_panels) return;
  std::vector<bool> is_kept(picture.unknowns.size(), false);
  for (std::size_t k = 0; k < most_panels; ++k)
    for (const std::size_t i : groups[k]) is_kept[i] = true;
  std::vector<Curve> kept;
  for (std::size_t i = 0; i < is_kept.size(); ++i)
    if (is_kept[i]) kept.push_back(std::move(picture.unknowns[i]));
  picture.unknowns = std::move(kept);
  picture.notes.clear();
  note_unknowns_left_out(picture, picture.unknowns.size(), all);
}

/// On a logarithmic axis there is no place for zero and below.
void leave_out_what_is_not_positive(Picture& picture, double start) {
  if (picture.logarithmic.independent && !picture.points.empty() && start < picture.points.front())
    picture.notes.push_back(fmt::format("{} below {:.2g} is left out by --log {}",
                                        picture.independent, picture.points.front(),
                                        picture.independent));
  if (!picture.logarithmic.values) return;
  std::vector<std::string> names;
  for (Curve& curve : picture.unknowns) {
    const auto is_out = [](double value) { return value <= 0; };
    if (std::ranges::any_of(curve.values, is_out)) names.push_back(curve.label);
    std::ranges::replace_if(curve.values, is_out, std::nan(""));
  }
  constexpr std::size_t most_names = 6;
  if (names.size() > most_names) {
    names.resize(most_names);
    names.emplace_back("…");
  }
  if (!names.empty())
    picture.notes.push_back(fmt::format(
        "values of {} that are not positive are left out by --log y", fmt::join(names, ", ")));
}

void check_there_are_points(const Picture& picture) {
  if (picture.points.empty())
    throw io::GnuplotError(
        fmt::format("the plot was not drawn: no {} to draw lies above zero, as --log {} needs",
                    picture.independent, picture.independent));
}

auto without_curves(const pinn::Problem& problem, const PictureOptions& options) -> Picture {
  return {.title = problem.title,
          .independent = problem.independent,
          .points = {},
          .unknowns = {},
          .residuals = {},
          .mesh = {},
          .logarithmic = options.logarithmic};
}

/// Spread over the powers of ten from the first to the last.
auto logarithmic_points(double first, double last, std::size_t count) -> std::vector<double> {
  std::vector<double> points = equispaced(std::log(first), std::log(last), count);
  for (double& point : points) point = std::clamp(std::exp(point), first, last);
  points.front() = first;
  points.back() = last;
  return points;
}

/// Where a logarithmic axis begins: at the solution's least point or, where that is not above zero, at a hundredth of the
/// first segment above it. Infinite, where nothing lies above zero.
auto first_logarithmic_point(const pinn::Solution& solution) -> double {
  const auto [low, high] = std::minmax({solution.start(), solution.end()});
  if (low > 0) return low;
  double first = std::numeric_limits<double>::infinity();
  for (const pinn::Segment& segment : solution.segments()) {
    const double end = std::max(segment.start, segment.start + segment.length);
    if (end > 0) first = std::min(first, end / 100);
  }
  return high > 0 ? std::min(first, high / 100) : std::numeric_limits<double>::infinity();
}

} // namespace

auto points_to_draw(const pinn::Solution& solution, const std::vector<pinn::Jump>& jumps,
                    bool logarithmic) -> std::vector<double> {
  constexpr std::size_t fine = 1001;
  constexpr std::size_t most_on_segments = 6000, most_on_one = 40;
  const auto [low, high] = std::minmax({solution.start(), solution.end()});
  const double first = logarithmic ? first_logarithmic_point(solution) : low;
  if (first > high) return {};
  auto points = logarithmic ? logarithmic_points(first, high, fine) : equispaced(low, high, fine);
  const auto& segments = solution.segments();
  const std::size_t parts =
      std::clamp<std::size_t>(most_on_segments / segments.size(), 2, most_on_one);
  const std::size_t stride = parts * segments.size() / most_on_segments + 1;
  for (std::size_t i = 0; i < segments.size(); i += stride)
    for (std::size_t k = 0; k < parts; ++k)
      points.push_back(segments[i].start
                       + segments[i].length * static_cast<double>(k) / static_cast<double>(parts));
  for (const pinn::Jump& jump : jumps) // a steep line, not a slanted one
    points.push_back(std::nextafter(jump.at, low));
  std::erase_if(points, [&](double t) { return t < first; });
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

auto picture(const pinn::TextProblem& text, const pinn::Problem& problem,
             const pinn::Solution& solution, const PictureOptions& options,
             const std::vector<pinn::EventOccurrence>& events) -> Picture {
  Picture result = without_curves(problem, options);
  result.points = with_both_sides(
      points_to_draw(solution, problem.jumps, options.logarithmic.independent), events, solution);
  result.marks = event_marks(problem, events);
  check_there_are_points(result);
  if (pinn::kind(problem) != pinn::Kind::initial_value) result.mesh = mesh_of(solution);
  const std::size_t all = solution.names().size();
  const bool is_chosen = !options.shown.empty();
  for (const NamedValue& value : is_chosen ? options.shown : some_unknowns(all, most_curves)) {
    const auto& [unknown, derivative] = value;
    result.unknowns.push_back({pinn::primed(solution.names()[unknown], derivative),
                               solution.evaluate(unknown, result.points, derivative)});
    interrupt(result.unknowns.back(), value, result.points, events, solution);
  }
  if (!is_chosen) {
    note_unknowns_left_out(result, result.unknowns.size(), all);
    if (!options.logarithmic.values) keep_few_panels(result, all);
  }
  result.residuals =
      residual_curves(text, pinn::residual(problem, solution, result.points).cwiseAbs());
  leave_out_what_is_not_positive(result, std::min(solution.start(), solution.end()));
  return result;
}

auto picture(const pinn::TextProblem& text, const pinn::Problem& problem,
             const std::vector<pinn::Result>& results, const PictureOptions& options) -> Picture {
  Picture result = without_curves(problem, options);
  double start = std::numeric_limits<double>::infinity();
  for (const pinn::Result& each : results) {
    const std::vector<double> points =
        points_to_draw(each.solution, problem.jumps, options.logarithmic.independent);
    result.points.insert(result.points.end(), points.begin(), points.end());
    start = std::min({start, each.solution.start(), each.solution.end()});
  }
  std::erase_if(result.points, [&](double x) { // of infinite domains not the same is kept
    return !std::ranges::all_of(results,
                                [&](const pinn::Result& each) { return each.solution.covers(x); });
  });
  std::ranges::sort(result.points);
  result.points.erase(std::ranges::unique(result.points).begin(), result.points.end());
  check_there_are_points(result);
  const std::size_t all = problem.unknowns.size();
  const std::vector<NamedValue> shown =
      options.shown.empty() ? some_unknowns(all, most_curves / results.size()) : options.shown;
  if (options.shown.empty()) note_unknowns_left_out(result, shown.size(), all);
  Eigen::MatrixXd largest;
  for (std::size_t k = 0; k < results.size(); ++k) {
    const pinn::Solution& solution = results[k].solution;
    for (const auto& [unknown, derivative] : shown)
      result.unknowns.push_back(
          {fmt::format("{}_{}{}", solution.names()[unknown], k, pinn::primed("", derivative)),
           solution.evaluate(unknown, result.points, derivative)});
    const Eigen::MatrixXd left_over =
        pinn::residual(pinn::with_found_numbers(problem, results[k]), solution, result.points)
            .cwiseAbs();
    largest = k == 0 ? left_over : largest.cwiseMax(left_over);
  }
  result.residuals = residual_curves(text, largest);
  leave_out_what_is_not_positive(result, start);
  return result;
}

} // namespace jetwork::cli
