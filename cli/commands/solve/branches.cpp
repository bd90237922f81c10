// A branch of solutions over a parameter, and those that cross it.
#include "cli/commands/solve/ways.hpp"
#include "cli/exit_status.hpp"
#include "cli/interrupt.hpp"
#include "cli/options/continuation_options.hpp"
#include "cli/options/quantities.hpp"
#include "cli/output/branch_plot.hpp"
#include "cli/output/branch_report.hpp"
#include "cli/output/file_writer.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/plot.hpp"
#include "cli/output/standard_output.hpp"
#include "cli/output/table.hpp"
#include "pinn/branch.hpp"
#include "pinn/problem/condition_error.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>
#include <vector>

namespace jetwork::cli {

namespace {

auto followed(const Question& asked, const pinn::Continuation& continuation)
    -> pinn::BifurcationDiagram {
  pinn::Options solver = asked.solver;
  const InterruptWatch watch;
  solver.limits.cancelled = [] { return InterruptWatch::interrupted(); };
  try {
    return pinn::follow_branch(asked.problem, continuation, solver);
  } catch (const pinn::ConditionError& error) {
    throw InputError(fmt::format("{}: {}", asked.source.whole, error.what()));
  } catch (const std::invalid_argument& error) {
    throw InputError(
        fmt::format("--continue {}: {}", asked.options.solver.continued, error.what()));
  }
}

} // namespace

auto print_branches(Question asked, const pinn::Continuation& continuation) -> int {
  const auto& [options, source, problem, solver] = asked;
  const OutputOptions& output = options.output;
  for (const auto& [name, is_given] : {std::pair{"--save", !output.save.empty()},
                                       {"--merge", !output.merge.empty()},
                                       {"--show", !output.picture.show.empty()},
                                       {"--log", !output.picture.logarithmic.empty()},
                                       {"--invariant", !options.problem.invariants.empty()}})
    if (is_given) throw InputError(fmt::format("{}: not with --continue", name));
  check_continuation(continuation, source.text, problem);
  add_quantities(options.solver, source, problem, asked.solver);
  check_parameters(source);
  const auto points = report_points(output, problem.domain, problem.independent);
  check_table_size(continuation.most_points * continuation.most_branches,
                   problem.unknowns.size() * (output.names_points() ? points.size() : 1));
  if (output.json && is_branch_report_key(problem.independent))
    throw InputError(
        fmt::format("--json: the independent variable cannot be called '{}', a name that the "
                    "JSON object uses itself; rename it",
                    problem.independent));
  check_files(output, options.problem.file);

  const pinn::BifurcationDiagram diagram = followed(asked, continuation);
  const BranchReport report{.text = source.text,
                            .problem = problem,
                            .continuation = continuation,
                            .diagram = diagram,
                            .tolerance = solver.tolerance,
                            .points = output.names_points() ? points : std::vector<double>{}};
  const Table table = table_of(report);
  const std::string failure = report.failure();
  FileWriter write;
  write("table", output.table, [&] {
    write_file(output.table,
               to_csv(table, failure.empty() ? std::vector<std::string>{} : std::vector{failure}));
  });
  write("plot", output.plot, [&] {
    if (diagram.branches.empty()) throw PlotError("the plot was not drawn: no solution was found");
    draw(report, output.plot);
  });
  if (!failure.empty() && (output.quiet || output.json))
    complain(fmt::format("{}: {}", source.whole, failure));
  if (output.json) print_json(json_report(report, points));
  else if (!output.quiet)
    print(summary(report, write.files())
          + (output.names_points() && output.table.empty() ? '\n' + to_text(table) : ""));
  return diagram.solved() && !write.failed() ? succeeded : fell_short;
}

} // namespace jetwork::cli
