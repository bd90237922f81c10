// The options that say which points to report, which files to write and what to print.
#pragma once

#include "cli/options/option_group.hpp"
#include "cli/options/picture_options.hpp"
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
  PictureTexts picture; ///< what --plot draws
  std::string loss_history;
  bool json = false;
  bool quiet = false;

  /// Whether --at or --points is given.
  [[nodiscard]] auto names_points() const -> bool { return !at.empty() || !points.empty(); }
};

void add_output_options(CLI::App& command, OutputOptions& options);

/// The points to report: those of --at or --points, or 201. Throws InputError if one is outside the domain.
[[nodiscard]] auto report_points(const OutputOptions& options, const pinn::Domain& domain,
                                 const std::string& independent) -> std::vector<double>;

/// Throws InputError if a file of --table, --save, --plot, --merge or --loss-history cannot be written, is named
/// twice, or is `problem_file`, which is empty if there is none.
void check_files(const OutputOptions& options, const std::string& problem_file);

} // namespace jetwork::cli
