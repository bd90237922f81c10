// Several solutions of one boundary-value problem.
//
//   const SolutionSet all = several_solutions(problem, 5);
#pragma once

#include "pinn/several_solutions/several_solutions.hpp"
