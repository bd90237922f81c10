// out of reach: the language has its own words for it
#include "autodiff/dual.hpp"
using namespace jetwork::autodiff;
auto f() {
  Dual<double> x = "1";
  return x;
}
