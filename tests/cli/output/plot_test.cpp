// What a picture holds, against closed forms: enough points in layers, the mesh of boundary-value problems.
#include "cli/output/plot.hpp"
#include "pinn/solution/found_numbers.hpp"
#include "pinn/solve.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace jetwork;

namespace {

auto pictured(const pinn::TextProblem& text) -> cli::Picture {
  const pinn::Problem problem = pinn::read_problem(text);
  const pinn::Result result = pinn::solve(problem);
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  return cli::picture(text, problem, result.solution);
}

/// By how much the line that is drawn leaves the curve, half-way between its points.
auto largest_gap(const cli::Picture& picture, const std::function<double(double)>& exact)
    -> double {
  double gap = 0;
  const auto& x = picture.points;
  const auto& u = picture.unknowns[0].values;
  for (std::size_t i = 1; i < x.size(); ++i)
    gap = std::max(gap, std::abs((u[i - 1] + u[i]) / 2 - exact((x[i - 1] + x[i]) / 2)));
  return gap;
}

} // namespace

BOOST_AUTO_TEST_SUITE(plots)

BOOST_AUTO_TEST_CASE(a_thin_layer_is_drawn_where_it_is) {
  for (const std::string epsilon : {"1e-4", "1e-7"}) {
    const double thin = std::stod(epsilon);
    const cli::Picture picture = pictured({.independent = "x",
                                           .domain = {"0", "1"},
                                           .equations = {"-epsilon*u'' + u' = 1"},
                                           .conditions = {"u(0) = 0", "u(1) = 0"},
                                           .parameters = {{"epsilon", epsilon}}});
    BOOST_TEST(largest_gap(picture, [&](double x) { return x - std::exp((x - 1) / thin); }) < 0.01);
    BOOST_TEST_REQUIRE(!picture.mesh.empty());
    BOOST_TEST(std::ranges::is_sorted(picture.mesh));
    BOOST_TEST(picture.mesh.front() > 0.0);
    BOOST_TEST(picture.mesh.back() > 1 - 100 * thin); // segments crowd in the layer
    BOOST_TEST(picture.mesh.back() < 1.0);
    const std::string script = cli::gnuplot_script(picture);
    BOOST_TEST(script.find("set xtics add ('' 0.9") != std::string::npos);
    BOOST_TEST(script.find("x (small ticks: segments)") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_jump_is_drawn_steeply) {
  const cli::Picture picture = pictured({.independent = "x",
                                         .domain = {"0", "1"},
                                         .equations = {"u' = 1"},
                                         .conditions = {"jump(u, 0.3) = 1", "u(0) = 0"}});
  const auto& x = picture.points;
  const auto& u = picture.unknowns[0].values;
  for (std::size_t i = 1; i < x.size(); ++i)
    if (std::abs(u[i] - u[i - 1]) > 0.5) BOOST_TEST(x[i] - x[i - 1] < 1e-15);
  BOOST_TEST(std::abs(u.back() - 2) < 1e-8);
}

BOOST_AUTO_TEST_CASE(a_march_has_no_mesh_in_its_picture) {
  const cli::Picture picture = pictured({.domain = {"0", "10"},
                                         .equations = {"r'' = -4*r"},
                                         .conditions = {"r(0) = 1", "r'(0) = 0"}});
  BOOST_TEST(picture.mesh.empty());
  BOOST_TEST(largest_gap(picture, [](double t) { return std::cos(2 * t); }) < 1e-3);
  BOOST_TEST(cli::gnuplot_script(picture).find("xtics add") == std::string::npos);
}

// Of the string u'' + λ·u = 0 with the λ that was found, not that where the search began.
BOOST_AUTO_TEST_CASE(residuals_are_of_the_numbers_that_were_found) {
  const pinn::TextProblem text{.independent = "x",
                               .domain = {"0", "1"},
                               .equations = {"u'' + lambda*u = 0"},
                               .conditions = {"u(0) = 0", "u(1) = 0", "u'(0) = 1"},
                               .parameters = {{"lambda", "9"}},
                               .searched = {{"lambda", {0.0, 100.0}}}};
  const pinn::Problem problem = pinn::read_problem(text);
  const pinn::Result result = pinn::solve(problem);
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  const cli::Picture several = cli::picture(text, problem, std::vector{result, result});
  BOOST_TEST_REQUIRE(several.unknowns.size() == 2U);
  BOOST_TEST(several.unknowns[1].label == "u_1");
  const cli::Picture one =
      cli::picture(text, pinn::with_found_numbers(problem, result), result.solution);
  for (const cli::Picture* each : {&several, &one}) {
    BOOST_TEST_REQUIRE(each->residuals.size() == 1U);
    for (const double left_over : each->residuals[0].values)
      BOOST_TEST((std::isnan(left_over) || left_over < 1e-6));
  }
}

BOOST_AUTO_TEST_SUITE_END()
