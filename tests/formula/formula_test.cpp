// Formulas evaluated: against <cmath>, closed forms and values computed while the formula was made.
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
#include "formula/formula.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <ostream>
#include <string>

namespace jetwork::formula {

using namespace autodiff;

namespace {

namespace data = boost::unit_test::data;

constexpr double x = 0.7, y = 0.4, k = 3;
const Symbols symbols = {.variables = {{{"x"}, 0}, {{"y"}, 1}}, .parameters = {{"k", k}}};

auto value_of(const std::string& text) -> double {
  return compile(parse(text), symbols).evaluate(std::array{x, y});
}

auto message_of(auto&& work) -> std::string {
  try {
    work();
  } catch (const ParseError& error) { return error.what(); }
  return "no error";
}

struct Sample {
  std::string text;
  double expected;
  friend auto operator<<(std::ostream& out, const Sample& sample) -> std::ostream& {
    return out << sample.text;
  }
};

struct Slip {
  std::string text, message;
  friend auto operator<<(std::ostream& out, const Slip& slip) -> std::ostream& {
    return out << slip.text;
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(formula)

const Sample samples[] = {
    {"1 + 2*3", 7},
    {"1 - 2 - 3", -4},
    {"8/4/2", 1},
    {"2^3^2", 512},
    {"2^-3", 0.125},
    {"2^-3^2", 1.0 / 512},
    {"-2^2", -4},
    {"(-2)^2", 4},
    {"-2^-2", -0.25},
    {"6*-2", -12},
    {"1 - -1", 2},
    {"2*pi/3", 2 * std::numbers::pi / 3},
    {"e", std::numbers::e},
    {"k*x + y", 3 * 0.7 + 0.4},
    {"x^2", 0.7 * 0.7},
    {"x^3", 0.7 * 0.7 * 0.7},
    {"x^4", 0.2401},
    {"x^5", 0.16807},
    {"x^-1", 1 / 0.7},
    {"x^-2", 1 / 0.49},
    {"x^0.5", 0.83666002653407554798},
    {"x^1.5", 0.58566201857385288359},
    {"x^0", 1},
    {"x^1", 0.7},
    {"x^y", 0.86704016438112347},
    {"min(3, x, y)", 0.4},
    {"max(x, y, -1)", 0.7},
    {"x + x*y*x - x/y", 0.7 + 0.7 * 0.4 * 0.7 - 0.7 / 0.4},
};
BOOST_DATA_TEST_CASE(a_value_is_what_mathematics_says, data::make(samples), sample) {
  BOOST_TEST(value_of(sample.text) == sample.expected, boost::test_tools::tolerance(4e-16));
}

// Every row of the table has its reference here, or the test fails.
BOOST_AUTO_TEST_CASE(every_function_of_the_table_is_read_by_its_name) {
  const std::map<std::string, double (*)(double)> of_one = {
      {"abs", [](double a) { return std::fabs(a); }},
      {"sign", [](double a) { return a > 0 ? 1.0 : -1.0; }},
      {"sqrt", [](double a) { return std::sqrt(a); }},
      {"cbrt", [](double a) { return std::cbrt(a); }},
      {"exp", [](double a) { return std::exp(a); }},
      {"expm1", [](double a) { return std::expm1(a); }},
      {"log", [](double a) { return std::log(a); }},
      {"log1p", [](double a) { return std::log1p(a); }},
      {"log2", [](double a) { return std::log2(a); }},
      {"log10", [](double a) { return std::log10(a); }},
      {"sin", [](double a) { return std::sin(a); }},
      {"cos", [](double a) { return std::cos(a); }},
      {"tan", [](double a) { return std::tan(a); }},
      {"asin", [](double a) { return std::asin(a); }},
      {"acos", [](double a) { return std::acos(a); }},
      {"atan", [](double a) { return std::atan(a); }},
      {"sinh", [](double a) { return std::sinh(a); }},
      {"cosh", [](double a) { return std::cosh(a); }},
      {"tanh", [](double a) { return std::tanh(a); }},
      {"asinh", [](double a) { return std::asinh(a); }},
      {"acosh", [](double a) { return std::acosh(a); }},
      {"atanh", [](double a) { return std::atanh(a); }},
      {"erf", [](double a) { return std::erf(a); }},
      {"erfc", [](double a) { return std::erfc(a); }},
      {"sigmoid", [](double a) { return 1 / (1 + std::exp(-a)); }},
      {"softplus", [](double a) { return std::log1p(std::exp(a)); }},
      {"exp2", [](double a) { return std::exp2(a); }},
      {"floor", [](double a) { return std::floor(a); }},
      {"ceil", [](double a) { return std::ceil(a); }},
      {"round", [](double a) { return std::round(a); }},
      {"trunc", [](double a) { return std::trunc(a); }},
      {"relu", [](double a) { return a > 0 ? a : 0; }},
      {"gelu", [](double a) { return a * (1 + std::erf(a / std::sqrt(2.0))) / 2; }},
      {"swish", [](double a) { return a / (1 + std::exp(-a)); }},
      {"softsign", [](double a) { return a / (1 + std::abs(a)); }},
      {"identity", [](double a) { return a; }},
  };
  const std::map<std::string, double (*)(double, double)> of_two = {
      {"pow", [](double a, double b) { return std::pow(a, b); }},
      {"atan2", [](double a, double b) { return std::atan2(a, b); }},
      {"hypot", [](double a, double b) { return std::hypot(a, b); }},
      {"min", [](double a, double b) { return std::fmin(a, b); }},
      {"max", [](double a, double b) { return std::fmax(a, b); }},
      {"fmin", [](double a, double b) { return std::fmin(a, b); }},
      {"fmax", [](double a, double b) { return std::fmax(a, b); }},
      {"fmod", [](double a, double b) { return std::fmod(a, b); }},
      {"remainder", [](double a, double b) { return std::remainder(a, b); }},
      {"copysign", [](double a, double b) { return std::copysign(a, b); }},
  };
  const auto tolerance = boost::test_tools::tolerance(4e-16);
  for_each_unary_rule([&](auto rule) {
    const std::string name(rule.name);
    if (name == "negate") return;
    BOOST_REQUIRE_MESSAGE(of_one.contains(name), name);
    if (name == "acosh") BOOST_TEST(value_of("acosh(x + 1)") == std::acosh(1.7), tolerance);
    else BOOST_TEST(value_of(name + "(x)") == of_one.at(name)(x), tolerance);
  });
  for_each_binary_rule([&](auto rule) {
    const std::string name(rule.name);
    BOOST_REQUIRE_MESSAGE(of_two.contains(name), name);
    BOOST_TEST(value_of(name + "(x, y)") == of_two.at(name)(x, y), tolerance);
    BOOST_TEST(value_of(name + "(x, 2)") == of_two.at(name)(x, 2), tolerance);
    BOOST_TEST(value_of(name + "(2, y)") == of_two.at(name)(2, y), tolerance);
    BOOST_TEST(value_of(name + "(2, 3)") == of_two.at(name)(2, 3), tolerance);
  });
  BOOST_TEST(value_of("fma(x, y, 2)") == std::fma(x, y, 2), tolerance);
  BOOST_TEST(value_of("fma(2, 3, 4)") == 10);
  BOOST_TEST(value_of("clamp(5, x, y)") == y);
  BOOST_TEST(value_of("clamp(x, -1, 1)") == std::clamp(x, -1.0, 1.0));
  BOOST_TEST(value_of("hypot(x, y, 2)") == std::hypot(x, y, 2), tolerance);
  BOOST_CHECK_THROW(value_of("clamp(x, 1)"), ParseError);
  BOOST_CHECK_THROW(value_of("hypot3(x, y, 2)"), ParseError);
}

BOOST_AUTO_TEST_CASE(derivatives_come_with_any_number_type) {
  // f = x²·sin(3y) + x/y, whose derivatives are known.
  const Formula f = compile(parse("x^2*sin(k*y) + x/y"), symbols);
  const double s = std::sin(3 * y), c = std::cos(3 * y);
  const auto tolerance = boost::test_tools::tolerance(2e-15);

  const auto dual = f.evaluate(Dual<double, 2>::variables(x, y));
  BOOST_TEST(dual.value() == x * x * s + x / y, tolerance);
  BOOST_TEST(dual.tangent(0) == 2 * x * s + 1 / y, tolerance);
  BOOST_TEST(dual.tangent(1) == 3 * x * x * c - x / (y * y), tolerance);

  const auto hyper = f.evaluate(HyperDual<double, 2>::variables(x, y));
  BOOST_TEST(hyper.hessian(0, 0) == 2 * s, tolerance);
  BOOST_TEST(hyper.hessian(0, 1) == 6 * x * c - 1 / (y * y), tolerance);
  BOOST_TEST(hyper.hessian(1, 1) == -9 * x * x * s + 2 * x / (y * y * y), tolerance);

  // exp(-t²) at 0 is 1 - t² + t⁴/2 - …
  const Formula bell = compile(parse("exp(-x^2)"), symbols);
  const auto series = bell.evaluate(std::array{Jet<double, 4>::variable(0.0)});
  const double expected[] = {1, 0, -1, 0, 0.5};
  for (int i = 0; i <= 4; ++i) BOOST_TEST(series[i] == expected[i]);

  using Nested = Dual<Dual<double>>;
  const Nested t(Dual<double>(2, 1), Dual<double>(1, 0));
  BOOST_TEST(compile(parse("x^3"), symbols).evaluate(std::array{t}).tangent().tangent() == 12);
  BOOST_TEST(compile(parse("7"), symbols).evaluate(std::array{t}).value().value() == 7);
}

BOOST_AUTO_TEST_CASE(a_multiprecision_number_keeps_its_digits) {
  using Wide = boost::multiprecision::cpp_bin_float_50;
  const Wide root = compile(parse("sqrt(x) + 0.5"), symbols).evaluate(std::array<Wide, 1>{Wide(2)});
  const Wide expected("1.91421356237309504880168872420969807856967187537694");
  BOOST_TEST(abs(root - expected) < Wide("1e-48"));
  const Formula every = compile(
      parse("tanh(x) + erf(x) + hypot(x, 3) + atan2(x, 2) + 2^x + x^2.5 + max(x, 1)"), symbols);
  const Wide sum = every.evaluate(std::array<Wide, 1>{Wide(2)});
  BOOST_TEST(static_cast<double>(sum)
                 == std::tanh(2) + std::erf(2) + std::hypot(2, 3) + std::atan2(2, 2) + 4
                        + std::pow(2, 2.5) + 2,
             boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(awkward_points_keep_their_derivatives) {
  const auto slope = [](const char* text, double at) {
    return compile(parse(text), symbols).evaluate(std::array{Dual<double>(at, 1)}).tangent();
  };
  constexpr double infinity = std::numeric_limits<double>::infinity();
  BOOST_TEST(slope("x^0.5", 0) == infinity);
  BOOST_TEST(slope("x^1.5", 0) == 0);
  BOOST_TEST(slope("x^2", 0) == 0);
  BOOST_TEST(slope("x^1", 0) == 1);
  BOOST_TEST(slope("x^0", 0) == 0);
  BOOST_TEST(slope("x^3", -2) == 12);
  BOOST_TEST(slope("x^-1", -2) == -0.25);
  BOOST_TEST(slope("sqrt(x^2)", 0) == 0);
  BOOST_TEST(slope("hypot(x, 0)", 0) == 0);
}

BOOST_AUTO_TEST_CASE(what_is_constant_is_folded_and_what_repeats_is_shared) {
  BOOST_TEST(compile(parse("2*pi/3 + sin(k)"), symbols).is_constant());
  BOOST_TEST(compile(parse("2*pi/3*x"), symbols).instructions().size() == 1);
  BOOST_TEST(compile(parse("x"), symbols).instructions().empty());
  BOOST_TEST(compile(parse("x^4"), symbols).instructions().size() == 2);
  BOOST_TEST(compile(parse("sin(x*y)^2 + cos(x*y)*sin(x*y)"), symbols).instructions().size() == 6);
  BOOST_TEST(std::isnan(value_of("sqrt(-1)")));
  BOOST_TEST(value_of("1/0") == std::numeric_limits<double>::infinity());
  BOOST_TEST(std::signbit(value_of("-0")));
  BOOST_TEST(compile(parse("y"), symbols).variables_needed() == 2);
  BOOST_CHECK_THROW(compile(parse("y"), symbols).evaluate(std::array{1.0}), std::invalid_argument);

  // Shared sub-expressions make the cost of a chain of squares linear; without sharing it is 2^30 products.
  std::string chain = "x";
  for (int i = 0; i < 15; ++i) chain = "(" + chain + ")^4";
  BOOST_TEST(compile(parse(chain), symbols).instructions().size() == 30);
}

BOOST_AUTO_TEST_CASE(an_equation_is_evaluated_by_its_residual) {
  const Equation equation = parse_equation("m*r''(t) = -k*r + sin(t)");
  const Symbols spring = {.variables = {{{"t"}, 0}, {{"r"}, 1}, {{"r", 1}, 2}, {{"r", 2}, 3}},
                          .parameters = {{"m", 2}, {"k", 3}},
                          .independent = "t"};
  const Formula residual = compile_residual(equation, spring);
  BOOST_TEST(residual.evaluate(std::array{0.0, 5.0, 7.0, 11.0}) == 2 * 11 + 3 * 5);
}

BOOST_AUTO_TEST_CASE(a_condition_is_evaluated_from_values_at_points) {
  const Equation condition = parse_equation("u(a) + 2*u'(a) = u(1) - u'(inf) + r0");
  const Parameters parameters = {{"a", 1}};
  const auto values = point_values(condition, parameters);
  BOOST_REQUIRE(values.size() == 3); // u(a) and u(1) are one
  BOOST_TEST(std::isinf(values[2].point));
  Symbols known = {.variables = {{{"r0"}, 3}}, .parameters = parameters};
  for (std::size_t i = 0; i < values.size(); ++i) known.values[values[i]] = i;
  // u(1) = 10, u'(1) = 20, u'(inf) = 30, r0 = 40
  const Formula residual = compile_residual(condition, known);
  BOOST_TEST(residual.evaluate(std::array{10.0, 20.0, 30.0, 40.0}) == 10 + 2 * 20 - (10 - 30 + 40));

  BOOST_TEST(message_of([] { point_values(parse_equation("1 = u(b)"), {}); })
             == "column 7: unknown name 'b'; known are inf");
  BOOST_TEST(message_of([] { point_values(parse_equation("u(inf - inf) = 1"), {}); })
             == "column 1: expected a point, found u(inf - inf), which is no number");
  BOOST_TEST(message_of([] { point_values(parse_equation("u(u(0)) = 1"), {}); })
             == "column 3: unknown function 'u'");
}

BOOST_AUTO_TEST_CASE(a_constant_is_made_of_parameters) {
  BOOST_TEST(constant(parse("2*pi*k"), {{"k", 3}}) == 6 * std::numbers::pi);
  BOOST_TEST(constant(parse("pi + e"), {{"pi", 1}, {"e", 2}}) == 3);
  BOOST_TEST(constant(parse("-inf"), {{"inf", std::numeric_limits<double>::infinity()}})
             == -std::numeric_limits<double>::infinity());
  BOOST_TEST(message_of([] { constant(parse("1 + inf"), {}); }) == "column 5: unknown name 'inf'");
}

const Slip slips[] = {
    {"kk + x", "column 1: unknown name 'kk'; known are r, r', t, x, k, mass"},
    {"r + msas", "column 5: unknown name 'msas'; did you mean 'mass'?"},
    {"R", "column 1: unknown name 'R'; did you mean 'r'?"},
    {"θ*Mass", "column 1: unknown name 'θ'; known are r, r', t, x, k, mass"},
    {"1 + k'", "column 5: 'k' is a parameter; it has no derivative k'"},
    {"x + sin", "column 5: expected '(' after the function 'sin'"},
    {"2*sinn(x)", "column 3: unknown function 'sinn'; did you mean 'sin'?"},
    {"ln(x)", "column 1: unknown function 'ln'; did you mean 'log'?"},
    {"inf", "column 1: unknown name 'inf'; known are r, r', t, x, k, mass"},
    {"k(x + 1)", "column 1: 'k' is a number, not a function; write k*(x + 1) for a product"},
    {"t(1)", "column 1: 't' is a number, not a function; write t*(1) for a product"},
    {"pi(x)", "column 1: 'pi' is a number, not a function; write pi*(x) for a product"},
    {"r(2*t)", "column 1: expected r or r(t), found r(2*t); values at other points belong in "
               "conditions, and a "
               "product is written with *"},
    {"r'(0)", "column 1: expected r' or r'(t), found r'(0); values at other points belong in "
              "conditions, and a "
              "product is written with *"},
};
BOOST_DATA_TEST_CASE(an_unknown_name_is_told_with_its_column, data::make(slips), slip) {
  const Symbols known = {.variables = {{{"r"}, 0}, {{"r", 1}, 1}, {{"t"}, 2}, {{"x"}, 3}},
                         .parameters = {{"k", 1}, {"mass", 2}},
                         .independent = "t"};
  BOOST_TEST(message_of([&] { compile(parse(slip.text), known); }) == slip.message);
}

namespace {

// A random formula, written with every parenthesis and in random spacing, with its value at x, y computed
// by the compiler of this test, not by the parser that is tested.
struct Written {
  std::string text;
  double value;
};
struct Generator {
  unsigned state = 7;
  auto next(unsigned below) -> unsigned {
    return ((state = state * 1664525u + 1013904223u) >> 16) % below;
  }

  auto formula(int depth) -> Written {
    if (depth == 0) {
      const unsigned choice = next(4);
      if (choice == 0) return {"x", x};
      if (choice == 1) return {"y", y};
      if (choice == 2) return {"k", k};
      return {"2.5", 2.5};
    }
    const Written a = formula(depth - 1);
    if (const unsigned choice = next(9); choice >= 6) {
      if (choice == 6) return {"-(" + a.text + ")", -a.value};
      if (choice == 7) return {"sin(" + a.text + ")", std::sin(a.value)};
      return {"atan( " + a.text + " )", std::atan(a.value)};
    }
    const Written b = formula(static_cast<int>(next(static_cast<unsigned>(depth))));
    const auto both = [&](const std::string& sign) {
      return "(" + a.text + ")" + sign + "(" + b.text + ")";
    };
    switch (next(6)) {
    case 0: return {both("+"), a.value + b.value};
    case 1: return {both(" - "), a.value - b.value};
    case 2: return {both("*"), a.value * b.value};
    case 3: return {both(" /"), a.value / b.value};
    case 4: return {both("^"), std::pow(a.value, b.value)};
    default: return {"hypot(" + a.text + "," + b.text + ")", std::hypot(a.value, b.value)};
    }
  }
};

} // namespace

BOOST_AUTO_TEST_CASE(random_formulas_keep_their_value_through_the_printer) {
  Generator generator;
  for (int i = 0; i < 2000; ++i) {
    const Written written = generator.formula(1 + i % 7);
    const Expression expression = parse(written.text);
    const std::string printed = to_string(expression);
    BOOST_TEST((parse(printed) == expression), printed);
    const double value = value_of(printed);
    const bool same = value == written.value || (std::isnan(value) && std::isnan(written.value))
                      || std::abs(value - written.value) <= 1e-12 * std::abs(written.value);
    BOOST_TEST(same, printed << " is " << value << ", not " << written.value);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::formula
