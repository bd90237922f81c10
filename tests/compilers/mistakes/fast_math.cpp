// says: define JETWORK_ALLOW_FAST_MATH
#define __FAST_MATH__ 1 // as -ffast-math does
#include "autodiff/dual.hpp"
using namespace jetwork::autodiff;
