#include "cli/output/phase_portrait.hpp"

#include "cli/exit_status.hpp"
#include "cli/output/plot.hpp"
#include "formula/utf8.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

namespace jetwork::cli {
namespace {

auto axis_named(std::string_view text, const pinn::Problem& problem)
    -> std::optional<PhasePlane::Axis> {
  for (std::size_t i = 0; i < problem.unknowns.size(); ++i)
    for (int n = 0; n < problem.unknowns[i].order; ++n)
      if (text == pinn::primed(problem.unknowns[i].name, n)) return PhasePlane::Axis{i, n};
  return std::nullopt;
}

auto name_of(const PhasePlane::Axis& axis, const pinn::Solution& solution) -> std::string {
  return pinn::primed(solution.names()[axis.unknown], axis.derivative);
}

} // namespace

auto phase_plane(const std::string& option, const pinn::Problem& problem) -> PhasePlane {
  std::vector<std::string> known;
  for (const pinn::Unknown& unknown : problem.unknowns)
    for (int n = 0; n < unknown.order; ++n) known.push_back(pinn::primed(unknown.name, n));
  const std::size_t comma = option.find(',');
  const std::string_view text = option;
  const auto across = axis_named(text.substr(0, comma), problem);
  const auto up =
      comma == std::string::npos ? std::nullopt : axis_named(text.substr(comma + 1), problem);
  if (!across || !up)
    throw InputError(fmt::format("--phase {}: expected two of {}, with a comma between them",
                                 option, fmt::join(known, ", ")));
  return {{*across, *up}};
}

auto gnuplot_script(const PhasePlane& plane, const std::string& title,
                    const pinn::Solution& solution) -> std::string {
  const std::vector<double> points = points_to_draw(solution);
  const auto values = [&](const PhasePlane::Axis& axis) {
    return solution.evaluate(axis.unknown, points, axis.derivative);
  };
  const auto across = values(plane.axes[0]), up = values(plane.axes[1]);
  std::string script = "$portrait << END\n";
  for (std::size_t k = 0; k < points.size(); ++k)
    if (std::isfinite(across[k]) && std::isfinite(up[k]))
      script += fmt::format("{} {}\n", across[k], up[k]);
  script += fmt::format(
      "END\nset lmargin at screen 0.13\nset rmargin at screen 0.97\nset tmargin at screen 0.87\n"
      "set bmargin at screen 0.12\n"
      "set border 3 linecolor rgb '#606060'\nset tics nomirror textcolor rgb '#303030'\n"
      "set grid linecolor rgb '#e4e4e4' linetype 1\nset offsets graph 0.05, graph 0.05, graph "
      "0.05, "
      "graph 0.05\n"
      "set label 1 {} at screen 0.13,0.94 left font ',17' noenhanced\n"
      "set xlabel {} noenhanced\nset ylabel {} offset 1,0 noenhanced\n"
      "plot $portrait using 1:2 with lines linewidth 2 linecolor rgb '#1f77b4' notitle, "
      "$portrait every ::0::0 using 1:2 with points pointtype 7 pointsize 0.9 linecolor rgb "
      "'#e8710a' notitle\n",
      io::gnuplot_string(formula::shortened(title, 70)),
      io::gnuplot_string(name_of(plane.axes[0], solution)),
      io::gnuplot_string(name_of(plane.axes[1], solution)));
  return script;
}

void draw(const PhasePlane& plane, const std::string& title, const pinn::Solution& solution,
          const std::string& path) {
  io::draw_by_gnuplot(path, gnuplot_script(plane, title, solution));
}

} // namespace jetwork::cli
