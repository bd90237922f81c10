// Awkward points of inverse functions, steps and functions of two arguments.
#include "tests/autodiff/rules/awkward_points.hpp"

namespace {

using namespace awkward;

const double pi = std::acos(-1.0), half_pi = std::acos(0.0);

// clang-format off
const std::vector<Point> arcs_and_steps{
    POINT(asin(x),           1.0,    half_pi,   infinity,   infinity),
    POINT(asin(x),          -1.0,    -half_pi,  infinity,   -infinity),
    POINT(asin(x),           2.0,    not_a_number, not_a_number, not_a_number),
    POINT(acos(x),           1.0,    0,         -infinity,  -infinity),
    POINT(acosh(x),          1.0,    0,         infinity,   -infinity),
    POINT(acosh(x),          1e200,  std::acosh(1e200),  1e-200, 0),
    POINT(acosh(x),          0.5,    not_a_number, not_a_number, not_a_number),
    POINT(asinh(x),          1e200,  std::asinh(1e200),  1e-200, 0),
    POINT(asinh(x),         -1e200,  -std::asinh(1e200), 1e-200, 0),
    POINT(asinh(x),       infinity,  infinity,  0,          0),
    POINT(atanh(x),          1.0,    infinity,  infinity,   infinity),
    POINT(atanh(x),          2.0,    not_a_number, not_a_number, not_a_number),
    POINT(atan(x),           1e200,  half_pi,   0,          0),
    POINT(atan(x),        infinity,  half_pi,   0,          0),
    POINT(atan(x),       -infinity,  -half_pi,  0,          0),
    POINT(atan2(x, 1.0),  infinity,  half_pi,   0,          0),
    POINT(sin(x),         infinity,  not_a_number, not_a_number, not_a_number),
    POINT(0 * sqrt(x - x),   1.0,    0,         0,          0),
    POINT(sign(x),           0.0,    0,         0,          0),
    POINT(floor(x),          2.0,    2,         0,          0),
    POINT(ceil(x),           2.0,    2,         0,          0),
    POINT(round(x),          2.5,    3,         0,          0),
    POINT(trunc(x),         -2.0,    -2,        0,          0),
    POINT(fmod(x, 2.0),      7.0,    1,         1,          0),
    POINT(fmod(7.0, x),      2.0,    1,         -3,         0),
    POINT(fmod(x, 0.0),      1.0,    not_a_number, not_a_number, unknown),
    POINT(remainder(7.0, x), 2.0,    -1,        -4,         0),
    POINT(copysign(x, -1.0), 3.0,    -3,        -1,         0),
    POINT(copysign(x, -1.0), 0.0,    -0.0,      0,          0),
    POINT(copysign(2.0, x), -3.0,    -2,        0,          0),
    POINT(max(x, 2.0),       2.0,    2,         1,          0),
    POINT(max(2.0, x),       2.0,    2,         0,          0),
    POINT(min(x, 2.0),       2.0,    2,         1,          0),
    POINT(min(2.0, x),       2.0,    2,         0,          0),
    POINT(max(x, x),         2.0,    2,         1,          0),
    POINT(max(x, not_a_number), 1.0, not_a_number, not_a_number, unknown),
    POINT(min(not_a_number, x), 1.0, not_a_number, not_a_number, unknown),
    POINT(fmax(x, not_a_number), 1.0, 1,        1,          0),
    POINT(fmin(not_a_number, x), 1.0, 1,        1,          0),
    POINT(fmax(x, 2.0), not_a_number, 2,        0,          0),
    POINT(clamp(x, 0, 1),    0.0,    0,         1,          0),
    POINT(clamp(x, 0, 1),    2.0,    1,         0,          0),
    POINT(clamp(0.5, x, 1),  0.5,    0.5,       0,          0),
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
    BatchTape tape;
    const BatchVariable bx = tape.input(), by = tape.input(), bz = f(bx, by);
    BatchReplay replay(tape, 1);
    replay.set(bx, Eigen::VectorXd::Constant(1, x));
    replay.set(by, Eigen::VectorXd::Constant(1, y));
    replay.forward();
    replay.reverse(bz);
    check_same("the batch tape", replay.value(bz)(0, 0), expected.value);
    check_same("a reverse sweep, by x,", replay.adjoint(bx)(0, 0), expected.by_x);
    check_same("a reverse sweep, by y,", replay.adjoint(by)(0, 0), expected.by_y);
    replay.set_tangent(bx, 1.0);
    replay.forward_tangent();
    check_same("a tangent, by x,", replay.tangent(bz)(0, 0), expected.by_x);
    Tape scalar;
    const Variable vx = scalar.variable(x), vy = scalar.variable(y), vz = f(vx, vy);
    scalar.reverse(vz);
    check_same("Tape", vz.value(), expected.value);
    check_same("Tape, by x,", scalar.adjoint(vx), expected.by_x);
    check_same("Tape, by y,", scalar.adjoint(vy), expected.by_y);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(awkward_points)

BOOST_AUTO_TEST_CASE(of_arcs_and_steps) { check(arcs_and_steps); }

BOOST_AUTO_TEST_CASE(of_two_arguments) {
  const auto power = [](const auto& x, const auto& y) { return pow(x, y); };
  const auto length = [](const auto& x, const auto& y) { return hypot(x, y); };
  const auto angle = [](const auto& y, const auto& x) { return atan2(y, x); };
  const auto larger = [](const auto& x, const auto& y) { return max(x, y); };
  const auto smaller = [](const auto& x, const auto& y) { return min(x, y); };
  const auto fmax_of = [](const auto& x, const auto& y) { return fmax(x, y); };
  const auto fmin_of = [](const auto& x, const auto& y) { return fmin(x, y); };
  check_both("pow", power, 0, 2, {0, 0, 0});
  check_both("pow", power, -2, 3, {-8, 12, not_a_number});
  check_both("pow", power, 0, 1, {0, 1, 0});
  check_both("pow", power, 0, 0.5, {0, infinity, 0});
  check_both("pow", power, 0, 0, {1, 0, -infinity});
  check_both("pow", power, 1, 0, {1, 0, 0});
  check_both("hypot", length, 0, 0, {0, 0, 0});
  check_both("hypot", length, 1e200, 1e200,
             {std::sqrt(2.0) * 1e200, std::sqrt(0.5), std::sqrt(0.5)});
  check_both("hypot", length, 3e-200, -4e-200, {5e-200, 0.6, -0.8});
  check_both("hypot", length, 0, -2, {2, 0, -1});
  check_both("atan2", angle, 0, 0, {0, 0, 0});
  check_both("atan2", angle, 1e200, 1e200, {std::atan(1.0), 5e-201, -5e-201});
  check_both("atan2", angle, 0, -1, {pi, -1, 0});
  check_both("max", larger, 2, 2, {2, 1, 0});
  check_both("min", smaller, 2, 2, {2, 1, 0});
  for (const auto& [x, y] : {std::pair{1.0, not_a_number}, {not_a_number, 1.0}}) {
    check_both("max", larger, x, y, {not_a_number, not_a_number, not_a_number});
    check_both("min", smaller, x, y, {not_a_number, not_a_number, not_a_number});
  }
  check_both("fmax", fmax_of, 1, not_a_number, {1, 1, 0});
  check_both("fmax", fmax_of, not_a_number, 1, {1, 0, 1});
  check_both("fmin", fmin_of, 1, not_a_number, {1, 1, 0});
  check_both("fmin", fmin_of, not_a_number, 1, {1, 0, 1});
  check_both("fmax", fmax_of, 2, 2, {2, 1, 0});
}

BOOST_AUTO_TEST_CASE(powers_are_right_at_zero_to_any_order) {
  for (int exponent = 0; exponent <= 7; ++exponent) {
    const auto by_int = pow(Jet<double, 6>::variable(0.0), exponent);
    const auto by_double = pow(Jet<double, 6>::variable(0.0), static_cast<double>(exponent));
    for (int k = 0; k <= 6; ++k) {
      BOOST_TEST(by_int[k] == (k == exponent ? 1.0 : 0.0));
      BOOST_TEST(by_double[k] == (k == exponent ? 1.0 : 0.0));
    }
  }
  const auto half = pow(Jet<double, 5>::variable(0.0), 2.5); // x^2.5: 0, 0, 0, then infinite
  BOOST_TEST(half[1] == 0.0);
  BOOST_TEST(half[2] == 0.0);
  BOOST_TEST(half[3] == infinity);
}

BOOST_AUTO_TEST_CASE(nan_in_gives_nan_out) {
  const auto has_constant_slope = [](std::string_view name) {
    for (const char* other : {"negate", "identity", "sign", "floor", "ceil", "round", "trunc"})
      if (name == other) return true;
    return false;
  };
  for_each_unary_rule([&]<class Rule>(Rule) {
    BOOST_TEST_CONTEXT(Rule::name) {
      BOOST_TEST(std::isnan(apply_rule<Rule>(not_a_number)));
      BOOST_TEST(std::isnan(apply_rule<Rule>(D(not_a_number, 1)).value()));
      BOOST_TEST(std::isnan(apply_rule<Rule>(H::variable(not_a_number)).value()));
      BOOST_TEST(std::isnan(apply_rule<Rule>(J::variable(not_a_number)).value()));
      if (!has_constant_slope(Rule::name))
        BOOST_TEST(std::isnan(apply_rule<Rule>(D(not_a_number, 1)).tangent()));
    }
  });
  for (const auto& z : {pow(D(not_a_number, 1), 2.0), atan2(D(not_a_number, 1), 2.0),
                        hypot(D(not_a_number, 1), 2.0), fmod(D(not_a_number, 1), 2.0)}) {
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
