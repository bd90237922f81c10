// Boundary-value problems: conditions anywhere in the domain.
#pragma once

#include "pinn/boundary_value/mesh_function.hpp"
#include "pinn/boundary_value/newton_system.hpp"
#include "pinn/boundary_value/recorded_conditions.hpp"
#include "pinn/collocation/recorded_residual.hpp"
#include "pinn/limits.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/outcome.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace jetwork::pinn {

struct BoundaryValueResult {
  enum class Outcome { solved, not_found, ill_conditioned, too_many_segments, estimate_above };
  Outcome outcome = Outcome::not_found;
  MeshFunction u;
  Eigen::VectorXd error, place, magnitude;
  double condition = 0.0;
  int meshes = 0, matrices = 0, continuations = 0, checks = 0;
};

class BoundaryValueSolver {
public:
  BoundaryValueSolver(const Problem& problem, std::uint64_t seed, const Deadline& deadline);
  auto solve(double tolerance, const Deadline& deadline) -> BoundaryValueResult;

private:
  enum class Attempt { done, no_solution, too_many };
  auto refine(MeshFunction& u, const Eigen::VectorXd& relative, std::size_t most_segments,
              const Deadline& deadline) -> Attempt;
  auto continued(MeshFunction& u, double relative, const Deadline& deadline) -> Attempt;
  auto first_guess() -> MeshFunction;

  const Problem& problem_;
  RecordedResidual recorded_;
  RecordedConditions conditions_;
  std::shared_ptr<const StateLayout> layout_;
  std::vector<double> parameters_;
  NewtonSystem system_;
  BoundaryValueResult result_;
};

} // namespace jetwork::pinn
