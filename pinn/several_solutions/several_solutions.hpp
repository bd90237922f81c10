// Several solutions of one boundary-value problem, found by deflation.
//
//   const SolutionSet all = several_solutions(problem, 5, {.tolerance = 1e-10});
//   for (const Result& each : all.found) each.solution("u", 0.5);
//
// The first is the one that pinn::solve finds. Others are looked for on a coarse mesh by a Newton's method that the known ones repel
// (pinn/several_solutions/deflation.hpp), from many starting functions; each is then found to the tolerance, with an error estimate of
// its own.
#pragma once

#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

#include <string>
#include <vector>

namespace jetwork::pinn {

struct SolutionSet {
  std::vector<Result>
      found;          ///< each meets the tolerance, and no two are the same; from the smallest
  std::string reason; ///< why there is none; empty if there is one
  /// Why there are fewer than were asked for: the problem is linear, the search was ended, or nothing more came up.
  std::string remark;
  double seconds = 0.0;

  [[nodiscard]] auto solved() const -> bool { return !found.empty(); }
};

/// So many, or as many as a bounded search finds; that it finds no other does not prove that there is none. Throws
/// std::invalid_argument on a number below one, on a problem whose conditions all sit at one point, and on options that are not for
/// boundary-value problems.
[[nodiscard]] auto several_solutions(const Problem& problem, int count, const Options& options = {})
    -> SolutionSet;

} // namespace jetwork::pinn
