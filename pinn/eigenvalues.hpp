// Eigenvalues of linear boundary-value problems, with their functions.
//
//   const Spectrum spectrum = first_eigenvalues(problem, 5);
#pragma once

#include "pinn/eigenvalues/eigenvalue_solver.hpp"
