// Guesses that are files: a saved solution, or a table with a column for the independent variable and one for the unknown.
#pragma once

#include "cli/options/problem_file.hpp"
#include "pinn/problem/problem.hpp"

namespace jetwork::cli {

/// Reads the files that the source names and places them as guesses. Between a table's rows values are joined by straight lines, and
/// beyond its ends they stay. Throws InputError.
void place_guess_files(const ProblemSource& source, pinn::Problem& problem);

} // namespace jetwork::cli
