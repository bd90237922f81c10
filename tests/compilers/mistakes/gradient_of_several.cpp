// says: for several, use jacobian
#include <vector>
#include "autodiff/derivatives.hpp"
using namespace jetwork::autodiff;
auto f() {
  return gradient([](const auto& x) { return x; }, std::vector<double>{1, 2});
}
