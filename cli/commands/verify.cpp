// jetwork verify: a claimed derivative, or a claimed solution of a problem.
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/numbers.hpp"
#include "cli/options/option_group.hpp"
#include "cli/options/problem_error.hpp"
#include "cli/options/problem_file.hpp"
#include "cli/output/standard_output.hpp"
#include "formula/utf8.hpp"
#include "pinn/limits.hpp"
#include "pinn/solution_claim.hpp"
#include "verify/formula_claim.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace jetwork::cli {
namespace {

using verify::Claim;
using verify::FormulaClaimError;
using verify::Outcome;
using verify::Verdict;
using Json = nlohmann::ordered_json;

/// What --time-limit asks for.
auto stop_after(const std::string& time_limit) -> verify::Stop {
  pinn::Limits limits;
  if (!time_limit.empty()) limits.seconds = read_seconds("--time-limit", time_limit);
  return [deadline = pinn::Deadline(limits)] { return deadline.passed(); };
}

/// Fewer points than for a derivative, because each evaluates jets of order 8 in a hundred digits, which is slow.
auto for_solutions(const verify::Stop& stop) -> verify::VerifyOptions {
  return {.random_points = 60, .points_in_hundred_digits = 12, .stop = stop};
}

struct VerifyCommandOptions {
  std::string function;
  std::string derivative;
  std::string by;
  std::string order;
  std::vector<std::string> parameters;
  std::vector<std::string> domains;
  std::string problem;
  std::vector<std::string> solutions;
  std::string time_limit;
  bool json = false;
};

/// "k=4" in two. Throws InputError.
auto split_assignment(const char* option, const std::string& given, const char* example)
    -> std::pair<std::string, std::string> {
  const auto equals = given.find('=');
  const std::string name(trimmed(std::string_view(given).substr(0, equals)));
  if (equals == std::string::npos || name.empty())
    throw InputError(fmt::format("{} {}: expected a name and {}", option, given, example));
  return {name, std::string(trimmed(std::string_view(given).substr(equals + 1)))};
}

/// The beginning of a formula, for a message.
auto beginning_of(const std::string& text) -> std::string {
  constexpr std::size_t longest = 200;
  return formula::shortened(text, longest);
}

auto point_json(const std::vector<double>& at, const Claim& claim) -> Json {
  Json point = Json::object();
  for (std::size_t i = 0; i < at.size(); ++i) point[claim.variables[i].name] = at[i];
  return point;
}

auto verdict_json(const Verdict& verdict, const Claim& claim) -> Json {
  Json report = {{"verdict", to_string(verdict.outcome)},
                 {"points", verdict.points},
                 {"largest_relative_error", verdict.largest_relative_error}};
  if (const auto& example = verdict.counterexample) {
    Json& shown = report["counterexample"];
    shown["at"] = point_json(example->at, claim);
    shown["true"] = example->truth;
    shown["claimed"] = example->claimed ? Json(*example->claimed) : Json();
    shown["relative_error"] = example->relative_error;
    shown["wrong_digit"] = example->wrong_digit;
    if (!claim.components[example->component].empty())
      shown["part"] = claim.components[example->component];
  }
  if (!verdict.reason.empty()) report["reason"] = verdict.reason;
  if (verdict.excluded_points > 0) {
    report["excluded_points"] = verdict.excluded_points;
    for (const auto& [at, reason] : verdict.excluded)
      report["excluded"].push_back({{"at", point_json(at, claim)}, {"reason", reason}});
  }
  if (verdict.repair) {
    report["repair"]["change"] = verdict.repair->change;
    if (!verdict.repair->claim.empty()) report["repair"]["claim"] = verdict.repair->claim;
  }
  return report;
}

auto report(const Verdict& verdict, const Claim& claim, bool json) -> int {
  if (json) print_json(verdict_json(verdict, claim));
  else print(to_string(verdict, claim));
  return verdict.outcome == Outcome::holds ? succeeded : fell_short;
}

auto claim_text(const VerifyCommandOptions& options) -> verify::FormulaClaimText {
  verify::FormulaClaimText text{
      .function = options.function, .derivative = options.derivative, .by = {}};
  text.by = split_list(options.by);
  if (std::ranges::count(text.by, std::string()) > 0)
    throw InputError(fmt::format(
        "--by {}: expected a variable, or several between commas, as in x,y", options.by));
  if (!options.order.empty()) {
    const auto order = read_whole_number("--order", options.order, 1, 8);
    if (text.by.size() > 1 && order != text.by.size())
      throw InputError(fmt::format("--order {}: --by {} names {} variables; leave --order out",
                                   options.order, options.by, text.by.size()));
    if (text.by.size() == 1) text.by.assign(order, text.by[0]);
  }
  for (const auto& given : options.parameters) {
    auto parameter = split_assignment("--parameter", given, "a value, as in a=2");
    if (std::ranges::count(text.parameters, parameter.first, [](const auto& p) { return p.first; })
        > 0)
      throw InputError(fmt::format("--parameter {}: {} is given twice", given, parameter.first));
    text.parameters.push_back(std::move(parameter));
  }
  for (const auto& given : options.domains) {
    const auto [name, ends] = split_assignment("--domain", given, "two ends, as in x=0.1,3");
    const auto numbers = read_numbers("--domain", ends);
    if (numbers.size() != 2)
      throw InputError(fmt::format("--domain {}: expected two ends, as in x=0.1,3", given));
    text.domains.push_back({name, numbers[0], numbers[1]});
  }
  return text;
}

auto verify_derivative(const VerifyCommandOptions& options) -> int {
  if (options.function.empty() || options.derivative.empty() || options.by.empty())
    throw InputError(
        "jetwork verify: expected a function, --derivative and --by, as in jetwork verify "
        "\"sin(x)^2\" --derivative \"2*sin(x)*cos(x)\" --by x (see jetwork verify --help)");
  if (!options.solutions.empty()) throw InputError("--solution: belongs to --problem FILE.toml");
  const auto text = claim_text(options);
  try {
    const verify::FormulaClaim claim(text);
    return report(claim.verify({.stop = stop_after(options.time_limit)}), claim.claim(),
                  options.json);
  } catch (const FormulaClaimError& error) {
    using Part = FormulaClaimError::Part;
    switch (error.part()) {
    case Part::function:
      throw InputError(fmt::format("{}: {}", beginning_of(options.function), error.what()));
    case Part::derivative:
      throw InputError(
          fmt::format("--derivative {}: {}", beginning_of(options.derivative), error.what()));
    case Part::by: throw InputError(fmt::format("--by {}: {}", options.by, error.what()));
    case Part::parameter: throw InputError(fmt::format("--parameter {}", error.what()));
    default: throw InputError(fmt::format("--domain: {}", error.what()));
    }
  }
}

/// On all that the claimed solution is to satisfy: the equations, then the conditions.
auto report_solution(const pinn::SolutionClaims& claims, const verify::Stop& stop, bool json)
    -> int {
  Verdict verdict = verify::verify(claims.equations, for_solutions(stop));
  if (verdict.outcome == Outcome::fails) return report(verdict, claims.equations, json);
  const auto because = [&](Outcome outcome, const std::string& reason) {
    verdict.outcome = outcome;
    verdict.reason = reason;
    return report(verdict, claims.equations, json);
  };
  if (!claims.gaps.empty()) return because(Outcome::fails, claims.gaps[0]);
  if (!claims.conditions.components.empty()) {
    const Verdict at_points = verify::verify(claims.conditions, for_solutions(stop));
    const bool is_known = at_points.outcome == Outcome::fails || claims.undecided.empty();
    if (at_points.outcome != Outcome::holds && is_known) {
      if (!json) {
        Claim quoted = claims.conditions;
        quoted.components = claims.quoted_conditions;
        return report(at_points, quoted, json);
      }
      Json shown = verdict_json(at_points, claims.conditions);
      if (const auto& example = at_points.counterexample)
        shown["counterexample"]["condition"] = claims.quoted_conditions[example->component];
      print_json(shown);
      return fell_short;
    }
  }
  if (!claims.undecided.empty()) return because(Outcome::undecided, claims.undecided[0]);
  if (verdict.outcome == Outcome::holds) {
    for (const std::string& kink : claims.kinks)
      verdict.reason += (verdict.reason.empty() ? "except " : ", and ") + kink;
    for (const std::string& note : claims.notes)
      verdict.reason += (verdict.reason.empty() ? "" : "; ") + note;
  }
  return report(verdict, claims.equations, json);
}

auto verify_solution(const VerifyCommandOptions& options) -> int {
  if (!options.function.empty() || !options.derivative.empty() || !options.by.empty())
    throw InputError(
        "--problem: give either a function with --derivative, or a problem with --solution");
  if (!options.domains.empty())
    throw InputError("--domain: with --problem, the domain is the file's own [domain]");
  if (!options.order.empty()) throw InputError("--order: belongs to a function with --derivative");
  if (options.solutions.empty())
    throw InputError("--problem: expected --solution \"r = cos(2*t)\" for each unknown");
  ProblemSource source = read_problem_file(options.problem);
  std::vector<std::string> solutions = options.solutions; // of unknown numbers too
  for (const auto& given : options.parameters) {
    const auto [name, value] = split_assignment("--parameter", given, "a value, as in a=2");
    const auto known =
        std::ranges::find(source.text.parameters, name, [](const auto& p) { return p.first; });
    if (known == source.text.parameters.end())
      throw InputError(
          fmt::format("--parameter {}: {} has no parameter '{}'", given, options.problem, name));
    if (std::ranges::count(source.text.searched, name, [](const auto& s) { return s.first; }) > 0) {
      solutions.push_back(given);
      continue;
    }
    known->second = value;
    source.parameters[static_cast<std::size_t>(known - source.text.parameters.begin())] =
        "--parameter";
  }
  try {
    const verify::Stop stop = stop_after(options.time_limit);
    return report_solution(pinn::claimed_solution(source.text, solutions, stop), stop,
                           options.json);
  } catch (const pinn::TextProblemError& error) {
    throw InputError(describe(error, source));
  } catch (const pinn::ClaimedSolutionError& error) {
    throw InputError(fmt::format("--solution {}", error.what()));
  }
}

} // namespace

void add_verify_command(CLI::App& app, Run& run) {
  CLI::App* command =
      app.add_subcommand("verify", "Check a claimed derivative or a claimed solution");
  auto options = std::make_shared<VerifyCommandOptions>();
  const auto single = [&](const char* name, std::string& text, const std::string& help,
                          const char* shown) {
    command->add_option(name, text, help)->check(not_empty)->type_name(shown);
  };
  const auto repeated = [&](const char* name, std::vector<std::string>& texts, const char* help,
                            const char* shown) {
    command->add_option(name, texts, help)
        ->check(not_empty)
        ->type_name(shown)
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
  };
  single("function", options->function, "The function, \"x^2*sin(a*x)\"", "FUNCTION");
  single("--derivative", options->derivative, "The claimed derivative of the function", "CLAIM");
  single("--by", options->by,
         "The variable to differentiate by, x; several for a mixed derivative, x,y", "NAMES");
  single("--order", options->order, "The order of the derivative, up to 8 (default: 1)", "N");
  repeated("--parameter", options->parameters, "A parameter, a=2; repeat for more", "NAME=VALUE");
  repeated("--domain", options->domains,
           "The interval of a variable's sample points, x=0.1,3 (default: -10,10); repeat for more",
           "NAME=START,END");
  single("--problem", options->problem, "Check a claimed solution of this problem file instead",
         "FILE.toml");
  repeated("--solution", options->solutions,
           "The claimed solution, \"r = cos(2*t)\"; repeat for each unknown function or number",
           "SOLUTION");
  single("--time-limit", options->time_limit,
         fmt::format("Call a claim undecided after so many seconds (default: {:g})",
                     pinn::Limits{}.seconds),
         "SECONDS");
  command->add_flag("--json", options->json, "Print one JSON object");
  command->footer("Exit status: 0 the claim holds; 1 the input is wrong; 2 the claim fails, or is "
                  "undecided.\n"
                  "Every name in the function that is not given by --parameter is a variable.");
  // A function such as -x^2 looks like an option to CLI11, and arrives in remaining().
  command->allow_extras();
  command->callback([&run, command, options] {
    auto rest = command->remaining();
    if (options->function.empty() && rest.size() == 1 && !rest[0].starts_with("--"))
      options->function = rest[0];
    else if (!rest.empty())
      throw CLI::ExtrasError({rest.rbegin(), rest.rend()}); // it lists its argument backwards
    run = [options] {
      return options->problem.empty() ? verify_derivative(*options) : verify_solution(*options);
    };
  });
}

} // namespace jetwork::cli
