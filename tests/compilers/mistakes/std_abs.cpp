// works
#include "autodiff/jet.hpp"

#include <cmath>
using namespace jetwork::autodiff;
auto f(Jet<double, 3> x) { return std::abs(x); }
