// out of reach: likewise
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
using namespace jetwork::autodiff;
auto f(Dual<double> x, HyperDual<double> y) { return x * y; }
