// The first eigenvalues of a linear problem, and their functions side by side.
#include "cli/commands/solve/ways.hpp"
#include "cli/exit_status.hpp"
#include "cli/interrupt.hpp"
#include "cli/output/file_writer.hpp"
#include "cli/output/output_file.hpp"
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
  for (const auto& [name, path] :
       {std::pair{"--save", output.save}, {"--merge", output.merge}, {"--plot", output.plot}})
    if (!path.empty()) throw InputError(fmt::format("{}: not with --eigenvalues yet", name));
  auto points = report_points(output, problem.domain, problem.independent);
  check_names(output, problem);
  check_files(output, options.problem.file);
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
    tables.push_back(tabulate(each.result.solution, points));
  const std::string failure = spectrum.solved() ? "" : "not solved: " + spectrum.reason;
  FileWriter write;
  write("table", output.table, [&] {
    write_file(output.table,
               to_csv(side_by_side(tables),
                      failure.empty() ? std::vector<std::string>{} : std::vector{failure}));
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
