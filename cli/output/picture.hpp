// What a picture of solutions holds: the values that are drawn, and below them the residual of each equation.
//
//   const Picture one = picture(text, problem, result.solution);
//   const Picture two = picture(text, problem, result.solution,
//                               {.shown = {{.unknown = 0, .derivative = 1}}, .logarithmic = {.independent = true}});
//
// Where nothing is said of what is drawn, it is the unknowns; ten of them, evenly spread, where there are more.
#pragma once

#include "cli/output/curve.hpp"
#include "cli/output/mark.hpp"
#include "cli/output/named_value.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"
#include "pinn/solution/solution.hpp"
#include "pinn/text_problem.hpp"

#include <string>
#include <vector>

namespace jetwork::cli {

struct LogarithmicAxes {
  bool independent = false;
  bool values = false;
};

struct PictureOptions {
  std::vector<NamedValue> shown = {};
  LogarithmicAxes logarithmic = {};
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
  LogarithmicAxes logarithmic = {};
  std::vector<Mark> marks = {};
  std::vector<std::string> notes = {}; ///< of what is left out
};

/// Enough points to look smooth: most lie where the solution is steep, because segments are short there. Above zero and evenly
/// spread over its powers of ten, where they are for a logarithmic axis; none, where nothing lies above zero.
[[nodiscard]] auto points_to_draw(const pinn::Solution& solution,
                                  const std::vector<pinn::Jump>& jumps = {},
                                  bool logarithmic = false) -> std::vector<double>;

/// The solution at enough points to look smooth in its layers, too: some on each segment, the ends among them. The events that
/// happened are marked, and no curve is drawn across a jump of its value there. Throws io::GnuplotError where none lies above zero
/// and the axis is logarithmic.
[[nodiscard]] auto picture(const pinn::TextProblem& text, const pinn::Problem& problem,
                           const pinn::Solution& solution, const PictureOptions& options = {},
                           const std::vector<pinn::EventOccurrence>& events = {}) -> Picture;

/// Several solutions in one picture: u_0, u_1, … for the unknown u, and of each equation the largest residual of all of them.
[[nodiscard]] auto picture(const pinn::TextProblem& text, const pinn::Problem& problem,
                           const std::vector<pinn::Result>& results,
                           const PictureOptions& options = {}) -> Picture;

} // namespace jetwork::cli
