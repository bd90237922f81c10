// The options that say how to solve: tolerances, events, the method and its limits. Defaults are those of
// pinn::Options.
#pragma once

#include "cli/options/option_group.hpp"
#include "pinn/options.hpp"

#include <string>
#include <vector>

namespace jetwork::cli {

struct SolverOptions {
  std::string tolerance;
  std::string absolute_tolerance;
  std::vector<std::string> stops;
  std::string method;
  std::string training;
  std::string neurons;
  bool soft_conditions = false;
  std::string seed;
  std::string maximum_segments;
  std::string time_limit;
  std::string memory_limit;
  std::string sensitivities;
  std::string eigenvalues; ///< how many of them
  std::string continued;   ///< --continue
  std::string maximum_points;
  bool switch_branches = false;
  std::string maximum_branches;
  std::string solutions; ///< how many of them

  /// Whether --method single is given; only then is there a training, with losses to write.
  [[nodiscard]] auto is_single_network() const -> bool { return method == "single"; }
};

void add_solver_options(CLI::App& command, SolverOptions& options);

/// How many eigenvalues are asked for; 0, if none. Throws InputError.
[[nodiscard]] auto number_of_eigenvalues(const SolverOptions& options) -> int;

/// How many solutions are asked for; 0, if nothing is said. Throws InputError.
[[nodiscard]] auto number_of_solutions(const SolverOptions& options) -> int;

/// All options but those that use the problem's own names (cli/options/quantities.hpp). Throws InputError.
[[nodiscard]] auto solver_options(const SolverOptions& options) -> pinn::Options;

} // namespace jetwork::cli
