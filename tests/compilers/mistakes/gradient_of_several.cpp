// says: for several, use jacobian
#include "autodiff/derivatives.hpp"

#include <vector>
using namespace jetwork::autodiff;
auto f() {
  return gradient([](const auto& x) { return x; }, std::vector<double>{1, 2});
}
