// works
#include <cmath>
#include "autodiff/tape.hpp"
using namespace jetwork::autodiff;
auto f(const Variable& x) { return Variable(std::pow(x, 2)); }
