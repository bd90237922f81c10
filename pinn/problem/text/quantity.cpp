#include "pinn/problem/text/quantity.hpp"

#include "pinn/problem/text/parts.hpp"

#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn {

auto read_quantity(const TextProblem& text, const Problem& problem, const std::string& formula)
    -> Quantity {
  detail::TextParts parts{.text = text};
  detail::read_parameters(parts);
  std::vector<std::string> inputs;
  for (const Parameter& parameter : problem.parameters) inputs.push_back(parameter.name);
  const detail::TextVariables places(problem.unknowns,
                                     detail::text_parameters(parts, std::move(inputs)));
  return [places,
          compiled = formula::compile(formula::parse(formula), places.symbols(text.independent))](
             double t, std::span<const Derivatives<double>> u, std::span<const double> p) {
    return compiled.evaluate(places.numbers(t, u, p));
  };
}

} // namespace jetwork::pinn
