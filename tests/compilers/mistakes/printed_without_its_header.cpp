// says: include "autodiff/print.hpp"
#include <iostream>
#include "autodiff/dual.hpp"
using namespace jetwork::autodiff;
void f(Dual<double> x) { std::cout << x; }
