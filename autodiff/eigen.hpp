// Eigen matrices of numbers that carry derivatives.
//
//   Eigen::Matrix<Dual<double>, 2, 2> A;          // or HyperDual, Jet, Variable
//   A << 2, 1, 0, 3;
//   A(1, 0) = Dual<double>(0, 1);                 // the entry that moves
//   A.determinant().tangent();                    // ∂det A/∂a₁₀ = -1
//   values(A), tangents(A);                       // plain matrices again
//
// Products, norms, LU, Cholesky and solves are Eigen's own code on our numbers; matrices of numbers with and
// without derivatives may be mixed. Where Eigen skips work because a number is zero, it would also skip its
// derivatives: autodiff/eigen/decompositions.hpp, included here, puts that right, and refuses to compile what
// can't be put right.
#pragma once

#include "autodiff/eigen/decompositions.hpp"
#include "autodiff/eigen/numbers.hpp"
#include "autodiff/eigen/self_adjoint.hpp"
