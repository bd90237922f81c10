#include "cli/options/solver_options.hpp"

#include "formula/expression.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/numbers.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/plot.hpp"
#include "cli/options/quantities.hpp"
#include "cli/output/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <set>
#include <utility>

namespace jetwork::cli {
namespace {

constexpr std::size_t default_points = 201;
constexpr std::size_t most_points = 10'000'000;
constexpr std::size_t most_neurons = 1000;
constexpr int lbfgs_iterations = 5000; // far less work each than one of Levenberg–Marquardt

auto trimmed(std::string_view text) -> std::string {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

void lay_parameter_over(const std::string& given, ProblemSource& source) {
  const auto equals = given.find('=');
  const std::string name = trimmed(std::string_view(given).substr(0, equals));
  if (equals == std::string::npos || name.empty())
    throw InputError(fmt::format("--parameter {}: expected a name and a value, as in k=4", given));
  const std::string value = given.substr(equals + 1);
  auto& parameters = source.text.parameters;
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const auto& p) { return p.first == name; });
  const auto place = source.parameters.begin() + (found - parameters.begin());
  if (found == parameters.end()) {
    parameters.emplace_back(name, value);
    source.parameters.emplace_back("--parameter");
  } else if (*place == "--parameter") {
    throw InputError(fmt::format("--parameter {}: {} is given twice", given, name));
  } else {
    found->second = value;
    *place = "--parameter";
  }
}

void lay_invariant_over(const std::string& given, ProblemSource& source) {
  const auto equals = given.find('=');
  const std::string name = trimmed(std::string_view(given).substr(0, equals));
  if (equals == std::string::npos || name.empty())
    throw InputError(fmt::format(
        "--invariant {}: expected a name and an expression, as in energy=\"r'^2/2 + 2*r^2\"",
        given));
  const auto same = [&](const auto& invariant) { return invariant.first == name; };
  const auto found = std::find_if(source.invariants.begin(), source.invariants.end(), same);
  if (found == source.invariants.end()) {
    source.invariants.emplace_back(name, given.substr(equals + 1));
    source.invariant_places.emplace_back("--invariant");
  } else {
    found->second = given.substr(equals + 1);
    source.invariant_places[static_cast<std::size_t>(found - source.invariants.begin())] =
        "--invariant";
  }
}

void lay_domain_over(const std::string& given, ProblemSource& source) {
  const auto ends = split_list(given);
  if (ends.size() != 2)
    throw InputError(fmt::format("--domain {}: expected two ends, as in 0,10 or 0,2*pi", given));
  source.text.domain = {ends[0], ends[1]};
  source.domain = {"--domain", "--domain"};
}

/// All names in a formula, those in points too.
void add_names(const autodiff::Expression& expression, std::set<std::string>& names) {
  for (const autodiff::Node& node : expression.postfix) {
    if (const auto* symbol = std::get_if<autodiff::Symbol>(&node)) names.insert(symbol->name);
    if (const auto* value = std::get_if<autodiff::ValueAt>(&node)) add_names(value->point, names);
  }
}

} // namespace

void check_parameters(const ProblemSource& source, const SolveOptions& options) {
  const auto& text = source.text;
  std::set<std::string> used;
  for (const auto* equations : {&text.equations, &text.conditions})
    for (const auto& formula : *equations) {
      const auto equation = autodiff::parse_equation(formula);
      add_names(equation.left, used);
      add_names(equation.right, used);
    }
  for (const auto& [name, formula] : source.invariants) add_names(autodiff::parse(formula), used);
  for (const auto& stop : options.stops) add_names(autodiff::parse(stop_formula(stop)), used);
  for (const auto& end : text.domain) add_names(autodiff::parse(end), used);
  for (const auto& [name, value] : text.parameters) add_names(autodiff::parse(value), used);

  for (std::size_t i = 0; i < text.parameters.size(); ++i) {
    const auto& [name, value] = text.parameters[i];
    if (source.parameters[i] != "--parameter" || used.contains(name)) continue;
    std::vector<std::string> others;
    for (const auto& [other, ignored] : text.parameters)
      if (used.contains(other)) others.push_back(other);
    throw InputError(fmt::format("--parameter {}={}: nothing in the problem uses '{}'{}", name,
                                 value, name, autodiff::suggestion(name, others)));
  }
}

void add_solve_options(CLI::App& command, SolveOptions& options) {
  const auto repeated = [&](const char* name, std::vector<std::string>& texts, const char* help,
                            const char* shown, const char* group = "Problem") {
    command.add_option(name, texts, help)
        ->check(not_empty)
        ->type_name(shown)
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all()
        ->group(group);
  };
  const auto single = [&](const char* name, std::string& text, const char* help, const char* shown,
                          const char* group) {
    command.add_option(name, text, help)->check(not_empty)->type_name(shown)->group(group);
  };
  single("file", options.file, "The problem file (TOML); examples lie in examples/problems",
         "FILE.toml", "Problem");
  repeated("--equation", options.equations, "An equation, \"m*r'' = -k*r\"; repeat for more",
           "EQUATION");
  repeated("--condition", options.conditions, "A condition, \"r(0) = 1\"; repeat for more",
           "CONDITION");
  repeated("--parameter", options.parameters,
           "A parameter, k=4 or w=\"sqrt(k/m)\"; overrides that of the file; repeat for more",
           "NAME=VALUE");
  single("--domain", options.domain, "Both ends, 0,10 or 0,2*pi; overrides that of the file",
         "START,END", "Problem");
  single("--independent", options.independent,
         "The independent variable where there is no file (default: t)", "NAME", "Problem");

  single("--tolerance", options.tolerance,
         "The error asked for, relative to each unknown's largest magnitude (default: 1e-8)",
         "NUMBER", "Solver");
  single("--absolute-tolerance", options.absolute_tolerance,
         "An error that is small enough whatever the tolerance: 1e-9 for all unknowns, or "
         "x=1e-9,y=1e-6",
         "NUMBERS", "Solver");
  repeated("--stop", options.stops,
           "End where an expression becomes zero: \"x - 0.5\", or \"x - 0.5, rising\" or "
           "\"x - 0.5, falling\"; repeat for more",
           "EXPRESSION", "Solver");
  repeated("--invariant", options.invariants,
           "What should stay constant; its drift is reported: energy=\"r'^2/2 + 2*r^2\"; repeat "
           "for more",
           "NAME=EXPRESSION", "Output");
  single("--method", options.method,
         "segments (default): many small networks; single: one for the whole domain", "METHOD",
         "Solver");
  single("--training", options.training,
         "Of the single network: levenberg-marquardt (default), or adam-lbfgs", "OPTIMISER",
         "Single network");
  single("--neurons", options.neurons, "Of the single network's hidden layer (default: 40)", "N",
         "Single network");
  command
      .add_flag("--soft-conditions", options.soft_conditions,
                "Conditions are part of the single network's loss, instead of holding exactly")
      ->group("Single network");
  single("--loss-history", options.loss_history,
         "Write the single network's loss after every step as CSV", "FILE.csv", "Single network");
  single("--seed", options.seed,
         "Of the random hidden layer; the same seed gives the same digits (default: 1)", "N",
         "Solver");
  single("--maximum-segments", options.maximum_segments,
         "Stop after so many segments with what was reached (default: 200000)", "N", "Solver");
  single("--time-limit", options.time_limit,
         "Stop after so many seconds with what was reached (default: 60)", "SECONDS", "Solver");

  single("--at", options.at, "Where to report, 0,0.5,1", "POINTS", "Output");
  single("--points", options.points,
         "Report at so many equispaced points, both ends included (default for --json and --table: "
         "201)",
         "N", "Output");
  single("--table", options.table, "Write values and derivatives as CSV", "FILE.csv", "Output");
  single("--save", options.save, "Write the solution itself, for jetwork eval", "FILE.json",
         "Output");
  single("--merge", options.merge,
         "Fit one network to the solution, write it for jetwork eval, and report how far it is off",
         "FILE.json", "Output");
  single("--plot", options.plot, "Draw the unknowns and the residuals", "FILE.svg|png", "Output");
  command.add_flag("--json", options.json, "Print one JSON object instead of the summary")
      ->group("Output");
  command.add_flag("--quiet", options.quiet, "Print nothing but errors (and the JSON object)")
      ->group("Output");
}

auto problem_source(const SolveOptions& options) -> ProblemSource {
  ProblemSource source;
  if (!options.file.empty()) {
    if (!options.equations.empty() || !options.conditions.empty())
      throw InputError(
          fmt::format("{}: give either a problem file, or --equation and --condition, not both",
                      options.equations.empty() ? "--condition" : "--equation"));
    if (!options.independent.empty())
      throw InputError(
          "--independent: a problem file says itself what its independent variable is");
    source = read_problem_file(options.file);
  } else {
    if (options.equations.empty())
      throw InputError(
          "jetwork solve: expected a problem file, or --equation, --condition and --domain "
          "(see jetwork solve --help)");
    if (options.domain.empty())
      throw InputError("--domain: missing; expected the interval to solve on, as in --domain 0,10");
    source.whole = "the command line";
    source.text.equations = options.equations;
    source.text.conditions = options.conditions;
    source.equations.assign(options.equations.size(), "--equation");
    source.conditions.assign(options.conditions.size(), "--condition");
    if (!options.independent.empty()) source.text.independent = options.independent;
  }
  for (const auto& parameter : options.parameters) lay_parameter_over(parameter, source);
  if (!options.domain.empty()) lay_domain_over(options.domain, source);
  for (const auto& invariant : options.invariants) lay_invariant_over(invariant, source);
  return source;
}

namespace {

/// Throws InputError where an option of the single network is given without --method single.
auto single_network_options(const SolveOptions& options) -> pinn::SingleNetwork {
  pinn::SingleNetwork result;
  if (options.method != "single") {
    const std::array given = {std::pair{"--training", !options.training.empty()},
                              std::pair{"--neurons", !options.neurons.empty()},
                              std::pair{"--soft-conditions", options.soft_conditions},
                              std::pair{"--loss-history", !options.loss_history.empty()}};
    for (const auto& [name, is_given] : given)
      if (is_given)
        throw InputError(
            fmt::format("{}: belongs to --method single; segments are not trained", name));
    return result;
  }
  if (!options.neurons.empty())
    result.neurons =
        static_cast<int>(read_whole_number("--neurons", options.neurons, 1, most_neurons));
  if (options.soft_conditions) result.training.conditions = pinn::Conditions::soft;
  if (options.training == "adam-lbfgs") {
    result.training.optimisation = pinn::Optimisation::adam_then_lbfgs;
    result.training.iterations = lbfgs_iterations;
  } else if (!options.training.empty() && options.training != "levenberg-marquardt") {
    throw InputError(
        fmt::format("--training {}: expected levenberg-marquardt or adam-lbfgs", options.training));
  }
  return result;
}

} // namespace

auto solver_options(const SolveOptions& options) -> pinn::Options {
  pinn::Options result;
  result.tolerance = read_number("--tolerance", options.tolerance);
  if (!(result.tolerance > 0 && result.tolerance < 1))
    throw InputError(fmt::format("--tolerance {}: expected a number between 0 and 1, as in 1e-8",
                                 options.tolerance));
  if (options.method == "single") result.method = pinn::Method::single;
  else if (options.method != "segments")
    throw InputError(fmt::format("--method {}: expected segments or single", options.method));
  result.single = single_network_options(options);
  result.seed =
      read_whole_number("--seed", options.seed, 0, std::numeric_limits<std::uint64_t>::max());
  result.maximum_segments =
      read_whole_number("--maximum-segments", options.maximum_segments, 1, 100'000'000);
  result.maximum_seconds = read_number("--time-limit", options.time_limit);
  if (!(result.maximum_seconds > 0))
    throw InputError(
        fmt::format("--time-limit {}: expected a number of seconds above 0", options.time_limit));
  return result;
}

auto report_points(const SolveOptions& options, const pinn::Domain& domain,
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

void check_files(const SolveOptions& options) {
  if (!options.plot.empty()) check_plot_file(options.plot);
  const std::array files = {std::pair{"--table", options.table}, std::pair{"--save", options.save},
                            std::pair{"--plot", options.plot}, std::pair{"--merge", options.merge},
                            std::pair{"--loss-history", options.loss_history}};
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].second.empty()) continue;
    if (!options.file.empty()) check_is_not_read(files[i].first, files[i].second, options.file);
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
