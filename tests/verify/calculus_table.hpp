// A table of calculus: true formulas as they stand in any collection (Bronstein; Abramowitz and Stegun 4.2–4.6),
// with products, quotients, chains, parameters, several variables, higher and mixed derivatives.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace jetwork::verify::tests {

struct TrueFormula {
  std::string function;
  std::string derivative;
  std::vector<std::string> by = {"x"};
  friend auto operator<<(std::ostream& out, const TrueFormula& formula) -> std::ostream& {
    return out << formula.function << " -> " << formula.derivative;
  }
};

/// Parameters: a = 2.5, b = 0.7, n = 3.
auto calculus_table() -> const std::vector<TrueFormula>&;

} // namespace jetwork::verify::tests
