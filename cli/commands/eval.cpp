// jetwork eval: values and derivatives of a saved solution.
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/numbers.hpp"
#include "cli/options/option_group.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/report.hpp"
#include "cli/output/standard_output.hpp"
#include "cli/output/table.hpp"
#include "pinn/solution_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

namespace jetwork::cli {
namespace {

struct EvalOptions {
  std::string file;
  std::string at;
  std::string points;
  std::string table;
  bool json = false;
};

auto load(const std::string& path) -> pinn::SavedSolution {
  try {
    return pinn::load_solution(path);
  } catch (const pinn::SolutionFileError& error) { throw InputError(error.what()); }
}

auto points_of(const EvalOptions& options, const pinn::Solution& solution) -> std::vector<double> {
  if (options.at.empty() == options.points.empty())
    throw InputError(
        "jetwork eval: expected either --at, as in --at 0,0.5,1, or --points, as in --points 201");
  if (options.at.empty())
    return equispaced(solution.start(), solution.end(),
                      read_whole_number("--points", options.points, 2, 10'000'000));
  auto points = read_numbers("--at", options.at);
  const auto [low, high] = std::minmax({solution.start(), solution.end()});
  for (const double t : points)
    if (!solution.covers(t))
      throw InputError(
          fmt::format("--at: {} = {} lies outside the solution of {}, which covers [{}, {}]",
                      solution.independent(), t, options.file, low, high));
  return points;
}

/// What a reader of the values has to know of the solution.
auto marks_of(const pinn::SavedSolution& saved) -> std::vector<std::string> {
  std::vector<std::string> marks;
  if (!saved.result.solved()) marks.push_back("not solved: " + saved.result.reason);
  if (!saved.is_checked)
    marks.emplace_back("unchecked: the file is of an earlier version and has no checksum, so that "
                       "damage would not be noticed; solve and save again to have one");
  return marks;
}

auto run_eval(const EvalOptions& options) -> int {
  const pinn::SavedSolution saved = load(options.file);
  const pinn::Result& result = saved.result;
  if (result.solution.segments().empty())
    throw InputError(
        fmt::format("{}: no part of the solution was found, so there is nothing to evaluate ({})",
                    options.file, result.reason));
  auto points = points_of(options, result.solution);
  const auto& orders = result.solution.orders();
  check_table_size(points.size(), std::accumulate(orders.begin(), orders.end(), std::size_t{0},
                                                  [](std::size_t sum, int order) {
                                                    return sum + static_cast<std::size_t>(order);
                                                  }));
  if (options.json && is_report_key(result.solution.independent()))
    throw InputError(fmt::format("--json: the independent variable cannot be called '{}', a name "
                                 "that the JSON object uses itself; leave --json out",
                                 result.solution.independent()));
  if (!options.table.empty()) {
    check_is_not_read("--table", options.table, options.file);
    check_writable("--table", options.table);
  }

  const Table table = tabulate(result, std::move(points));
  const std::vector<std::string> marks = marks_of(saved);
  for (const std::string& mark : marks) complain(fmt::format("{}: {}", options.file, mark));
  int status = succeeded;
  if (!options.table.empty()) {
    try {
      write_file(options.table, to_csv(table, marks));
    } catch (const WriteError& error) {
      complain(error.what());
      status = fell_short;
    }
  }
  if (options.json) {
    auto report = json_report(result, table);
    report["checksum"] = saved.is_checked ? "matches" : "unchecked";
    print_json(report);
  } else if (options.table.empty()) {
    print(to_text(table));
  }
  return status;
}

} // namespace

void add_eval_command(CLI::App& app, Run& run) {
  CLI::App* command = app.add_subcommand("eval", "Values and derivatives of a saved solution");
  auto options = std::make_shared<EvalOptions>();
  command->add_option("solution", options->file, "The solution, as jetwork solve --save wrote it")
      ->check(not_empty)
      ->required()
      ->type_name("SOLUTION.json");
  command->add_option("--at", options->at, "The points to evaluate at, 0,0.5,1")
      ->check(not_empty)
      ->type_name("POINTS");
  command
      ->add_option("--points", options->points,
                   "Evaluate at N equispaced points, both ends included")
      ->check(not_empty)
      ->type_name("N");
  command
      ->add_option("--table", options->table,
                   "Write the values to a CSV file instead of printing them")
      ->check(not_empty)
      ->type_name("FILE.csv");
  command->add_flag("--json", options->json, "Print one JSON object instead of a table");
  command->footer("Exit status: 0 evaluated; 1 the input is wrong, and nothing is written.\n"
                  "A solution that is marked as not solved is evaluated on the part that was "
                  "solved, and a message says so.\n"
                  "One without a checksum, from an earlier version, is evaluated and called "
                  "unchecked; one whose checksum does not match is refused.");
  command->callback([&run, options] { run = [options] { return run_eval(*options); }; });
}

} // namespace jetwork::cli
