// out of reach: a conversion to double that only complains would make x > 0 ? x : 0.0 ambiguous
#include "autodiff/dual.hpp"
using namespace jetwork::autodiff;
double f(Dual<double> x) { return x; } // x.value()
