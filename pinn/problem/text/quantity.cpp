#include "pinn/problem/text/quantity.hpp"

#include "pinn/problem/text/parts.hpp"

namespace jetwork::pinn {

auto read_quantity(const TextProblem& text, const Problem& problem, const std::string& formula)
    -> Quantity {
  formula::Symbols symbols{.parameters = detail::read_parameters(text),
                           .independent = text.independent};
  symbols.variables[{text.independent, 0}] = 0;
  std::vector<int> orders;
  for (const Unknown& unknown : problem.unknowns) {
    orders.push_back(unknown.order());
    for (int n = 0; n <= unknown.order(); ++n)
      symbols.variables.try_emplace({unknown.name, n}, symbols.variables.size());
  }
  return [orders, compiled = formula::compile(formula::parse(formula), symbols)](
             double t, std::span<const Derivatives<double>> u) {
    std::vector<double> variables = {t};
    for (std::size_t i = 0; i < orders.size(); ++i)
      for (int n = 0; n <= orders[i]; ++n) variables.push_back(u[i][n]);
    return compiled.evaluate(variables);
  };
}

} // namespace jetwork::pinn
