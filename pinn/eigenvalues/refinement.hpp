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
  /// A value of an unknown.
  struct Site {
    std::size_t unknown = 0;
    double place = 0.0;
  };
  struct Fixed {
    Site site;
    double value;
  };
  /// With values fixed; a second one makes up for the defect of one of the problem's conditions, which is a further unknown number.
  [[nodiscard]] auto solve(MeshFunction start, double eigenvalue, double kept_length,
                           const std::vector<Fixed>& fixed, std::size_t defective = 0) const
      -> Result;
  /// The function that is one at the first site and zero at the second. Whether a defect shows depends on the condition that has it:
  /// one after the other is tried.
  [[nodiscard]] auto one_of_pair(const MeshFunction& start, double eigenvalue, double kept_length,
                                 const Site& one, const Site& zero) const -> std::optional<Result>;

  const Problem* problem_;
  const Options* options_;
  const Deadline* deadline_;
};

} // namespace jetwork::pinn
