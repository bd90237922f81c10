// Slips of the pen, by number: a sign, a factor, an exponent, another variable, a dropped term, another function.
#pragma once

#include "formula/expression.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jetwork::verify::tests {

struct Mutant {
  formula::Expression formula;
  std::string slip; ///< "sign", "factor", …
};

/// One seeded slip in the formula, whose other names may be confused with each other.
auto mutant(const formula::Expression& formula, const std::vector<std::string>& names,
            std::uint64_t seed) -> Mutant;

} // namespace jetwork::verify::tests
