// Pictures, drawn by gnuplot: above, the unknowns; below, the residual of each equation, on a
// logarithmic axis, and the mesh of a boundary-value problem as small ticks: they crowd in its layers.
//
//   check_plot_file("spring.svg");    // before the work: throws InputError on another ending
//   draw(picture(text, problem, result.solution), "spring.svg");
#pragma once

#include "io/gnuplot.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"
#include "pinn/solution/solution.hpp"
#include "pinn/text_problem.hpp"

#include <string>
#include <vector>

namespace jetwork::cli {

/// gnuplot is missing, or failed.
using PlotError = io::GnuplotError;

struct Curve {
  std::string label;
  std::vector<double> values; ///< at the picture's points
};

struct Picture {
  std::string title;
  std::string independent;
  std::vector<double> points;
  std::vector<Curve> unknowns;
  std::vector<Curve> residuals; ///< the envelopes of |residual|; a zero is left out
  std::vector<double> potential =
      {};                   ///< below eigenfunctions, on an axis of its own, if there is one
  std::vector<double> mesh; ///< of a boundary-value problem: where segments meet
};

/// Throws InputError unless the file's name ends in .svg or .png.
void check_plot_file(const std::string& path);

/// Enough points to look smooth: most lie where the solution is steep, because segments are short there.
[[nodiscard]] auto points_to_draw(const pinn::Solution& solution,
                                  const std::vector<pinn::Jump>& jumps = {}) -> std::vector<double>;

/// The solution at enough points to look smooth in its layers, too: some on each segment, the ends among them.
[[nodiscard]] auto picture(const pinn::TextProblem& text, const pinn::Problem& problem,
                           const pinn::Solution& solution) -> Picture;

/// Several solutions in one picture: u_0, u_1, … for the unknown u, and of each equation the largest residual of all of them.
[[nodiscard]] auto picture(const pinn::TextProblem& text, const pinn::Problem& problem,
                           const std::vector<pinn::Result>& results) -> Picture;

/// The gnuplot program that draws the picture.
[[nodiscard]] auto gnuplot_script(const Picture& picture) -> std::string;

/// Draws the picture into the file `path`. Throws PlotError or WriteError; the file is then as it was.
void draw(const Picture& picture, const std::string& path);

} // namespace jetwork::cli
