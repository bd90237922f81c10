// Every rule of the table as an operation of the batch tape: values, reverse and tangent sweeps against differences in a
// hundred digits.
#include "autodiff/batch.hpp"
#include "tests/autodiff/rules/reference_functions.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace jetwork::autodiff;
const Precise step("1e-15");
auto slope(const PreciseFunction& f, double x) -> double {
  return static_cast<double>((f(Precise(x) + step) - f(Precise(x) - step)) / (2 * step));
}

void check_close(double value, double expected, double tolerance = 1e-14) {
  BOOST_TEST(std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected)),
             value << " is not " << expected << " but off by " << value - expected);
}

} // namespace

BOOST_AUTO_TEST_SUITE(batch_rules)

BOOST_AUTO_TEST_CASE(every_rule_of_the_table_is_an_operation_of_the_tape) {
  for_each_unary_rule([&]<class Rule>(Rule) {
    BOOST_TEST_CONTEXT(Rule::name) {
      BOOST_TEST_REQUIRE(references().contains(Rule::name));
      const Reference& reference = references().at(Rule::name);
      const auto count = static_cast<int>(reference.points.size());
      BatchTape tape;
      const BatchVariable x = tape.input();
      const BatchVariable y = apply_rule<Rule>(x);
      BatchReplay replay(tape, count);
      replay.set(x, Eigen::Map<const Eigen::VectorXd>(reference.points.data(), count));
      replay.set_tangent(x, 2.0);
      replay.forward();
      replay.reverse(y);
      replay.forward_tangent();
      for (int i = 0; i < count; ++i) {
        const double point = reference.points[static_cast<std::size_t>(i)];
        check_close(replay.value(y)(0, i), static_cast<double>(reference.f(point)));
        check_close(replay.adjoint(x)(0, i), slope(reference.f, point), 4e-14);
        BOOST_TEST(replay.tangent(y)(0, i) == 2 * replay.adjoint(x)(0, i));
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(every_rule_of_two_arguments_with_variables_and_constants) {
  const Eigen::VectorXd left = Eigen::VectorXd::LinSpaced(13, 0.21, 3.13);
  const Eigen::VectorXd right = Eigen::VectorXd::LinSpaced(13, 2.69, 0.43);
  const auto check = [&]<class Rule>(Rule) {
    BOOST_TEST_CONTEXT(Rule::name) {
      BOOST_TEST_REQUIRE(binary_references().contains(Rule::name));
      const auto& f = binary_references().at(Rule::name).f;
      BatchTape tape;
      const BatchVariable x = tape.input(), y = tape.input();
      const BatchVariable both = apply_rule<Rule>(x, y);
      const BatchVariable constant_right = apply_rule<Rule>(x, 1.7);
      const BatchVariable constant_left = apply_rule<Rule>(0.6, y);
      BatchReplay replay(tape, 13);
      replay.set(x, left);
      replay.set(y, right);
      replay.set_tangent(x, 1.0);
      replay.set_tangent(y, -3.0);
      replay.forward();
      replay.forward_tangent();
      const auto by_left = [&](Eigen::Index i, double b) {
        return slope([&](const Precise& a) { return f(a, b); }, left[i]);
      };
      const auto by_right = [&](Eigen::Index i, double a) {
        return slope([&](const Precise& b) { return f(a, b); }, right[i]);
      };
      for (Eigen::Index i = 0; i < 13; ++i) {
        check_close(replay.value(both)(0, i), static_cast<double>(f(left[i], right[i])));
        check_close(replay.value(constant_right)(0, i), static_cast<double>(f(left[i], 1.7)));
        check_close(replay.value(constant_left)(0, i), static_cast<double>(f(0.6, right[i])));
        replay.reverse(both);
        check_close(replay.adjoint(x)(0, i), by_left(i, right[i]));
        check_close(replay.adjoint(y)(0, i), by_right(i, left[i]));
        check_close(replay.tangent(both)(0, i), by_left(i, right[i]) - 3 * by_right(i, left[i]));
        replay.reverse(constant_right);
        check_close(replay.adjoint(x)(0, i), by_left(i, 1.7));
        check_close(replay.adjoint(y)(0, i), 0.0);
        replay.reverse(constant_left);
        check_close(replay.adjoint(x)(0, i), 0.0);
        check_close(replay.adjoint(y)(0, i), by_right(i, 0.6));
      }
    }
  };
  for_each_binary_rule(check);
  check(add_rule{});
  check(subtract_rule{});
  check(multiply_rule{});
  check(divide_rule{});
}

BOOST_AUTO_TEST_CASE(every_rule_of_three_arguments_with_variables_and_constants) {
  for_each_ternary_rule([&]<class Rule>(Rule) {
    const auto& [f, points, floor] = ternary_references().at(Rule::name);
    BatchTape tape;
    const BatchVariable x = tape.input(), y = tape.input(), z = tape.input();
    const BatchVariable all = apply_rule<Rule>(x, y, z), constant = apply_rule<Rule>(0.65, y, 2);
    BatchReplay replay(tape, 1);
    for (const auto& [a, b, c] : points) {
      replay.set(x, Eigen::VectorXd::Constant(1, a));
      replay.set(y, Eigen::VectorXd::Constant(1, b));
      replay.set(z, Eigen::VectorXd::Constant(1, c));
      replay.forward();
      replay.reverse(all);
      const auto at = [&, first = a, second = b, third = c](const Precise& r, const Precise& s,
                                                            const Precise& t) {
        return f(first + r, second + s, third + t);
      };
      check_close(replay.value(all)(0, 0), static_cast<double>(f(a, b, c)));
      check_close(replay.adjoint(x)(0, 0),
                  slope([&](const Precise& r) { return at(r, 0, 0); }, 0.0));
      check_close(replay.adjoint(y)(0, 0),
                  slope([&](const Precise& s) { return at(0, s, 0); }, 0.0));
      check_close(replay.adjoint(z)(0, 0),
                  slope([&](const Precise& t) { return at(0, 0, t); }, 0.0));
      replay.reverse(constant);
      check_close(replay.value(constant)(0, 0), static_cast<double>(f(0.65, b, 2)));
      check_close(replay.adjoint(y)(0, 0),
                  slope([&](const Precise& s) { return f(0.65, s, 2); }, b));
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
