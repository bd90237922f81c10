// works
#include "autodiff/tape.hpp"
using namespace jetwork::autodiff;
auto f() {
  Variable x = 2.0; // a constant: Tape::reverse says that nothing was recorded
  return Variable(x * x);
}
