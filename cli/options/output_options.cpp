#include "cli/options/output_options.hpp"

#include "cli/exit_status.hpp"
#include "cli/options/numbers.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/plot.hpp"
#include "cli/output/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

namespace jetwork::cli {
namespace {

constexpr std::size_t default_points = 201;
constexpr std::size_t most_points = 10'000'000;

} // namespace

void add_output_options(CLI::App& command, OutputOptions& options) {
  const OptionGroup group(command, "Output");
  group.single("--at", options.at, "The points to report, 0,0.5,1", "POINTS");
  group.single("--points", options.points,
               fmt::format("Report N equispaced points, both ends included (default for "
                           "--json and --table: {})",
                           default_points),
               "N");
  group.single("--table", options.table, "Write values and derivatives as CSV", "FILE.csv");
  group.single("--save", options.save, "Write the solution itself, for jetwork eval", "FILE.json");
  group.single("--merge", options.merge,
               "Fit one network to the solution, write it for jetwork eval, and report its error",
               "FILE.json");
  group.single("--plot", options.plot, "Draw the unknowns and the residuals", "FILE.svg|png|pdf");
  add_picture_options(group, options.picture);
  group.flag("--json", options.json, "Print one JSON object instead of the summary");
  group.flag("--quiet", options.quiet, "Print nothing but errors (and the JSON object)");
  OptionGroup(command, "Single network")
      .single("--loss-history", options.loss_history,
              "Write the single network's loss after every step as CSV", "FILE.csv");
}

auto report_points(const OutputOptions& options, const pinn::Domain& domain,
                   const std::string& independent) -> std::vector<double> {
  if (options.at.empty()) {
    const auto count = options.points.empty()
                           ? default_points
                           : read_whole_number("--points", options.points, 2, most_points);
    return equispaced(domain.start, domain.end, count);
  }
  if (!options.points.empty()) throw InputError("--points: give either --at or --points, not both");
  auto points = read_numbers("--at", options.at);
  const auto [low, high] = std::minmax({domain.start, domain.end});
  for (const double t : points)
    if (t < low || t > high)
      throw InputError(
          fmt::format("--at: {} = {} lies outside the domain [{}, {}]", independent, t, low, high));
  return points;
}

void check_files(const OutputOptions& options, const std::string& problem_file) {
  if (!options.plot.empty()) check_plot_file(options.plot);
  check_there_is_a_picture(options.picture, options.plot);
  const std::array files = {std::pair{"--table", options.table}, std::pair{"--save", options.save},
                            std::pair{"--plot", options.plot}, std::pair{"--merge", options.merge},
                            std::pair{"--loss-history", options.loss_history}};
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].second.empty()) continue;
    if (!problem_file.empty()) check_is_not_read(files[i].first, files[i].second, problem_file);
    check_writable(files[i].first, files[i].second);
    for (std::size_t j = 0; j < i; ++j)
      if (std::filesystem::weakly_canonical(files[i].second)
              == std::filesystem::weakly_canonical(files[j].second)
          && !std::filesystem::is_character_file(files[i].second))
        throw InputError(fmt::format("{} {}: {} would write the same file", files[i].first,
                                     files[i].second, files[j].first));
  }
}

} // namespace jetwork::cli
