// Where a claimed solution is in pieces: where it jumps, has a pole or has no value at all. Each piece may satisfy the
// equations; together they are no solution.
//
//   const ExactFormula r(parse("sin(t)*sign(t - 5)"), {{{"t"}, 0}}, {});
//   find_breaks(r, landmarks(parse("sin(t)*sign(t - 5)"), {{{"t"}, 0}}, {}), 0, 10, 2);   // r and r' jump at t = 5
//
// Breaks are looked for at the zeros of the landmarks, and where the function does not fit its own derivatives: on each
// of a few hundred intervals [a, b] with h = b - a,
//
//   y(b) - y(a) = h/2·(y'(a) + y'(b)) + h²/10·(y''(a) - y''(b)) + h³/120·(y'''(a) + y'''(b)) + O(h⁷)
//
// (Obreschkoff 1940), and halving an interval on which it does not hold ends at a break, or where it holds.
#pragma once

#include "verify/exact_formula.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace jetwork::pinn {

struct Break {
  enum class Kind {
    jump,
    pole, ///< the function grows without bounds there
    gap   ///< the function has no value there, nor beside it
  };
  Kind kind = Kind::jump;
  std::size_t order = 0;        ///< of the derivative that breaks
  double before = 0, after = 0; ///< two places with nothing between them but the break
};

/// The breaks of a function and of its derivatives below `order` on an interval, at most a few, from left to right. A
/// derivative that is infinite at an end is none. Each was confirmed in a hundred digits. Not all of them once `stop` says
/// so.
auto find_breaks(const verify::ExactFormula& function,
                 const std::vector<std::function<double(std::span<const double>)>>& landmarks,
                 double start, double end, std::size_t order, const verify::Stop& stop = {})
    -> std::vector<Break>;

} // namespace jetwork::pinn
