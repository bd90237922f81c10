// The determinant of the conditions, the same on all meshes: of u'' + k²·u = 0, u(0) = u(1) = 0 it is sin(k)/k.
#include "pinn/boundary_value/newton_system.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

namespace jetwork::pinn {

BOOST_AUTO_TEST_CASE(the_determinant_is_that_of_the_conditions_on_every_mesh) {
  const Problem problem = read_problem({.independent = "x",
                                        .domain = {"0", "1"},
                                        .equations = {"u'' = -k2*u"},
                                        .conditions = {"u(0) = 0", "u(1) = 0"},
                                        .parameters = {{"k2", "1"}}});
  RecordedResidual recorded(problem);
  const auto layout =
      std::make_shared<const StateLayout>(problem.unknowns, default_seed, recorded.groups());
  int sign = 0; // that the problem fixes, for each number of pieces
  for (const std::vector<double>& places : {std::vector{0.0, 1.0}, {0.0, 0.4, 1.0}}) {
    RecordedConditions conditions(problem, places);
    NewtonSystem system(recorded, conditions, layout);
    sign = 0;
    for (const double k : {1.0, 3.0, 3.3, 6.0, 6.5, 9.0})
      for (const int parts : {1, 2, 3, 5}) {
        std::vector<double> nodes = {0.0};
        std::vector<std::size_t> breaks = {0};
        for (std::size_t piece = 0; piece + 1 < places.size(); ++piece) {
          for (int part = 1; part <= parts; ++part)
            nodes.push_back(places[piece] + (places[piece + 1] - places[piece]) * part / parts);
          breaks.push_back(nodes.size() - 1);
        }
        system.set_parameters({k * k});
        BOOST_TEST_REQUIRE(
            system.linearise(MeshFunction(layout, nodes, breaks), Deadline::never()));
        const Determinant found = system.determinant();
        const double exact = std::sin(k) / k;
        if (sign == 0) sign = found.sign * (exact > 0 ? 1 : -1);
        BOOST_TEST_CONTEXT("k = " << k << ", " << nodes.size() - 1 << " segments") {
          BOOST_TEST(found.sign * sign == (exact > 0 ? 1 : -1));
          BOOST_TEST(std::abs(found.log - std::log(std::abs(exact))) < 1e-9);
        }
      }
  }
}

} // namespace jetwork::pinn
