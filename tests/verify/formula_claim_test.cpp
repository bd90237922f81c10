// What the referee says about single claims: counterexamples, exceptions, repairs, wrong input.
#include "verify/formula_claim.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <ostream>
#include <string>

namespace jetwork::verify {

using namespace autodiff;
using namespace formula;

namespace {

namespace data = boost::unit_test::data;

auto verdict_on(const std::string& function, const std::string& derivative,
                std::vector<std::string> by = {"x"}, std::vector<ClaimVariable> domains = {})
    -> Verdict {
  FormulaClaimText text{.function = function, .derivative = derivative, .by = std::move(by)};
  text.domains = std::move(domains);
  return FormulaClaim(text).verify();
}

auto message_of(const FormulaClaimText& text) -> std::string {
  try {
    const FormulaClaim claim(text);
  } catch (const FormulaClaimError& error) { return error.what(); }
  return "no error";
}

struct RepairSample {
  std::string function, derivative, change;
  friend auto operator<<(std::ostream& out, const RepairSample& s) -> std::ostream& {
    return out << s.function << " -> " << s.derivative;
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(verify_formula)

BOOST_AUTO_TEST_CASE(a_counterexample_is_simple_and_has_all_its_numbers) {
  const Verdict verdict = verdict_on("x^3", "3*x");
  BOOST_TEST((verdict.outcome == Outcome::fails));
  BOOST_TEST_REQUIRE(verdict.counterexample.has_value());
  BOOST_TEST(verdict.counterexample->at[0] == 2); // at 1 both are 3
  BOOST_TEST(verdict.counterexample->truth == 12);
  BOOST_TEST(verdict.counterexample->claimed.value() == 6);
  BOOST_TEST(verdict.counterexample->relative_error == 0.5);
  BOOST_TEST(verdict.counterexample->wrong_digit == 1);
}

BOOST_AUTO_TEST_CASE(the_wrong_digit_is_counted) {
  const Verdict verdict = verdict_on("x^2", "2.0003*x");
  BOOST_TEST((verdict.outcome == Outcome::fails));
  BOOST_TEST(verdict.counterexample->wrong_digit == 4); // 2.000|3
  const Verdict tiny = verdict_on("sin(x)", "1.000000000001*cos(x)");
  BOOST_TEST((tiny.outcome == Outcome::fails)); // below what double is trusted with
  BOOST_TEST(tiny.counterexample->wrong_digit == 12);
}

BOOST_AUTO_TEST_CASE(an_exception_is_named) {
  const Verdict kink = verdict_on("abs(x)", "x/abs(x)");
  BOOST_TEST((kink.outcome == Outcome::holds));
  BOOST_TEST(kink.reason == "except at x = 0, where the function has no derivative");
  BOOST_TEST(kink.excluded_points == 1U);
  const Verdict pole = verdict_on("1/x", "-1/x^2");
  BOOST_TEST(pole.reason == "except at x = 0, where the function is not defined");
  const Verdict gap = verdict_on("(1 - cos(x))/x^2", "(x*sin(x) - 2*(1 - cos(x)))/x^3");
  BOOST_TEST(gap.reason == "except at x = 0, where the function is not defined");
  const Verdict claim = verdict_on("x^2", "2*x^2/x");
  BOOST_TEST(claim.reason == "except at x = 0, where the claim is not defined");
  BOOST_TEST(verdict_on("x^2", "2*x").reason == "");
}

BOOST_AUTO_TEST_CASE(a_claim_that_is_not_defined_is_no_derivative) {
  const Verdict verdict = verdict_on("x^3/3", "sqrt(x)^4");
  BOOST_TEST((verdict.outcome == Outcome::fails));
  BOOST_TEST(!verdict.counterexample->claimed.has_value());
}

BOOST_AUTO_TEST_CASE(nothing_to_compare_is_undecided) {
  const Verdict verdict = verdict_on("log(x)", "1/x", {"x"}, {{"x", -3, -1}});
  BOOST_TEST((verdict.outcome == Outcome::undecided));
  BOOST_TEST(verdict.reason.find("the function is not defined") != std::string::npos,
             verdict.reason);
}

BOOST_AUTO_TEST_CASE(the_domain_decides) {
  BOOST_TEST((verdict_on("abs(x)", "1", {"x"}, {{"x", 0.1, 3}}).outcome == Outcome::holds));
  BOOST_TEST((verdict_on("abs(x)", "1").outcome == Outcome::fails));
  BOOST_TEST((verdict_on("max(x, 3)", "0", {"x"}, {{"x", -1, 2.5}}).outcome == Outcome::holds));
}

// Each cancels in double: at some sampled point not a digit is left.
const RepairSample ill_conditioned[] = {
    {"(1 - cos(x))/x^2", "(x*sin(x) - 2*(1 - cos(x)))/x^3", ""},
    {"(x + 10000000000) - 10000000000", "1", ""},
    {"((x + 10000000000) - 10000000000)^3", "3*((x + 10000000000) - 10000000000)^2", ""},
    {"log(1 + x^2)", "2*x/(1 + x^2)", ""},
    {"sin(pi*x)^2", "2*pi*sin(pi*x)*cos(pi*x)", ""},
    {"cosh(x)^2 - sinh(x)^2", "0", ""},
    {"(x - sin(x))/x^3", "(1 - cos(x))/x^3 - 3*(x - sin(x))/x^4", ""},
    {"exp(x^2)*exp(-x^2)", "0", ""},
    {"(exp(x) - 1 - x)/x^2", "(exp(x) - 1)/x^2 - 2*(exp(x) - 1 - x)/x^3", ""},
    // 1 - tanh(z)^2 is 4*exp(-2*z) for a large z: at x = 5 a hundred digits leave fourteen, at 5.5 none.
    {"tanh(4*x^2)", "8*x*(1 - tanh(4*x^2)^2)", ""},
    {"sigmoid(-x^3)", "-3*x^2*(1 - sigmoid(x^3))*sigmoid(x^3)", ""},
    {"exp(-800*x)", "-800*exp(-800*x)", ""},
    {"x*(3*(1/3) - 1)", "0", ""}, // zero in double, and not in a hundred digits
};
BOOST_DATA_TEST_CASE(cancellation_is_no_mistake, data::make(ill_conditioned), sample) {
  const Verdict verdict = verdict_on(sample.function, sample.derivative);
  BOOST_TEST((verdict.outcome == Outcome::holds));
}

// The true derivative with a term or a factor that changes it only where few would look.
const RepairSample nearly_true[] = {
    {"exp(-800*x)", "-801*exp(-800*x)", "both are zero in double"},
    {"x^2", "2*x + exp(-((x - 1.2345)/0.0001)^2)", "a narrow peak"},
    {"x^2", "2*x + exp(-((x^2 - 2)/0.0001)^2)", "two narrow peaks"},
    {"x^2", "2*x + max(x - 9.125, 0)*max(9.126 - x, 0)", "a narrow window"},
    {"x^2", "2*x*(1 + (max(x, 9.125) - 9.125)*(min(x, 9.126) - 9.126)*0.0001)", "a small one"},
    {"x^2", "2*x*(1 + 0.00000000001*(sign(x - 9) + 1))", "the eleventh digit, at one end"},
};
BOOST_DATA_TEST_CASE(a_nearly_true_claim_fails, data::make(nearly_true), sample) {
  const double start = sample.function == "x^2" ? -10 : 1;
  const Verdict verdict = verdict_on(sample.function, sample.derivative, {"x"}, {{"x", start, 10}});
  BOOST_TEST((verdict.outcome == Outcome::fails));
}

BOOST_AUTO_TEST_CASE(what_a_hundred_digits_do_not_tell_is_left_out) {
  const Verdict verdict =
      verdict_on("tanh(4*x^2)", "8*x*(1 - tanh(4*x^2)^2)", {"x"}, {{"x", 6, 8}});
  BOOST_TEST((verdict.outcome == Outcome::undecided));
  BOOST_TEST(verdict.reason.find("a hundred digits") != std::string::npos, verdict.reason);
}

BOOST_AUTO_TEST_CASE(a_counterexample_can_be_checked_in_double) {
  const Verdict verdict = verdict_on("exp(800*x)", "801*exp(800*x)");
  BOOST_TEST_REQUIRE(verdict.counterexample.has_value());
  BOOST_TEST(verdict.counterexample->at[0] == 0);
  BOOST_TEST(verdict.counterexample->truth == 800);
  BOOST_TEST(verdict.counterexample->claimed.value() == 801);
}

BOOST_AUTO_TEST_CASE(more_exceptions_than_are_named_are_counted) {
  const Verdict verdict = verdict_on("x/y", "1/y", {"x"});
  BOOST_TEST((verdict.outcome == Outcome::holds));
  BOOST_TEST_REQUIRE(verdict.excluded_points > 3U);
  BOOST_TEST(
      verdict.reason.ends_with(", and at " + std::to_string(verdict.excluded_points - 3) + " more"),
      verdict.reason);
}

const RepairSample repairs[] = {
    {"sin(x)", "-cos(x)", "multiply by -1"},
    {"x^2", "x", "multiply by 2"},
    {"x^2/2", "2*x", "multiply by 1/2"},
    {"sin(pi*x)", "cos(pi*x)", "multiply by pi"},
    {"sin(x^2)", "cos(x^2)", "multiply by 2*x"},
    {"sin(exp(x))", "cos(exp(x))", "multiply by exp(x)"},
    {"exp(sin(x))", "exp(sin(x))", "multiply by d/dx(sin(x))"},
    {"x*sin(x)", "x*cos(x)", "add sin(x)"},
    {"x^2 + x", "2*x", "add 1"},
};
BOOST_DATA_TEST_CASE(a_repair_is_found, data::make(repairs), sample) {
  const Verdict verdict = verdict_on(sample.function, sample.derivative);
  BOOST_TEST((verdict.outcome == Outcome::fails));
  BOOST_TEST_REQUIRE(verdict.repair.has_value());
  BOOST_TEST(verdict.repair->change == sample.change);
  if (!verdict.repair->claim.empty())
    BOOST_TEST((verdict_on(sample.function, verdict.repair->claim).outcome == Outcome::holds),
               verdict.repair->claim);
}

BOOST_AUTO_TEST_CASE(no_repair_is_invented) {
  BOOST_TEST(!verdict_on("exp(x)*sin(x)", "cosh(x) + 3").repair.has_value());
  // The true derivative itself, as a factor of 1 or a term added to 0, would repair any claim: it is not offered.
  BOOST_TEST(!verdict_on("min(x, x^2)", "1").repair.has_value());
  BOOST_TEST(!verdict_on("sin(x)*exp(x)", "0").repair.has_value());
}

BOOST_AUTO_TEST_CASE(wrong_input_is_refused_with_its_column) {
  BOOST_TEST(
      message_of({.function = "sin(x", .derivative = "1", .by = {"x"}}).starts_with("column 6: "));
  BOOST_TEST(
      message_of({.function = "x", .derivative = "1 +", .by = {"x"}}).starts_with("column 4: "));
  BOOST_TEST(message_of({.function = "x", .derivative = "2*y", .by = {"x"}})
                 .starts_with("column 3: unknown name 'y'; known are x"));
  BOOST_TEST(message_of({.function = "x", .derivative = "1", .by = {"y"}})
             == "the function has no variable 'y'; it has x");
  BOOST_TEST(message_of({.function = "x", .derivative = "1", .by = {"x"}, .domains = {{"x", 3, 1}}})
             == "x=3,1 is empty; expected the lower end first");
  BOOST_TEST(
      message_of({.function = "a*x", .derivative = "a", .by = {"x"}, .parameters = {{"a", "b"}}})
          .starts_with("a: column 1: unknown name 'b'"));
  BOOST_TEST(message_of({.function = "a*x",
                         .derivative = "a",
                         .by = {"x"},
                         .parameters = {{"a", "b"}, {"b", "a + 1"}}})
             == "b: column 1: the parameters define each other in a circle: a -> b -> a");
  BOOST_TEST(
      message_of({.function = "a*x", .derivative = "a", .by = {"x"}, .parameters = {{"a", "1/0"}}})
      == "a: its value is inf; expected a finite number");
  BOOST_TEST(message_of({.function = "f(x)", .derivative = "1", .by = {"x"}})
                 .starts_with("column 1: unknown function 'f'"));
  BOOST_TEST(
      message_of({.function = "x'", .derivative = "1", .by = {"x"}}).starts_with("column 1: "));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::verify
