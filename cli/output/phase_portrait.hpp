// The picture of two values against each other, or of three as a curve in space: --phase x,y, --phase x,x' or --phase x,y,z.
//
//   draw({.axes = {{.unknown = 0}, {.unknown = 0, .derivative = 1}}}, problem.title, result, "cycle.svg");
//
// The start is a dot, the end a ring. Two values that are of the same kind and of about the same size, as the coordinates of an orbit,
// have equal scales.
#pragma once

#include "cli/output/picture.hpp"
#include "io/gnuplot.hpp"
#include "pinn/solution/result.hpp"
#include "pinn/solution/solution.hpp"

#include <string>
#include <vector>

namespace jetwork::cli {

struct PhasePortrait {
  std::vector<NamedValue> axes; ///< two or three
};

/// A gnuplot program, and the size of what it draws.
struct Drawing {
  std::string script;
  io::PictureSize size = {};
};

/// The curve begins anew where an event changes one of the values.
[[nodiscard]] auto drawing_of(const PhasePortrait& portrait, const std::string& title,
                              const pinn::Solution& solution,
                              const std::vector<pinn::EventOccurrence>& events = {}) -> Drawing;

/// Throws PlotError or WriteError; the file is then as it was.
void draw(const PhasePortrait& portrait, const std::string& title, const pinn::Result& result,
          const std::string& path);

} // namespace jetwork::cli
