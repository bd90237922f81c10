#include "cli/options/problem_options.hpp"

#include "cli/exit_status.hpp"
#include "cli/options/input_bounds.hpp"
#include "cli/options/numbers.hpp"
#include "formula/expression.hpp"
#include "formula/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace jetwork::cli {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

/// A name and its value, which replaces that of the file.
void lay_over(const char* option, const char* example, const std::string& given, Entries& entries,
              std::vector<std::string>& places) {
  const auto equals = given.find('=');
  const std::string name(trimmed(std::string_view(given).substr(0, equals)));
  if (equals == std::string::npos || name.empty())
    throw InputError(
        fmt::format("{} {}: expected a name and a value, as in {}", option, given, example));
  const std::string value = given.substr(equals + 1);
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const auto& p) { return p.first == name; });
  const auto place = places.begin() + (found - entries.begin());
  if (found == entries.end()) {
    entries.emplace_back(name, value);
    places.emplace_back(option);
  } else if (*place == option) {
    throw InputError(fmt::format("{} {}: {} is given twice", option, given, name));
  } else {
    found->second = value;
    *place = option;
  }
}

void lay_invariant_over(const std::string& given, ProblemSource& source) {
  const auto equals = given.find('=');
  const std::string name(trimmed(std::string_view(given).substr(0, equals)));
  if (equals == std::string::npos || name.empty())
    throw InputError(fmt::format(
        "--invariant {}: expected a name and an expression, as in energy=\"r'^2/2 + 2*r^2\"",
        given));
  if (name.size() > longest_name)
    throw InputError(fmt::format("--invariant: the name has {} bytes; expected at most {}",
                                 name.size(), longest_name));
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

void check_count(const char* option, const std::vector<std::string>& given) {
  if (given.size() > most_entries)
    throw InputError(fmt::format("{}: is given {} times; expected at most {}", option, given.size(),
                                 most_entries));
}

/// Adds all words of a formula: its names, whatever else it holds.
void add_names(std::string_view formula, std::set<std::string>& names) {
  std::size_t first = 0; // of a word
  for (std::size_t i = 0; i <= formula.size(); ++i) {
    if (i < formula.size() && formula::stands_in_name(formula, i)) continue;
    if (first < i) names.emplace(formula.substr(first, i - first));
    first = i + 1;
  }
}

} // namespace

void add_problem_options(CLI::App& command, ProblemOptions& options) {
  const OptionGroup group(command, "Problem");
  group.single("file", options.file, "The problem file (TOML); examples lie in examples/problems",
               "FILE.toml");
  group.repeated("--equation", options.equations, "An equation, \"m*r'' = -k*r\"; repeat for more",
                 "EQUATION");
  group.repeated("--condition", options.conditions, "A condition, \"r(0) = 1\"; repeat for more",
                 "CONDITION");
  group.repeated("--parameter", options.parameters,
                 "A parameter, k=4 or w=\"sqrt(k/m)\"; overrides that of the file; repeat for more",
                 "NAME=VALUE");
  group.repeated("--definition", options.definitions,
                 "A named expression, g=\"x^2 + y\"; overrides that of the file; repeat for more",
                 "NAME=EXPRESSION");
  group.single("--domain", options.domain, "Both ends, 0,10 or 0,2*pi; overrides that of the file",
               "START,END");
  group.single("--independent", options.independent,
               "The independent variable, if there is no file (default: t)", "NAME");
}

void add_invariant_option(CLI::App& command, ProblemOptions& options) {
  OptionGroup(command, "Output")
      .repeated("--invariant", options.invariants,
                "An expression whose drift from its start value is reported, "
                "energy=\"r'^2/2 + 2*r^2\"; repeat for more",
                "NAME=EXPRESSION");
}

auto problem_source(const ProblemOptions& options) -> ProblemSource {
  check_count("--equation", options.equations);
  check_count("--condition", options.conditions);
  check_count("--parameter", options.parameters);
  check_count("--definition", options.definitions);
  check_count("--invariant", options.invariants);
  ProblemSource source;
  if (!options.file.empty()) {
    if (!options.equations.empty() || !options.conditions.empty())
      throw InputError(
          fmt::format("{}: give either a problem file, or --equation and --condition, not both",
                      options.equations.empty() ? "--condition" : "--equation"));
    if (!options.independent.empty())
      throw InputError(
          "--independent: cannot be given with a problem file; write independent = \"NAME\" in the "
          "file");
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
  for (const auto& parameter : options.parameters)
    lay_over("--parameter", "k=4", parameter, source.text.parameters, source.parameters);
  for (const auto& definition : options.definitions)
    lay_over("--definition", "g=\"x^2 + y\"", definition, source.text.definitions,
             source.definitions);
  if (!options.domain.empty()) lay_domain_over(options.domain, source);
  for (const auto& invariant : options.invariants) lay_invariant_over(invariant, source);
  return source;
}

void check_parameters(const ProblemSource& source) {
  const auto& text = source.text;
  std::set<std::string> used;
  for (const auto* equations : {&text.equations, &text.conditions})
    for (const auto& formula : *equations) add_names(formula, used);
  for (const auto& [name, formula] : source.invariants) add_names(formula, used);
  for (const pinn::TextEvent& event : text.events) {
    add_names(event.when, used);
    for (const auto* formulas : {&event.times, &event.then})
      for (const auto& formula : *formulas) add_names(formula, used);
  }
  for (const auto& end : text.domain) add_names(end, used);
  for (const auto& [name, value] : text.parameters) add_names(value, used);
  for (const auto& [name, value] : text.definitions) add_names(value, used);
  for (const auto& [name, guess] : text.guesses) add_names(guess, used);

  for (std::size_t i = 0; i < text.parameters.size(); ++i) {
    const auto& [name, value] = text.parameters[i];
    if (source.parameters[i] != "--parameter" || used.contains(name)) continue;
    std::vector<std::string> others;
    for (const auto& [other, ignored] : text.parameters)
      if (used.contains(other)) others.push_back(other);
    throw InputError(fmt::format("--parameter {}={}: nothing in the problem uses '{}'{}", name,
                                 value, name, formula::suggestion(name, others)));
  }
}

} // namespace jetwork::cli
