#include "cli/output/plot.hpp"

#include "cli/exit_status.hpp"
#include "cli/output/marks.hpp"
#include "cli/output/panels.hpp"
#include "cli/output/plot_style.hpp"
#include "cli/output/polyline.hpp"
#include "cli/output/standard_output.hpp"
#include "formula/utf8.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace jetwork::cli {
namespace {

using io::gnuplot_string;

constexpr std::size_t most_named_curves = 12; // a longer key would be unreadable
constexpr std::size_t longest_label = 22;     // beside a panel

constexpr const char* above_panel = "graph 1, graph 1.03 right bottom horizontal Right noreverse";

/// Where the panels lie, in pixels from the picture's lower edge.
struct Layout {
  static constexpr int bottom = 70, residual_height = 147, under_panels = 64, top = 83,
                       between = 44;
  static constexpr double left = 0.115, width = 770.0;

  std::vector<std::vector<std::size_t>> panels;
  int panel_height;
  int height;

  explicit Layout(const Picture& picture)
      : panels(picture.logarithmic.values ? std::vector<std::vector<std::size_t>>(1)
                                          : cli::panels(picture.unknowns)) {
    if (panels.empty()) panels.emplace_back();
    if (picture.logarithmic.values)
      for (std::size_t i = 0; i < picture.unknowns.size(); ++i) panels.front().push_back(i);
    const auto count = static_cast<int>(panels.size());
    panel_height = count == 1 ? 276 : 190;
    height = bottom + residual_height + under_panels + count * panel_height + (count - 1) * between
             + top;
  }
  [[nodiscard]] auto screen(int pixels) const -> double {
    return static_cast<double>(pixels) / height;
  }
  /// The lower edge of a panel; the first is at the top.
  [[nodiscard]] auto lower_edge(std::size_t panel) const -> int {
    return height - top - panel_height - static_cast<int>(panel) * (panel_height + between);
  }
};

/// Whether the names are too long for one line above a panel: they then stand at its right.
auto has_wide_key(const Picture& picture, const Layout& layout) -> bool {
  constexpr std::size_t longest = 66, of_sample = 5;
  std::size_t marks = 0;
  for (const std::string& name : names_of_marks(picture)) marks += name.size() + of_sample;
  return std::ranges::any_of(layout.panels, [&](const std::vector<std::size_t>& panel) {
    std::size_t length = &panel == &layout.panels.front() ? marks : 0;
    for (const std::size_t i : panel)
      if (i < most_named_curves) length += picture.unknowns[i].label.size() + of_sample;
    return length > longest;
  });
}

/// Whether a logarithmic axis of these values is marked at powers of ten alone.
auto spans_powers(const std::vector<double>& values) -> bool {
  double low = HUGE_VAL, high = 0;
  for (const double value : values)
    if (value > 0 && std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
  return low < high / 100;
}

auto logarithmic_format(const std::vector<double>& values) -> const char* {
  return spans_powers(values) ? "1e%T" : "%g";
}

/// So that no ticks stand between the powers, where there are many.
auto logarithmic_time(const Picture& picture) -> std::string {
  if (!picture.logarithmic.independent) return "";
  return spans_powers(picture.points) ? "set logscale x\nunset mxtics\n" : "set logscale x\n";
}

/// The values of the curves that are drawn, for a logarithmic axis: gnuplot leaves it no margin by itself.
auto logarithmic_range(const Picture& picture) -> std::string {
  std::vector<double> values;
  for (const Curve& curve : picture.unknowns)
    std::ranges::copy_if(curve.values, std::back_inserter(values),
                         [](double value) { return value > 0 && std::isfinite(value); });
  if (values.empty()) return "set yrange [0.1:10]\nset logscale y\nunset mytics\n";
  const auto [low, high] = std::ranges::minmax_element(values);
  const double margin = *high > *low ? std::pow(*high / *low, 0.05) : 2.0;
  return fmt::format("set yrange [{}:{}]\nset logscale y\nset format y '{}'\n{}", *low / margin,
                     std::min(*high * margin, std::numeric_limits<double>::max()),
                     logarithmic_format(values), spans_powers(values) ? "unset mytics\n" : "");
}

/// A data block for each curve, named NAME0, NAME1, …
void add_data(std::string& script, const std::string& name, const Picture& picture,
              const std::vector<Curve>& curves, PixelScale up, double tolerance) {
  for (std::size_t i = 0; i < curves.size(); ++i)
    script += fmt::format("${}{} << END\n{}END\n", name, i,
                          thinned({.x = picture.points,
                                   .y = curves[i].values,
                                   .across = {.pixels = Layout::width,
                                              .is_logarithmic = picture.logarithmic.independent},
                                   .up = up,
                                   .tolerance = tolerance}));
}

auto is_visible(const Curve& curve) -> bool {
  return std::ranges::any_of(curve.values, [](double y) { return std::isfinite(y); });
}

/// "plot …" of some curves; empty, where nothing of them is visible.
auto plot_command(const std::string& data, const std::vector<Curve>& curves,
                  const std::vector<std::size_t>& which, double width,
                  std::size_t longest = longest_label) -> std::string {
  std::string command;
  for (const std::size_t i : which) {
    if (!is_visible(curves[i])) continue;
    command +=
        fmt::format("{} ${}{} using 1:2 with lines linewidth {} linecolor rgb '{}'{} {}",
                    command.empty() ? "plot" : ",", data, i, width, colours[i % colours.size()],
                    i < colours.size() ? "" : " dashtype (12,4)",
                    i < most_named_curves
                        ? "title " + gnuplot_string(formula::shortened(curves[i].label, longest))
                        : "notitle");
  }
  return command;
}

/// Small ticks without labels.
auto ticks_command(const std::vector<double>& mesh, double first) -> std::string {
  std::string command;
  for (const double x : mesh)
    if (x >= first) command += fmt::format("set xtics add ('' {} 1)\n", x);
  return command;
}

/// The panel's curves; in the first, over their potential if there is one: a grey line with an axis of its own, at the right.
auto panel_command(const Picture& picture, const Layout& layout, std::size_t panel) -> std::string {
  std::string curves = plot_command("solution", picture.unknowns, layout.panels[panel], 2.2);
  if (curves.empty())
    curves = "plot NaN with lines linecolor rgb 'white' title 'no positive value'";
  if (panel > 0 || picture.potential.empty()) return curves;
  constexpr std::size_t behind_plot = 4;
  return "set y2tics textcolor rgb '#909090'\n"
         "plot $potential0 using 1:2 axes x1y2 with lines linewidth 1.5 linecolor rgb '#b0b0b0' "
         "title 'potential',"
         + curves.substr(behind_plot);
}

auto name_of_axis(const Picture& picture, const std::vector<std::size_t>& panel) -> std::string {
  constexpr std::size_t most = 4, longest = 24;
  std::vector<std::string> names;
  for (const std::size_t i : panel) names.push_back(picture.unknowns[i].label);
  const std::string all = fmt::format("{}", fmt::join(names, ", "));
  return names.size() <= most && all.size() <= longest ? all : "unknowns";
}

/// Title, notes, and what all panels have in common.
auto frame_commands(const Picture& picture, const Layout& layout) -> std::string {
  const double first = picture.points.front(), last = picture.points.back();
  const bool is_wide = has_wide_key(picture, layout);
  const char* beside_tics = picture.potential.empty() ? "0.735" : "0.78";
  std::string script = fmt::format(
      "set multiplot\nset lmargin at screen {left}\nset rmargin at screen {right}\n"
      "{style}set xrange [{first}:{last}]\n{scale}set key at {key} samplen 1.6\n"
      "set label 1 {title} at screen {left},{above} left font ',17' noenhanced\n",
      fmt::arg("left", Layout::left),
      fmt::arg("right", is_wide                     ? 0.72
                        : picture.potential.empty() ? 0.97
                                                    : 0.93),
      fmt::arg("style", frame_style), fmt::arg("first", first), fmt::arg("last", last),
      fmt::arg("scale", logarithmic_time(picture)),
      fmt::arg("key", is_wide ? fmt::format("screen {}, graph 1 left top vertical Left reverse",
                                            beside_tics)
                              : above_panel),
      fmt::arg("title", gnuplot_string(formula::shortened(picture.title, 70))),
      fmt::arg("above", layout.screen(layout.height - 26)));
  if (!picture.notes.empty())
    script += fmt::format("set label 2 {} at screen {},{} left font ',11' textcolor rgb '#707070' "
                          "noenhanced\n",
                          gnuplot_string(fmt::format("{}", fmt::join(picture.notes, "; "))),
                          Layout::left, layout.screen(layout.height - 49));
  return script;
}

auto residual_commands(const Picture& picture, const Layout& layout) -> std::string {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < picture.residuals.size(); ++i) all.push_back(i);
  const std::string curves = plot_command("residual", picture.residuals, all, 1.2, 60);
  return fmt::format(
      "unset label 1\nunset label 2\nset key at {}\nset tmargin at screen {}\nset bmargin at "
      "screen {}\n"
      "unset offsets\nset format x '{}'\nset xlabel {} noenhanced\nset yrange [*:*]\n"
      "set logscale y\nunset mytics\nset format y '1e%T'\nset ylabel '|residual|'\n{}\n"
      "unset multiplot\n",
      above_panel, layout.screen(Layout::bottom + Layout::residual_height),
      layout.screen(Layout::bottom),
      picture.logarithmic.independent ? logarithmic_format(picture.points) : "%g",
      gnuplot_string(picture.independent
                     + (picture.mesh.empty() ? "" : " (small ticks: segments)")),
      curves.empty()
          ? "set yrange [1e-20:1]\nplot 1/0 with lines linecolor rgb 'white' title 'exactly zero'"
          : curves);
}

} // namespace

void check_plot_file(const std::string& path) {
  try {
    io::check_picture_name(path);
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("--plot {}", error.what()));
  }
}

auto size_of(const Picture& picture) -> io::PictureSize {
  return {.height = Layout(picture).height};
}

auto gnuplot_script(const Picture& picture) -> std::string {
  constexpr double fine = 0.15, coarse = 1.5; // pixels
  const Layout layout(picture);
  const PixelScale up{.pixels = static_cast<double>(layout.panel_height),
                      .is_logarithmic = picture.logarithmic.values};
  std::string script;
  add_data(script, "solution", picture, picture.unknowns, up, fine);
  add_data(script, "residual", picture, picture.residuals,
           {.pixels = Layout::residual_height, .is_logarithmic = true}, coarse);
  if (!picture.potential.empty())
    add_data(script, "potential", picture, {{"potential", picture.potential}},
             {.pixels = up.pixels}, fine);

  const auto [lines, entries] = mark_commands(picture, Layout::width, longest_label);
  script += frame_commands(picture, layout) + ticks_command(picture.mesh, picture.points.front())
            + lines + "set format x ''\n";
  script += picture.logarithmic.values
                ? logarithmic_range(picture)
                : "set format y '%g'\nset offsets graph 0, graph 0, graph 0.05, graph 0.05\n";
  for (std::size_t panel = 0; panel < layout.panels.size(); ++panel) {
    const int edge = layout.lower_edge(panel);
    script += fmt::format("set tmargin at screen {}\nset bmargin at screen {}\n"
                          "set ylabel {} noenhanced\n{}{}\nunset y2tics\n",
                          layout.screen(edge + layout.panel_height), layout.screen(edge),
                          gnuplot_string(name_of_axis(picture, layout.panels[panel])),
                          panel_command(picture, layout, panel), panel == 0 ? entries : "");
  }
  return script + residual_commands(picture, layout);
}

void draw(const Picture& picture, const std::string& path) {
  io::draw_by_gnuplot(path, gnuplot_script(picture), size_of(picture));
}

void draw_with_notes(const Picture& picture, const std::string& path, bool quiet) {
  draw(picture, path);
  if (quiet) return;
  for (const std::string& note : picture.notes) complain(fmt::format("{}: {}", path, note));
}

} // namespace jetwork::cli
