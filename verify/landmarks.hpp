// The parts of a formula. Their zeros are landmarks, and one of them may be what a wrong claim lacks.
//
//   sub_expressions(parse("max(x - 1.25, 0)^2"), 64);      // x, x - 1.25, max(x - 1.25, 0), the whole
//   landmarks(parse("max(x, a)^2"), {{{"x"}, 0}}, {{"a", parse("1.25")}});   // max(x, a), x - a, the whole
#pragma once

#include "verify/exact_formula.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <vector>

namespace jetwork::verify {

/// The first `most` sub-expressions that are not mere numbers, each once, in the order in which they are evaluated.
auto sub_expressions(const formula::Expression& expression, std::size_t most)
    -> std::vector<formula::Expression>;

/// The sub-expressions that vary, and the difference of what min and max compare, as functions of the variables;
/// of a very long formula the first few. Each is NaN where it is not defined.
auto landmarks(const formula::Expression& expression,
               const std::map<formula::Symbol, std::size_t>& variables,
               const ExactParameters& parameters)
    -> std::vector<std::function<double(std::span<const double>)>>;

} // namespace jetwork::verify
