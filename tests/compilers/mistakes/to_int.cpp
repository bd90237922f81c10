// out of reach: as for double
#include "autodiff/dual.hpp"
using namespace jetwork::autodiff;
int f(Dual<double> x) { return static_cast<int>(x); } // static_cast<int>(x.value())
