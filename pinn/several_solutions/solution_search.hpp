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

struct SearchEffort {
  std::vector<double> bump_places; ///< where the solution may have a peak
  double bump_width = 0.0;
  bool with_blends = true; ///< of any two solutions
  int most_in_vain = 0;    ///< attempts, one after the other, that find nothing
};

class SolutionSearch {
public:
  /// From these guesses, all on the mesh of the first. What is referred to must outlive it.
  SolutionSearch(NewtonSystem& system, std::vector<MeshFunction> guesses, SearchEffort effort,
                 const Deadline& deadline);

  /// A function on the mesh that solves the equations and is none of the known ones; nothing, where no start leads to another.
  [[nodiscard]] auto next() -> std::optional<MeshFunction>;
  /// A function that is not to be found again. Whether others are looked for around it.
  enum class Around { yes, no };
  void add(const MeshFunction& known, Around around);

  [[nodiscard]] auto attempts() const -> int { return attempts_; }

private:
  struct Start {
    MeshFunction u;
    double reach; // of the deflation
  };
  void append(std::vector<MeshFunction> starts, double reach);
  void add_starts();
  [[nodiscard]] auto with_other_numbers(const MeshFunction& u) -> std::vector<MeshFunction>;
  void measure();
  [[nodiscard]] auto on_mesh(const MeshFunction& u) const -> MeshFunction;

  NewtonSystem* system_;
  SearchEffort effort_;
  const Deadline* deadline_;
  std::vector<MeshFunction> guesses_;
  std::vector<MeshFunction> known_;   // on the mesh
  std::vector<MeshFunction> centres_; // around which others are looked for
  std::optional<Deflation> deflation_;
  Eigen::VectorXd magnitudes_;
  std::deque<Start> starts_;
  bool has_waves_ = false;
  std::size_t used_ = 0;     // of the centres
  std::size_t to_blend_ = 0; // with the last that was used: the first so many
  int attempts_ = 0, in_vain_ = 0;
};

} // namespace jetwork::pinn
