#include "pinn/problem/text/variables.hpp"

namespace jetwork::pinn::detail {

TextVariables::TextVariables(std::string independent, const std::vector<Unknown>& unknowns,
                             TextParameters parameters)
    : parameters_(std::move(parameters)) {
  symbols_.variables[{independent, 0}] = 0;
  symbols_.independent = std::move(independent);
  for (const Unknown& unknown : unknowns) {
    unknowns_.push_back({unknown.order});
    for (int n = 0; n <= unknown.order; ++n)
      symbols_.variables.try_emplace({unknown.name, n}, symbols_.variables.size());
  }
  const std::size_t first = symbols_.variables.size();
  for (const auto& [symbol, place] : parameters_.symbols.variables)
    symbols_.variables[symbol] = first + place;
  symbols_.parameters = parameters_.symbols.parameters;
}

void TextVariables::define(const std::string& name, const formula::Expression& expression) {
  definitions_.push_back({name, formula::compile(expression, symbols_)});
  symbols_.variables[{name}] = symbols_.variables.size();
}

auto quantity_of(formula::Formula formula, SharedVariables variables) -> Quantity {
  return [variables = std::move(variables),
          formula = std::move(formula)](const Value& t, Values u, ParameterValues p) -> Value {
    return formula.evaluate(variables->numbers<Value>(t, u, p, formula.variables_needed()));
  };
}

} // namespace jetwork::pinn::detail
