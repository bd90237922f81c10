// Solutions on one coarse mesh, one after the other: each is refined to the tolerance, and the search goes on away from it.
//
//   SolutionSearch search(system, mesh, deadline);
//   while (auto u = search.next()) { …; search.add(*u); }
#pragma once

#include "pinn/boundary_value/newton_system.hpp"
#include "pinn/several_solutions/deflation.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

namespace jetwork::pinn {

class SolutionSearch {
public:
  /// From these guesses, all on the mesh of the first. What is referred to must outlive it.
  SolutionSearch(NewtonSystem& system, std::vector<MeshFunction> guesses, const Deadline& deadline);

  /// A function on the mesh that solves the equations and is none of the known ones; nothing, where no start leads to another.
  [[nodiscard]] auto next() -> std::optional<MeshFunction>;
  /// A function that is not to be found again. Whether others are looked for around it.
  enum class Around { yes, no };
  void add(const MeshFunction& known, Around around);

  [[nodiscard]] auto attempts() const -> int { return attempts_; }

private:
  void add_starts();
  void measure();
  [[nodiscard]] auto on_mesh(const MeshFunction& u) const -> MeshFunction;

  NewtonSystem* system_;
  const Deadline* deadline_;
  std::vector<MeshFunction> guesses_;
  std::vector<MeshFunction> known_;   // on the mesh
  std::vector<MeshFunction> centres_; // around which others are looked for
  std::optional<Deflation> deflation_;
  Eigen::VectorXd magnitudes_;
  std::deque<MeshFunction> starts_;
  bool has_waves_ = false;
  std::size_t used_ = 0; // of the centres
  int attempts_ = 0;
};

} // namespace jetwork::pinn
