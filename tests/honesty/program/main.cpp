// Solves random problems of which the truth is known, and counts where the solver claims more than it has.
//
//   honesty --problems 1000 --seed 1              a table by kind, and a command for every bad problem
//   honesty --problems 1 --seed 4711 --print      one problem, with what was found
//
// The exit status is 1 if an answer that is called solved is wrong, or an estimate below the truth.
#include "pinn/initial_value/branch_start.hpp"
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"
#include "tests/honesty/judge/judge.hpp"
#include "tests/honesty/judge/known_faults.hpp"
#include "tests/honesty/problems/draw_problem.hpp"
#include "tests/honesty/program/tally.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

using namespace jetwork;
using namespace jetwork::honesty;

namespace {

struct Settings {
  int problems = 1000;
  std::uint64_t seed = 1;
  std::string kind, family;
  std::optional<double> tolerance;
  double time_limit = 5.0;
  bool print = false, without_known_faults = false;
};

auto kind_named(const std::string& name) -> std::optional<Kind> {
  const auto found = std::ranges::find(kind_names, name);
  if (found == kind_names.end()) return std::nullopt;
  return static_cast<Kind>(found - kind_names.begin());
}

void describe(const ChosenProblem& problem, std::uint64_t seed, const std::string& finding) {
  fmt::print("{}/{}: {}\n  {}\n  honesty --problems 1 --seed {} --kind {} --tolerance {}\n",
             name_of(problem.kind), problem.family, finding, command_line(problem), seed,
             name_of(problem.kind), problem.tolerance);
}

auto finding_of(const Judgement& found, const pinn::Result& result) -> std::string {
  std::string words = found.solved ? "solved" : std::string(pinn::name_of(result.ending.outcome));
  if (found.wrong()) words += fmt::format(", WRONG by {:.3g}", found.error_by_tolerance);
  if (found.estimate_too_low())
    words += fmt::format(", TOO LOW by {:.3g}", found.error_by_estimate);
  if (found.trusted_too_far())
    words += fmt::format(", TRUSTED until {}, off by {:.3g}", result.trusted_until,
                         found.trusted_by_tolerance);
  return words
         + fmt::format(
             "; {} at t = {}: error {:.3g}, estimate {:.3g}, magnitude {:.3g}; {} segments",
             found.unknown, found.where, found.error, found.estimate, found.magnitude,
             result.solution.segments().size());
}

void solve_and_judge(const ChosenProblem& problem, std::uint64_t seed, const Settings& settings,
                     Count& count) {
  try {
    const pinn::Result result =
        pinn::solve(pinn::read_problem(text_problem(problem)),
                    {.tolerance = problem.tolerance, .limits = {.seconds = settings.time_limit}});
    const Judgement found = judge(problem, result, Draw(seed));
    count.add(found, result.statistics.seconds);
    if (found.is_bad() || settings.print) describe(problem, seed, finding_of(found, result));
  } catch (const pinn::BranchError& error) {
    ++(problem.is_ambiguous ? count.not_solved : count.refused);
    if (!problem.is_ambiguous || settings.print)
      describe(problem, seed, fmt::format("REFUSED, {}", error.what()));
  } catch (const std::exception& error) {
    ++count.refused;
    describe(problem, seed, fmt::format("REFUSED, {}", error.what()));
  }
}

void add_options(CLI::App& app, Settings& settings) {
  app.add_option("--problems", settings.problems, "How many to draw");
  app.add_option("--seed", settings.seed, "Of the first problem; the others have the next ones");
  app.add_option("--kind", settings.kind, "Problems of one kind alone")
      ->check(CLI::IsMember(std::vector<std::string>(kind_names.begin(), kind_names.end())));
  app.add_option("--family", settings.family, "Of the problems drawn, those of one family alone");
  app.add_option("--tolerance", settings.tolerance, "In place of random tolerances");
  app.add_option("--time-limit", settings.time_limit, "Seconds for each problem");
  app.add_flag("--print", settings.print, "Print every problem, not only the bad ones");
  app.add_flag("--without-known-faults", settings.without_known_faults,
               "Leave out what tests/honesty/judge/known_faults.hpp lists");
}

} // namespace

int main(int argc, char** argv) {
  Settings settings;
  CLI::App app("Solves random problems of which the truth is known");
  add_options(app, settings);
  CLI11_PARSE(app, argc, argv);

  Tally tally;
  for (int i = 0; i < settings.problems; ++i) {
    const std::uint64_t seed = settings.seed + static_cast<std::uint64_t>(i);
    ChosenProblem problem = draw_problem(seed, kind_named(settings.kind));
    if (settings.tolerance) problem.tolerance = *settings.tolerance;
    if (!settings.family.empty() && problem.family != settings.family) continue;
    Count& count = tally.of(problem.kind);
    if (settings.without_known_faults && is_known_fault(problem)) ++count.left_out;
    else solve_and_judge(problem, seed, settings, count);
  }
  if (settings.without_known_faults)
    for (const KnownFault& fault : known_faults)
      fmt::print("left out: {}, because {}\n", fault.name, fault.reason);
  fmt::print("{}", tally.table());
  return tally.total().bad() == 0 ? 0 : 1;
}
