// works
#include "autodiff/dual.hpp"

#include <algorithm>
using namespace jetwork::autodiff;
auto f(Dual<double> x) { return std::max(x, 0.0); }
