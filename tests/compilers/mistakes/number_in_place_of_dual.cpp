// works
#include "autodiff/dual.hpp"
using namespace jetwork::autodiff;
auto f(Dual<double> x) { return x > 0 ? x * x : 0.0; }
