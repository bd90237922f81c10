// Newton's second law as a lambda: m·r'' = F(r) = -k·r, solved by networks to ten digits.
//
//   build/release/examples/newton
#include "pinn/solve.hpp"

#include <fmt/format.h>

#include <cmath>

using namespace jetwork;

auto main() -> int {
  const double m = 1.0; // kg
  const double k = 4.0; // N/m

  const auto spring =
      pinn::initial_value_problem({{.name = "r", .initial = {1.0, 0.0}}}, // r(0) = 1, r'(0) = 0
                                  {.start = 0.0, .end = 10.0}, [=](auto /*t*/, auto r) {
                                    return m * r[2] + k * r[0];
                                  }); // m·r'' + k·r = 0

  const pinn::Result result = pinn::solve(spring, {.tolerance = 1e-10});
  if (!result.solved()) {
    fmt::print("not solved: {}\n", result.reason);
    return 2;
  }

  fmt::print("   t            r(t)           r'(t)     cos(2t) - r\n");
  for (double t = 0.0; t <= 10.0; t += 2.5) {
    const double r = result.solution(0, t);
    const double v = result.solution(0, t, 1);
    fmt::print("{:4.1f} {:15.12f} {:15.12f} {:15.1e}\n", t, r, v, std::cos(2 * t) - r);
  }
  fmt::print("error estimate {:.1e}, {} segments\n", result.error_estimate[0],
             result.solution.segments().size());
}
