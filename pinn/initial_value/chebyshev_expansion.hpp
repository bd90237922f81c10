// Chebyshev expansions of a function on a part of a segment: Σ c_k·T_k(x), x from -1 at its start to 1 at its end.
#pragma once

#include <Eigen/Core>

namespace jetwork::pinn::chebyshev {

inline constexpr int points = 33, grid = 8 * points;

/// T_k at x in [-1, 1], one row a point.
[[nodiscard]] auto polynomials(const Eigen::VectorXd& x) -> Eigen::MatrixXd;

/// Where a function is sampled: points of the first kind, ascending.
[[nodiscard]] auto sample_points() -> const Eigen::VectorXd&;
/// Makes an expansion's coefficients of values at these.
[[nodiscard]] auto discrete_cosine_transform() -> const Eigen::MatrixXd&;

/// Where an expansion is looked at: from end to end, closer near these.
[[nodiscard]] auto grid_points() -> const Eigen::VectorXd&;
/// Makes values there of coefficients.
[[nodiscard]] auto grid_table() -> const Eigen::MatrixXd&;

/// An expansion at its start, and its derivative by x there.
[[nodiscard]] auto value_at_start(const Eigen::VectorXd& coefficients) -> double;
[[nodiscard]] auto slope_at_start(const Eigen::VectorXd& coefficients) -> double;

/// Where a function is nearest to zero, in [-1, 1], and its value there.
struct Vertex {
  double place, value;
};
/// Near a place of the grid where an expansion on one side of zero is nearest to it of all places around.
[[nodiscard]] auto lowest_near(const Eigen::VectorXd& coefficients, Eigen::Index place, int side)
    -> Vertex;

} // namespace jetwork::pinn::chebyshev
