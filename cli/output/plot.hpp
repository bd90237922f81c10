// Pictures, drawn by gnuplot: above, the values, those of like magnitude in a panel; below, the residual of each equation, on a
// logarithmic axis, and the mesh of a boundary-value problem as small ticks: they crowd in its layers.
//
//   check_plot_file("spring.svg");    // before the work: throws InputError on another ending
//   draw(picture(text, problem, result.solution), "spring.svg");
#pragma once

#include "cli/output/picture.hpp"
#include "io/gnuplot.hpp"

#include <string>

namespace jetwork::cli {

/// gnuplot is missing, or failed.
using PlotError = io::GnuplotError;

/// Throws InputError unless the file's name ends in .svg, .png or .pdf.
void check_plot_file(const std::string& path);

/// The picture is the higher, the more panels it has.
[[nodiscard]] auto size_of(const Picture& picture) -> io::PictureSize;

/// The gnuplot program that draws the picture.
[[nodiscard]] auto gnuplot_script(const Picture& picture) -> std::string;

/// Draws the picture into the file `path`. Throws PlotError or WriteError; the file is then as it was.
void draw(const Picture& picture, const std::string& path);

/// The same, and unless quiet prints on standard error what is left out.
void draw_with_notes(const Picture& picture, const std::string& path, bool quiet);

} // namespace jetwork::cli
