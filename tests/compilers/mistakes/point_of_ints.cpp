// works
#include "autodiff/derivatives.hpp"

#include <vector>
using namespace jetwork::autodiff;
auto f() {
  return gradient([](const auto& x) { return x[0] * x[1]; }, std::vector<int>{1, 2});
}
