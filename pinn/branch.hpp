// Branches of solutions over a parameter, with folds and branch points.
//
//   const BifurcationDiagram diagram = follow_branch(problem, {.parameter = "lambda", .from = 0, .to = 4});
#pragma once

#include "pinn/continuation/follow_branch.hpp"
