// works
#include "autodiff/tape.hpp"
using namespace jetwork::autodiff;
auto f(const Variable& x) {
  auto y = sin(x) * x;
  return Variable(y);
}
