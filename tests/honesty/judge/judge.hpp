// Holds what the solver says of its solution against the truth.
//
//   const Judgement judgement = judge(problem, pinn::solve(…), Draw(7));
//   judgement.wrong();                  // called solved, and is not
//   judgement.estimate_shortfall;       // 3: an error is three times its estimate
//
// Looked at are the segments' ends, points between them, random points, and the problem's own places. Errors are
// relative to the largest magnitude of the true unknown over the whole domain, as the tolerance is.
#pragma once

#include "pinn/solution/result.hpp"
#include "tests/honesty/problems/chosen_problem.hpp"

#include <string>

namespace jetwork::honesty {

/// The worst of all unknowns, over the part of the domain that was solved.
struct Judgement {
  bool solved = false;
  double error_by_tolerance = 0.0;   ///< the true error by tolerance times magnitude
  double error_by_estimate = 0.0;    ///< the true error by its estimate
  double trusted_by_tolerance = 0.0; ///< the first again, of the part that is said to be trusted
  std::string unknown = {};          ///< of which the estimate is the furthest off
  double where = 0.0;                ///< at which t its error is largest
  double error = 0.0, estimate = 0.0, magnitude = 0.0; ///< of that unknown

  [[nodiscard]] auto wrong() const -> bool { return solved && !(error_by_tolerance <= 1); }
  [[nodiscard]] auto estimate_too_low() const -> bool { return !(error_by_estimate <= 1); }
  [[nodiscard]] auto trusted_too_far() const -> bool { return !(trusted_by_tolerance <= 1); }
  [[nodiscard]] auto is_bad() const -> bool {
    return wrong() || estimate_too_low() || trusted_too_far();
  }
};

/// Of several truths it is the one that the solution is nearest to.
[[nodiscard]] auto judge(const ChosenProblem& problem, const pinn::Result& result, Draw draw)
    -> Judgement;

} // namespace jetwork::honesty
