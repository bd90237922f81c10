#include "cli/output/plot.hpp"

#include "cli/exit_status.hpp"
#include "cli/output/table.hpp"
#include "formula/utf8.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/solution/found_numbers.hpp"
#include "pinn/solve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <utility>

namespace jetwork::cli {
namespace {

constexpr std::size_t most_named_curves = 12; // a longer legend would be unreadable

constexpr Eigen::Index most_spelt_equations = 3;

/// Blue, orange, green, red, …: told apart by most eyes, on paper too.
constexpr std::array colours = {"#1f77b4", "#e8710a", "#2a9d3a", "#d62728", "#8e5bbf",
                                "#8c564b", "#d45fa8", "#5f5f5f", "#a8a810", "#17a5b8"};

using io::gnuplot_string;

auto has_ending(const std::string& path, const std::string& ending) -> bool {
  std::string actual = std::filesystem::path(path).extension().string();
  std::transform(actual.begin(), actual.end(), actual.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return actual == ending;
}

void add_data(std::string& script, const std::string& name, const std::vector<double>& points,
              const std::vector<Curve>& curves) {
  script += fmt::format("${} << END\n", name);
  for (std::size_t i = 0; i < points.size(); ++i) {
    script += fmt::format("{}", points[i]);
    for (const Curve& curve : curves) {
      const double y = curve.values[i];
      script += std::isfinite(y) ? fmt::format(" {}", y) : " NaN";
    }
    script += '\n';
  }
  script += "END\n";
}

auto plot_command(const std::string& data, const std::vector<Curve>& curves, double width)
    -> std::string {
  std::string command;
  for (std::size_t i = 0; i < curves.size(); ++i)
    command +=
        fmt::format("{} ${} using 1:{} with lines linewidth {} linecolor rgb '{}' {}",
                    i == 0 ? "plot" : ",", data, i + 2, width, colours[i % colours.size()],
                    i < most_named_curves ? "title " + gnuplot_string(curves[i].label) : "notitle");
  return command + "\n";
}

/// The largest of each value and its neighbours: an envelope, without the dips where a residual
/// changes sign.
auto envelope(const std::vector<double>& values) -> std::vector<double> {
  const std::size_t reach = values.size() / 400;
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

/// Of each equation, from the magnitude of its residual at the picture's points.
auto residual_curves(const pinn::TextProblem& text, const Eigen::MatrixXd& left_over)
    -> std::vector<Curve> {
  std::vector<Curve> curves;
  for (Eigen::Index i = 0; i < left_over.rows(); ++i) {
    const auto row = left_over.row(i);
    const auto& equation = text.equations[static_cast<std::size_t>(i)];
    Curve curve{left_over.rows() <= most_spelt_equations ? formula::shortened(equation, 48)
                                                         : fmt::format("equation {}", i + 1),
                envelope({row.begin(), row.end()})};
    std::replace(curve.values.begin(), curve.values.end(), 0.0, std::nan(""));
    curves.push_back(std::move(curve));
  }
  return curves;
}

/// Small ticks without labels.
auto ticks_command(const std::vector<double>& mesh) -> std::string {
  std::string command;
  for (const double x : mesh) command += fmt::format("set xtics add ('' {} 1)\n", x);
  return command;
}

/// The functions, over their potential if there is one: a grey line with an axis of its own, at the right.
auto functions_command(const Picture& picture) -> std::string {
  const std::string functions = plot_command("solution", picture.unknowns, 2.2);
  if (picture.potential.empty()) return functions;
  constexpr std::size_t behind_plot = 4;
  return "set y2tics textcolor rgb '#909090'\nset rmargin at screen 0.93\n"
         "plot $potential using 1:2 axes x1y2 with lines linewidth 1.5 linecolor rgb '#b0b0b0' "
         "title 'potential',"
         + functions.substr(behind_plot) + "unset y2tics\n";
}

} // namespace

auto points_to_draw(const pinn::Solution& solution, const std::vector<pinn::Jump>& jumps)
    -> std::vector<double> {
  constexpr std::size_t fine = 1001;
  constexpr std::size_t most_on_segments = 6000, most_on_one = 40;
  auto points = equispaced(solution.start(), solution.end(), fine);
  const auto& segments = solution.segments();
  const std::size_t parts =
      std::clamp<std::size_t>(most_on_segments / segments.size(), 2, most_on_one);
  const std::size_t stride = parts * segments.size() / most_on_segments + 1;
  for (std::size_t i = 0; i < segments.size(); i += stride)
    for (std::size_t k = 0; k < parts; ++k)
      points.push_back(segments[i].start
                       + segments[i].length * static_cast<double>(k) / static_cast<double>(parts));
  for (const pinn::Jump& jump : jumps) // a steep line, not a slanted one
    points.push_back(std::nextafter(jump.at, std::min(solution.start(), solution.end())));
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

void check_plot_file(const std::string& path) {
  if (!has_ending(path, ".svg") && !has_ending(path, ".png"))
    throw InputError(
        fmt::format("--plot {}: expected the name of a file that ends in .svg or .png", path));
}

auto picture(const pinn::TextProblem& text, const pinn::Problem& problem,
             const pinn::Solution& solution) -> Picture {
  Picture result{.title = problem.title,
                 .independent = problem.independent,
                 .points = points_to_draw(solution, problem.jumps),
                 .unknowns = {},
                 .residuals = {},
                 .mesh = {}};
  if (pinn::kind(problem) != pinn::Kind::initial_value) result.mesh = mesh_of(solution);
  for (std::size_t i = 0; i < solution.names().size(); ++i)
    result.unknowns.push_back({solution.names()[i], solution.evaluate(i, result.points)});
  result.residuals =
      residual_curves(text, pinn::residual(problem, solution, result.points).cwiseAbs());
  return result;
}

auto picture(const pinn::TextProblem& text, const pinn::Problem& problem,
             const std::vector<pinn::Result>& results) -> Picture {
  Picture result{.title = problem.title,
                 .independent = problem.independent,
                 .points = {},
                 .unknowns = {},
                 .residuals = {},
                 .mesh = {}};
  for (const pinn::Result& each : results) {
    const std::vector<double> points = points_to_draw(each.solution, problem.jumps);
    result.points.insert(result.points.end(), points.begin(), points.end());
  }
  std::erase_if(result.points, [&](double x) { // of infinite domains not the same is kept
    return !std::ranges::all_of(results,
                                [&](const pinn::Result& each) { return each.solution.covers(x); });
  });
  std::ranges::sort(result.points);
  result.points.erase(std::ranges::unique(result.points).begin(), result.points.end());
  Eigen::MatrixXd largest;
  for (std::size_t k = 0; k < results.size(); ++k) {
    const pinn::Solution& solution = results[k].solution;
    for (std::size_t i = 0; i < solution.names().size(); ++i)
      result.unknowns.push_back(
          {fmt::format("{}_{}", solution.names()[i], k), solution.evaluate(i, result.points)});
    const Eigen::MatrixXd left_over =
        pinn::residual(pinn::with_found_numbers(problem, results[k]), solution, result.points)
            .cwiseAbs();
    largest = k == 0 ? left_over : largest.cwiseMax(left_over);
  }
  result.residuals = residual_curves(text, largest);
  return result;
}

auto gnuplot_script(const Picture& picture) -> std::string {
  std::string script;
  add_data(script, "solution", picture.points, picture.unknowns);
  add_data(script, "residual", picture.points, picture.residuals);
  if (!picture.potential.empty())
    add_data(script, "potential", picture.points, {{"potential", picture.potential}});

  const auto [low, high] = std::minmax_element(picture.points.begin(), picture.points.end());
  std::vector<std::string> names;
  for (const Curve& curve : picture.unknowns) names.push_back(curve.label);
  const std::string unknowns =
      names.size() <= 4 ? fmt::format("{}", fmt::join(names, ", ")) : "unknowns";

  script += fmt::format(
      "set multiplot\n"
      "set lmargin at screen 0.115\nset rmargin at screen 0.97\n"
      "set border 3 linecolor rgb '#606060'\nset tics nomirror textcolor rgb '#303030'\n"
      "set grid linecolor rgb '#e4e4e4' linetype 1\n"
      "set xrange [{}:{}]\n"
      "set key at graph 1, graph 1.03 right bottom horizontal noenhanced samplen 1.6 textcolor rgb "
      "'#303030'\n"
      "set label 1 {} at screen 0.115,0.955 left font ',17' noenhanced\n"
      "set tmargin at screen 0.87\nset bmargin at screen 0.44\n"
      "set format x ''\nset offsets graph 0, graph 0, graph 0.05, graph 0.05\n"
      "set ylabel {} offset 1,0 noenhanced\n",
      *low, *high, gnuplot_string(formula::shortened(picture.title, 70)), gnuplot_string(unknowns));
  script += ticks_command(picture.mesh);
  script += functions_command(picture);
  script += fmt::format("unset label 1\nset tmargin at screen 0.34\nset bmargin at screen 0.11\n"
                        "unset offsets\nset format x '%g'\nset xlabel {} noenhanced\n"
                        "set logscale y\nunset mytics\nset format y '1e%T'\nset ylabel "
                        "'|residual|' offset 1,0\n",
                        gnuplot_string(picture.independent
                                       + (picture.mesh.empty() ? "" : " (small ticks: segments)")));
  const bool any =
      std::any_of(picture.residuals.begin(), picture.residuals.end(), [](const Curve& curve) {
        return std::any_of(curve.values.begin(), curve.values.end(),
                           [](double y) { return std::isfinite(y); });
      });
  script += any ? plot_command("residual", picture.residuals, 1.2)
                : "set yrange [1e-20:1]\nplot 1/0 title 'exactly zero'\n";
  return script + "unset multiplot\n";
}

void draw(const Picture& picture, const std::string& path) {
  io::draw_by_gnuplot(path, gnuplot_script(picture));
}

} // namespace jetwork::cli
