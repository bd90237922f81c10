// Where the first eigenvalues are: on coarse meshes, refined until they resolve them, and of infinite domains on more and more of these.
//
//   CandidateSearch search({recorded, conditions, parameters, 0}, layout, domain, deadline);
//   for (const auto& [candidate, domain] : search.first(5, bounds)) …
#pragma once

#include "pinn/boundary_value/kept_domain.hpp"
#include "pinn/collocation/landmarks.hpp"
#include "pinn/eigenvalues/candidates.hpp"
#include "pinn/eigenvalues/pencil.hpp"

#include <memory>
#include <vector>

namespace jetwork::pinn {

class CandidateSearch {
public:
  /// What these refer to must outlive it.
  CandidateSearch(LinearProblem problem, std::shared_ptr<const StateLayout> layout,
                  KeptDomain domain, const Deadline& deadline);

  /// With what is kept of the domain where it settled.
  struct Settled {
    Candidate candidate;
    KeptDomain domain;
  };
  /// So many, or as many as are resolved and stay what they are when more of an infinite domain is kept. Throws std::invalid_argument
  /// as eigenvalue_pencil() does, and where there are no values to begin with.
  [[nodiscard]] auto first(int count, Bounds bounds) -> std::vector<Settled>;

  /// So many segments between any two places where conditions look; longer ones further out in an infinite domain. Kinks and jumps of
  /// the equations are nodes.
  [[nodiscard]] auto mesh(int parts) -> MeshFunction;

  /// Whether another, finer mesh has the same first ones, and none between them, resolved or not. Of those found last.
  [[nodiscard]] auto are_confirmed(const std::vector<Settled>& settled, Bounds bounds) -> bool;

private:
  /// False where the equations have no value.
  [[nodiscard]] auto look(int count, Bounds bounds) -> bool;
  [[nodiscard]] auto are_told_apart(int count) const -> bool;
  [[nodiscard]] auto agreeing(const std::vector<Candidate>& before, int count) const -> std::size_t;

  LinearProblem problem_;
  std::shared_ptr<const StateLayout> layout_;
  KeptDomain domain_;
  const Deadline* deadline_;
  RecordedResidual::Landmarks landmarks_;
  int parts_ = 0;
  std::vector<Candidate> found_;
};

} // namespace jetwork::pinn
