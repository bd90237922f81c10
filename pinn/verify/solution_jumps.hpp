// Where a claimed solution is in pieces that do not meet. Each piece may satisfy the equations; together they are no
// solution.
//
//   const ExactFormula r(parse("sin(t)*sign(t - 5)"), {{{"t"}, 0}}, {});
//   find_jumps(r, landmarks(parse("sin(t)*sign(t - 5)"), {{{"t"}, 0}}, {}), 0, 10, 2);   // r and r', at t = 5
#pragma once

#include "verify/exact_formula.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace jetwork::pinn {

struct Jump {
  std::size_t order = 0;        ///< of the derivative that jumps
  double before = 0, after = 0; ///< two places with nothing between them but the jump
};

/// The jumps of a function and of its derivatives below `order` on an interval, at zeros of its landmarks
/// (verify/landmarks.hpp). A pole is none.
auto find_jumps(const verify::ExactFormula& function,
                const std::vector<std::function<double(std::span<const double>)>>& landmarks,
                double start, double end, std::size_t order) -> std::vector<Jump>;

} // namespace jetwork::pinn
