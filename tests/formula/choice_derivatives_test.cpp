// A choice has the value and the derivatives of the chosen side, on every number, even where the other has none.
#include "autodiff/batch.hpp"
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
#include "autodiff/tape.hpp"
#include "formula/formula.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

namespace jetwork::formula {

namespace {

using namespace autodiff;
namespace data = boost::unit_test::data;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The value, the slope and the curvature of a formula in x.
struct Sample {
  std::string text;
  double x, value, slope, curvature;
  friend auto operator<<(std::ostream& out, const Sample& sample) -> std::ostream& {
    return out << sample.text << " at " << sample.x;
  }
};

auto formula_of(const std::string& text) -> Formula {
  return compile(parse(text), {.variables = {{{"x"}, 0}}});
}

void check(double found, double expected, const char* by) {
  const bool same = std::isnan(expected) ? std::isnan(found) : std::abs(found - expected) <= 1e-14;
  BOOST_TEST(same, by << ": " << found << " is not " << expected);
}

} // namespace

BOOST_AUTO_TEST_SUITE(choice_derivatives)

const Sample samples[] = {
    {"if(x > 0, log(x), 0)", 0, 0, 0, 0},
    {"if(x > 0, log(x), 0)", -1, 0, 0, 0},
    {"if(x > 0, log(x), 0)", 2, std::log(2.0), 0.5, -0.25},
    {"if(x > 0, sqrt(x), x)", 0, 0, 1, 0},
    {"if(x == 0, 1, sin(x)/x)", 0, 1, 0, 0},
    {"if(x == 0, 1, sin(x)/x)", 1, std::sin(1), std::cos(1) - std::sin(1),
     std::sin(1) - 2 * std::cos(1)},
    {"piecewise(x^2, x < 0, sqrt(x), x > 0, 3*x)", 0, 0, 3, 0},
    {"piecewise(x^2, x < 0, sqrt(x), x > 0, 3*x)", -2, 4, -4, 2},
    {"piecewise(x^2, x < 0, sqrt(x), x > 0, 3*x)", 4, 2, 0.25, -0.03125},
    {"x*step(x - 1)", 1, 1, 1, 0},
    {"x*step(x - 1)", 0.5, 0, 0, 0},
    {"x^2*(x < 1)", 0.5, 0.25, 1, 2},
    {"if(x > 0 and log(x) < 1, x^3, 5*x)", 1, 1, 3, 6},
    {"if(x > 0 and log(x) < 1, x^3, 5*x)", -1, -5, 5, 0},
    {"if(not (x > 0 or x < -1), x^3, 1/x)", 2, 0.5, -0.25, 0.25},
    {"if(x, 1/x, 2*x)", 0, 0, 2, 0},
    {"if(sqrt(x) < 1, x, 2*x)", -1, nan, nan, nan},
    {"if(sqrt(x) == 1, x, 2*x)", -1, nan, nan, nan},
};

BOOST_DATA_TEST_CASE(forward_numbers_choose, data::make(samples), s) {
  const Formula f = formula_of(s.text);
  check(f.evaluate(std::array{s.x}), s.value, "double");
  const auto dual = f.evaluate(std::array{Dual<double>(s.x, 1.0)});
  check(dual.value(), s.value, "Dual");
  const auto hyper = f.evaluate(std::array{HyperDual<double, 1>::variable(s.x, 0)});
  check(hyper.value(), s.value, "HyperDual");
  const auto jet = f.evaluate(std::array{Jet<double, 3>::variable(s.x)});
  check(jet[0], s.value, "Jet");
  using Inner = Dual<double>;
  const auto nested = f.evaluate(std::array{Dual<Inner>(Inner(s.x, 1.0), Inner(1.0))});
  check(nested.value().value(), s.value, "Dual of Dual");
  if (std::isnan(s.value)) return; // its derivatives are those of a constant that is no number
  check(dual.tangent(0), s.slope, "Dual");
  check(hyper.gradient(0), s.slope, "HyperDual");
  check(hyper.hessian(0, 0), s.curvature, "HyperDual");
  check(jet[1], s.slope, "Jet");
  check(jet.derivative(2), s.curvature, "Jet");
  check(nested.tangent(0).value(), s.slope, "Dual of Dual");
  check(nested.tangent(0).tangent(0), s.curvature, "Dual of Dual");
}

BOOST_DATA_TEST_CASE(packs_choose_lane_by_lane, data::make(samples), s) {
  Pack x = 0.75;
  x[1] = s.x;
  x[4] = s.x;
  const Formula f = formula_of(s.text);
  const double elsewhere = f.evaluate(std::array{0.75});
  const Pack value = f.evaluate(std::array{x});
  const auto dual = f.evaluate(std::array{Dual<Pack>(x, Pack(1.0))});
  for (int lane = 0; lane < Pack::size; ++lane) {
    const bool here = lane == 1 || lane == 4;
    check(value[lane], here ? s.value : elsewhere, "Pack");
    if (here && !std::isnan(s.value)) check(dual.tangent(0)[lane], s.slope, "Dual of Pack");
  }
}

BOOST_DATA_TEST_CASE(a_reverse_sweep_follows_the_chosen_side, data::make(samples), s) {
  const Formula f = formula_of(s.text);
  Tape tape;
  const Variable x = tape.variable(s.x);
  const Variable y = f.evaluate(std::array{x});
  check(y.value(), s.value, "the tape");
  if (std::isnan(s.value)) return;
  check(tape.gradient(y, std::array{x})[0], s.slope, "the tape");
}

BOOST_DATA_TEST_CASE(a_batch_chooses_sample_by_sample, data::make(samples), s) {
  const Formula f = formula_of(s.text);
  BatchTape tape;
  const BatchVariable x = tape.input();
  const BatchVariable y = f.evaluate(std::array{x});
  const auto jet = f.evaluate(std::array{Jet<BatchVariable, 2>::variable(x)});
  const Eigen::RowVectorXd points{{0.75, s.x, 0.6, s.x}};
  BatchReplay replay(tape, 4);
  replay.set(x, points);
  replay.forward();
  const auto values = replay.value(y);
  for (int i = 0; i < 4; ++i)
    check(values(0, i), f.evaluate(std::array{points[i]}), "the batch tape");
  check(values(0, 1), s.value, "the batch tape");
  if (std::isnan(s.value)) return;
  if (!jet[1].is_constant()) check(replay.value(jet[1])(0, 1), s.slope, "a jet on the batch tape");
  if (!jet[2].is_constant())
    check(2 * replay.value(jet[2])(0, 1), s.curvature, "a jet on the batch tape");
  replay.reverse(y);
  check(replay.adjoint(x)(0, 1), s.slope, "the batch tape, in reverse");
  check(replay.adjoint(x)(0, 3), s.slope, "the batch tape, in reverse");
  if (jet[1].is_constant()) return;
  replay.reverse(jet[1]);
  check(replay.adjoint(x)(0, 1), s.curvature, "a jet on the batch tape, in reverse");
}

BOOST_AUTO_TEST_CASE(the_batch_tape_holds_conditions_as_they_are) {
  BatchTape tape;
  const BatchVariable x = tape.input();
  (void)formula_of("if(x < 1 and x > 0, x, 2)").evaluate(std::array{x});
  std::size_t relations = 0;
  for (const BatchNode& node : tape.nodes()) {
    BOOST_TEST((node.forward != &autodiff::detail::forward_rule<autodiff::detail::equal_condition>
                || node.kind != BatchNode::Kind::elementwise));
    relations +=
        node.kind == BatchNode::Kind::condition
        && (node.forward == &autodiff::detail::forward_rule<autodiff::detail::less_condition>
            || node.forward
                   == &autodiff::detail::forward_rule<autodiff::detail::less_or_equal_condition>);
  }
  BOOST_TEST(relations == 4U); // each, and where it fails
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::formula
