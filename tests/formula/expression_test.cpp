// Text formulas: what is read, how it is printed, and what a user is told about a slip.
#include "formula/expression.hpp"
#include "tests/formula/messages.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

namespace jetwork::formula {

using namespace autodiff;

namespace {

namespace data = boost::unit_test::data;

// The structure, shown without any precedence: (+ a (* b c)).
auto structure(const Expression& expression) -> std::string {
  std::vector<std::string> stack;
  for (const Node& node : expression.postfix) {
    if (const auto* number = std::get_if<double>(&node)) {
      stack.push_back(std::to_string(static_cast<int>(*number)));
    } else if (const auto* symbol = std::get_if<Symbol>(&node)) {
      stack.push_back(symbol->name + std::to_string(symbol->order));
    } else if (const auto* value = std::get_if<ValueAt>(&node)) {
      stack.push_back(value->unknown.name + std::to_string(value->unknown.order) + "@"
                      + structure(value->point));
    } else {
      const auto operation = std::get<Operation>(node);
      std::string last = stack.back();
      stack.pop_back();
      for (int argument = 1; argument < arity(operation); ++argument) {
        last = stack.back() + " " + last;
        stack.pop_back();
      }
      stack.push_back("(" + std::string(name_of(operation)) + " " + last + ")");
    }
  }
  BOOST_REQUIRE(stack.size() == 1);
  return stack[0];
}

} // namespace

BOOST_AUTO_TEST_SUITE(expression)

const Pair structures[] = {
    {"1 + 2*3", "(add 1 (multiply 2 3))"},
    {"1*2 + 3", "(add (multiply 1 2) 3)"},
    {"1 - 2 - 3", "(subtract (subtract 1 2) 3)"},
    {"1/2/3", "(divide (divide 1 2) 3)"},
    {"1/2*3", "(multiply (divide 1 2) 3)"},
    {"2^3^4", "(pow 2 (pow 3 4))"},
    {"-2^3", "(negate (pow 2 3))"},
    {"2^-3", "(pow 2 (negate 3))"},
    {"2^-3^4", "(pow 2 (negate (pow 3 4)))"},
    {"2^+3", "(pow 2 3)"},
    {"(1 + 2)*3", "(multiply (add 1 2) 3)"},
    {"(-2)^3", "(pow (negate 2) 3)"},
    {"-1*2", "(multiply (negate 1) 2)"},
    {"1*-2", "(multiply 1 (negate 2))"},
    {"1 - -2", "(subtract 1 (negate 2))"},
    {"+1", "1"},
    {"--1", "(negate (negate 1))"},
    {"sin(1)^2", "(pow (sin 1) 2)"},
    {"sin (1)", "(sin 1)"},
    {"min(1, 2, 3)", "(min (min 1 2) 3)"},
    {"max(1,2)", "(max 1 2)"},
    {"atan2(1, 2)", "(atan2 1 2)"},
    {"r''", "r2"},
    {"x_0' + _a1", "(add x_01 _a10)"},
    {"sinh", "sinh0"},
    {"r(0)", "r0@0"},
    {"r''(2*pi)", "r2@(multiply 2 pi0)"},
    {"u(1) + 2*u'(1)", "(add u0@1 (multiply 2 u1@1))"},
    {" ( ( 7 ) ) ", "7"},
    {"\t1\r\n", "1"},
    // As pasted from a paper: minus, times, dot, prime, double prime, no-break space; Greek letters.
    {"x − y × z", "(subtract x0 (multiply y0 z0))"},
    {"x·y", "(multiply x0 y0)"},
    {"θ′ + θ″ + θ′′'", "(add (add θ1 θ2) θ3)"},
    {"1\u00a0+\u00a02", "(add 1 2)"},
};
BOOST_DATA_TEST_CASE(structure_is_what_the_grammar_says, data::make(structures), sample) {
  BOOST_TEST(structure(parse(sample.text)) == sample.expected);
}

struct NumberCase {
  std::string text;
  double value;
  friend auto operator<<(std::ostream& out, const NumberCase& c) -> std::ostream& {
    return out << c.text;
  }
};
const NumberCase numbers[] = {
    {"1", 1},           {"1.", 1},     {".5", 0.5},
    {"1e-3", 1e-3},     {"2E+5", 2e5}, {"0.1", 0.1},
    {"007", 7},         {"1.e2", 100}, {"1.7976931348623157e308", 1.7976931348623157e308},
    {"5e-324", 5e-324}, {"0e999", 0},  {"9007199254740993", 9007199254740992.0}};
BOOST_DATA_TEST_CASE(a_number_is_the_nearest_double, data::make(numbers), sample) {
  BOOST_TEST(std::get<double>(parse(sample.text).postfix.at(0)) == sample.value);
}

const Pair errors[] = {
    {"", "column 1: expected a formula, found the end of the text"},
    {"   ", "column 4: expected a formula, found the end of the text"},
    {")", "column 1: expected a formula, found ')'"},
    {"2*(x + )", "column 8: expected an operand after '+', found ')'"},
    {"2*", "column 3: expected an operand after '*', found the end of the text"},
    {"2/ /3", "column 4: expected an operand after '/', found '/'"},
    {"2^", "column 3: expected an operand after '^', found the end of the text"},
    {"1 - *", "column 5: expected an operand after '-', found '*'"},
    {"-", "column 2: expected an operand after '-', found the end of the text"},
    {"x**2", "column 3: expected an operand after '*', found '*' (a power is written ^)"},
    {"()", "column 2: expected an operand after '(', found ')'"},
    {"(1", "column 3: expected an operator or ')', found the end of the text (the '(' in column 1 "
           "is still open)"},
    {"1)", "column 2: expected an operator or the end of the formula, found ')'"},
    {"(1,2)", "column 3: expected an operator or ')', found ','"},
    {"1,5", "column 2: expected an operator or the end of the formula, found ','"},
    {"2x", "column 2: expected an operator or the end of the formula, found 'x'; write 2*x"},
    {"2 (x + 1)",
     "column 3: expected an operator or the end of the formula, found '('; write 2*(...)"},
    {"(x)(y)",
     "column 4: expected an operator or the end of the formula, found '('; write (...)*(...)"},
    {"(x)y", "column 4: expected an operator or the end of the formula, found 'y'; write (...)*y"},
    {"(2x)", "column 3: expected an operator or ')', found 'x'; write 2*x"},
    {"r' x", "column 4: expected an operator or the end of the formula, found 'x'; write r'*x"},
    {"sin x", "column 5: expected an operator or the end of the formula, found 'x'; write sin(x)"},
    {"1 2", "column 3: expected an operator or the end of the formula, found '2'"},
    {"1.2.3", "column 4: expected an operator or the end of the formula, found '.3'"},
    {"0x10", "column 2: expected an operator or the end of the formula, found 'x10'; write 0*x10"},
    {"1e+", "column 2: expected an operator or the end of the formula, found 'e'; write 1*e"},
    {".", "column 1: expected a formula, found '.'"},
    {"1e999", "column 1: expected a number of double precision (1e-307 to 1e308), found 1e999"},
    {"x + 1e-999",
     "column 5: expected a number of double precision (1e-307 to 1e308), found 1e-999"},
    {"sin()", "column 5: expected an argument after '(', found ')'"},
    {"min(1,)", "column 7: expected an argument after ',', found ')'"},
    {"sin(1", "column 6: expected an operator, ',' or ')', found the end of the text (the '(' in "
              "column 4 is still open)"},
    {"1 + sin(1, 2)", "column 5: sin takes 1 argument, found 2"},
    {"atan2(1)", "column 1: atan2 takes 2 arguments, found 1"},
    {"pow(1, 2, 3)", "column 1: pow takes 2 arguments, found 3"},
    {"min(1)", "column 1: min takes 2 arguments or more, found 1"},
    {"sin'(x)", "column 1: 'sin' is a function; primes stand for derivatives of an unknown"},
    {"1 + hypott(x, y)", "column 5: unknown function 'hypott'; did you mean 'hypot'?"},
    {"negate(1, 2)", "column 1: unknown function 'negate'"},
    {"r\"", "column 2: expected an operator or the end of the formula, found '\"' (a second "
            "derivative has two apostrophes: r'')"},
    {"'x", "column 1: expected a formula, found a prime"},
    {"x = 1", "column 3: expected an operator or the end of the formula, found '='"},
    {"x $ y", "column 3: expected an operator or the end of the formula, found '$'"},
    // Columns count characters, not bytes.
    {"θ + α*", "column 7: expected an operand after '*', found the end of the text"},
    {"αβγ ) ", "column 5: expected an operator or the end of the formula, found ')'"},
    {"θ + sin(α, β)", "column 5: sin takes 1 argument, found 2"},
    {"2 + 3 €", "column 7: expected an operator or the end of the formula, found '€'; write 3*€"},
    // Bytes that are no text.
    {std::string("1 + \0", 5),
     "column 5: expected an operand after '+', found the control character 0x00"},
    {"α\xff", "column 2: expected text in UTF-8, found the byte 0xff"},
    {"x\x80", "column 2: expected text in UTF-8, found the byte 0x80"},
    {"\xc0\xaf", "column 1: expected text in UTF-8, found the byte 0xc0"},
    {"x\xe2\x88", "column 2: expected text in UTF-8, found the byte 0xe2"},
    {"\xed\xa0\x80", "column 1: expected text in UTF-8, found the byte 0xed"},
};
BOOST_DATA_TEST_CASE(an_error_tells_where_and_what, data::make(errors), sample) {
  BOOST_TEST(message_of([&] { parse(sample.text); }) == sample.expected);
}

const Pair equation_errors[] = {
    {"", "column 1: expected an equation, found the end of the text"},
    {"x", "column 2: expected an operator or '=', found the end of the text"},
    {"= x", "column 1: expected an equation, found '='"},
    {"x =", "column 4: expected a formula after '=', found the end of the text"},
    {"a = b = c", "column 7: expected an operator or the end of the equation, found '='"},
    {"(x = 1)", "column 4: expected an operator or ')', found '=' (a comparison is written ==)"},
    {"r'' = -k r",
     "column 10: expected an operator or the end of the equation, found 'r'; write k*r"},
};
BOOST_DATA_TEST_CASE(an_equation_has_one_sign, data::make(equation_errors), sample) {
  BOOST_TEST(message_of([&] { parse_equation(sample.text); }) == sample.expected);
}

BOOST_AUTO_TEST_CASE(an_equation_has_two_sides) {
  const Equation spring = parse_equation("m*r'' = -k*r");
  BOOST_TEST(structure(spring.left) == "(multiply m0 r2)");
  BOOST_TEST(structure(spring.right) == "(multiply (negate k0) r0)");
}

BOOST_AUTO_TEST_CASE(names_come_once_each_with_their_first_column) {
  const auto found = names(parse_equation("m*r'' + θ = -k*r + m*sin(t)"));
  const std::vector<std::pair<std::string, std::size_t>> expected = {
      {"m", 1}, {"r''", 3}, {"θ", 9}, {"k", 14}, {"r", 16}, {"t", 26}};
  BOOST_REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    BOOST_TEST(to_string(found[i]) == expected[i].first);
    BOOST_TEST(found[i].column == expected[i].second);
  }
}

BOOST_AUTO_TEST_CASE(a_value_at_the_independent_variable_is_the_name_itself) {
  const Equation equation = parse_equation("r''(t) = r(2*t) + q(s)");
  BOOST_TEST(names(equation).size() == 0);
  const auto found = names(equation, "t");
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(to_string(found[0]) == "r''");
}

BOOST_AUTO_TEST_CASE(a_condition_tells_its_values) {
  const auto values = values_at(parse_equation("u(1) + 2*u'(1) = y(2*pi) - r0"));
  BOOST_REQUIRE(values.size() == 3);
  BOOST_TEST(to_string(values[0].unknown) == "u");
  BOOST_TEST(to_string(values[1].unknown) == "u'");
  BOOST_TEST(values[1].unknown.column == 10);
  BOOST_TEST(to_string(values[2].point) == "2*pi");
}

const Pair prints[] = {
    {"((a+b))+c", "a + b + c"},
    {"a+(b+c)", "a + (b + c)"},
    {"a-(b-c)", "a - (b - c)"},
    {"(a*b)/c", "a*b/c"},
    {"a/(b*c)", "a/(b*c)"},
    {"(a^b)^c", "(a^b)^c"},
    {"a^(b^c)", "a^b^c"},
    {"(-a)^b", "(-a)^b"},
    {"-(a^b)", "-a^b"},
    {"-(a*b)", "-(a*b)"},
    {"a^(-b)", "a^-b"},
    {"(a+b)*c", "(a + b)*c"},
    {"pow(a,b)", "a^b"},
    {"sin((a))", "sin(a)"},
    {"max(a,b,c,d)", "max(a, b, c, d)"},
    {"max(a,max(b,c))", "max(a, max(b, c))"},
    {"min(max(a,b),c)", "min(max(a, b), c)"},
    {"hypot(a,b)", "hypot(a, b)"},
    {"u'(2*pi)", "u'(2*pi)"},
    {"0.1+1e300", "0.1 + 1e+300"},
};
BOOST_DATA_TEST_CASE(print_uses_few_parentheses, data::make(prints), sample) {
  BOOST_TEST(to_string(parse(sample.text)) == sample.expected);
  BOOST_TEST((parse(sample.expected) == parse(sample.text)));
}

BOOST_AUTO_TEST_CASE(nesting_is_limited_and_length_is_not_depth) {
  const std::string too_deep =
      "column 201: expected at most 200 parentheses, signs and powers inside each other";
  BOOST_TEST(message_of([] { parse(repeated("(", 10'000)); }) == too_deep);
  BOOST_TEST(message_of([] { parse(repeated("(", 10'000) + "x" + repeated(")", 10'000)); })
             == too_deep);
  BOOST_TEST(message_of([] { parse(repeated("-", 900'000)); }) == too_deep);
  BOOST_TEST(message_of([] {
               parse(repeated("x(", 10'000));
             }).starts_with("column 401: expected at most 200"));
  BOOST_TEST(message_of([] { parse(repeated("2^", 10'000) + "2"); }).starts_with("column 401: "));
  BOOST_TEST(message_of([] { parse(repeated("sin(", 10'000)); }).starts_with("column 801: "));
  BOOST_TEST(message_of([] { parse(std::string(10'000'000, '-')); })
             == "column 1: the formula has 10000000 bytes; expected at most 1000000");

  BOOST_TEST(parse(repeated("(", 199) + "x" + repeated(")", 199)).postfix.size() == 1);
  BOOST_TEST(parse("1" + repeated("+1", 40'000)).postfix.size() == 80'001);
  BOOST_TEST(to_string(parse("1" + repeated("*x", 30'000))).size() == 60'001);
  const std::string many = "min(1" + repeated(", x", 30'000) + ")";
  BOOST_TEST(to_string(parse(many)) == many);
  BOOST_TEST(names(parse("x" + repeated("+x'", 30'000))).size() == 2);
}

BOOST_AUTO_TEST_CASE(any_bytes_give_a_formula_or_an_error) {
  const std::string alphabet = "x1.e+-*/^()',= sin\xce\xb8\xff\x01\"m<>!&|";
  unsigned state = 1;
  const auto next = [&] { return (state = state * 1664525u + 1013904223u) >> 16; };
  int formulas = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (unsigned size = next() % 12; size > 0; --size) text += alphabet[next() % alphabet.size()];
    try {
      const Expression expression = parse(text);
      ++formulas;
      BOOST_TEST((parse(to_string(expression)) == expression), text);
    } catch (const ParseError& error) {
      BOOST_REQUIRE(error.column() >= 1);
      BOOST_REQUIRE(error.column() <= text.size() + 1);
    }
  }
  BOOST_TEST(formulas > 100);
}

BOOST_AUTO_TEST_CASE(slips_are_recognised) {
  BOOST_TEST(function_suggestion("sinn") == "; did you mean 'sin'?");
  BOOST_TEST(function_suggestion("cso") == "; did you mean 'cos'?");
  BOOST_TEST(function_suggestion("Exp") == "; did you mean 'exp'?");
  BOOST_TEST(function_suggestion("ln") == "; did you mean 'log'?");
  BOOST_TEST(function_suggestion("arctan") == "; did you mean 'atan'?");
  BOOST_TEST(function_suggestion("arsinh") == "; did you mean 'asinh'?");
  BOOST_TEST(function_suggestion("sqr") == "; did you mean 'sqrt'?");
  BOOST_TEST(function_suggestion("frobnicate") == "");
  BOOST_TEST(function_suggestion("") == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::formula
