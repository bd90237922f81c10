// A quantity of a solution, written as text: an invariant, or an event.
//
//   const Quantity energy = read_quantity(text, problem, "0.5*m*r'^2 + 0.5*k*r^2");
#pragma once

#include "pinn/problem/quantity.hpp"
#include "pinn/problem/text/text_problem.hpp"

#include <string>

namespace jetwork::pinn {

/// A formula in the independent variable, the parameters, and the unknowns with their derivatives up to each one's order.
/// `problem` is what `text` was read as. Throws formula::ParseError.
[[nodiscard]] auto read_quantity(const TextProblem& text, const Problem& problem,
                                 const std::string& formula) -> Quantity;

} // namespace jetwork::pinn
