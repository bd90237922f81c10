// From the texts to a problem: everything is parsed and checked, and the residual compiled.
#include "pinn/problem/condition_solver.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/problem/text/parts.hpp"
#include "pinn/problem/text/text_problem.hpp"

#include <fmt/format.h>

#include <utility>

namespace jetwork::pinn {
namespace detail {
namespace {

/// left - right of every equation.
auto make_residual(const TextParts& parts, const TextParameters& parameters) -> Residual {
  const TextVariables places(parts.unknowns, parameters);
  const formula::Symbols symbols = places.symbols(parts.text.independent);
  std::vector<formula::Formula> formulas;
  for (std::size_t i = 0; i < parts.equations.size(); ++i)
    formulas.push_back(reading(parts.text, Part::equation, i, [&] {
      return formula::compile_residual(parts.equations[i], symbols);
    }));
  return [places, formulas](const Value& t, Values u, ParameterValues p) {
    const std::vector<Value> variables = places.numbers(t, u, p);
    std::vector<Value> residuals;
    for (const formula::Formula& formula : formulas)
      residuals.push_back(formula.evaluate(variables));
    return residuals;
  };
}

} // namespace
} // namespace detail

auto read_problem(const TextProblem& text) -> Problem {
  using namespace detail;
  if (!is_name(text.independent) || formula::function_named(text.independent))
    fail(text, Part::problem, 0, 0,
         fmt::format("'{}' is no name for the independent variable", text.independent));
  if (text.equations.empty()) fail(text, Part::problem, 0, 0, "there are no equations");

  TextParts parts{.text = text};
  read_parameters(parts);
  read_domain(parts);
  parts.equations = parse_all(text, Part::equation, text.equations);
  parts.conditions = parse_all(text, Part::condition, text.conditions);
  if (text.conditions.empty())
    fail(text, Part::problem, 0, 0,
         fmt::format("there are no conditions; the unknowns are the names that appear with one, as "
                     "in r({}) = 1",
                     parts.start));
  find_unknowns(parts);
  check_conditions(parts);
  const TextParameters parameters = text_parameters(parts, find_inputs(parts));

  Problem problem{.title = text.title,
                  .independent = text.independent,
                  .domain = {parts.start, parts.end},
                  .residual = make_residual(parts, parameters),
                  .conditions = compiled_conditions(parts, parameters),
                  .branches = chosen_branches(parts)};
  for (const TextUnknown& unknown : parts.unknowns)
    problem.unknowns.push_back({.name = unknown.name, .order = unknown.order});
  for (const std::string& name : parameters.inputs)
    problem.parameters.push_back({.name = name, .value = parameters.values.at(name)});
  if (kind(problem) != Kind::initial_value) return problem;
  try {
    (void)initial_values(problem);
  } catch (const ConditionError& error) {
    fail(text, Part::condition, error.condition(), 0, error.what());
  }
  return problem;
}

} // namespace jetwork::pinn
