// What rounding can do to a formula's value, so that a difference is not taken for a mistake.
//
//   RoundingProbe probe(parse("tanh(x) - 1"), {{{"x"}, 0}}, {});
//   probe.largest(std::vector<HundredDigits>{50}, {});       // about 1e-96, where the value is -7e-44
//
// Each operation's result v is replaced by v·(1 + σ·ε) with a σ of its own. The derivative by ε then says how far
// a relative error ε in all of them can move the value (Linnainmaa 1976, by a forward sweep), and a hundred
// digits have an ε that is known. Two numbers that differ by less than that may be equal or not.
#pragma once

#include "verify/exact_formula.hpp"

#include <cstddef>
#include <map>
#include <span>

namespace jetwork::verify {

class RoundingProbe {
public:
  /// Derivatives of a higher order than this would take too long.
  static constexpr std::size_t highest_order = 3;

  RoundingProbe() = default;
  /// The variables' places are 0, 1, … without a gap. Throws ParseError as ExactFormula does.
  RoundingProbe(const formula::Expression& expression,
                const std::map<formula::Symbol, std::size_t>& variables,
                const ExactParameters& parameters);

  /// The error of the derivative by the variables listed, with a margin; NaN where it has no value.
  auto largest(std::span<const HundredDigits> at, std::span<const std::size_t> by) const
      -> HundredDigits;

private:
  ExactFormula formula_;
  std::size_t place_ = 0; // of ε
};

} // namespace jetwork::verify
