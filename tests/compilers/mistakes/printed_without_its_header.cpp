// says: include "autodiff/print.hpp"
#include "autodiff/dual.hpp"

#include <iostream>
using namespace jetwork::autodiff;
void f(Dual<double> x) { std::cout << x; }
