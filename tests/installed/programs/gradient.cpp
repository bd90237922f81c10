// The derivative engine in another project.
#include <autodiff/derivatives.hpp>

int main() {
  const Eigen::Vector2d x(3.0, 2.0);
  const Eigen::Vector2d slope =
      jetwork::autodiff::gradient([](const auto& v) { return v[0] * v[0] * v[1]; }, x);
  return slope == Eigen::Vector2d(12.0, 9.0) ? 0 : 1;
}
