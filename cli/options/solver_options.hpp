// The options of `jetwork solve`, as they stand on the command line, and what they mean.
#pragma once

#include "cli/options/problem_file.hpp"
#include "pinn/solve.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace jetwork::cli {

struct SolveOptions {
  std::string file;
  std::vector<std::string> equations;
  std::vector<std::string> conditions;
  std::vector<std::string> parameters;
  std::string domain;
  std::string independent;
  std::string tolerance = "1e-8";
  std::string absolute_tolerance;
  std::vector<std::string> stops;
  std::vector<std::string> invariants;
  std::string at;
  std::string points;
  std::string table;
  std::string save;
  std::string plot;
  std::string merge;
  std::string method = "segments";
  std::string training;
  std::string neurons;
  bool soft_conditions = false;
  std::string loss_history;
  std::string seed = "1";
  std::string maximum_segments = "200000";
  std::string time_limit = "60";
  bool json = false;
  bool quiet = false;

  /// Whether the user said where to report.
  [[nodiscard]] auto names_points() const -> bool { return !at.empty() || !points.empty(); }
};

void add_solve_options(CLI::App& command, SolveOptions& options);

/// The problem from the file, or from --equation and --condition, with --parameter and --domain
/// laid over it.
[[nodiscard]] auto problem_source(const SolveOptions& options) -> ProblemSource;

/// Throws InputError if a --parameter is used nowhere in the problem, which has been read without
/// errors.
void check_parameters(const ProblemSource& source, const SolveOptions& options);

[[nodiscard]] auto solver_options(const SolveOptions& options) -> pinn::Options;

/// Where to report: --at, --points, or 201 points; within the domain.
[[nodiscard]] auto report_points(const SolveOptions& options, const pinn::Domain& domain,
                                 const std::string& independent) -> std::vector<double>;

/// Throws InputError if a file cannot be written where --table, --save, --plot, --merge and --loss-history
/// ask for it.
void check_files(const SolveOptions& options);

} // namespace jetwork::cli
