// The engine in one header: numbers always, the drivers where Eigen is.
#include "jetwork_autodiff.hpp"

using namespace jetwork::autodiff;

int main() {
  const auto x = Jet<double, 3>::variable(2.0);
  if ((x * x * x).derivative(2) != 12.0) return 1;
  const auto [a, b] = Dual<double, 2>::variables(3.0, 4.0);
  if (hypot(a, b).value() != 5.0) return 1;
#ifdef WITH_EIGEN
  const Eigen::Vector2d slope =
      gradient([](const auto& v) { return v[0] * v[0] * v[1]; }, Eigen::Vector2d(3.0, 2.0));
  if (slope != Eigen::Vector2d(12.0, 9.0)) return 1;
#endif
}
