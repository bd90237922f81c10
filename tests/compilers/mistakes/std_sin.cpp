// works
#include "autodiff/dual.hpp"

#include <cmath>
using namespace jetwork::autodiff;
auto f(Dual<double> x) { return std::sin(x); }
