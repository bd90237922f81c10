// The first eigenvalues of linear problems, against closed forms and published values.
#include "pinn/eigenvalues.hpp"
#include "pinn/text_problem.hpp"

#include <boost/math/special_functions/bessel.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

using std::numbers::pi;
constexpr double infinity = std::numeric_limits<double>::infinity();

struct Case {
  std::string name;
  TextProblem text;
  std::function<double(int k)> exact;
  bool has_indices = true;
  double reference_error = 0.0; // of published digits
};
auto operator<<(std::ostream& stream, const Case& each) -> std::ostream& {
  return stream << each.name;
}

auto text(std::string equation, std::vector<std::string> conditions, std::string start,
          std::string end) -> TextProblem {
  return {.independent = "x",
          .domain = {std::move(start), std::move(end)},
          .equations = {std::move(equation)},
          .conditions = std::move(conditions),
          .parameters = {{"lambda", "0"}},
          .searched = {{"lambda", {-infinity, infinity}}}};
}

auto listed(std::vector<double> values) -> std::function<double(int)> {
  return [values](int k) { return values[static_cast<std::size_t>(k)]; };
}

const std::vector<Case> cases = {
    {"a string", text("u'' = -lambda*u", {"u(0) = 0", "u(1) = 0"}, "0", "1"),
     [](int k) { return (k + 1) * (k + 1) * pi * pi; }},
    {"free ends: the first is zero", text("u'' = -lambda*u", {"u'(0) = 0", "u'(1) = 0"}, "0", "1"),
     [](int k) { return k * k * pi * pi; }},
    {"a periodic one: all but the first are double",
     text("u'' = -lambda*u", {"periodic"}, "0", "2*pi"),
     [](int k) { return ((k + 1) / 2) * ((k + 1) / 2); }, false},
    {"a drum", text("u'' + u'/x = -lambda*u", {"u'(0) = 0", "u(1) = 0"}, "0", "1"),
     [](int k) { return std::pow(boost::math::cyl_bessel_j_zero(0.0, k + 1), 2); }},
    {"the harmonic oscillator on the whole line",
     text("-u'' + x^2*u = lambda*u", {"u(-inf) = 0", "u(inf) = 0"}, "-inf", "inf"),
     [](int k) { return 2 * k + 1; }},
    {"hydrogen on a half line",
     text("-u''/2 - u/x = lambda*u", {"u(0) = 0", "u(inf) = 0"}, "0", "inf"),
     [](int k) { return -0.5 / ((k + 1) * (k + 1)); }},
    {"a weight (Klötter)",
     text("-u'' + 3/(4*x^2)*u = lambda*(8*pi/(3*x^3))^2*u", {"u(8/7) = 0", "u(8) = 0"}, "8/7", "8"),
     [](int k) { return (k + 1) * (k + 1); }},
    {"Legendre's equation between its singular points",
     text("(1 - x^2)*u'' - 2*x*u' + lambda*u = 0",
          {"u'(-1) = -lambda/2*u(-1)", "u'(1) = lambda/2*u(1)"}, "-1", "1"),
     [](int k) { return k * (k + 1); }, false},
    {"Mathieu's equation",
     text("-u'' + 2*cos(2*x)*u = lambda*u", {"u(0) = 0", "u(pi) = 0"}, "0", "pi"),
     listed({-0.110248816992, 3.917024772998, 9.047739259809}), true, 5e-13},
    {"nearly equal ones (Coffey and Evans)",
     text("-u'' + (400*sin(2*x)^2 - 40*cos(2*x))*u = lambda*u", {"u(-pi/2) = 0", "u(pi/2) = 0"},
          "-pi/2", "pi/2"),
     listed({0, 77.91619567714, 151.4627783465, 151.4632236577, 151.4636689884}), true, 6e-11},
};

} // namespace

BOOST_AUTO_TEST_SUITE(eigenvalues)

BOOST_DATA_TEST_CASE(are_within_their_bounds_of_known_ones, boost::unit_test::data::make(cases),
                     each) {
  const int count = each.name.starts_with("Mathieu") ? 3 : 5;
  const Spectrum spectrum = first_eigenvalues(read_problem(each.text), count);
  BOOST_TEST_REQUIRE(spectrum.solved(), spectrum.reason);
  BOOST_TEST_REQUIRE(std::ssize(spectrum.found) == count);
  for (int k = 0; k < count; ++k) {
    const auto& [result, index] = spectrum.found[static_cast<std::size_t>(k)];
    const FoundParameter& found = result.parameters.front();
    const double exact = each.exact(k), error = std::abs(found.value - exact);
    BOOST_TEST(error <= found.error_estimate + each.reference_error);
    BOOST_TEST(error <= 1e-12 * std::max(1.0, std::abs(exact)) + each.reference_error);
    BOOST_TEST(index.has_value() == each.has_indices);
    if (index) BOOST_TEST(*index == k);
  }
}

BOOST_AUTO_TEST_CASE(functions_have_magnitude_one_and_begin_upwards) {
  const Spectrum spectrum = first_eigenvalues(read_problem(cases[0].text), 4);
  for (int k = 0; k < 4; ++k)
    for (const double x : {0.1, 0.33, 0.5, 0.9}) {
      const Result& result = spectrum.found[static_cast<std::size_t>(k)].result;
      const double error = std::abs(result.solution(0, x) - std::sin((k + 1) * pi * x));
      BOOST_TEST(error <= result.error_estimate[0] + 1e-15);
    }
}

// A cantilever: cos(s)·cosh(s) = -1, λ = s⁴.
BOOST_AUTO_TEST_CASE(of_fourth_order_are_found) {
  const Spectrum spectrum = first_eigenvalues(
      read_problem(text("u'''' = lambda*u", {"u(0) = 0", "u'(0) = 0", "u''(1) = 0", "u'''(1) = 0"},
                        "0", "1")),
      4);
  BOOST_TEST_REQUIRE(spectrum.solved(), spectrum.reason);
  for (const Eigenfunction& each : spectrum.found) {
    const double s = std::pow(each.result.parameters.front().value, 0.25);
    BOOST_TEST(std::abs(std::cos(s) + 1 / std::cosh(s)) < 1e-12);
  }
}

// The well 12/cosh(x)² holds three: -9, -4, -1.
BOOST_AUTO_TEST_CASE(more_than_there_are_is_said) {
  const Spectrum spectrum =
      first_eigenvalues(read_problem(text("-u'' - 12/cosh(x)^2*u = lambda*u",
                                          {"u(-inf) = 0", "u(inf) = 0"}, "-inf", "inf")),
                        5);
  BOOST_TEST(!spectrum.solved());
  BOOST_TEST(spectrum.reason.find("3 of 5 were found") != std::string::npos, spectrum.reason);
  BOOST_TEST_REQUIRE(spectrum.found.size() == 3U);
  for (const auto& [k, exact] : {std::pair{0, -9.0}, {1, -4.0}, {2, -1.0}}) {
    const FoundParameter& found =
        spectrum.found[static_cast<std::size_t>(k)].result.parameters.front();
    BOOST_TEST(std::abs(found.value - exact) <= found.error_estimate);
  }
}

BOOST_AUTO_TEST_CASE(bounds_choose_among_them) {
  TextProblem problem = cases[0].text;
  problem.searched.front().second = {50.0, 300.0};
  problem.parameters.front().second = "60";
  const Spectrum spectrum = first_eigenvalues(read_problem(problem), 2);
  BOOST_TEST_REQUIRE(spectrum.solved(), spectrum.reason);
  BOOST_TEST(std::abs(spectrum.found[0].result.parameters[0].value - 9 * pi * pi) < 1e-10);
  BOOST_TEST((spectrum.found[0].index == 2));
}

struct Refused {
  std::string equation, message;
};
auto operator<<(std::ostream& stream, const Refused& each) -> std::ostream& {
  return stream << each.equation;
}
const std::vector<Refused> refused = {
    {"u'' + lambda*u = 1", "homogeneous"},
    {"u'' + lambda*u^3 = 0", "not linear in the unknowns"},
    {"u'' + sin(lambda)*u = 0", "not linear in the unknown number"},
};

BOOST_DATA_TEST_CASE(what_is_no_eigenvalue_problem_is_refused,
                     boost::unit_test::data::make(refused), each) {
  const auto says_so = [&](const std::invalid_argument& error) {
    const bool found = std::string(error.what()).find(each.message) != std::string::npos;
    BOOST_TEST(found, error.what());
    return found;
  };
  const Problem problem = read_problem(text(each.equation, {"u(0) = 0", "u(1) = 0"}, "0", "1"));
  BOOST_CHECK_EXCEPTION((void)first_eigenvalues(problem, 2), std::invalid_argument, says_so);
}

// Which condition shows that there are two functions depends on where they are zero.
BOOST_AUTO_TEST_CASE(double_eigenvalues_are_found_wherever_their_functions_are_zero) {
  const Spectrum ring =
      first_eigenvalues(read_problem({.independent = "x",
                                      .domain = {"0", "1"},
                                      .equations = {"u'' + lambda*u = 0"},
                                      .conditions = {"periodic"},
                                      .parameters = {{"lambda", "0"}},
                                      .searched = {{"lambda", {-infinity, infinity}}}}),
                        5);
  BOOST_TEST_REQUIRE(ring.solved(), ring.reason);
  for (std::size_t k = 1; k < 5; ++k) {
    const double waves = 2 * pi * static_cast<double>((k + 1) / 2);
    BOOST_TEST(std::abs(ring.found[k].result.parameters[0].value - waves * waves) < 1e-9);
  }
}

// Of equations that are not coupled, the two functions may be of different unknowns.
BOOST_AUTO_TEST_CASE(two_strings_have_every_eigenvalue_twice) {
  const Spectrum strings = first_eigenvalues(
      read_problem({.independent = "x",
                    .domain = {"0", "1"},
                    .equations = {"u'' + lambda*u = 0", "v'' + lambda*v = 0"},
                    .conditions = {"u(0) = 0", "u(1) = 0", "v(0) = 0", "v(1) = 0"},
                    .parameters = {{"lambda", "0"}},
                    .searched = {{"lambda", {-infinity, infinity}}}}),
      4);
  BOOST_TEST_REQUIRE(strings.solved(), strings.reason);
  for (std::size_t k = 0; k < 4; ++k) {
    const double arcs = pi * static_cast<double>(k / 2 + 1);
    BOOST_TEST(std::abs(strings.found[k].result.parameters[0].value - arcs * arcs) < 1e-9);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
