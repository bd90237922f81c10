// Where to report, and what to write and print.
#pragma once

#include "cli/options/option_group.hpp"
#include "pinn/problem/problem.hpp"

#include <string>
#include <vector>

namespace jetwork::cli {

struct OutputOptions {
  std::string at;
  std::string points;
  std::string table;
  std::string save;
  std::string merge;
  std::string plot;
  std::string loss_history;
  bool json = false;
  bool quiet = false;

  /// Whether the user said where to report.
  [[nodiscard]] auto names_points() const -> bool { return !at.empty() || !points.empty(); }
};

void add_output_options(CLI::App& command, OutputOptions& options);

/// Where to report: --at, --points, or 201 points; within the domain. Throws InputError.
[[nodiscard]] auto report_points(const OutputOptions& options, const pinn::Domain& domain,
                                 const std::string& independent) -> std::vector<double>;

/// Throws InputError if a file cannot be written where --table, --save, --plot, --merge and --loss-history ask for it, or
/// if it is the problem's file, which is named where there is one.
void check_files(const OutputOptions& options, const std::string& problem_file);

} // namespace jetwork::cli
