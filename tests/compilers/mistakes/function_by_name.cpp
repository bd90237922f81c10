// says: must accept numbers that carry derivatives
#include "autodiff/derivatives.hpp"
using namespace jetwork::autodiff;
double g(double x);
auto f() { return derivative(g, 2.0); }
