// From the texts to a problem: everything is parsed and checked, and the residual compiled.
#include "pinn/problem/condition_solver.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/problem/text/parts.hpp"
#include "pinn/problem/text/text_problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::pinn {
namespace detail {
namespace {

/// left - right of every equation.
auto make_residual(const TextParts& parts, const SharedVariables& variables) -> Residual {
  std::vector<formula::Formula> formulas;
  std::size_t needed = 0;
  for (std::size_t i = 0; i < parts.equations.size(); ++i) {
    formulas.push_back(reading(parts.text, Part::equation, i, [&] {
      return formula::compile_residual(parts.equations[i], variables->symbols());
    }));
    needed = std::max(needed, formulas.back().variables_needed());
  }
  const auto shared = std::make_shared<const std::vector<formula::Formula>>(std::move(formulas));
  return [variables, shared, needed](const Value& t, Values u, ParameterValues p) {
    const std::vector<Value> numbers = variables->numbers<Value>(t, u, p, needed);
    std::vector<Value> residuals;
    for (const formula::Formula& formula : *shared) residuals.push_back(formula.evaluate(numbers));
    return residuals;
  };
}

/// The place of a named unknown among the problem's.
auto unknown_named(const TextParts& parts, Part part, std::size_t i, const std::string& name)
    -> std::size_t {
  const auto found = std::ranges::find(parts.unknowns, name, &TextUnknown::name);
  if (found != parts.unknowns.end())
    return static_cast<std::size_t>(found - parts.unknowns.begin());
  std::vector<std::string> known;
  for (const TextUnknown& unknown : parts.unknowns) known.push_back(unknown.name);
  fail(parts.text, part, i, 0,
       fmt::format("'{}' is no unknown{}", name, formula::suggestion(name, known)));
}

/// Guesses are of the independent variable alone, and of definitions that are.
void place_guesses(const TextParts& parts, std::vector<Unknown>& unknowns) {
  if (parts.text.guesses.empty()) return;
  auto variables = std::make_shared<TextVariables>(
      parts.text.independent, std::vector<Unknown>(),
      TextParameters{.values = parts.parameters, .symbols = {.parameters = parts.parameters}});
  for (const TextDefinition& definition : parts.definitions)
    if (std::ranges::none_of(parts.unknowns, [&](const TextUnknown& unknown) {
          return definition.needs.contains(unknown.name);
        }))
      variables->define(definition.name, definition.expression);
  for (std::size_t i = 0; i < parts.text.guesses.size(); ++i) {
    const auto& [name, text] = parts.text.guesses[i];
    auto formula = reading(parts.text, Part::guess, i, [&, its_text = text] {
      return formula::compile(formula::parse(its_text, parts.shadowing), variables->symbols());
    });
    unknowns[unknown_named(parts, Part::guess, i, name)].guess = [variables,
                                                                  compiled = std::move(formula)](
                                                                     double x) {
      return compiled.evaluate(variables->numbers<double>(x, {}, {}, compiled.variables_needed()));
    };
  }
}

void place_bounds(const TextParts& parts, std::vector<Unknown>& unknowns) {
  for (std::size_t i = 0; i < parts.text.bounds.size(); ++i) {
    const auto& [name, bounds] = parts.text.bounds[i];
    if (!(bounds.lower < bounds.upper))
      fail(parts.text, Part::bounds, i, 0,
           fmt::format("[{}, {}] holds no interval", bounds.lower, bounds.upper));
    unknowns[unknown_named(parts, Part::bounds, i, name)].bounds = bounds;
  }
}

/// Numbers that are found with the solution.
void place_searched(const TextParts& parts, std::vector<Parameter>& parameters) {
  for (const auto& [name, bounds] : parts.text.searched) {
    const auto found = std::ranges::find(parameters, name, &Parameter::name);
    if (found == parameters.end())
      fail(parts.text, Part::problem, 0, 0,
           fmt::format("the unknown number {} may stand in equations and conditions, but not in "
                       "the domain, in a point or in other parameters",
                       name));
    found->searched = bounds;
  }
}

void refuse_events_without_march(const TextProblem& text, const Problem& problem) {
  if (text.events.empty() || kind(problem) == Kind::initial_value) return;
  fail(text, Part::event, 0, 0,
       fmt::format("only initial-value problems, whose conditions all hold at one point, have "
                   "events, and this is another kind ({}); leave the events away, or give all "
                   "conditions at one end of the domain",
                   name_of(kind(problem))));
}

} // namespace
} // namespace detail

auto read_problem(const TextProblem& text) -> Problem {
  using namespace detail;
  if (!is_name(text.independent) || formula::is_function_name(text.independent))
    fail(text, Part::problem, 0, 0,
         fmt::format("'{}' is no name for the independent variable", text.independent));
  if (text.equations.empty()) fail(text, Part::problem, 0, 0, "there are no equations");

  TextParts parts{.text = text, .shadowing = names_that_shadow(text)};
  read_parameters(parts);
  read_domain(parts);
  read_definitions(parts);
  read_equations(parts);
  read_conditions(parts);
  if (text.conditions.empty())
    fail(text, Part::problem, 0, 0,
         fmt::format("there are no conditions; the unknowns are the names that appear with one, as "
                     "in r({}) = 1",
                     parts.start));
  find_unknowns(parts);
  check_conditions(parts);
  read_events(parts);
  std::vector<Unknown> unknowns;
  for (const TextUnknown& unknown : parts.unknowns)
    unknowns.push_back({.name = unknown.name, .order = unknown.order});
  const SharedVariables variables = text_variables(parts, unknowns, find_inputs(parts));

  Problem problem{.title = text.title,
                  .independent = text.independent,
                  .domain = {parts.start, parts.end},
                  .unknowns = std::move(unknowns),
                  .residual = make_residual(parts, variables),
                  .conditions = compiled_conditions(parts, variables),
                  .branches = chosen_branches(parts),
                  .jumps = found_jumps(parts),
                  .events = compiled_events(parts, variables)};
  for (const std::string& name : variables->parameters().inputs)
    problem.parameters.push_back({.name = name, .value = parts.parameters.at(name)});
  place_guesses(parts, problem.unknowns);
  place_bounds(parts, problem.unknowns);
  place_searched(parts, problem.parameters);
  for (std::size_t k = 0; k < problem.parameters.size(); ++k)
    if (problem.parameters[k].name == parts.free_end) problem.free_end = k;
  refuse_events_without_march(text, problem);
  if (kind(problem) != Kind::initial_value) return problem;
  for (std::size_t i = 0; i < 2; ++i)
    if (std::isinf(i == 0 ? parts.start : parts.end))
      fail(
          text, Part::domain, i, 0,
          "it is infinite, and all conditions hold at one point; a march from there needs a finite "
          "end");
  try {
    (void)initial_values(problem);
  } catch (const ConditionError& error) {
    fail(text, Part::condition, error.condition(), 0, error.what());
  }
  return problem;
}

} // namespace jetwork::pinn
