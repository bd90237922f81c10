#include "cli/output/branch_plot.hpp"

#include "cli/output/plot_style.hpp"
#include "formula/utf8.hpp"
#include "io/gnuplot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace jetwork::cli {

namespace {

struct Place {
  double parameter = 0.0, height = 0.0;
};

struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -low;

  void take(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  /// With a margin, as gnuplot has it.
  [[nodiscard]] auto text() const -> std::string {
    const double margin = high > low ? 0.04 * (high - low) : 1.0;
    return fmt::format("[{}:{}]", low - margin, high + margin);
  }
};

/// The diagram as lines and marks.
class Drawing {
public:
  explicit Drawing(const BranchReport& report) : report_(&report) {
    for (const pinn::SolutionBranch& branch : report.diagram.branches) add(branch);
  }

  /// Lines in pieces, with an empty line between two.
  std::string stable, unstable, folds, branch_points;
  Range parameters, heights;

private:
  [[nodiscard]] auto height(const std::vector<double>& norms) const -> double {
    double squares = 0.0;
    for (const double norm : norms) squares += norm * norm;
    return std::sqrt(squares);
  }
  [[nodiscard]] auto place(const pinn::BranchSolution& solution) const -> Place {
    return {solution.parameter, report_->points.empty()
                                    ? height(solution.norms)
                                    : solution.result.solution(0, report_->points.front())};
  }
  [[nodiscard]] auto place(const pinn::SolutionBranch& branch, const pinn::BranchPoint& point) const
      -> Place {
    if (report_->points.empty()) return {point.parameter, height(point.norms)};
    const std::size_t last = branch.solutions.size() - 1;
    const Place before = place(branch.solutions[std::min(point.after, last)]);
    const Place behind = place(branch.solutions[std::min(point.after + 1, last)]);
    const double length = behind.parameter - before.parameter;
    const double part = length == 0 ? 0.5 : (point.parameter - before.parameter) / length;
    return {point.parameter, before.height + part * (behind.height - before.height)};
  }
  [[nodiscard]] auto place(const pinn::SolutionBranch::Origin& origin) const -> Place {
    const pinn::SolutionBranch& branch = report_->diagram.branches[origin.branch];
    return place(branch, branch.branch_points[origin.branch_point]);
  }
  auto line(const Place& at) -> std::string {
    parameters.take(at.parameter);
    heights.take(at.height);
    return fmt::format("{} {}\n", at.parameter, at.height);
  }
  void add(const pinn::SolutionBranch& branch);

  const BranchReport* report_;
};

/// Its corners, each with whether what follows is unstable: known between two landmarks from the solutions there.
void Drawing::add(const pinn::SolutionBranch& branch) {
  struct Corner {
    Place at;
    std::optional<int> modes; // none, at landmarks
  };
  std::vector<Corner> corners;
  if (branch.origin) corners.push_back({place(*branch.origin), {}});
  for (std::size_t k = 0; k < branch.solutions.size(); ++k) {
    corners.push_back({place(branch.solutions[k]), branch.solutions[k].unstable_modes});
    for (const pinn::BranchPoint& point : branch.branch_points)
      if (point.after == k) corners.push_back({place(branch, point), {}});
  }
  if (branch.destination) corners.push_back({place(*branch.destination), {}});
  std::optional<bool> last;
  for (std::size_t k = 0; k + 1 < corners.size(); ++k) {
    const auto modes = corners[k].modes ? corners[k].modes : corners[k + 1].modes;
    const bool is_unstable = modes ? *modes > 0 : last.value_or(false);
    std::string& lines = is_unstable ? unstable : stable;
    if (last != is_unstable) lines += "\n" + line(corners[k].at);
    lines += line(corners[k + 1].at);
    last = is_unstable;
  }
  for (const pinn::Fold& fold : branch.folds) folds += line(place(branch.solutions[fold.solution]));
  for (const pinn::BranchPoint& point : branch.branch_points)
    branch_points += line(place(branch, point));
}

auto label_of_height(const BranchReport& report) -> std::string {
  const auto& unknowns = report.problem.unknowns;
  if (!report.points.empty())
    return fmt::format("{}({})", unknowns.front().name, report.points.front());
  return unknowns.size() == 1 ? fmt::format("norm of {}", unknowns.front().name)
                              : std::string("norm of all unknowns");
}

} // namespace

auto gnuplot_script(const BranchReport& report) -> std::string {
  using io::gnuplot_string;
  const Drawing drawing(report);
  const bool knows_stability = !drawing.unstable.empty();
  std::string script, plots;
  const auto add = [&](const char* name, const std::string& data, const std::string& style,
                       const std::string& title) {
    if (data.empty()) return;
    script += fmt::format("${} << END\n{}END\n", name, data);
    plots += fmt::format("{} ${} using 1:2 {} {}", plots.empty() ? "plot" : ",", name, style,
                         title.empty() ? "notitle" : "title '" + title + "'");
  };
  add("stable", drawing.stable, "with lines linewidth 2.2 linecolor rgb '#1f77b4'",
      knows_stability ? "stable" : "");
  add("unstable", drawing.unstable,
      "with lines linewidth 1.8 dashtype (8,5) linecolor rgb '#1f77b4'", "unstable");
  add("folds", drawing.folds, "with points pointtype 7 pointsize 0.9 linecolor rgb '#d62728'",
      "fold");
  add("branch_points", drawing.branch_points,
      "with points pointtype 5 pointsize 0.9 linecolor rgb '#e8710a'", "branch point");
  script += fmt::format(
      "set lmargin at screen 0.115\nset rmargin at screen 0.97\nset tmargin at screen 0.87\n"
      "set bmargin at screen 0.13\n{}"
      "set key at graph 1, graph 1.03 right bottom horizontal samplen 2.4\n"
      "set label 1 {} at screen 0.115,0.955 left font ',17' noenhanced\n"
      "set xrange {}\nset yrange {}\n"
      "set xlabel {} noenhanced\nset ylabel {} offset 1,0 noenhanced\n",
      frame_style, gnuplot_string(formula::shortened(report.problem.title, 70)),
      drawing.parameters.text(), drawing.heights.text(),
      gnuplot_string(report.continuation.parameter), gnuplot_string(label_of_height(report)));
  return script + plots + "\n";
}

void draw(const BranchReport& report, const std::string& path) {
  io::draw_by_gnuplot(path, gnuplot_script(report));
}

} // namespace jetwork::cli
