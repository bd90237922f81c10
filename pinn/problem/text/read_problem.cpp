// From the texts to a problem: everything is parsed and checked, and the residual compiled.
#include "pinn/problem/text/parts.hpp"
#include "pinn/problem/text/text_problem.hpp"

#include <fmt/format.h>

#include <utility>

namespace jetwork::pinn {
namespace detail {
namespace {

auto parse_all(const TextProblem& text, Part part, const std::vector<std::string>& formulas)
    -> std::vector<formula::Equation> {
  std::vector<formula::Equation> equations;
  for (std::size_t i = 0; i < formulas.size(); ++i)
    equations.push_back(
        reading(text, part, i, [&] { return formula::parse_equation(formulas[i]); }));
  return equations;
}

/// left - right of every equation, on whatever the solver brings: t, then u, u', … of each unknown,
/// end to end.
auto make_residual(const TextParts& parts) -> Residual {
  formula::Symbols symbols{.parameters = parts.parameters, .independent = parts.text.independent};
  symbols.variables[{parts.text.independent, 0}] = 0;
  std::vector<int> orders;
  for (const TextUnknown& unknown : parts.unknowns) {
    orders.push_back(unknown.order);
    for (int n = 0; n <= unknown.order; ++n)
      symbols.variables.try_emplace({unknown.name, n}, symbols.variables.size());
  }
  std::vector<formula::Formula> formulas;
  for (const auto& equation : parts.equations)
    formulas.push_back(formula::compile_residual(equation, symbols));

  using autodiff::BatchVariable;
  return [orders, formulas](const BatchVariable& t, std::span<const Derivatives<BatchVariable>> u) {
    std::vector<BatchVariable> variables = {t};
    for (std::size_t i = 0; i < orders.size(); ++i)
      for (int n = 0; n <= orders[i]; ++n) variables.push_back(u[i][n]);
    std::vector<BatchVariable> residuals;
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
  const auto initial = find_initial_values(parts);

  Problem problem{.title = text.title,
                  .independent = text.independent,
                  .domain = {parts.start, parts.end},
                  .unknowns = {},
                  .residual = make_residual(parts)};
  for (std::size_t i = 0; i < parts.unknowns.size(); ++i)
    problem.unknowns.push_back({.name = parts.unknowns[i].name, .initial = initial[i]});
  return problem;
}

} // namespace jetwork::pinn
