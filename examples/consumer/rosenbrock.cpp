// The minimum of Rosenbrock's valley by Newton's method, with gradient and Hessian from the library.
#include "autodiff/derivatives.hpp"

#include <Eigen/Dense>

#include <cstdio>

int main() {
  const auto valley = [](const auto& x) {
    const auto across = x[1] - x[0] * x[0], along = 1 - x[0];
    return 100 * across * across + along * along;
  };
  Eigen::Vector2d x(-1.2, 1.0);
  int steps = 0;
  for (; steps < 50; ++steps) {
    const Eigen::Vector2d slope = jetwork::autodiff::gradient(valley, x);
    if (slope.norm() < 1e-12) break;
    x -= jetwork::autodiff::hessian(valley, x).ldlt().solve(slope);
  }
  std::printf("minimum at (%.15g, %.15g) after %d steps\n", x[0], x[1], steps);
  return (x - Eigen::Vector2d(1, 1)).norm() < 1e-12 ? 0 : 1;
}
