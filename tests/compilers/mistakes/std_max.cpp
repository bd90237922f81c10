// works
#include <algorithm>
#include "autodiff/dual.hpp"
using namespace jetwork::autodiff;
auto f(Dual<double> x) { return std::max(x, 0.0); }
