// The commands. Each adds itself to the command line, and does its work when `run` is called: it
// returns the exit status, or throws InputError before it has written anything.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace jetwork::cli {

/// What to do once the command line is read.
using Run = std::function<int()>;

/// What an option's value is checked with: '' is an unset variable in a script, never meant.
inline auto not_empty(const std::string& value) -> std::string {
  return value.empty() ? "expected a value, found an empty one" : "";
}

void add_solve_command(CLI::App& app, Run& run);
void add_eval_command(CLI::App& app, Run& run);
void add_verify_command(CLI::App& app, Run& run);
/// `fit`, which only says that it does not exist yet.
void add_later_commands(CLI::App& app, Run& run);

} // namespace jetwork::cli
