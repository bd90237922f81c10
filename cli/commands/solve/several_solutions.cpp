// Several solutions of one problem, side by side.
#include "cli/commands/solve/numbered_files.hpp"
#include "cli/commands/solve/ways.hpp"
#include "cli/exit_status.hpp"
#include "cli/interrupt.hpp"
#include "cli/options/quantities.hpp"
#include "cli/output/file_writer.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/plot.hpp"
#include "cli/output/solution_set_report.hpp"
#include "cli/output/standard_output.hpp"
#include "cli/output/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::cli {
namespace {

/// Of an infinite domain, points that belong to what was kept for each.
auto points_on_all(const std::vector<pinn::Result>& found, const pinn::Problem& problem,
                   std::size_t count) -> std::vector<double> {
  const auto& least = *std::ranges::min_element(found, {}, [](const pinn::Result& each) {
    return each.solution.end() - each.solution.start();
  });
  return equispaced_on(least, problem, count);
}

auto write_files(const Question& asked, const pinn::SolutionSet& set,
                 const std::vector<Table>& tables, const std::string& failure,
                 const PictureOptions& drawn) -> FileWriter {
  const OutputOptions& output = asked.options.output;
  FileWriter write;
  write("table", output.table, [&] {
    write_file(output.table,
               to_csv(side_by_side(tables),
                      failure.empty() ? std::vector<std::string>{} : std::vector{failure}));
  });
  for (std::size_t k = 0; k < set.found.size(); ++k)
    save_numbered(write, output, asked.problem.title, set.found[k], k);
  write("plot", output.plot, [&] {
    if (set.found.empty()) throw PlotError("the plot was not drawn: no solution was found");
    draw_with_notes(picture(asked.source.text, asked.problem, set.found, drawn), output.plot,
                    output.quiet);
  });
  return write;
}

} // namespace

auto print_several_solutions(Question asked, int count) -> int {
  const auto& [options, source, problem, solver] = asked;
  const OutputOptions& output = options.output;
  if (!output.merge.empty()) throw InputError("--merge: not with --solutions yet");
  add_quantities(options.solver, source, problem, asked.solver);
  check_parameters(source);
  auto points = report_points(output, problem.domain, problem.independent);
  check_table_size(points.size(), pinn::total_order(problem) * static_cast<std::size_t>(count));
  check_names(output, problem);
  check_files(output, options.problem.file);
  check_numbered_files(output, options.problem.file, count);
  const PictureOptions drawn = picture_options(output.picture, problem);

  const InterruptWatch watch;
  asked.solver.limits.cancelled = [] { return InterruptWatch::interrupted(); };
  pinn::SolutionSet set;
  try {
    set = pinn::several_solutions(problem, count, solver);
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}", source.whole, error.what()));
  }
  if (output.at.empty() && !set.found.empty())
    points = points_on_all(set.found, problem, points.size());
  std::vector<Table> tables;
  for (const pinn::Result& each : set.found) tables.push_back(tabulate(each, points));
  const std::string failure = set.solved() ? "" : "not solved: " + set.reason;
  const FileWriter written = write_files(asked, set, tables, failure, drawn);
  if (!failure.empty() && (output.quiet || output.json))
    complain(fmt::format("{}: {}", source.whole, failure));
  if (output.json) print_json(json_report(set, tables));
  else if (!output.quiet)
    print(summary(source.text, set, solver.tolerance, written.files())
          + (output.names_points() && output.table.empty() && !tables.empty()
                 ? '\n' + to_text(side_by_side(tables))
                 : ""));
  return set.solved() && !written.failed() ? succeeded : fell_short;
}

} // namespace jetwork::cli
