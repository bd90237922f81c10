// A line search: how far to go in a direction so that the strong Wolfe conditions hold.
//
//   LineSearchResult found = strong_wolfe(along, {.value = f0, .slope = g0}, 1.0);
//   if (found.satisfied) x += found.length * direction;
//
// The conditions, with φ(α) = f(x + α p):   φ(α) ≤ φ(0) + c1 α φ'(0)   and   |φ'(α)| ≤ c2 |φ'(0)|.
// Nocedal and Wright 2006, algorithms 3.5 (bracketing) and 3.6 (zoom), with cubic interpolation (3.59).
#pragma once

#include <functional>

namespace jetwork::nn {

struct LineSearchOptions {
  double decrease = 1e-4; // c1
  double curvature = 0.9; // c2, above c1: 0.9 for quasi-Newton directions
  int evaluations = 30;   // at most
  double longest = 1e10;  // no length beyond it is tried
};

/// Throws std::invalid_argument unless 0 < decrease < curvature < 1, longest is positive and there is an evaluation.
void require_sensible(const LineSearchOptions& options);

/// φ(α) and φ'(α).
struct LinePoint {
  double length = 0, value = 0, slope = 0;
};

struct LineSearchResult {
  LinePoint point; // the length found; if not satisfied, the lowest one that decreases φ, or 0
  bool satisfied = false; // both conditions hold
  int evaluations = 0;
};

/// `along` gives φ and φ' at a length; a value that is not finite counts as too high. `start` is the point of length 0,
/// whose slope must be negative; `first` is the length tried first.
auto strong_wolfe(const std::function<LinePoint(double length)>& along, const LinePoint& start,
                  double first, const LineSearchOptions& options = {}) -> LineSearchResult;

} // namespace jetwork::nn
