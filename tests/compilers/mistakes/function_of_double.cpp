// says: write it as \[\]\(const auto& x\)
#include "autodiff/derivatives.hpp"
using namespace jetwork::autodiff;
auto f() {
  return derivative([](double x) { return x * x; }, 2.0);
}
