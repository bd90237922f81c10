// Relations, logic, if, piecewise and step: how they are read, printed and misread.
#include "formula/expression.hpp"
#include "formula/formula.hpp"
#include "tests/formula/messages.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <ostream>
#include <string>

namespace jetwork::formula {

namespace {

namespace data = boost::unit_test::data;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct Sample {
  std::string text;
  double value;
  friend auto operator<<(std::ostream& out, const Sample& sample) -> std::ostream& {
    return out << sample.text;
  }
};

/// With p = 1, q = 0, n no number.
auto value_of(const std::string& text) -> double {
  const Symbols symbols{.variables = {{{"p"}, 0}, {{"q"}, 1}, {{"n"}, 2}}};
  return compile(parse(text), symbols).evaluate(std::vector<double>{1, 0, nan});
}

} // namespace

BOOST_AUTO_TEST_SUITE(conditions)

const Sample values[] = {
    {"1 < 2", 1},
    {"2 < 1", 0},
    {"1 + 1 <= 2*1", 1},
    {"3 > 2", 1},
    {"2 >= 3", 0},
    {"2 == 2", 1},
    {"2 != 2", 0},
    {"p < 2", 1},
    {"2 < p", 0},
    {"p <= 1", 1},
    {"p > 0", 1},
    {"p >= 2", 0},
    {"p == 1", 1},
    {"p != 1", 0},
    {"p ≤ 1", 1},
    {"p≥1", 1},
    {"p ≠ 1", 0},
    {"p≠q", 1},
    // From loose to tight: or, and, not, relations, sums.
    {"1 or 0 and 0", 1},
    {"(1 or 0) and 0", 0},
    {"not 1 or 1", 1},
    {"not (1 or 1)", 0},
    {"not 1 < 0", 1},
    {"not not p", 1},
    {"p || q", 1},
    {"p && q", 0},
    {"!p", 0},
    {"!(p == 1) || !q", 1},
    {"p and not q", 1},
    {"q or p > q and p + q == 1", 1},
    {"(1 < 2) + (p < 2) + (q < 2)", 3},
    {"5*(p > 0) - 1", 4},
    {"(p < 2)^2", 1},
    {"-(p < 2)", -1},
    // Not 0 is true.
    {"if(p, 2, 3)", 2},
    {"if(q, 2, 3)", 3},
    {"if(0.5, 2, 3)", 2},
    {"if(-p, 2, 3)", 2},
    {"if(p > 0, 2, 3)", 2},
    {"if(p < 0 or q == 0, 2, 3)", 2},
    {"if (p < 0 and q == 0, 2, 3)", 3},
    {"if(p < 0, 1, if(q < 0, 2, 3))", 3},
    {"piecewise(1, p < 0, 2, q < 1, 3)", 2},
    {"piecewise(1, p < 0, 2, q > 1, 3)", 3},
    {"piecewise(1, p > 0, 2, q > -1, 3)", 1},
    {"piecewise(p + q*2, p == 1 and q == 0, 3)", 1},
    {"step(0)", 1},
    {"step(p)", 1},
    {"step(q)", 1},
    {"step(-p)", 0},
    {"step(-0.0)", 1},
    {"step(p - 2) + step(2 - p)", 1},
    // The side that is not chosen may be anything.
    {"if(q > 0, 1/q, 7)", 7},
    {"if(q == 0, 1, sin(q)/q)", 1},
    {"if(p > 0, p, log(-p))", 1},
    {"if(q > 0 and 1/q > 2, 1, 7)", 7},
    {"if(p > 0, 1, n)", 1},
    {"if(p > 0, if(p > 2, n, 5), n)", 5},
    // A condition that is no number is no branch.
    {"n < 1", nan},
    {"n > 1", nan},
    {"n == n", nan},
    {"n != 1", nan},
    {"not n < 1", nan},
    {"if(n < 1, 2, 3)", nan},
    {"if(n >= 1, 2, 3)", nan},
    {"if(n == 1, 2, 3)", nan},
    {"if(n != 1, 2, 3)", nan},
    {"if(n, 2, 3)", nan},
    {"if(not n, 2, 3)", nan},
    {"if(0/0 < 1, 2, 3)", nan},
    {"step(n)", nan},
    {"if(sqrt(-p) < 1, 2, 3)", nan},
    {"if(p > 0 and n < 1, 2, 3)", nan},
    {"if(p < 0 or n < 1, 2, 3)", nan},
    // Where the other condition decides, it does not matter.
    {"if(p < 0 and n < 1, 2, 3)", 3},
    {"if(p > 0 or n < 1, 2, 3)", 2},
};
BOOST_DATA_TEST_CASE(value_is_what_logic_says, data::make(values), sample) {
  const double value = value_of(sample.text);
  BOOST_TEST((std::isnan(sample.value) ? std::isnan(value) : value == sample.value),
             value << " is not " << sample.value);
  const Expression read = parse(sample.text);
  BOOST_TEST((parse(to_string(read)) == read));
}

const Pair prints[] = {
    {"a<b", "a < b"},
    {"(a<b)", "a < b"},
    {"a≤b", "a <= b"},
    {"(a<b)<c", "(a < b) < c"},
    {"a<(b<c)", "a < (b < c)"},
    {"(a+b)<(c*d)", "a + b < c*d"},
    {"a+(b<c)", "a + (b < c)"},
    {"-(b<c)", "-(b < c)"},
    {"a||b&&c", "a or b and c"},
    {"(a||b)&&c", "(a or b) and c"},
    {"a or (b or c)", "a or (b or c)"},
    {"!a", "not a"},
    {"!(a&&b)", "not (a and b)"},
    {"!a<b", "not a < b"},
    {"!!a", "not not a"},
    {"(!a)<b", "(not a) < b"},
    {"not a and not b", "not a and not b"},
    {"if(a<b,c,d)", "if(a < b, c, d)"},
    {"if(a,b,if(c,d,e))", "piecewise(b, a, d, c, e)"},
    {"if(a,if(b,c,d),e)", "if(a, if(b, c, d), e)"},
    {"piecewise(1,a,2)", "if(a, 1, 2)"},
    {"piecewise(1,a,2,b,3,c or d,4)", "piecewise(1, a, 2, b, 3, c or d, 4)"},
    {"step(x)", "if(x >= 0, 1, 0)"},
    {"1+if(a,b,c)^2", "1 + if(a, b, c)^2"},
    {"max(a<b,if(a,b,c),d)", "max(a < b, if(a, b, c), d)"},
};
BOOST_DATA_TEST_CASE(print_reads_back_the_same, data::make(prints), sample) {
  BOOST_TEST(to_string(parse(sample.text)) == sample.expected);
  BOOST_TEST((parse(sample.expected) == parse(sample.text)));
}

const Pair errors[] = {
    {"a < b < c", "column 7: relations make no chain; write a < b and b < …"},
    {"0 ≤ x + 1 ≤ 2", "column 11: relations make no chain; write 0 <= x + 1 and x + 1 <= …"},
    {"(a == b == c)", "column 9: relations make no chain; write a == b and b == …"},
    {"if(t < 1, a)",
     "column 1: if takes 3 arguments, if(condition, value, value otherwise), found 2"},
    {"if (a) b", "column 1: if takes 3 arguments, if(condition, value, value otherwise), found 1"},
    {"if a < b", "column 4: expected an operator or the end of the formula, found 'a'; write "
                 "if(condition, value, value otherwise)"},
    {"if(x = 3, a, b)",
     "column 6: expected an operator, ',' or ')', found '=' (a comparison is written ==)"},
    {"if(a & b, 1, 2)",
     "column 6: expected an operator, ',' or ')', found '&' (it is written 'and', or &&)"},
    {"a | b", "column 3: expected an operator or the end of the formula, found '|' (it is written "
              "'or', or ||)"},
    {"a if t < 1 else b", "column 3: expected an operator or the end of the formula, found 'if'; "
                          "write if(condition, value, value otherwise)"},
    {"t < 1 ? a : b", "column 7: expected an operator or the end of the formula, found '?'; write "
                      "if(condition, value, value otherwise)"},
    {"a <> b", "column 4: expected an operand after a relation, found '>' (unequal is written !=)"},
    {"a <", "column 4: expected an operand after a relation, found the end of the text"},
    {"a and", "column 6: expected a condition after 'and', found the end of the text"},
    {"a or or b", "column 6: expected a condition after 'or', found 'or'"},
    {"not", "column 4: expected a condition after 'not', found the end of the text"},
    {"a == not b", "column 6: expected an operand after a relation, found 'not' (a negation stands "
                   "before a condition, in parentheses: (not a))"},
    {"and", "column 1: expected a formula, found 'and'"},
    {"or'", "column 1: expected a formula, found 'or'"},
    {"not(a, b)", "column 6: expected an operator or ')', found ','"},
    {"piecewise(1, a)", "column 1: piecewise takes an odd number of arguments, piecewise(value, "
                        "condition, value, condition, …, value otherwise), found 2"},
    {"piecewise(1)", "column 1: piecewise takes an odd number of arguments, piecewise(value, "
                     "condition, value, condition, …, value otherwise), found 1"},
    {"step(1, 2)", "column 1: step takes 1 argument, found 2"},
    {"step'(1)", "column 1: 'step' is a function; primes stand for derivatives of an unknown"},
    {"step x",
     "column 6: expected an operator or the end of the formula, found 'x'; write step(x)"},
    {"u(t < 1)",
     "column 1: expected a point in u(…), found a condition ('<'); a product is written "
     "with *"},
    {"heaviside(t, 1)", "column 1: unknown function 'heaviside'; did you mean 'step'?"},
    {"piecewize(t, 1)", "column 1: unknown function 'piecewize'; did you mean 'piecewise'?"},
};
BOOST_DATA_TEST_CASE(an_error_says_what_is_meant, data::make(errors), sample) {
  BOOST_TEST(message_of([&] { parse(sample.text); }) == sample.expected);
}

const Pair equation_errors[] = {
    {"t < tb", "column 7: expected an operator or '=', found the end of the text ('<' compares; an "
               "equation has one '=', outside parentheses)"},
    {"u' == 1", "column 8: expected an operator or '=', found the end of the text ('==' compares; "
                "an equation has one '=', outside parentheses)"},
    {"(u' = 1)", "column 5: expected an operator or ')', found '=' (a comparison is written ==)"},
    {"u' =< 1", "column 5: expected a formula after '=', found '<' (it is written <=)"},
};
BOOST_DATA_TEST_CASE(an_equation_is_no_relation, data::make(equation_errors), sample) {
  BOOST_TEST(message_of([&] { parse_equation(sample.text); }) == sample.expected);
}

BOOST_AUTO_TEST_CASE(comparisons_stand_within_an_equation) {
  BOOST_TEST(to_string(parse_equation("u' = if(u == 1, 2, 3)")) == "u' = if(u == 1, 2, 3)");
  BOOST_TEST(to_string(parse_equation("u' = u < 1 and t >= 2")) == "u' = u < 1 and t >= 2");
  BOOST_TEST(to_string(parse_equation("u'=u==1")) == "u' = u == 1");
}

BOOST_AUTO_TEST_CASE(names_may_begin_with_reserved_words) {
  for (const std::string name : {"order", "android", "nothing", "and_", "or2", "notα", "ifx"}) {
    const auto found = names(parse("2*" + name));
    BOOST_REQUIRE(found.size() == 1);
    BOOST_TEST(found[0].name == name);
  }
}

BOOST_AUTO_TEST_CASE(a_name_that_shadows_a_function_is_none) {
  const NameSet shadowing = {"step", "if", "max", "piecewise"};
  const Equation equation = parse_equation("step(0) + if(1) = max(2)*piecewise", shadowing);
  BOOST_TEST(values_at(equation).size() == 3);
  BOOST_TEST(
      message_of([&] { parse("max(1, 2)", shadowing); })
      == "column 1: 'max' is no function here, since a parameter, a definition or an unknown "
         "bears that name");
  BOOST_TEST(to_string(parse("max*step", shadowing)) == "max*step");
}

BOOST_AUTO_TEST_CASE(long_formulas_and_names_are_read) {
  const std::string name(138, 'n');
  std::string text = "piecewise(";
  for (int i = 0; i < 1000; ++i)
    text += std::to_string(i) + ", " + name + " < " + std::to_string(i) + ", ";
  text += "-1)";
  BOOST_TEST(text.size() > 16'500U);
  const Expression read = parse(text);
  BOOST_TEST(to_string(read) == text);
  const Formula formula = compile(read, {.variables = {{{name}, 0}}});
  BOOST_TEST(formula.evaluate(std::vector<double>{500.5}) == 501);
  BOOST_TEST(formula.evaluate(std::vector<double>{5000}) == -1);
  BOOST_TEST(compile(parse("1" + repeated(" and 1", 20'000)), {}).evaluate(std::vector<double>{})
             == 1);
  BOOST_TEST(message_of([] { parse(repeated("not ", 10'000)); })
             == "column 801: expected at most 200 parentheses, signs and powers inside each other");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::formula
