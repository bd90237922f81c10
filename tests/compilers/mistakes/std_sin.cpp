// works
#include <cmath>
#include "autodiff/dual.hpp"
using namespace jetwork::autodiff;
auto f(Dual<double> x) { return std::sin(x); }
