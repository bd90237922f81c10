// A linear eigenvalue problem on a mesh, as a pencil of matrices: A·x = λ·B·x.
//
//   const Pencil pencil = eigenvalue_pencil(recorded, conditions, layout, {.nodes = nodes, …}, deadline);
//   pencil.function(x);                                   // an eigenvector, as a function on the mesh
//
// x holds the highest derivatives at the Gauss points of all segments and the state at the mesh's start; the states at all other
// nodes follow from these. The rows are the equations at the Gauss points, and the conditions.
#pragma once

#include "pinn/boundary_value/mesh_function.hpp"
#include "pinn/collocation/recorded_conditions.hpp"
#include "pinn/collocation/recorded_residual.hpp"
#include "pinn/limits.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <vector>

namespace jetwork::pinn {

/// A problem whose one searched parameter is the eigenvalue. What it refers to must outlive it.
struct LinearProblem {
  const RecordedResidual& recorded;
  RecordedConditions& conditions;
  std::vector<double> parameters;
  std::size_t eigenvalue = 0; ///< which of them
};

struct Pencil {
  Eigen::MatrixXd a, b;
  MeshFunction mesh; ///< of the right shape, and zero

  [[nodiscard]] auto function(const Eigen::VectorXd& x) const -> MeshFunction;
};

/// On a mesh whose pieces end where conditions look; nothing, where the equations or the conditions have no value there. Throws
/// std::invalid_argument where they are not linear and homogeneous in the unknowns and linear in the eigenvalue, and DeadlinePassed.
[[nodiscard]] auto eigenvalue_pencil(const LinearProblem& problem, MeshFunction mesh,
                                     const Deadline& deadline) -> std::optional<Pencil>;

} // namespace jetwork::pinn
