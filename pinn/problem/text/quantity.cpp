#include "pinn/problem/text/quantity.hpp"

#include "pinn/problem/text/parts.hpp"

#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn {

auto read_quantity(const TextProblem& text, const Problem& problem, const std::string& formula)
    -> Quantity {
  detail::TextParts parts{.text = text, .shadowing = detail::names_that_shadow(text)};
  detail::read_parameters(parts);
  detail::read_definitions(parts);
  std::vector<std::string> inputs;
  for (const Parameter& parameter : problem.parameters) inputs.push_back(parameter.name);
  const auto variables = detail::text_variables(parts, problem.unknowns, std::move(inputs));
  const auto expression = formula::parse(formula, parts.shadowing);
  detail::refuse_derivatives_of_definitions(parts, expression);
  return detail::quantity_of(formula::compile(expression, variables->symbols()), variables);
}

} // namespace jetwork::pinn
