// The points of a segment, in its own time θ in [0, 1]: where equations are fitted, judged and watched.
//
//   const Quadrature rule = gauss_legendre(10);          // Σ weight·f(point) = ∫f, exact to degree 19
#pragma once

#include <Eigen/Core>

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
auto legendre_polynomials(const ExtendedVector& points, int count) -> ExtendedMatrix;

inline constexpr int collocation_count = 20, check_count = 40, audit_count = 320;

/// Where equations are fitted, and the points between them where the fit is judged.
auto collocation_points() -> const Quadrature&;
auto check_points() -> const Quadrature&;
/// Many equispaced points, at which nothing may stand out: a pulse narrower than the distance of the others. The first
/// and the last lie at the segment's ends: a jump beyond the last point would show nowhere, as the next segment begins
/// behind it.
auto audit_points() -> const Quadrature&;

} // namespace jetwork::pinn
