// The first eigenvalues of a linear problem, and their functions side by side.
#include "cli/commands/solve/numbered_files.hpp"
#include "cli/commands/solve/ways.hpp"
#include "cli/exit_status.hpp"
#include "cli/interrupt.hpp"
#include "cli/output/file_writer.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/plot.hpp"
#include "cli/output/spectrum_picture.hpp"
#include "cli/output/spectrum_report.hpp"
#include "cli/output/standard_output.hpp"
#include "cli/output/table.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>
#include <vector>

namespace jetwork::cli {

auto print_first_eigenvalues(Question asked, int count) -> int {
  auto& [options, source, problem, solver] = asked;
  const OutputOptions& output = options.output;
  if (!output.merge.empty()) throw InputError("--merge: not with --eigenvalues");
  auto points = report_points(output, problem.domain, problem.independent);
  check_names(output, problem);
  check_files(output, options.problem.file);
  check_numbered_files(output, options.problem.file, count);
  const PictureOptions drawn = picture_options(output.picture, problem);
  const InterruptWatch watch;
  solver.limits.cancelled = [] { return InterruptWatch::interrupted(); };
  pinn::Spectrum spectrum;
  try {
    spectrum = pinn::first_eigenvalues(problem, count, solver);
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}", source.whole, error.what()));
  }
  if (output.at.empty() && !spectrum.found.empty())
    points = equispaced_on(spectrum.found.back().result, problem, points.size());
  std::vector<Table> tables;
  for (const pinn::Eigenfunction& each : spectrum.found)
    tables.push_back(tabulate(each.result, points));
  const std::string failure = spectrum.solved() ? "" : "not solved: " + spectrum.reason;
  FileWriter write;
  write("table", output.table, [&] {
    write_file(output.table,
               to_csv(side_by_side(tables),
                      failure.empty() ? std::vector<std::string>{} : std::vector{failure}));
  });
  for (std::size_t k = 0; k < spectrum.found.size(); ++k)
    save_numbered(write, output, problem.title, spectrum.found[k].result, k);
  write("plot", output.plot, [&] {
    if (spectrum.found.empty()) throw PlotError("the plot was not drawn: no eigenvalue was found");
    draw_with_notes(picture(source.text, problem, spectrum, drawn), output.plot, output.quiet);
  });
  if (!failure.empty() && (output.quiet || output.json))
    complain(fmt::format("{}: {}", source.whole, failure));
  if (output.json) print_json(json_report(spectrum, tables));
  else if (!output.quiet)
    print(summary(source.text, problem, spectrum, solver.tolerance, write.files())
          + (output.names_points() && output.table.empty() ? '\n' + to_text(side_by_side(tables))
                                                           : ""));
  return spectrum.solved() && !write.failed() ? succeeded : fell_short;
}

} // namespace jetwork::cli
