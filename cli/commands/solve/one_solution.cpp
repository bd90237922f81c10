// One solution: its report, its files, and one network in place of its segments where that is asked for.
#include "cli/commands/solve/ways.hpp"
#include "cli/exit_status.hpp"
#include "cli/interrupt.hpp"
#include "cli/options/quantities.hpp"
#include "cli/output/event_report.hpp"
#include "cli/output/file_writer.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/phase_portrait.hpp"
#include "cli/output/plot.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/report.hpp"
#include "cli/output/standard_output.hpp"
#include "cli/output/table.hpp"
#include "pinn/merge.hpp"
#include "pinn/solution/found_numbers.hpp"
#include "pinn/solution_file.hpp"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace jetwork::cli {
namespace {

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

/// What a solve has found, for the files and the report.
struct Answer {
  const ProblemSource& source;
  const pinn::Problem& problem;
  pinn::Result result;
  Table table;
  std::string failure; // empty if solved
  PictureOptions drawn = {};
  std::optional<PhasePortrait> phase = {};
  std::optional<pinn::Result> merged = {};

  [[nodiscard]] auto marks() const -> std::vector<std::string> {
    return failure.empty() ? std::vector<std::string>{} : std::vector{failure};
  }
};

auto write_files(Answer& answer, const OutputOptions& output) -> FileWriter {
  const pinn::Result& result = answer.result;
  const std::string& title = answer.problem.title;
  FileWriter write;
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
    if (answer.phase) return draw(*answer.phase, title, result, output.plot);
    draw_with_notes(picture(answer.source.text, pinn::with_found_numbers(answer.problem, result),
                            result.solution, answer.drawn, result.events),
                    output.plot, output.quiet);
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
  if (!answer.problem.events.empty()) report["events"] = events_json(answer.problem, result);
  if (result.ended_by() != nullptr) report["stopped_at"] = stopped_at_json(answer.problem, result);
  return report;
}

auto summary_of(const Answer& answer, const Files& files, bool with_table) -> std::string {
  const pinn::Result& result = answer.result;
  std::string text = summary(answer.source.text, answer.problem, result, files);
  text += events_summary(answer.source.text, answer.problem, result);
  if (answer.merged) text += merged_summary(*answer.merged);
  if (with_table) text += '\n' + to_text(answer.table);
  return text;
}

/// Within which points may lie.
auto possible_domain(const pinn::Problem& problem) -> pinn::Domain {
  if (!problem.free_end) return problem.domain;
  return {problem.domain.start, problem.parameters[*problem.free_end].searched->upper};
}

} // namespace

auto print_one_solution(Question asked) -> int {
  const auto& [options, source, problem, solver] = asked;
  const OutputOptions& output = options.output;
  add_quantities(options.solver, source, problem, asked.solver);
  check_parameters(source);
  auto points = report_points(output, possible_domain(problem), problem.independent);
  check_table_size(points.size(), pinn::total_order(problem) * (1 + solver.sensitivities.size()));
  check_names(output, problem);
  check_files(output, options.problem.file);
  PictureOptions drawn = picture_options(output.picture, problem);
  auto phase = phase_portrait(output.picture, problem);

  pinn::Result result = solve(problem, solver, output.quiet, source.whole);
  if (output.at.empty()) points = equispaced_on(result, problem, points.size());
  Table table = tabulate(result, std::move(points));
  std::string failure = result.solved() ? "" : "not solved: " + result.reason;
  Answer answer{.source = source,
                .problem = problem,
                .result = std::move(result),
                .table = std::move(table),
                .failure = std::move(failure),
                .drawn = std::move(drawn),
                .phase = std::move(phase)};
  const FileWriter written = write_files(answer, output);
  if (!answer.failure.empty() && (output.quiet || output.json))
    complain(fmt::format("{}: {}", source.whole, answer.failure));
  if (output.json) print_json(json_of(answer));
  else if (!output.quiet)
    print(summary_of(answer, written.files(), output.names_points() && output.table.empty()));
  return answer.result.solved() && !written.failed() ? succeeded : fell_short;
}

} // namespace jetwork::cli
