// What is wrong with a problem, and where in the file or on the command line.
//
//   catch (const pinn::TextProblemError& error) { throw InputError(describe(error, source)); }
#pragma once

#include "cli/options/problem_file.hpp"
#include "pinn/text_problem.hpp"

#include <string>

namespace jetwork::cli {

/// The message of an error: its place, what is wrong, and the text with a mark under the column.
[[nodiscard]] auto describe(const pinn::TextProblemError& error, const ProblemSource& source)
    -> std::string;

} // namespace jetwork::cli
