// Problems, events and invariants written as text.
//
//   const Problem spring = read_problem({.domain = {"0", "10"}, .equations = {"r'' = -4*r"},
//                                        .conditions = {"r(0) = 1", "r'(0) = 0"}});
#pragma once

#include "pinn/problem/text/quantity.hpp"
#include "pinn/problem/text/text_problem.hpp"
