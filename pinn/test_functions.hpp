// What the residual of a segment is made orthogonal to: as many functions as there are modes.
//
//   test_functions().at_collocation_points * residual;      // (test, point)·(point, equation): ∫ψ_k F
//
// The highest derivative of an unknown is searched in the span of the Legendre polynomials P_0 … P_15, and a residual
// that is orthogonal to them all would leave fast components undamped: the rule of Gauss is not L-stable. So the last
// test function is 31 P_15 + 33 P_16, and what is left of the residual is a multiple of P_16 - P_15, which vanishes at
// the end of the segment: the rule of Radau, L-stable, and of order 31 at the end (Hairer and Wanner 1996, IV.5; with
// more points than modes, Brugnano, Iavernaro and Trigiante 2010).
#pragma once

#include <Eigen/Core>

namespace jetwork::pinn {

/// ψ_k·weight at each point, (test, point): sums over points are integrals.
struct TestFunctions {
  Eigen::MatrixXd at_collocation_points, at_check_points;
};
auto test_functions() -> const TestFunctions&;

} // namespace jetwork::pinn
