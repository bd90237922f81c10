// out of reach: the language has its own words for it
#include "autodiff/dual.hpp"
using namespace jetwork::autodiff;
bool f(Dual<double> x) {
  if (x) return true; // x != 0
  return false;
}
