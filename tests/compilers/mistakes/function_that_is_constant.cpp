// works
#include "autodiff/derivatives.hpp"

#include <vector>
using namespace jetwork::autodiff;
auto f() {
  return gradient([](const auto&) { return 1.0; }, std::vector<double>{1, 2}); // zeros
}
