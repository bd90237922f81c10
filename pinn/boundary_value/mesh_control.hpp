// Where a mesh is too coarse for the functions on it, and where finer than it needs to be.
//
//   const MeshChange change = mesh_change(u, most_error);     // of each unknown, absolute
//   if (change.is_fine_enough) …;
//   u = u.on(change.nodes, change.breaks);
#pragma once

#include "pinn/boundary_value/mesh_function.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <vector>

namespace jetwork::pinn {

struct MeshChange {
  bool is_fine_enough = true; ///< for these functions: no segment is to be split
  std::vector<double> nodes;
  std::vector<std::size_t> breaks;
  std::size_t split = 0, merged = 0; ///< how many segments were
  /// Where a segment is to be split that is about as short as the independent variable is rounded.
  std::optional<double> too_thin = {};
};

/// Splits segments whose polynomials leave more than this of an unknown, judged by how their coefficients decay, and merges
/// neighbours that one polynomial could replace.
[[nodiscard]] auto mesh_change(const MeshFunction& u, const Eigen::VectorXd& most_error)
    -> MeshChange;

/// What the segments' polynomials leave of each unknown, the largest, absolute.
[[nodiscard]] auto largest_tails(const MeshFunction& u) -> Eigen::VectorXd;

/// Whether the coefficients of a segment that matters to some unknown do not decay, as at a kink.
[[nodiscard]] auto has_slow_tail(const MeshFunction& u) -> bool;

} // namespace jetwork::pinn
