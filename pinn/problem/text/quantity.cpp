#include "pinn/problem/text/quantity.hpp"

#include "pinn/problem/text/parts.hpp"

namespace jetwork::pinn {

auto read_quantity(const TextProblem& text, const Problem& problem, const std::string& formula)
    -> Quantity {
  detail::TextParts parts{.text = text, .parameters = detail::read_parameters(text)};
  parts.equations = detail::parse_all(text, detail::Part::equation, text.equations);
  parts.conditions = detail::parse_all(text, detail::Part::condition, text.conditions);
  const detail::TextParameters parameters = detail::find_inputs(parts);
  formula::Symbols symbols{.independent = text.independent};
  symbols.variables[{text.independent, 0}] = 0;
  std::vector<int> orders;
  for (const Unknown& unknown : problem.unknowns) {
    orders.push_back(unknown.order);
    for (int n = 0; n <= unknown.order; ++n)
      symbols.variables.try_emplace({unknown.name, n}, symbols.variables.size());
  }
  parameters.add_to(symbols);
  return [orders, parameters, compiled = formula::compile(formula::parse(formula), symbols)](
             double t, std::span<const Derivatives<double>> u, std::span<const double> p) {
    std::vector<double> variables = {t};
    for (std::size_t i = 0; i < orders.size(); ++i)
      for (int n = 0; n <= orders[i]; ++n) variables.push_back(u[i][n]);
    parameters.append(p, variables);
    return compiled.evaluate(variables);
  };
}

} // namespace jetwork::pinn
