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

// Of y' = -y on [0, 1e6], which has decayed before a linear axis' first point.
BOOST_AUTO_TEST_CASE(a_logarithmic_axis_shows_what_is_early) {
  const pinn::TextProblem text{.domain = {"0", "1e6"},
                               .equations = {"y' = -1e3*y", "z' = 1e3*y"},
                               .conditions = {"y(0) = 1", "z(0) = 0"}};
  const pinn::Problem problem = pinn::read_problem(text);
  const pinn::Result result = pinn::solve(problem);
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  const cli::Picture picture =
      cli::picture(text, problem, result.solution, {.logarithmic = {.independent = true}});
  const auto& t = picture.points;
  BOOST_TEST(t.front() > 0.0);
  BOOST_TEST(t.front() < 1e-3); // the transient's own time
  BOOST_TEST(t.back() == 1e6);
  for (std::size_t i = 1; i < t.size(); ++i) BOOST_TEST_REQUIRE(t[i] < 1.05 * t[i - 1]);
  BOOST_TEST(largest_gap(picture, [](double x) { return std::exp(-1e3 * x); }) < 1e-3);
  BOOST_TEST_REQUIRE(picture.notes.size() == 1U);
  BOOST_TEST(picture.notes[0].starts_with("t below "));
  BOOST_TEST(cli::gnuplot_script(picture).find("set logscale x") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_logarithmic_axis_has_no_place_for_what_is_not_positive) {
  const pinn::TextProblem text{.domain = {"-3", "5"},
                               .equations = {"y' = 1", "z' = 0"},
                               .conditions = {"y(-3) = -3", "z(-3) = -1"}};
  const pinn::Problem problem = pinn::read_problem(text);
  const pinn::Result result = pinn::solve(problem);
  const cli::Picture picture = cli::picture(
      text, problem, result.solution, {.logarithmic = {.independent = false, .values = true}});
  for (std::size_t i = 0; i < picture.points.size(); ++i)
    BOOST_TEST((std::isnan(picture.unknowns[0].values[i]) == (picture.points[i] <= 0)
                || std::abs(picture.points[i]) < 1e-9));
  BOOST_TEST(picture.notes[0] == "values of y, z that are not positive are left out by --log y");
  const cli::Picture none = cli::picture(
      text, problem, result.solution,
      {.shown = {{.unknown = 1}}, .logarithmic = {.independent = true, .values = true}});
  BOOST_TEST(none.points.front() > 0.0);
  BOOST_TEST(cli::gnuplot_script(none).find("no positive value") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(of_many_unknowns_some_are_drawn) {
  pinn::TextProblem text;
  text.domain = {"0", "1"};
  for (int i = 1; i <= 102; ++i) {
    text.equations.push_back("u" + std::to_string(i) + "' = 0");
    text.conditions.push_back("u" + std::to_string(i) + "(0) = " + std::to_string(i));
  }
  const cli::Picture some = pictured(text);
  BOOST_TEST_REQUIRE(some.unknowns.size() == 10U);
  BOOST_TEST(some.unknowns.front().label == "u1");
  BOOST_TEST(some.unknowns.back().label == "u102");
  BOOST_TEST(some.notes.at(0) == "10 of 102 unknowns are drawn; --show NAME,NAME chooses others");
  const pinn::Problem problem = pinn::read_problem(text);
  const cli::Picture chosen = cli::picture(text, problem, pinn::solve(problem).solution,
                                           {.shown = {{.unknown = 6}, {.unknown = 41}}});
  BOOST_TEST_REQUIRE(chosen.unknowns.size() == 2U);
  BOOST_TEST(chosen.unknowns[1].label == "u42");
  BOOST_TEST(chosen.unknowns[1].values.back() == 42.0);
  BOOST_TEST(chosen.notes.empty());
}

BOOST_AUTO_TEST_CASE(unlike_magnitudes_have_panels_of_their_own) {
  const cli::Picture one = pictured({.domain = {"0", "1"},
                                     .equations = {"x' = x", "y' = y"},
                                     .conditions = {"x(0) = 1", "y(0) = 20"}});
  const cli::Picture two = pictured({.domain = {"0", "1"},
                                     .equations = {"x' = x", "y' = y"},
                                     .conditions = {"x(0) = 1", "y(0) = 2e5"}});
  BOOST_TEST(cli::size_of(two).height > cli::size_of(one).height + 100);
  BOOST_TEST(cli::gnuplot_script(two).find("set ylabel \"x\"") != std::string::npos);
  BOOST_TEST(cli::gnuplot_script(one).find("set ylabel \"x, y\"") != std::string::npos);
}

// A line for each mark, but not for two on one pixel; an entry of the key for each name.
BOOST_AUTO_TEST_CASE(marks_are_lines_with_a_name_in_the_key) {
  cli::Picture picture{.title = "",
                       .independent = "t",
                       .points = {0, 10},
                       .unknowns = {{"h", {1, 2}}},
                       .residuals = {},
                       .mesh = {}};
  picture.marks = {{2.5, "bounce"}, {5, "dose"}, {7.5, "bounce"}, {7.5001, "bounce"}, {11, "late"}};
  const std::string script = cli::gnuplot_script(picture);
  const auto count = [&](const std::string& words) {
    std::size_t found = 0;
    for (auto at = script.find(words); at != std::string::npos; at = script.find(words, at + 1))
      ++found;
    return found;
  };
  BOOST_TEST(count("set arrow from 2.5, graph 0 to 2.5, graph 1 nohead") == 1U);
  BOOST_TEST(count("set arrow") == 3U);
  BOOST_TEST(count("keyentry") == 2U);
  BOOST_TEST(count("title \"bounce\"") == 1U);
  BOOST_TEST(count("title \"dose\"") == 1U);
  BOOST_TEST(count("late") == 0U);
  for (int i = 0; i < 100'000; ++i) picture.marks.push_back({i * 1e-4, "tick"});
  BOOST_TEST(cli::gnuplot_script(picture).size() < 200'000U);
}

BOOST_AUTO_TEST_SUITE_END()
