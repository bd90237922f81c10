// The options that give the problem: a file, or equations and conditions; either with --parameter, --domain and
// --invariant.
#pragma once

#include "cli/options/option_group.hpp"
#include "cli/options/problem_file.hpp"

#include <string>
#include <vector>

namespace jetwork::cli {

struct ProblemOptions {
  std::string file;
  std::vector<std::string> equations;
  std::vector<std::string> conditions;
  std::vector<std::string> parameters, definitions;
  std::string domain;
  std::string independent;
  std::vector<std::string> invariants;
};

void add_problem_options(CLI::App& command, ProblemOptions& options);
/// Stands under another heading.
void add_invariant_option(CLI::App& command, ProblemOptions& options);

/// The problem from the file, or from --equation and --condition; --parameter, --definition and --domain
/// replace or extend, and --invariant extends, what the file says. Throws InputError.
[[nodiscard]] auto problem_source(const ProblemOptions& options) -> ProblemSource;

/// Throws InputError if a --parameter is used nowhere in the problem, which has been read without errors.
void check_parameters(const ProblemSource& source);

} // namespace jetwork::cli
