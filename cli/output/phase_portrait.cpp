#include "cli/output/phase_portrait.hpp"

#include "cli/output/plot_style.hpp"
#include "cli/output/polyline.hpp"
#include "formula/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

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

/// At points where all are finite.
auto axes_of(const PhasePortrait& portrait, const pinn::Solution& solution) -> std::vector<Axis> {
  std::vector<double> points = points_to_draw(solution);
  if (solution.end() < solution.start()) std::ranges::reverse(points);
  std::vector<Axis> axes;
  for (const auto& [unknown, derivative] : portrait.axes)
    axes.push_back({pinn::primed(solution.names()[unknown], derivative),
                    solution.evaluate(unknown, points, derivative)});
  for (std::size_t k = points.size(); k-- > 0;)
    if (!std::ranges::all_of(axes, [&](const Axis& axis) { return std::isfinite(axis.values[k]); }))
      for (Axis& axis : axes)
        axis.values.erase(axis.values.begin() + static_cast<std::ptrdiff_t>(k));
  for (Axis& axis : axes) {
    if (axis.values.empty()) throw io::GnuplotError("the plot was not drawn: no value is finite");
    const auto [low, high] = std::ranges::minmax(axis.values);
    const double margin = high > low ? 0.05 * (high - low) : std::max(std::abs(high), 1.0) / 2;
    axis.low = low - margin;
    axis.high = high + margin;
  }
  return axes;
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

auto in_a_plane(const PhasePortrait& portrait, std::vector<Axis> axes, const std::string& title)
    -> Drawing {
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
      thinned({.x = axes[0].values,
               .y = axes[1].values,
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

auto in_space(const std::vector<Axis>& axes, const std::string& title) -> Drawing {
  constexpr int tilt = 68; // degrees; 90 is from the side
  Drawing drawing;
  drawing.size.height = 660;
  std::string& script = drawing.script;
  script = "$portrait << END\n";
  for (std::size_t k = 0; k < axes.front().values.size(); ++k)
    script += fmt::format("{:.7g} {:.7g} {:.7g}\n", axes[0].values[k], axes[1].values[k],
                          axes[2].values[k]);
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
                const pinn::Solution& solution) -> Drawing {
  const std::vector<Axis> axes = axes_of(portrait, solution);
  return axes.size() == 2 ? in_a_plane(portrait, axes, title) : in_space(axes, title);
}

void draw(const PhasePortrait& portrait, const std::string& title, const pinn::Solution& solution,
          const std::string& path) {
  const Drawing drawing = drawing_of(portrait, title, solution);
  io::draw_by_gnuplot(path, drawing.script, drawing.size);
}

} // namespace jetwork::cli
