// The points at which automatic differentiation goes wrong: where a function has a kink, where its slope is
// infinite, where an intermediate result overflows. What is asserted is the limit, where there is one, and
// else the convention of autodiff/rules.hpp: a zero tangent wins, and directions at the origin are zero.
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace jetwork::autodiff;
using D = Dual<double>;
using H = HyperDual<double>;
using J = Jet<double, 2>;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double unknown = 12345; // a second derivative that is not looked at

/// Equal to a few ulps, infinities and NaN included.
void check_same(std::string_view by, double result, double expected) {
  const bool same = std::isnan(expected) ? std::isnan(result)
                    : std::isinf(expected)
                        ? result == expected
                        : std::abs(result - expected) <= 1e-15 * std::abs(expected);
  BOOST_TEST(same, by << " gives " << result << " instead of " << expected);
}

struct Point {
  std::string name;
  double x, value, first, second;
  std::function<D(D)> by_dual;
  std::function<H(H)> by_hyper_dual;
  std::function<J(J)> by_jet;
};

#define POINT(expression, at, value, first, second)                \
  Point {                                                          \
#expression " at " #at, at, value, first, second,                \
        [](const D& x) -> D { return expression; },                      \
        [](const H& x) -> H { return expression; },                      \
        [](const J& x) -> J { return expression; } \
  }

const double half_pi = std::acos(0.0);

// clang-format off
const std::vector<Point> points{
    //     f(x)              x       f          f'          f''
    POINT(sqrt(x),           0.0,    0,         infinity,   -infinity),
    POINT(sqrt(x * x),       0.0,    0,         0,          unknown),
    POINT(sqrt(x * x),      -3.0,    3,         -1,         0),
    POINT(cbrt(x),           0.0,    0,         infinity,   unknown),
    POINT(hypot(x, 0.0),     0.0,    0,         0,          unknown),
    POINT(hypot(x, x),       0.0,    0,         0,          unknown),
    POINT(hypot(x, 1e200),   1e200,  std::sqrt(2.0) * 1e200, std::sqrt(0.5), unknown),
    POINT(hypot(x, x),       1e-200, std::sqrt(2.0) * 1e-200, std::sqrt(2.0), unknown),
    POINT(abs(x),            0.0,    0,         0,          0),
    POINT(abs(x),           -0.0,    0,         0,          0),
    POINT(sign(x),           0.0,    0,         0,          0),
    POINT(pow(x, 0.0),       0.0,    1,         0,          0),
    POINT(pow(x, 0),         0.0,    1,         0,          0),
    POINT(pow(x, 1.0),       0.0,    0,         1,          0),
    POINT(pow(x, 1),         0.0,    0,         1,          0),
    POINT(pow(x, 0.5),       0.0,    0,         infinity,   -infinity),
    POINT(pow(x, 2.0),       0.0,    0,         0,          2),
    POINT(pow(x, 2),         0.0,    0,         0,          2),
    POINT(pow(x, 3),         0.0,    0,         0,          0),
    POINT(pow(x, 3),        -2.0,    -8,        12,         -12),
    POINT(pow(x, -1),       -2.0,    -0.5,      -0.25,      -0.25),
    POINT(pow(0.0, x),       2.0,    0,         0,          0),
    POINT(tanh(x),           400.0,  1,         0,          0),
    POINT(tanh(x),          -400.0,  -1,        0,          0),
    POINT(sigmoid(x),       -800.0,  0,         0,          0),
    POINT(sigmoid(x),        800.0,  1,         0,          0),
    POINT(softplus(x),      -800.0,  0,         0,          0),
    POINT(softplus(x),       800.0,  800,       1,          0),
    POINT(softplus(x),       0.0,    std::log(2.0), 0.5,    0.25),
    POINT(asin(x),           1.0,    half_pi,   infinity,   infinity),
    POINT(asin(x),          -1.0,    -half_pi,  infinity,   -infinity),
    POINT(acos(x),           1.0,    0,         -infinity,  -infinity),
    POINT(atanh(x),          1.0,    infinity,  infinity,   infinity),
    POINT(acosh(x),          1.0,    0,         infinity,   -infinity),
    POINT(asinh(x),          1e200,  std::asinh(1e200),  1e-200, 0),
    POINT(asinh(x),         -1e200,  -std::asinh(1e200), 1e-200, 0),
    POINT(acosh(x),          1e200,  std::acosh(1e200),  1e-200, 0),
    POINT(log(x),            0.0,    -infinity, infinity,   -infinity),
    POINT(atan(x),           1e200,  half_pi,   0,          0),
    POINT(exp(x),            -800.0, 0,         0,          0),
    POINT(0 * sqrt(x - x),   1.0,    0,         0,          0),
    POINT(max(x, 2.0),       2.0,    2,         1,          0),
    POINT(max(2.0, x),       2.0,    2,         0,          0),
    POINT(min(x, 2.0),       2.0,    2,         1,          0),
    POINT(min(2.0, x),       2.0,    2,         0,          0),
    POINT(max(x, x),         2.0,    2,         1,          0),
};
// clang-format on

/// f and both partial derivatives.
struct Partials {
  double value, by_x, by_y;
};
void check_both(std::string_view name, auto f, double x, double y, const Partials& expected) {
  BOOST_TEST_CONTEXT(name << " at " << x << ", " << y) {
    const auto [dx, dy] = Dual<double, 2>::variables(x, y);
    const auto dual = f(dx, dy);
    check_same("Dual", dual.value(), expected.value);
    check_same("Dual, by x,", dual.tangent(0), expected.by_x);
    check_same("Dual, by y,", dual.tangent(1), expected.by_y);
    const auto [hx, hy] = HyperDual<double, 2>::variables(x, y);
    const auto hyper = f(hx, hy);
    check_same("HyperDual, by x,", hyper.gradient(0), expected.by_x);
    check_same("HyperDual, by y,", hyper.gradient(1), expected.by_y);
    check_same("Jet, by x,", f(J::variable(x), J(y))[1], expected.by_x);
    check_same("Jet, by y,", f(J(x), J::variable(y))[1], expected.by_y);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(awkward_points)

BOOST_AUTO_TEST_CASE(of_one_argument) {
  for (const Point& point : points) BOOST_TEST_CONTEXT(point.name) {
      const D dual = point.by_dual(D(point.x, 1));
      const H hyper = point.by_hyper_dual(H::variable(point.x));
      const J jet = point.by_jet(J::variable(point.x));
      check_same("Dual", dual.value(), point.value);
      check_same("Dual, first,", dual.tangent(), point.first);
      check_same("HyperDual", hyper.value(), point.value);
      check_same("HyperDual, first,", hyper.gradient(), point.first);
      check_same("Jet", jet.value(), point.value);
      check_same("Jet, first,", jet[1], point.first);
      if (point.second == unknown) continue;
      check_same("HyperDual, second,", hyper.hessian(), point.second);
      check_same("Jet, second,", jet.derivative(2), point.second);
    }
}

BOOST_AUTO_TEST_CASE(of_two_arguments) {
  const auto power = [](const auto& x, const auto& y) { return pow(x, y); };
  const auto length = [](const auto& x, const auto& y) { return hypot(x, y); };
  const auto angle = [](const auto& y, const auto& x) { return atan2(y, x); };
  const auto larger = [](const auto& x, const auto& y) { return max(x, y); };
  const auto smaller = [](const auto& x, const auto& y) { return min(x, y); };
  check_both("pow", power, 0, 2, {0, 0, 0});
  check_both("pow", power, -2, 3, {-8, 12, not_a_number});
  check_both("pow", power, 0, 1, {0, 1, 0});
  check_both("pow", power, 0, 0.5, {0, infinity, 0});
  check_both("pow", power, 1, 0, {1, 0, 0});
  check_both("hypot", length, 0, 0, {0, 0, 0});
  check_both("hypot", length, 1e200, 1e200,
             {std::sqrt(2.0) * 1e200, std::sqrt(0.5), std::sqrt(0.5)});
  check_both("hypot", length, 3e-200, -4e-200, {5e-200, 0.6, -0.8});
  check_both("hypot", length, 0, -2, {2, 0, -1});
  check_both("atan2", angle, 0, 0, {0, 0, 0});
  check_both("atan2", angle, 1e200, 1e200, {std::atan(1.0), 5e-201, -5e-201});
  check_both("atan2", angle, 0, -1, {std::acos(-1.0), -1, 0});
  check_both("max", larger, 2, 2, {2, 1, 0});
  check_both("min", smaller, 2, 2, {2, 1, 0});
  check_both("max", larger, 1, not_a_number, {1, 1, 0});
  check_both("min", smaller, 1, not_a_number, {1, 1, 0});
}

BOOST_AUTO_TEST_CASE(nan_in_gives_nan_out) {
  for_each_unary_rule([]<class Rule>(Rule) {
    BOOST_TEST_CONTEXT(Rule::name) {
      BOOST_TEST(std::isnan(apply_rule<Rule>(not_a_number)));
      BOOST_TEST(std::isnan(apply_rule<Rule>(D(not_a_number, 1)).value()));
      BOOST_TEST(std::isnan(apply_rule<Rule>(H::variable(not_a_number)).value()));
      BOOST_TEST(std::isnan(apply_rule<Rule>(J::variable(not_a_number)).value()));
      const bool piecewise_linear = Rule::name == "negate" || Rule::name == "sign";
      if (!piecewise_linear) BOOST_TEST(std::isnan(apply_rule<Rule>(D(not_a_number, 1)).tangent()));
    }
  });
  for (const auto& z : {pow(D(not_a_number, 1), 2.0), atan2(D(not_a_number, 1), 2.0),
                        hypot(D(not_a_number, 1), 2.0)}) {
    BOOST_TEST(std::isnan(z.value()));
    BOOST_TEST(std::isnan(z.tangent()));
  }
}

BOOST_AUTO_TEST_CASE(what_does_not_move_does_not_change) {
  // A constant has zero derivatives wherever it goes, even through an infinite slope.
  for (const double x : {0.0, 1.0, -1.0, infinity})
    for_each_unary_rule([&]<class Rule>(Rule) {
      BOOST_TEST_CONTEXT(Rule::name << " of the constant " << x) {
        BOOST_TEST(apply_rule<Rule>(D(x)).tangent() == 0.0);
        BOOST_TEST(apply_rule<Rule>(H(x)).hessian() == 0.0);
        BOOST_TEST(apply_rule<Rule>(J(x))[2] == 0.0);
      }
    });
}

BOOST_AUTO_TEST_SUITE_END()
