#include "pinn/problem/text/quantity.hpp"

#include "pinn/problem/text/parts.hpp"

namespace jetwork::pinn {

auto read_quantity(const TextProblem& text, const Problem& problem, const std::string& formula)
    -> Quantity {
  detail::TextParts parts{.text = text};
  detail::read_parameters(parts);
  parts.equations = detail::parse_all(text, detail::Part::equation, text.equations);
  parts.conditions = detail::parse_all(text, detail::Part::condition, text.conditions);
  const detail::TextVariables places(problem.unknowns, detail::find_inputs(parts));
  return [places,
          compiled = formula::compile(formula::parse(formula), places.symbols(text.independent))](
             double t, std::span<const Derivatives<double>> u, std::span<const double> p) {
    return compiled.evaluate(places.numbers(t, u, p));
  };
}

} // namespace jetwork::pinn
