// out of reach: ?: takes no conversion that both sides would need; select(x > 0, x * x, 0.0) does
#include "autodiff/tape.hpp"
using namespace jetwork::autodiff;
auto f(const Variable& x) { return x > 0 ? x * x : 0.0; }
