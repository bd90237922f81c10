// works
#include <cmath>
#include "autodiff/jet.hpp"
using namespace jetwork::autodiff;
auto f(Jet<double, 3> x) { return std::abs(x); }
