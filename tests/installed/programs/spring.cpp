// A differential equation in another project: r'' = -4·r, whose solution is cos(2·t).
#include <nn/network_file.hpp>
#include <pinn/solve.hpp>
#include <verify/referee.hpp>

#include <cmath>

int main() {
  using namespace jetwork;
  const auto spring = pinn::initial_value_problem({{.name = "r", .initial = {1.0, 0.0}}},
                                                  {.start = 0.0, .end = 10.0},
                                                  [](auto, auto r) { return r[2] + 4.0 * r[0]; });
  const pinn::Result result = pinn::solve(spring, {.tolerance = 1e-10});
  return result.solved() && std::abs(result.solution("r", 2.5) - std::cos(5.0)) < 1e-9 ? 0 : 1;
}
