// The picture of two values against each other: --phase x,y, or --phase x,x'.
//
//   const PhasePlane plane = phase_plane("x,x'", problem);           // before the work: throws InputError
//   draw(plane, problem.title, result.solution, "cycle.svg");
#pragma once

#include "pinn/problem/problem.hpp"
#include "pinn/solution/solution.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace jetwork::cli {

struct PhasePlane {
  struct Axis {
    std::size_t unknown = 0;
    int derivative = 0;
  };
  std::array<Axis, 2> axes;
};

/// Throws InputError where these are not two unknowns, or derivatives of them below the highest one.
[[nodiscard]] auto phase_plane(const std::string& option, const pinn::Problem& problem)
    -> PhasePlane;

/// The gnuplot program that draws the solution there, its start as a dot.
[[nodiscard]] auto gnuplot_script(const PhasePlane& plane, const std::string& title,
                                  const pinn::Solution& solution) -> std::string;

/// Throws PlotError or WriteError; the file is then as it was.
void draw(const PhasePlane& plane, const std::string& title, const pinn::Solution& solution,
          const std::string& path);

} // namespace jetwork::cli
