// What the residual of a segment is made orthogonal to: as many functions as there are modes.
//
//   test_functions(1).at_collocation_points * residual;     // (test, point)·(point, equation): ∫ψ_k F
//
// The highest derivative of an unknown is searched in the span of the Legendre polynomials P_0 … P_15, and a residual
// that is orthogonal to them all would leave fast components undamped: the rule of Gauss is not L-stable. So for an
// equation of order p the last p test functions are combinations with P_16 … P_(15+p), such that what they leave of the
// residual, a polynomial of degree 15 + p, has a zero of order p at the end of the segment. Where the equation is stiff
// the residual is a multiple of the error, which therefore ends there with p - 1 of its derivatives. For p = 1 what is
// left is P_16 - P_15: the rule of Radau, L-stable, and of order 31 at the end (Hairer and Wanner 1996, IV.5; with
// more points than modes, Brugnano, Iavernaro and Trigiante 2010).
#pragma once

#include <Eigen/Core>

namespace jetwork::pinn {

/// ψ_k·weight at each point, (test, point): sums over points are integrals. ∫ψ_k P_l is 1 for k = l and else 0, for
/// normalised polynomials up to P_15.
struct TestFunctions {
  Eigen::MatrixXd at_collocation_points, at_check_points;
};
/// Those for an equation of order 1 … highest_order.
auto test_functions(int order) -> const TestFunctions&;

} // namespace jetwork::pinn
