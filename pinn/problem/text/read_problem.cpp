// From the texts to a problem: everything is parsed and checked, and the residual compiled.
#include "pinn/problem/condition_solver.hpp"
#include "pinn/problem/text/parts.hpp"
#include "pinn/problem/text/text_problem.hpp"

#include <fmt/format.h>

#include <utility>

namespace jetwork::pinn {
namespace detail {
namespace {

/// left - right of every equation, of t, then u, u', … of each unknown, end to end, then the parameters.
auto make_residual(const TextParts& parts, const TextParameters& parameters) -> Residual {
  formula::Symbols symbols{.independent = parts.text.independent};
  symbols.variables[{parts.text.independent, 0}] = 0;
  std::vector<int> orders;
  for (const TextUnknown& unknown : parts.unknowns) {
    orders.push_back(unknown.order);
    for (int n = 0; n <= unknown.order; ++n)
      symbols.variables.try_emplace({unknown.name, n}, symbols.variables.size());
  }
  parameters.add_to(symbols);
  std::vector<formula::Formula> formulas;
  for (std::size_t i = 0; i < parts.equations.size(); ++i)
    formulas.push_back(reading(parts.text, Part::equation, i, [&] {
      return formula::compile_residual(parts.equations[i], symbols);
    }));
  return [orders, formulas, parameters](const Value& t, Values u, ParameterValues p) {
    std::vector<Value> variables = {t};
    for (std::size_t i = 0; i < orders.size(); ++i)
      for (int n = 0; n <= orders[i]; ++n) variables.push_back(u[i][n]);
    parameters.append(p, variables);
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

  TextParts parts{.text = text, .parameters = read_parameters(text)};
  read_domain(parts);
  parts.equations = parse_all(text, Part::equation, text.equations);
  parts.conditions = parse_all(text, Part::condition, text.conditions);
  if (text.conditions.empty())
    fail(text, Part::problem, 0, 0,
         fmt::format("there are no conditions; the unknowns are the names that appear with one, as "
                     "in r({}) = 1",
                     parts.start));
  find_unknowns(parts);
  const double point = check_conditions(parts);
  const TextParameters parameters = find_inputs(parts);

  Problem problem{.title = text.title,
                  .independent = text.independent,
                  .domain = {parts.start, parts.end},
                  .residual = make_residual(parts, parameters),
                  .conditions = compiled_conditions(parts, parameters, point)};
  for (const TextUnknown& unknown : parts.unknowns)
    problem.unknowns.push_back({.name = unknown.name, .order = unknown.order});
  for (const std::string& name : parameters.inputs)
    problem.parameters.push_back({.name = name, .value = parameters.values.at(name)});
  try {
    (void)initial_values(problem);
  } catch (const ConditionError& error) {
    fail(text, Part::condition, error.condition(), 0, error.what());
  }
  return problem;
}

} // namespace jetwork::pinn
