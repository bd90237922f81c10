// The points of a segment, in its own time θ in [0, 1]: where equations are fitted, judged and watched.
//
//   const Quadrature rule = gauss_legendre(10);          // Σ weight·f(point) = ∫f, exact to degree 19
#pragma once

#include <Eigen/Core>

#include <cmath>

namespace jetwork::pinn {

/// Gauss–Legendre points and weights on [0, 1].
struct Quadrature {
  Eigen::VectorXd point;
  Eigen::VectorXd weight;
};

/// The rule of any even number of points. Throws std::invalid_argument for an odd one.
auto gauss_legendre(int count) -> Quadrature;

/// The same in extended precision: wider than double where the processor has it.
using ExtendedVector = Eigen::Matrix<long double, Eigen::Dynamic, 1>;
using ExtendedMatrix = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;
struct ExtendedQuadrature {
  ExtendedVector point, weight;
};
auto extended_gauss_legendre(int count) -> ExtendedQuadrature;

/// Legendre polynomials on [0, 1], normalised: (point, degree), degrees 0 … count - 1.
template <class Number>
auto legendre_polynomials(const Eigen::Matrix<Number, Eigen::Dynamic, 1>& points, int count)
    -> Eigen::Matrix<Number, Eigen::Dynamic, Eigen::Dynamic> {
  Eigen::Matrix<Number, Eigen::Dynamic, Eigen::Dynamic> table(points.size(), count);
  const Eigen::Matrix<Number, Eigen::Dynamic, 1> x = 2 * points.array() - 1;
  table.col(0).setOnes();
  if (count > 1) table.col(1) = x;
  for (int k = 2; k < count; ++k) // Bonnet's recursion
    table.col(k) =
        (Number(2 * k - 1) * x.cwiseProduct(table.col(k - 1)) - Number(k - 1) * table.col(k - 2))
        / Number(k);
  for (int k = 0; k < count; ++k) table.col(k) *= std::sqrt(Number(2 * k + 1));
  return table;
}

inline constexpr int collocation_count = 20, check_count = 40, audit_count = 320;

/// Where equations are fitted, and the points between them where the fit is judged.
auto collocation_points() -> const Quadrature&;
auto check_points() -> const Quadrature&;
/// Many equispaced points, at which nothing may stand out: a pulse narrower than the distance of the others. The first
/// and the last lie at the segment's ends: a jump beyond the last point would show nowhere, as the next segment begins
/// behind it.
auto audit_points() -> const Quadrature&;
/// The first and the last of these.
auto end_points() -> const Quadrature&;

} // namespace jetwork::pinn
