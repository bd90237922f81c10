// The picture of branches of solutions, a bifurcation diagram: the norm, or a value, over the parameter; unstable parts are dashed where
// stability is known.
#pragma once

#include "cli/output/branch_report.hpp"

#include <string>

namespace jetwork::cli {

/// The gnuplot program that draws the value of the first unknown at the first of the report's points, or the norm of all where there
/// are no points.
[[nodiscard]] auto gnuplot_script(const BranchReport& report) -> std::string;

/// Draws it into the file `path`. Throws PlotError or WriteError; the file is then as it was.
void draw(const BranchReport& report, const std::string& path);

} // namespace jetwork::cli
