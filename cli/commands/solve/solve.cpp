// jetwork solve: reads the problem, and asks for what is wanted of it.
#include "cli/commands.hpp"
#include "cli/commands/solve/ways.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/continuation_options.hpp"
#include "cli/options/guess_files.hpp"
#include "cli/options/printable.hpp"
#include "cli/options/problem_error.hpp"
#include "cli/options/quantities.hpp"
#include "cli/output/event_report.hpp"
#include "cli/output/report.hpp"
#include "cli/output/table.hpp"
#include "formula/operation.hpp"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace jetwork::cli {

void check_names(const OutputOptions& output, const pinn::Problem& problem) {
  if (output.json && is_report_key(problem.independent))
    throw InputError(
        fmt::format("--json: the independent variable cannot be called '{}', a name that the "
                    "JSON object uses itself; rename it",
                    problem.independent));
  if (output.json && !problem.events.empty() && is_event_key(problem.independent))
    throw InputError(
        fmt::format("--json: the independent variable cannot be called '{}', a name that the "
                    "objects of events use themselves; rename it",
                    problem.independent));
}

auto equispaced_on(const pinn::Result& result, const pinn::Problem& problem, std::size_t count)
    -> std::vector<double> {
  if (const auto* last = result.ended_by()) return equispaced(problem.domain.start, last->t, count);
  if (!problem.free_end && std::isfinite(problem.domain.start) && std::isfinite(problem.domain.end))
    return equispaced(problem.domain.start, problem.domain.end, count);
  if (result.solution.segments().empty()) return {};
  return equispaced(result.solution.start(), result.solution.end(), count);
}

namespace {

auto read(const ProblemSource& source) -> pinn::Problem {
  try {
    pinn::Problem problem = pinn::read_problem(source.text);
    place_guess_files(source, problem);
    return problem;
  } catch (const pinn::TextProblemError& error) { throw InputError(describe(error, source)); }
}

/// What is asked for that goes with no events, or with none that go on with new values.
void refuse_with_events(const SolveOptions& options, const ProblemSource& source) {
  const pinn::TextProblem& text = source.text;
  for (std::size_t i = 0; i < text.events.size(); ++i) {
    const std::string name = printable(text.events[i].name);
    const std::string& place = source.events[i].whole;
    for (const auto& [option, is_given] :
         {std::pair{"--solutions", !options.solver.solutions.empty()},
          {"--eigenvalues", !options.solver.eigenvalues.empty()},
          {"--continue", !options.solver.continued.empty()}})
      if (is_given)
        throw InputError(fmt::format(
            "{}: not with events; leave it away, or take event {} out ({})", option, name, place));
    for (const auto& [option, is_given] : {std::pair{"--merge", !options.output.merge.empty()},
                                           {"--method single", options.solver.is_single_network()}})
      if (is_given && !text.events[i].then.empty())
        throw InputError(
            fmt::format("{0}: one network has no jumps, and event {1} goes on with new "
                        "values ({2}); leave {0} away",
                        option, name, place));
  }
}

auto run_solve(const SolveOptions& options) -> int {
  pinn::Options solver = solver_options(options.solver);
  if (!options.output.loss_history.empty() && !options.solver.is_single_network())
    throw InputError("--loss-history: belongs to --method single; segments are not trained");
  const int solutions = number_of_solutions(options.solver);
  const int eigenvalues = number_of_eigenvalues(options.solver);
  ProblemSource source = problem_source(options.problem);
  add_stops(options.solver, source);
  source.text.varied = solver.sensitivities;
  const auto continuation = continuation_options(options.solver);
  if (continuation) source.text.varied.push_back(continuation->parameter);
  refuse_with_events(options, source);
  const pinn::Problem problem = read(source);
  Question asked{options, source, problem, std::move(solver)};
  if (continuation && (solutions > 0 || eigenvalues > 0))
    throw InputError(
        fmt::format("--continue: not with {}", solutions > 0 ? "--solutions" : "--eigenvalues"));
  if (!options.output.picture.phase.empty() && (solutions > 0 || eigenvalues > 0 || continuation))
    throw InputError("--phase: it is for one solution");
  if (solutions > 0) return print_several_solutions(std::move(asked), solutions);
  if (eigenvalues > 0) return print_first_eigenvalues(std::move(asked), eigenvalues);
  if (continuation) return print_branches(std::move(asked), *continuation);
  return print_one_solution(std::move(asked));
}

/// The names of all functions that formulas may hold, in lines for a terminal.
auto functions() -> std::string {
  constexpr std::size_t widest = 100;
  std::string text;
  std::size_t width = 0;
  const auto add = [&](std::string_view name) {
    if (width + 1 + name.size() > widest) text += '\n', width = 0;
    if (width > 0) text += ' ', ++width;
    text += name;
    width += name.size();
  };
  for (const std::string_view name : formula::operation_names)
    if (formula::function_named(name)) add(name);
  for (const std::string_view name : formula::further_functions) add(name);
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
      "Expressions: + - * / ^, ' for derivatives, pi, e, < <= > >= == !=, and, or, not, and the "
      "functions\n{}\n"
      "Exit status: 0 solved; 1 the input is wrong, and nothing is written; 2 not solved, or a "
      "file could not be\n"
      "written: what was reached is still reported and saved, marked as such.",
      functions()));
  command->callback([&run, options] { run = [options] { return run_solve(*options); }; });
}

} // namespace jetwork::cli
