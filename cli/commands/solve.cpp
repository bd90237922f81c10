// jetwork solve: read, check everything, solve, then write the files and the report.
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/interrupt.hpp"
#include "cli/options/guess_files.hpp"
#include "cli/options/output_options.hpp"
#include "cli/options/problem_error.hpp"
#include "cli/options/problem_options.hpp"
#include "cli/options/quantities.hpp"
#include "cli/options/solver_options.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/plot.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/report.hpp"
#include "cli/output/spectrum_report.hpp"
#include "cli/output/standard_output.hpp"
#include "cli/output/table.hpp"
#include "formula/operation.hpp"
#include "pinn/merge.hpp"
#include "pinn/solution_file.hpp"

#include <fmt/format.h>

#include <cmath>
#include <exception>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace jetwork::cli {
namespace {

auto read(const ProblemSource& source) -> pinn::Problem {
  try {
    pinn::Problem problem = pinn::read_problem(source.text);
    place_guess_files(source, problem);
    return problem;
  } catch (const pinn::TextProblemError& error) { throw InputError(describe(error, source)); }
}

auto solve(const pinn::Problem& problem, pinn::Options options, bool quiet,
           const std::string& whole) -> pinn::Result {
  SolveProgress shown(problem.independent, quiet);
  options.progress = shown.callback();
  const InterruptWatch watch;
  options.limits.cancelled = [] { return InterruptWatch::interrupted(); };
  try {
    return pinn::solve(problem, options);
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}", whole, error.what()));
  }
}

/// One network in place of all segments. Its error is that of the fit plus that of the segments.
auto merged(const pinn::Result& result) -> pinn::Result {
  if (result.solution.segments().empty())
    throw std::runtime_error(
        "--merge: no part of the solution was found, so no network was fitted");
  const InterruptWatch watch; // anew, because an interrupted solve is merged as far as it came
  const pinn::Deadline deadline({.seconds = std::numeric_limits<double>::infinity(),
                                 .cancelled = [] { return InterruptWatch::interrupted(); }});
  pinn::Merged one =
      pinn::merge(result.solution, {.tolerance = result.tolerance, .deadline = deadline});
  if (InterruptWatch::interrupted() && !one.within_tolerance)
    throw std::runtime_error("--merge: it was cancelled, and no network was written");
  pinn::Result whole = result;
  whole.solution = std::move(one.solution);
  for (std::size_t i = 0; i < one.error.size(); ++i) whole.error_estimate[i] += one.error[i];
  if (result.solved() && !one.within_tolerance) {
    whole.ending = {.outcome = pinn::Outcome::merged_network_off};
    whole.reason = explain(whole.ending, result.solution.independent());
  }
  return whole;
}

/// Writes one file; if that fails, says so and lets the rest go on.
class Writer {
public:
  template <class Write>
  void operator()(const std::string& what, const std::string& path, Write write) {
    if (path.empty()) return;
    try {
      write();
      files_.emplace_back(what, path);
    } catch (const std::bad_alloc&) {
      complain(fmt::format("{}: there is not enough memory to write this file", path));
      failed_ = true;
    } catch (const std::exception& error) {
      complain(error.what());
      failed_ = true;
    }
  }
  [[nodiscard]] auto files() const -> const Files& { return files_; }
  [[nodiscard]] auto failed() const -> bool { return failed_; }

private:
  Files files_;
  bool failed_ = false;
};

struct SolveOptions {
  ProblemOptions problem;
  SolverOptions solver;
  OutputOptions output;
};

/// What a solve has found, for the files and the report.
struct Answer {
  const ProblemSource& source;
  const pinn::Problem& problem;
  const std::vector<pinn::Event>& events;
  pinn::Result result;
  Table table;
  std::string failure; // empty if solved
  std::optional<pinn::Result> merged = {};

  [[nodiscard]] auto marks() const -> std::vector<std::string> {
    return failure.empty() ? std::vector<std::string>{} : std::vector{failure};
  }
};

auto write_files(Answer& answer, const OutputOptions& output) -> Writer {
  const pinn::Result& result = answer.result;
  const std::string& title = answer.problem.title;
  Writer write;
  write("table", output.table,
        [&] { write_file(output.table, to_csv(answer.table, answer.marks())); });
  write("solution", output.save,
        [&] { write_file(output.save, pinn::write_solution({.title = title, .result = result})); });
  write("merged", output.merge, [&] {
    answer.merged = merged(result);
    write_file(output.merge, pinn::write_solution({.title = title, .result = *answer.merged}));
  });
  write("losses", output.loss_history, [&] { result.training.write_csv(output.loss_history); });
  write("plot", output.plot, [&] {
    if (result.solution.segments().empty())
      throw PlotError("the plot was not drawn: no part of the solution was found");
    draw(picture(answer.source.text, answer.problem, result.solution), output.plot);
  });
  return write;
}

auto json_of(const Answer& answer) -> nlohmann::ordered_json {
  const pinn::Result& result = answer.result;
  auto report = json_report(result, answer.table);
  report["seconds"] = result.statistics.seconds;
  report["statistics"] = {{"segments_accepted", result.statistics.segments_accepted},
                          {"segments_rejected", result.statistics.segments_rejected},
                          {"newton_steps", result.statistics.newton_steps},
                          {"residual_evaluations", result.statistics.residual_evaluations},
                          {"passes", result.statistics.passes},
                          {"seconds", result.statistics.seconds}};
  if (answer.merged) report["merged"] = merged_json(*answer.merged);
  if (!result.training.epochs.empty())
    report["training"] = {{"steps", result.training.epochs.size()},
                          {"loss", result.training.epochs.back().training_loss}};
  if (result.event)
    report["stopped_at"] = {{"event", answer.events[result.event->index].name},
                            {answer.problem.independent, result.event->t}};
  return report;
}

auto summary_of(const Answer& answer, const Files& files, bool with_table) -> std::string {
  const pinn::Result& result = answer.result;
  std::string text = summary(answer.source.text, answer.problem, result, files);
  if (result.event)
    text += fmt::format("  {:<10} {} = {:.15g}, where {} = 0\n", "stopped at",
                        answer.problem.independent, result.event->t,
                        answer.events[result.event->index].name);
  if (answer.merged) text += merged_summary(*answer.merged);
  if (with_table) text += '\n' + to_text(answer.table);
  return text;
}

/// Equispaced points end where the solution ends: at an event, or with what was kept of an infinite domain.
auto equispaced_on(const pinn::Result& result, const pinn::Domain& domain, std::size_t count)
    -> std::vector<double> {
  if (result.event) return equispaced(domain.start, result.event->t, count);
  if (std::isfinite(domain.start) && std::isfinite(domain.end))
    return equispaced(domain.start, domain.end, count);
  if (result.solution.segments().empty()) return {};
  return equispaced(result.solution.start(), result.solution.end(), count);
}

/// The first eigenvalues and their functions in place of one solution.
auto run_eigenvalues(const SolveOptions& options, const ProblemSource& source,
                     const pinn::Problem& problem, pinn::Options solver, int count) -> int {
  const OutputOptions& output = options.output;
  for (const auto& [name, path] :
       {std::pair{"--save", output.save}, {"--merge", output.merge}, {"--plot", output.plot}})
    if (!path.empty()) throw InputError(fmt::format("{}: not with --eigenvalues yet", name));
  auto points = report_points(output, problem.domain, problem.independent);
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
    points = equispaced_on(spectrum.found.back().result, problem.domain, points.size());
  std::vector<Table> tables;
  for (const pinn::Eigenfunction& each : spectrum.found)
    tables.push_back(tabulate(each.result.solution, points));
  const std::string failure = spectrum.solved() ? "" : "not solved: " + spectrum.reason;
  Writer write;
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

auto run_solve(const SolveOptions& options) -> int {
  pinn::Options solver = solver_options(options.solver);
  const OutputOptions& output = options.output;
  if (!output.loss_history.empty() && !options.solver.is_single_network())
    throw InputError("--loss-history: belongs to --method single; segments are not trained");
  ProblemSource source = problem_source(options.problem);
  source.text.varied = solver.sensitivities;
  const pinn::Problem problem = read(source);
  if (const int count = number_of_eigenvalues(options.solver); count > 0)
    return run_eigenvalues(options, source, problem, std::move(solver), count);
  add_quantities(options.solver, source, problem, solver);
  check_parameters(source, stop_formulas(options.solver));
  auto points = report_points(output, problem.domain, problem.independent);
  check_table_size(points.size(), pinn::total_order(problem) * (1 + solver.sensitivities.size()));
  if (output.json && is_report_key(problem.independent))
    throw InputError(
        fmt::format("--json: the independent variable cannot be called '{}', a name that the "
                    "JSON object uses itself; rename it",
                    problem.independent));
  check_files(output, options.problem.file);

  pinn::Result result = solve(problem, solver, output.quiet, source.whole);
  if (output.at.empty()) points = equispaced_on(result, problem.domain, points.size());
  Table table = tabulate(result.solution, std::move(points), result.sensitivities);
  std::string failure = result.solved() ? "" : "not solved: " + result.reason;
  Answer answer{.source = source,
                .problem = problem,
                .events = solver.events,
                .result = std::move(result),
                .table = std::move(table),
                .failure = std::move(failure)};
  const Writer written = write_files(answer, output);
  if (!answer.failure.empty() && (output.quiet || output.json))
    complain(fmt::format("{}: {}", source.whole, answer.failure));
  if (output.json) print_json(json_of(answer));
  else if (!output.quiet)
    print(summary_of(answer, written.files(), output.names_points() && output.table.empty()));
  return answer.result.solved() && !written.failed() ? succeeded : fell_short;
}

/// The names of all functions that formulas may hold, in lines for a terminal.
auto functions() -> std::string {
  constexpr std::size_t widest = 100;
  std::string text;
  std::size_t width = 0;
  for (std::size_t i = 0; i < formula::operation_names.size(); ++i) {
    if (!formula::is_function(static_cast<formula::Operation>(i))) continue;
    const std::string_view name = formula::operation_names[i];
    if (width + 1 + name.size() > widest) text += '\n', width = 0;
    if (width > 0) text += ' ', ++width;
    text += name;
    width += name.size();
  }
  return text + '.';
}

} // namespace

void add_solve_command(CLI::App& app, Run& run) {
  CLI::App* command = app.add_subcommand(
      "solve", "Solve a differential equation, from a file or from the command line");
  auto options = std::make_shared<SolveOptions>();
  add_problem_options(*command, options->problem);
  add_solver_options(*command, options->solver);
  add_invariant_option(*command, options->problem);
  add_output_options(*command, options->output);
  command->footer(fmt::format(
      "The unknowns are the names that appear with a condition; every other name is a parameter.\n"
      "Expressions: + - * / ^, ' for derivatives, pi, e, and the functions\n{}\n"
      "Exit status: 0 solved; 1 the input is wrong, and nothing is written; 2 not solved, or a "
      "file could not be\n"
      "written: what was reached is still reported and saved, marked as such.",
      functions()));
  command->callback([&run, options] { run = [options] { return run_solve(*options); }; });
}

} // namespace jetwork::cli
