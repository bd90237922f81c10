// The scalar tape: derivatives against closed forms, reuse of its memory, and what happens when it is misused.
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
#include "autodiff/tape.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace jetwork::autodiff;

constexpr double infinity = std::numeric_limits<double>::infinity();

void check_close(double result, double expected, double tolerance = 1e-14) {
  BOOST_TEST(std::abs(result - expected) <= tolerance * std::max(1.0, std::abs(expected)),
             result << " is not " << expected);
}

/// ∂f/∂x by one sweep.
template <class F>
auto slope_at(F f, double at) -> double {
  Tape tape;
  const Variable x = tape.variable(at);
  const Variable y = f(x);
  tape.reverse(y);
  return tape.adjoint(x);
}

} // namespace

BOOST_AUTO_TEST_SUITE(tape)

BOOST_AUTO_TEST_CASE(gradient_of_a_formula) {
  Tape tape;
  const Variable x = tape.variable(2.0), y = tape.variable(3.0);
  const Variable z = x * y + sin(x) / y - 2 * pow(y, x) + max(x, 1.5) * hypot(x, y);
  tape.reverse(z);
  const double norm = std::sqrt(13.0);
  check_close(z.value(), 6 + std::sin(2.0) / 3 - 18 + 2 * norm);
  check_close(tape.adjoint(x), 3 + std::cos(2.0) / 3 - 18 * std::log(3.0) + norm + 4 / norm);
  check_close(tape.adjoint(y), 2 - std::sin(2.0) / 9 - 12 + 6 / norm);
}

BOOST_AUTO_TEST_CASE(a_program_with_loops_and_branches) {
  // Newton's iteration for the square root, and a branch on values: d√a/da = 1/(2√a).
  check_close(slope_at(
                  [](const Variable& a) {
                    Variable x = a > 1 ? a / 2 : a;
                    for (int i = 0; i < 20; ++i) x = (x + a / x) / 2;
                    return x;
                  },
                  7.0),
              1 / (2 * std::sqrt(7.0)));
}

BOOST_AUTO_TEST_CASE(assignments_and_constants) {
  Tape tape;
  const Variable x = tape.variable(3.0);
  Variable y = 2; // a constant until it meets x
  y *= 5;
  BOOST_TEST(y.is_constant());
  y += x;
  y *= x;
  y -= 1;
  y /= x;        // (10x + x² - 1)/x
  y = -y + (+x); // 1/x - 10
  const Variable same = y;
  tape.reverse(same);
  check_close(same.value(), 1.0 / 3 - 10);
  check_close(tape.adjoint(x), -1.0 / 9);
}

BOOST_AUTO_TEST_CASE(an_expression_may_be_kept_and_used_again) {
  const auto f = [](const auto& x) {
    auto a = x * x; // with auto, these are expressions, not variables
    auto b = a * a + 1;
    auto c = b * b - a;
    return c * c / b;
  };
  const double x = 0.7;
  const Dual<double> expected = f(Dual<double>(x, 1.0));
  check_close(slope_at([&](const Variable& v) -> Variable { return f(v); }, x), expected.tangent());
}

BOOST_AUTO_TEST_CASE(a_sum_is_added_to_where_it_is) {
  Tape tape;
  const Variable x = tape.variable(2.0), y = tape.variable(3.0);
  Variable sum = x * y;
  for (int i = 0; i < 10; ++i) sum += x * y; // no argument for the sum itself
  sum -= x * x;
  BOOST_TEST(tape.statements() == 2 + 12U);
  BOOST_TEST(tape.arguments() == 23U);
  tape.reverse(sum);
  BOOST_TEST(sum.value() == 62);
  BOOST_TEST(tape.adjoint(x) == 29);
  BOOST_TEST(tape.adjoint(y) == 22);
  BOOST_TEST(tape.adjoint(sum) == 1);
  sum += x;
  BOOST_TEST(tape.adjoint(sum) == 0); // what was swept does not depend on the new sum
  tape.reverse(sum);
  BOOST_TEST(tape.adjoint(x) == 30);

  // A sum is not added to in place if the tape may be rewound to it, or if an operation has used it as it was.
  const TapePosition before = tape.position();
  sum += x;
  tape.rewind(before);
  BOOST_CHECK_THROW(tape.reverse(sum), std::logic_error);
  sum = x * x;
  const auto square = tape.record(std::vector{16.0}, std::vector{sum},
                                  [](std::span<const double> result, std::span<double> argument) {
                                    argument[0] += result[0] * 8;
                                  });
  sum += x;
  sum += square[0];
  tape.reverse(sum);
  BOOST_TEST(tape.adjoint(x) == 4 + 1 + 8 * 4);
}

BOOST_DATA_TEST_CASE(copies_do_not_change_when_a_variable_is_added_to,
                     boost::unit_test::data::xrange(200), seed) {
  // Random programs of copies, moves, sums and uses, against Duals, whose copies are independent.
  const auto program = [&]<class T>(std::array<T, 3> x) {
    std::mt19937 random(static_cast<unsigned>(seed));
    const auto any = [&] { return std::uniform_int_distribution<std::size_t>(0, 5)(random); };
    std::vector<T> v{x[0], x[1], x[2], T(0.5), x[0] * x[1], x[2] * x[2]};
    for (int step = 0; step < 40; ++step) {
      const std::size_t i = any(), j = any(), k = any();
      switch (std::uniform_int_distribution(0, 11)(random)) {
      case 0: v[i] = v[j]; break;
      case 1: v[i] = T(v[j] * v[k]); break;
      case 2: std::swap(v[i], v[j]); break;
      case 3: v[i] += v[j]; break;
      case 4: v[i] -= sin(v[j]) * v[k]; break;
      case 5: v[i] += sin(v[i]) - v[j] * v[i]; break;
      case 6: v[i] = sin(v[j]); break;
      case 7: v.insert(v.begin(), std::move(v.back())), v.pop_back(); break;
      case 8: v[i] *= sin(v[j]); break;
      case 9: v[i] += 0.25; break;
      case 10: {
        const auto kept = v[i] * v[j]; // an expression
        v[i] += v[k];
        v[j] = sin(kept);
        break;
      }
      default: {
        const std::vector<T> old = v;
        v[i] -= v[j];
        v[i] += sin(old[i]);
      }
      }
    }
    T sum = v[0];
    for (std::size_t i = 1; i < v.size(); ++i) sum += sin(v[i]);
    return sum;
  };
  Tape tape;
  const std::array<Variable, 3> x{tape.variable(0.3), tape.variable(-0.8), tape.variable(1.1)};
  const Variable y = program(x);
  const auto [a, b, c] = Dual<double, 3>::variables(0.3, -0.8, 1.1);
  const auto expected = program(std::array{a, b, c});
  tape.reverse(y);
  check_close(y.value(), expected.value());
  for (int i = 0; i < 3; ++i)
    check_close(tape.adjoint(x[static_cast<std::size_t>(i)]), expected.tangent(i), 1e-11);

  BasicTape<Dual<double>> outer; // and of numbers that carry derivatives
  const auto u = outer.variable(Dual<double>(0.3, 1));
  const BasicVariable<Dual<double>> w =
      program(std::array{u, BasicVariable<Dual<double>>(-0.8), BasicVariable<Dual<double>>(1.1)});
  outer.reverse(w);
  check_close(outer.adjoint(u).value(), expected.tangent(0), 1e-11);
  const auto second = program(std::array{HyperDual<double>::variable(0.3), HyperDual<double>(-0.8),
                                         HyperDual<double>(1.1)});
  check_close(outer.adjoint(u).tangent(), second.hessian(), 1e-10);
}

BOOST_AUTO_TEST_CASE(shared_subexpressions_cost_once) {
  Tape tape;
  Variable x = tape.variable(1.0000001);
  const Variable start = x;
  for (int i = 0; i < 30; ++i) x = x * x;
  BOOST_TEST(tape.statements() == 31U);
  BOOST_TEST(tape.arguments() <= 60U);
  tape.reverse(x);
  const double power = std::ldexp(1.0, 30);
  check_close(tape.adjoint(start) / (power * std::exp((power - 1) * std::log1p(1e-7))), 1, 1e-6);

  // With auto everywhere, the expression is cut before it grows beyond bounds.
  tape.clear();
  const Variable y = tape.variable(1.1);
  auto y2 = y * y;
  auto y4 = y2 * y2;
  auto y8 = y4 * y4;
  auto y16 = y8 * y8;
  auto y32 = y16 * y16;
  const Variable y64 = y32 * y32;
  tape.reverse(y64);
  check_close(tape.adjoint(y), 64 * std::pow(1.1, 63), 1e-13);
  BOOST_TEST(tape.arguments() < 64U);
}

BOOST_AUTO_TEST_CASE(a_long_chain_does_not_overflow_the_stack) {
  Tape tape;
  const Variable x = tape.variable(1.0);
  Variable y = x;
  for (int i = 0; i < 2'000'000; ++i) y = y + 1e-6 * x;
  tape.reverse(y);
  check_close(tape.adjoint(x), 3.0, 1e-9);
}

BOOST_AUTO_TEST_CASE(a_sweep_run_twice_gives_the_same_gradient) {
  Tape tape;
  const Variable x = tape.variable(3.0);
  const Variable y = x * x, z = y * x;
  tape.reverse(y);
  tape.reverse(y);
  BOOST_TEST(tape.adjoint(x) == 6.0);
  tape.reverse(z);
  BOOST_TEST(tape.adjoint(x) == 27.0);
  tape.reverse(y);
  BOOST_TEST(tape.adjoint(x) == 6.0);
  BOOST_TEST(tape.adjoint(z) == 0.0); // y does not depend on z
}

BOOST_AUTO_TEST_CASE(several_outputs) {
  Tape tape;
  const std::vector<double> at{0.5, -1.5, 2.0};
  const auto x = tape.variables(at);
  std::vector<Variable> y;
  for (int k = 0; k < 11; ++k) // more than go through one sweep
    y.push_back(sin((k + 1) * x[0]) + k * x[1] * x[2]);
  const auto J = tape.jacobian(y, x);
  BOOST_TEST((J.rows() == 11 && J.cols() == 3));
  for (int k = 0; k < 11; ++k) {
    check_close(J(k, 0), (k + 1) * std::cos((k + 1) * 0.5));
    check_close(J(k, 1), k * 2.0);
    check_close(J(k, 2), k * -1.5);
  }
  // A weighted sum of outputs in one sweep.
  const std::vector<Variable> outputs{y[1], y[2]};
  const std::vector<double> weights{2.0, -1.0};
  tape.reverse(outputs, weights);
  check_close(tape.adjoint(x[0]), 4 * std::cos(1.0) - 3 * std::cos(1.5));
  check_close(tape.adjoint(x[1]), 0.0);
  // The same variable as an output twice, and an input as an output.
  const auto twice = tape.jacobian(std::vector{y[0], y[0], x[1]}, x);
  check_close(twice(0, 0), twice(1, 0));
  BOOST_TEST((twice(2, 0) == 0 && twice(2, 1) == 1 && twice(2, 2) == 0));
  BOOST_TEST(tape.gradient(x[2], x)[2] == 1.0);
}

BOOST_AUTO_TEST_CASE(rewinding_reuses_the_tape) {
  Tape tape;
  const Variable x = tape.variable(2.0);
  const Variable shared = exp(x);
  const TapePosition start = tape.position();
  for (int k = 1; k <= 100; ++k) {
    tape.rewind(start);
    Variable y = shared;
    for (int i = 0; i < 50; ++i) y = y * x / 2;
    y = y * k;
    tape.reverse(y);
    check_close(tape.adjoint(x), k * std::exp(2.0) * 26);
    BOOST_TEST(tape.statements() == 53U);
  }
  tape.clear();
  BOOST_TEST(tape.statements() == 0U);
  const Variable z = tape.variable(5.0);
  const Variable square = z * z;
  tape.reverse(square);
  BOOST_TEST(tape.adjoint(z) == 10.0);
}

BOOST_AUTO_TEST_CASE(zero_wins_as_in_the_forward_types) {
  BOOST_TEST(slope_at([](const Variable& x) -> Variable { return sqrt(x * x); }, 0.0) == 0.0);
  BOOST_TEST(slope_at([](const Variable& x) -> Variable { return sqrt(x); }, 0.0) == infinity);
  BOOST_TEST(slope_at(
                 [](const Variable& x) {
                   const Variable square = x * x; // the same, in two statements
                   return Variable(sqrt(square));
                 },
                 0.0)
             == 0.0);
  BOOST_TEST(slope_at([](const Variable& x) -> Variable { return 0 * sqrt(x) + x; }, 0.0) == 1.0);
  BOOST_TEST(slope_at([](const Variable& x) -> Variable { return pow(x, 2); }, 0.0) == 0.0);
  BOOST_TEST(slope_at([](const Variable& x) -> Variable { return pow(x, 3.0); }, -2.0) == 12.0);
  BOOST_TEST(slope_at([](const Variable& x) -> Variable { return hypot(x, x); }, 0.0) == 0.0);
  BOOST_TEST(std::isnan(slope_at(
      [](const Variable& x) -> Variable { return x * std::numeric_limits<double>::quiet_NaN(); },
      1)));
  // Several sweeps run as one: in one of them, a zero adjoint meets an infinite slope.
  Tape tape;
  const Variable x = tape.variable(0.0);
  const Variable root = sqrt(x), other = 3 * x;
  const auto J = tape.jacobian(std::vector{root, other}, std::vector{x});
  BOOST_TEST(J(0, 0) == infinity);
  BOOST_TEST(J(1, 0) == 3.0);
}

BOOST_AUTO_TEST_CASE(forward_over_reverse_gives_second_derivatives) {
  // f = x³y + sin(y): its Hessian times v, by one sweep over duals.
  const double x0 = 1.3, y0 = -0.4, vx = 0.7, vy = 2.0;
  BasicTape<Dual<double>> tape;
  const auto x = tape.variable(Dual<double>(x0, vx)), y = tape.variable(Dual<double>(y0, vy));
  const BasicVariable<Dual<double>> f = x * x * x * y + sin(y);
  tape.reverse(f);
  check_close(tape.adjoint(x).value(), 3 * x0 * x0 * y0);
  check_close(tape.adjoint(x).tangent(), 6 * x0 * y0 * vx + 3 * x0 * x0 * vy);
  check_close(tape.adjoint(y).tangent(), 3 * x0 * x0 * vx - std::sin(y0) * vy);
}

BOOST_AUTO_TEST_CASE(reverse_over_forward_and_reverse_over_reverse) {
  const double x0 = 0.8;
  const auto f = [](const auto& x) { return exp(x) * x * x; };
  const double second = std::exp(x0) * (2 + 4 * x0 + x0 * x0);
  const double third = std::exp(x0) * (6 + 6 * x0 + x0 * x0);

  Tape tape;
  const Variable x = tape.variable(x0);
  const Dual<Variable> dual = f(Dual<Variable>(x, Variable(1)));
  tape.reverse(dual.tangent());
  check_close(tape.adjoint(x), second);

  const Jet<Variable, 2> jet = f(Jet<Variable, 2>::variable(x));
  const Variable curvature = jet.derivative(2);
  check_close(curvature.value(), second);
  tape.reverse(curvature);
  check_close(tape.adjoint(x), third, 1e-13);

  BasicTape<Variable> outer;
  const BasicVariable<Variable> u = outer.variable(x);
  const BasicVariable<Variable> y = f(u);
  outer.reverse(y);
  const Variable slope = outer.adjoint(u);
  tape.reverse(slope);
  check_close(tape.adjoint(x), second);
}

BOOST_AUTO_TEST_CASE(reverse_over_forward_knows_every_function) {
  // Second derivatives, by a sweep over a Dual's tangent and by a HyperDual.
  const auto check = [](const char* name, auto f) {
    for (const double at : {0.3, 0.7}) BOOST_TEST_CONTEXT(name << " at " << at) {
        Tape tape;
        const Variable x = tape.variable(at);
        const Dual<Variable> dual = f(Dual<Variable>(x, Variable(1)));
        const Jet<Variable, 1> jet = f(Jet<Variable, 1>::variable(x));
        const double expected = f(HyperDual<double>::variable(at)).hessian();
        tape.reverse(dual.tangent());
        check_close(tape.adjoint(x), expected, 1e-13);
        tape.reverse(jet[1]);
        check_close(tape.adjoint(x), expected, 1e-13);
      }
  };
#define CHECK(expression) check(#expression, [](const auto& x) { return expression; })
  CHECK(tanh(x) * sigmoid(x) + softplus(x) * gelu(x) - swish(x) * softsign(x));
  CHECK(asin(x) * acos(x) + atan(x) * atanh(x) - asinh(x) * acosh(1 + x));
  CHECK(log1p(x) * expm1(x) + log2(x) * exp2(x) - log10(x) * cbrt(x) + sqrt(x) * erf(x) * erfc(x));
  CHECK(pow(x, 1.7) * pow(x, x) + atan2(x, 2 + x * x) * hypot(x, 2 + x) + hypot(x, exp(x), 1 + x));
  CHECK(fma(x, sin(x), x) + max(x, x * x) * min(x, x * x) + clamp(3 * x, 0.5, 2.0) * tan(x));
#undef CHECK
}

BOOST_AUTO_TEST_CASE(operations_of_the_users_own) {
  Tape tape;
  const std::vector<Variable> x{tape.variable(2.0), tape.variable(-1.0), 4.0};
  // Partial derivatives given: y = x0·x1·x2.
  const std::vector<double> partials{-4.0, 8.0, -2.0};
  const Variable y = tape.record(-8.0, x, partials);
  // A pullback given: (x0 + x1, x0·x1), used like any other results.
  const std::vector<double> values{1.0, -2.0};
  const auto results =
      tape.record(values, std::vector{x[0], x[1]},
                  [](std::span<const double> result_adjoints, std::span<double> argument_adjoints) {
                    argument_adjoints[0] += result_adjoints[0] - 1.0 * result_adjoints[1];
                    argument_adjoints[1] += result_adjoints[0] + 2.0 * result_adjoints[1];
                  });
  const Variable z = sin(results[0]) * results[1] + y;
  tape.reverse(z);
  // z = sin(x0 + x1)·x0·x1 + 4·x0·x1
  check_close(tape.adjoint(x[0]), std::cos(1.0) * -2 + std::sin(1.0) * -1 - 4);
  check_close(tape.adjoint(x[1]), std::cos(1.0) * -2 + std::sin(1.0) * 2 + 8);
  const auto J = tape.jacobian(std::vector{results[0], z, results[1]}, std::vector{x[0], x[1]});
  check_close(J(0, 0), 1);
  check_close(J(1, 0), tape.adjoint(x[0]));
  check_close(J(2, 1), 2);

  BOOST_CHECK_THROW(tape.record(1.0, x, std::vector{1.0}), std::invalid_argument);
  BOOST_CHECK_THROW(tape.record(std::vector<double>{}, x, [](auto, auto) {}),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(every_rule_of_the_table) {
  // Against the same rule's Dual: the table is tested against mathematics elsewhere, here is the tape's part.
  const auto points = {-2.5, -0.6, 0.3, 0.9, 1.7};
  for_each_unary_rule([&]<class Rule>(Rule) {
    for (const double at : points) BOOST_TEST_CONTEXT(Rule::name << "(" << at << ")") {
        const double expected = apply_rule<Rule>(Dual<double>(at, 1.0)).tangent();
        const double slope =
            slope_at([](const Variable& x) -> Variable { return apply_rule<Rule>(x); }, at);
        BOOST_TEST((slope == expected || (std::isnan(slope) && std::isnan(expected))));
      }
  });
  for_each_binary_rule([&]<class Rule>(Rule) {
    for (const double at : points)
      for (const double other : points)
        BOOST_TEST_CONTEXT(Rule::name << "(" << at << ", " << other << ")") {
          Tape tape;
          const Variable x = tape.variable(at), y = tape.variable(other);
          const Variable both = apply_rule<Rule>(x, y), left = apply_rule<Rule>(x, other),
                         right = apply_rule<Rule>(at, y);
          const auto [dx, dy] = Dual<double, 2>::variables(at, other);
          const auto expected = apply_rule<Rule>(dx, dy);
          const auto J = tape.jacobian(std::vector{both, left, right}, std::vector{x, y});
          const auto same = [](double a, double b) {
            return a == b || (std::isnan(a) && std::isnan(b));
          };
          BOOST_TEST(same(J(0, 0), expected.tangent(0)));
          BOOST_TEST(same(J(0, 1), expected.tangent(1)));
          BOOST_TEST(same(J(1, 0), expected.tangent(0)));
          BOOST_TEST(same(J(2, 1), expected.tangent(1)));
          BOOST_TEST(J(1, 1) == 0.0);
        }
  });
}

BOOST_AUTO_TEST_CASE(misuse_is_an_error) {
  std::optional<Tape> tape(std::in_place);
  Tape other;
  const Variable x = tape->variable(2.0), elsewhere = other.variable(1.0);
  const Variable constant = 3.0;
  BOOST_CHECK_THROW(static_cast<void>(tape->adjoint(x)), std::logic_error); // nothing swept yet
  const Variable y = x * x;
  tape->reverse(y);
  BOOST_TEST(tape->adjoint(x) == 4.0);
  BOOST_CHECK_THROW(static_cast<void>(tape->adjoint(constant)),
                    std::invalid_argument); // not registered
  BOOST_CHECK_THROW(static_cast<void>(tape->adjoint(elsewhere)), std::logic_error);
  BOOST_CHECK_THROW(tape->reverse(elsewhere), std::logic_error);
  BOOST_CHECK_THROW(static_cast<void>(tape->jacobian(std::vector{y}, std::vector{constant})),
                    std::invalid_argument);
  BOOST_CHECK_THROW(tape->reverse(std::vector{y}, std::vector{1.0, 2.0}), std::invalid_argument);

  const TapePosition later = tape->position();
  tape->clear();
  BOOST_CHECK_THROW(tape->rewind(later), std::logic_error);
  BOOST_CHECK_THROW(static_cast<void>(tape->adjoint(x)), std::logic_error);
  BOOST_CHECK_THROW(tape->reverse(y), std::logic_error);
  const Variable fresh = tape->variable(1.0);
  tape->reverse(fresh);
  BOOST_CHECK_THROW(static_cast<void>(tape->adjoint(x)), std::logic_error);
  BOOST_TEST(tape->adjoint(fresh) == 1.0);

  Variable result;
#if JETWORK_CHECK_TAPES
  BOOST_CHECK_THROW(result = x + 1, std::logic_error);             // of a cleared tape
  BOOST_CHECK_THROW(result = fresh * elsewhere, std::logic_error); // of two tapes
#endif
  tape.reset();
  BOOST_CHECK_THROW(result = fresh + 1, std::logic_error); // of a dead tape
}

BOOST_AUTO_TEST_CASE(variables_made_before_a_rewind_stay) {
  Tape tape;
  const Variable a = tape.variable(1.0);
  const TapePosition after_a = tape.position();
  const Variable b = tape.variable(2.0);
  const TapePosition after_b = tape.position();
  Variable c = a + b;
  tape.rewind(after_b); // c is gone
  const Variable d = a * b;
  tape.reverse(d);
  BOOST_TEST(tape.adjoint(a) == 2.0);
  BOOST_CHECK_THROW(static_cast<void>(tape.adjoint(c)), std::logic_error);
  tape.rewind(after_a); // b and d are gone
  const Variable e = tape.variable(7.0), f = tape.variable(8.0);
  tape.rewind(tape.position());
  c = a * e * f;
  tape.reverse(c);
  BOOST_TEST(tape.adjoint(a) == 56.0);
  BOOST_CHECK_THROW(static_cast<void>(tape.adjoint(b)), std::logic_error);
  BOOST_CHECK_THROW(static_cast<void>(tape.adjoint(d)), std::logic_error);
}

BOOST_AUTO_TEST_CASE(tapes_can_be_moved_and_nested_in_scopes) {
  Tape tape;
  const Variable x = tape.variable(3.0);
  Tape moved = std::move(tape);
  const Variable y = x * x;
  moved.reverse(y);
  BOOST_TEST(moved.adjoint(x) == 6.0);
  for (int i = 0; i < 100; ++i) { // one tape inside another's work
    Tape inner;
    const Variable u = inner.variable(i);
    const Variable v = u * u;
    inner.reverse(v);
    BOOST_TEST(inner.adjoint(u) == 2.0 * i);
  }
  moved.reverse(y);
  BOOST_TEST(moved.adjoint(x) == 6.0);
}

BOOST_AUTO_TEST_CASE(a_tape_that_was_moved_from_is_empty_and_usable) {
  Tape tape;
  const Variable x = tape.variable(3.0);
  tape.reverse(x);
  Tape moved = std::move(tape);
  BOOST_TEST(moved.adjoint(x) == 1.0);
  BOOST_TEST(tape.statements() == 0U); // NOLINT(bugprone-use-after-move): what is tested
  BOOST_CHECK_THROW(static_cast<void>(tape.adjoint(x)), std::logic_error);
  BOOST_CHECK_THROW(tape.reverse(x), std::logic_error);
  const Variable fresh = tape.variable(2.0);
  const Variable square = fresh * fresh;
  tape.reverse(square);
  BOOST_TEST(tape.adjoint(fresh) == 4.0);
  tape = std::move(moved); // what was on it is gone
  const Variable cube = x * x * x;
  tape.reverse(cube);
  BOOST_TEST(tape.adjoint(x) == 27.0);
  BOOST_CHECK_THROW(static_cast<void>(tape.adjoint(fresh)), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_position_is_of_one_tape) {
  Tape longer, shorter;
  Variable x = longer.variable(3.0);
  for (int i = 0; i < 3; ++i) x = x * x;
  const Variable u = shorter.variable(1.0);
  for (int i = 0; i < 3; ++i) static_cast<void>(Variable(u * 2 + u));
  BOOST_CHECK_THROW(shorter.rewind(longer.position()), std::logic_error);
  Tape moved = std::move(longer); // a position goes with its tape
  const TapePosition position = moved.position();
  static_cast<void>(Variable(x * x));
  moved.rewind(position);
  BOOST_TEST(moved.statements() == 4U);
}

template <class X>
concept HasAdjoint = requires(const Tape& tape, const X& x) { tape.adjoint(x); };
// The adjoint of an expression can't be asked for: it would be recorded anew after the sweep, with an adjoint of zero.
static_assert(HasAdjoint<Variable> && !HasAdjoint<decltype(Variable() * Variable())>);

BOOST_AUTO_TEST_CASE(a_reverse_rule_that_sweeps_its_own_tape_is_an_error) {
  Tape tape, another;
  const std::vector<Variable> x{tape.variable(3.0)};
  const std::vector<double> square{9.0};
  const auto sweeping = [&](Tape& own) {
    return tape.record(square, x,
                       [&own](std::span<const double> result, std::span<double> argument) {
                         const Variable inner = own.variable(3.0);
                         const Variable inner_square = inner * inner;
                         own.reverse(inner_square);
                         argument[0] += result[0] * own.adjoint(inner);
                       })[0];
  };
  const Variable right = sweeping(another) * 2 + x[0] * 5;
  tape.reverse(right);
  BOOST_TEST(tape.adjoint(x[0]) == 17.0);
  const Variable wrong = sweeping(tape) * 2 + x[0] * 5;
  BOOST_CHECK_THROW(tape.reverse(wrong), std::logic_error);
  tape.reverse(right); // and the tape is as it was
  BOOST_TEST(tape.adjoint(x[0]) == 17.0);
}

BOOST_AUTO_TEST_CASE(two_threads_with_two_tapes) {
  const auto work = [](double at, double& slope) {
    Tape tape;
    for (int repeat = 0; repeat < 200; ++repeat) {
      tape.clear();
      const Variable x = tape.variable(at);
      Variable y = 0;
      for (int i = 0; i < 100; ++i) y += sin(x) * i;
      tape.reverse(y);
      slope = tape.adjoint(x);
    }
  };
  double first = 0, second = 0;
  std::thread one(work, 0.5, std::ref(first)), two(work, 1.5, std::ref(second));
  one.join();
  two.join();
  check_close(first, 4950 * std::cos(0.5), 1e-12);
  check_close(second, 4950 * std::cos(1.5), 1e-12);
}

BOOST_AUTO_TEST_SUITE_END()
