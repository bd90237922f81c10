// One network in place of many segments.
//
//   const Merged one = merge(result.solution);
#pragma once

#include "pinn/solution/merge.hpp"
