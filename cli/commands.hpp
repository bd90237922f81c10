// The commands. Each adds itself to the command line, and sets `run` to the function that does its
// work: that returns the exit status, or throws InputError before it has written anything.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace jetwork::cli {

/// What to do once the command line is read.
using Run = std::function<int()>;

void add_solve_command(CLI::App& app, Run& run);
void add_eval_command(CLI::App& app, Run& run);
void add_verify_command(CLI::App& app, Run& run);
/// `fit`, which only says that it does not exist yet.
void add_later_commands(CLI::App& app, Run& run);

} // namespace jetwork::cli
