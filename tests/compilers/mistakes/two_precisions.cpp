// out of reach: operators that only complain would be found by every search for an operator
#include "autodiff/dual.hpp"
using namespace jetwork::autodiff;
auto f(Dual<float> x, Dual<double> y) { return x * y; } // Dual<double>(x.value(), …) first
