#include "cli/output/phase_portrait.hpp"

#include "cli/output/event_marks.hpp"
#include "cli/output/plot_style.hpp"
#include "cli/output/polyline.hpp"
#include "formula/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

namespace jetwork::cli {
namespace {

using io::gnuplot_string;

/// The values along one axis, their range, and its name.
struct Axis {
  std::string name;
  std::vector<double> values;
  double low = 0.0, high = 0.0;

  [[nodiscard]] auto length() const -> double { return high - low; }
};

/// A curve, as its values along each axis, and the places among them where it begins anew.
struct Curves {
  std::vector<Axis> axes;
  std::vector<std::size_t> beginnings;
};

/// Where an event changes one of the values.
auto beginnings_of(const PhasePortrait& portrait, const std::vector<double>& points,
                   const std::vector<pinn::EventOccurrence>& events) -> std::vector<std::size_t> {
  std::vector<std::size_t> places;
  for (const pinn::EventOccurrence& event : events) {
    const bool jumps = std::ranges::any_of(
        portrait.axes, [&](const NamedValue& value) { return makes_jump(event, value); });
    const auto place = std::ranges::find(points, event.t);
    if (jumps && place != points.end())
      places.push_back(static_cast<std::size_t>(place - points.begin()));
  }
  return places;
}

/// With a NaN before each of the places, in ascending order, at which a curve begins anew.
auto interrupted(const std::vector<double>& values, const std::vector<std::size_t>& beginnings)
    -> std::vector<double> {
  std::vector<double> result;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (std::ranges::binary_search(beginnings, k)) result.push_back(std::nan(""));
    result.push_back(values[k]);
  }
  return result;
}

/// At points where all are finite.
auto curves_of(const PhasePortrait& portrait, const pinn::Solution& solution,
               const std::vector<pinn::EventOccurrence>& events) -> Curves {
  std::vector<double> points = with_both_sides(points_to_draw(solution), events, solution);
  if (solution.end() < solution.start()) std::ranges::reverse(points);
  std::vector<Axis> axes;
  for (const auto& [unknown, derivative] : portrait.axes)
    axes.push_back({pinn::primed(solution.names()[unknown], derivative),
                    solution.evaluate(unknown, points, derivative)});
  for (std::size_t k = points.size(); k-- > 0;)
    if (!std::ranges::all_of(axes,
                             [&](const Axis& axis) { return std::isfinite(axis.values[k]); })) {
      const auto place = static_cast<std::ptrdiff_t>(k);
      points.erase(points.begin() + place);
      for (Axis& axis : axes) axis.values.erase(axis.values.begin() + place);
    }
  for (Axis& axis : axes) {
    if (axis.values.empty()) throw io::GnuplotError("the plot was not drawn: no value is finite");
    const auto [low, high] = std::ranges::minmax(axis.values);
    const double margin = high > low ? 0.05 * (high - low) : std::max(std::abs(high), 1.0) / 2;
    axis.low = low - margin;
    axis.high = high + margin;
  }
  std::vector<std::size_t> beginnings = beginnings_of(portrait, points, events);
  return {std::move(axes), std::move(beginnings)};
}

/// Dot and ring, behind a plot or splot command of the line.
auto ends_command(const std::vector<Axis>& axes) -> std::string {
  std::string script;
  for (const auto& [name, at] :
       {std::pair{"start", std::size_t{0}}, std::pair{"end", axes.front().values.size() - 1}}) {
    script += fmt::format("${} << END\n", name);
    for (const Axis& axis : axes) script += fmt::format("{} ", axis.values[at]);
    script += "\nEND\n";
  }
  return script;
}

constexpr const char* ends =
    "$start with points pointtype 7 pointsize 0.9 linecolor rgb '#e8710a' "
    "title 'start', $end with points pointtype 6 pointsize 1.6 linewidth 2 "
    "linecolor rgb '#d62728' title 'end'\n";

auto title_command(const std::string& title, double left, double height) -> std::string {
  return fmt::format("set label 1 {} at screen {},{} left font ',17' noenhanced\n",
                     gnuplot_string(formula::shortened(title, 60)), left, height);
}

/// Whether two axes may have one scale: values, or rates, of two unknowns, and of about the same size.
auto are_alike(const PhasePortrait& portrait, const std::vector<Axis>& axes) -> bool {
  constexpr double factor = 3;
  const double a = axes[0].length(), b = axes[1].length();
  return portrait.axes[0].derivative == portrait.axes[1].derivative
         && portrait.axes[0].unknown != portrait.axes[1].unknown && a <= factor * b
         && b <= factor * a;
}

/// The shorter one gets more room on both sides.
void widen(Axis& axis, double length) {
  const double middle = axis.low + axis.length() / 2;
  axis.low = middle - length / 2;
  axis.high = middle + length / 2;
}

auto in_a_plane(const PhasePortrait& portrait, const Curves& curves, const std::string& title)
    -> Drawing {
  std::vector<Axis> axes = curves.axes;
  constexpr double left = 0.13, right = 0.97;
  constexpr int below = 77, above = 83;
  Drawing drawing;
  const double width = (right - left) * drawing.size.width;
  double height = drawing.size.height - below - above;
  if (are_alike(portrait, axes)) { // the picture takes the orbit's shape, as far as a page does
    height = std::clamp(width * axes[1].length() / axes[0].length(), 340.0, 700.0);
    const double unit = std::max(axes[0].length() / width, axes[1].length() / height);
    widen(axes[0], unit * width);
    widen(axes[1], unit * height);
  }
  const int whole = static_cast<int>(std::lround(height)) + below + above;
  drawing.size.height = whole;
  drawing.script = fmt::format(
      "$portrait << END\n{}END\n{}{}{}set lmargin at screen {}\nset rmargin at screen {}\n"
      "set tmargin at screen {}\nset bmargin at screen {}\n"
      "set key at graph 1, graph 1.02 right bottom horizontal samplen 1\n"
      "set xrange [{}:{}]\nset yrange [{}:{}]\n"
      "set xlabel {} noenhanced\nset ylabel {} offset 1,0 noenhanced\n"
      "plot $portrait using 1:2 with lines linewidth 2 linecolor rgb '#1f77b4' notitle, {}",
      thinned({.x = interrupted(axes[0].values, curves.beginnings),
               .y = interrupted(axes[1].values, curves.beginnings),
               .across = {.pixels = width},
               .up = {.pixels = height}}),
      ends_command(axes), frame_style, title_command(title, left, 1 - 40.0 / whole), left, right,
      1 - double{above} / whole, double{below} / whole, axes[0].low, axes[0].high, axes[1].low,
      axes[1].high, gnuplot_string(axes[0].name), gnuplot_string(axes[1].name), ends);
  return drawing;
}

/// From where the curve covers most: the angle by which gnuplot turns the box about its upright axis. The curve's points, as parts of
/// the box, are projected, and the determinant of their covariances is largest.
auto best_angle(const std::vector<Axis>& axes, double tilt) -> int {
  const std::size_t count = axes.front().values.size();
  int best = 30;
  double largest = -1;
  for (int angle = 15; angle < 90; angle += 5) { // the upright axis stays at the left
    const double turn = angle * std::numbers::pi / 180;
    std::array<double, 5> sums{};
    for (std::size_t k = 0; k < count; ++k) {
      const auto part = [&](std::size_t i) {
        return (axes[i].values[k] - axes[i].low) / axes[i].length();
      };
      const double a = part(0) * std::cos(turn) + part(1) * std::sin(turn);
      const double b = (part(1) * std::cos(turn) - part(0) * std::sin(turn)) * std::cos(tilt)
                       + part(2) * std::sin(tilt);
      const std::array<double, 5> terms = {a, b, a * a, a * b, b * b};
      for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] += terms[i] / static_cast<double>(count);
    }
    const double aa = sums[2] - sums[0] * sums[0], ab = sums[3] - sums[0] * sums[1],
                 bb = sums[4] - sums[1] * sums[1];
    if (const double area = aa * bb - ab * ab; area > largest) largest = area, best = angle;
  }
  return best;
}

auto in_space(const Curves& curves, const std::string& title) -> Drawing {
  const std::vector<Axis>& axes = curves.axes;
  constexpr int tilt = 68; // degrees; 90 is from the side
  Drawing drawing;
  drawing.size.height = 660;
  std::string& script = drawing.script;
  script = "$portrait << END\n";
  for (std::size_t k = 0; k < axes.front().values.size(); ++k)
    script += fmt::format("{}{:.7g} {:.7g} {:.7g}\n",
                          std::ranges::binary_search(curves.beginnings, k) ? "\n" : "",
                          axes[0].values[k], axes[1].values[k], axes[2].values[k]);
  script += "END\n" + ends_command(axes) + frame_style
            + title_command(title, 0.05, 1 - 34.0 / drawing.size.height)
            + fmt::format("set key at screen 0.95,{} right top vertical samplen 1\n",
                          1 - 56.0 / drawing.size.height)
            + fmt::format("set border 31\nset view {},{},1.05,1.05\nset xyplane relative 0\n", tilt,
                          best_angle(axes, (90 - tilt) * std::numbers::pi / 180));
  for (std::size_t i = 0; i < axes.size(); ++i)
    script += fmt::format("set {0}range [{1}:{2}]\nset {0}label {3} noenhanced\n", "xyz"[i],
                          axes[i].low, axes[i].high, gnuplot_string(axes[i].name));
  script += fmt::format(
      "splot $portrait with lines linewidth 1.3 linecolor rgb '#1f77b4' notitle, {}", ends);
  return drawing;
}

} // namespace

auto drawing_of(const PhasePortrait& portrait, const std::string& title,
                const pinn::Solution& solution, const std::vector<pinn::EventOccurrence>& events)
    -> Drawing {
  const Curves curves = curves_of(portrait, solution, events);
  return curves.axes.size() == 2 ? in_a_plane(portrait, curves, title) : in_space(curves, title);
}

void draw(const PhasePortrait& portrait, const std::string& title, const pinn::Result& result,
          const std::string& path) {
  const Drawing drawing = drawing_of(portrait, title, result.solution, result.events);
  io::draw_by_gnuplot(path, drawing.script, drawing.size);
}

} // namespace jetwork::cli
