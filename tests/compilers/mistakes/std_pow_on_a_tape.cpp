// works
#include "autodiff/tape.hpp"

#include <cmath>
using namespace jetwork::autodiff;
auto f(const Variable& x) { return Variable(std::pow(x, 2)); }
