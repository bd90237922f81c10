// A candidate, found to the tolerance as the unknown number of a boundary-value problem with conditions that fix its function's size.
//
//   const Refinement refinement(problem, options, deadline);
//   Result result = refinement.one(settled);
//   if (const auto both = refinement.pair(settled, next)) …             // of a double eigenvalue
#pragma once

#include "pinn/eigenvalues/candidate_search.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace jetwork::pinn {

class Refinement {
public:
  /// Of a problem whose one searched parameter is the eigenvalue. What these refer to must outlive it.
  Refinement(const Problem& problem, const Options& options, const Deadline& deadline)
      : problem_(&problem), options_(&options), deadline_(&deadline) {}

  /// With the largest value of the function equal to one. Throws DeadlinePassed.
  [[nodiscard]] auto one(const CandidateSearch::Settled& settled) const -> Result;
  /// Two functions of one eigenvalue, each one at a place where the other is zero; nothing, where the eigenvalues are not the same.
  [[nodiscard]] auto pair(const CandidateSearch::Settled& first,
                          const CandidateSearch::Settled& second) const
      -> std::optional<std::array<Result, 2>>;

private:
  struct Fixed {
    double place, value;
  };
  /// With values of an unknown fixed; a second one makes up for a defect of the first condition, which is a further unknown number.
  [[nodiscard]] auto solve(MeshFunction start, double eigenvalue, double kept_length,
                           std::size_t unknown, const std::vector<Fixed>& fixed) const -> Result;

  const Problem* problem_;
  const Options* options_;
  const Deadline* deadline_;
};

} // namespace jetwork::pinn
