// Text problems: what is read, and for everything that does not fit, which part, where, and what is
// said.
#include "pinn/problem/condition_solver.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/problem/text/text_problem.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

using namespace jetwork::pinn;
using Part = TextProblemError::Part;

namespace {

using Texts = std::vector<std::string>;

auto problem(const Texts& equations, const Texts& conditions) -> TextProblem {
  return {.title = "",
          .independent = "t",
          .domain = {"0", "10"},
          .equations = equations,
          .conditions = conditions,
          .parameters = {{"m", "1"}, {"k", "4"}}};
}

auto spring() -> TextProblem { return problem({"m*r'' = -k*r"}, {"r(0) = 1", "r'(0) = 0"}); }

/// The text is refused at that place, with a message that holds those words.
void check_refused(const TextProblem& text, Part part, std::size_t index, std::size_t column,
                   const std::string& words) {
  try {
    (void)read_problem(text);
    BOOST_ERROR("accepted, though it should be refused: " + words);
  } catch (const TextProblemError& error) {
    BOOST_TEST_CONTEXT(error.what()) {
      BOOST_TEST((error.part() == part));
      BOOST_TEST(error.index() == index);
      BOOST_TEST(error.column() == column);
      BOOST_TEST(std::string(error.what()).find(words) != std::string::npos, "expected: " << words);
    }
  }
}

auto initial(const Texts& equations, const Texts& conditions) -> std::vector<double> {
  std::vector<double> values;
  for (const auto& of_one : initial_values(read_problem(problem(equations, conditions))))
    values.insert(values.end(), of_one.begin(), of_one.end());
  return values;
}

} // namespace

BOOST_AUTO_TEST_SUITE(text_problem)

BOOST_AUTO_TEST_CASE(a_spring_is_read) {
  const Problem read = read_problem(spring());
  BOOST_TEST(read.domain.start == 0.0);
  BOOST_TEST(read.domain.end == 10.0);
  BOOST_TEST_REQUIRE(read.unknowns.size() == 1u);
  BOOST_TEST(read.unknowns[0].name == "r");
  BOOST_TEST(read.unknowns[0].order == 2);
  BOOST_TEST(bool(read.residual));
}

BOOST_AUTO_TEST_CASE(parameters_may_stand_in_any_order_and_take_the_names_of_constants) {
  TextProblem text = spring();
  text.domain = {"0", "2*pi*e"};
  text.parameters = {{"k", "2*c"}, {"c", "m + e"}, {"m", "1"}, {"e", "0.5"}};
  text.conditions[0] = "r(0) = k";
  const Problem read = read_problem(text);
  BOOST_TEST(read.domain.end == std::numbers::pi);
  BOOST_TEST(initial_values(read)[0][0] == 3.0);
}

BOOST_AUTO_TEST_CASE(parameters_may_form_a_long_chain) {
  constexpr int length = 200'000;
  TextProblem text = spring();
  text.parameters = {{"m", "1"}, {"k", "p0*pi"}};
  for (int i = 0; i < length; ++i)
    text.parameters.emplace_back("p" + std::to_string(i), "p" + std::to_string(i + 1));
  text.parameters.emplace_back("p" + std::to_string(length), "4");
  text.conditions[0] = "r(0) = p0";
  BOOST_TEST(initial_values(read_problem(text))[0][0] == 4.0);
  text.parameters.back().second = "p0";
  check_refused(text, Part::parameter, text.parameters.size() - 1, 1, "p9 -> … -> p0");
}

BOOST_AUTO_TEST_CASE(messages_are_short_whatever_the_names) {
  const std::string primes(100'000, '\''), letters(100'000, 'a');
  for (const auto& text :
       {problem({"r" + primes + " = -r"}, {"r(0) = 1"}),
        problem({"r' = -r"}, {"r" + primes + "(0) = 1"}),
        problem({"r' = m" + primes}, {"r(0) = 1"}), problem({"r' = " + letters}, {"r(0) = 1"}),
        problem({"r' = -r"}, {letters + "(0) = 1"})}) {
    try {
      (void)read_problem(text);
      BOOST_ERROR("accepted");
    } catch (const TextProblemError& error) {
      BOOST_TEST(std::string(error.what()).size() < 400u, error.what());
    }
  }
}

BOOST_AUTO_TEST_CASE(direct_conditions_are_taken_to_the_bit) {
  BOOST_TEST(initial({"x' = -x"}, {"x(0) = 0.1"})[0] == 0.1);
  BOOST_TEST(initial({"x' = -x"}, {"-2.00158510637908252240537862224 = x(0)"})[0]
             == -2.00158510637908252240537862224);
  BOOST_TEST(initial({"x' = -x"}, {"x(0) = sqrt(2/pi)*sin(1)"})[0]
             == std::sqrt(2 / std::numbers::pi) * std::sin(1.0));
}

BOOST_AUTO_TEST_CASE(other_relations_are_solved) {
  const auto linear = initial({"r'' = -r"}, {"r(0) + 2*r'(0) = 5", "r(0) - r'(0) = -1"});
  BOOST_TEST(linear[0] == 1.0, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(linear[1] == 2.0, boost::test_tools::tolerance(1e-15));
  const auto chained = initial({"r'' = -r"}, {"r'(0) = 2*r(0)", "r(0) = 0.1"});
  BOOST_TEST(chained[0] == 0.1);
  BOOST_TEST(chained[1] == 0.2);
  const auto coupled = initial({"x' = y", "y' = -x"}, {"x(0)^2 + y(0)^2 = 25", "x(0) = 3"});
  BOOST_TEST(std::abs(coupled[1]) == 4.0, boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(conditions_at_the_end_are_continued_backwards) {
  TextProblem text = spring();
  text.conditions = {"r(10) = 1", "r'(20/2) = 0"};
  const Problem read = read_problem(text);
  BOOST_TEST(read.domain.start == 10.0);
  BOOST_TEST(read.domain.end == 0.0);
}

BOOST_AUTO_TEST_CASE(formulas_that_cannot_be_read) {
  const Texts c = {"r(0) = 1", "r'(0) = 0"};
  check_refused(problem({"m*r'' = -"}, c), Part::equation, 0, 10, "expected an operand");
  check_refused(problem({"m*r'' = -k*(r"}, c), Part::equation, 0, 14,
                "'(' in column 12 is still open");
  check_refused(problem({"m*r'' = -sn(r)"}, c), Part::equation, 0, 10, "did you mean 'sin'");
  check_refused(problem({"m*r'' = -q*r"}, c), Part::equation, 0, 10, "unknown name 'q'");
  check_refused(problem({"m*r'' + k*r"}, c), Part::equation, 0, 12, "");
  check_refused(problem({"r'' = -r"}, {"r(0) = sqr(3)", c[1]}), Part::condition, 0, 8,
                "did you mean 'sqrt'");
  check_refused(problem({}, c), Part::problem, 0, 0, "no equations");
  check_refused(problem({"r'' = -r"}, {}), Part::problem, 0, 0, "no conditions");
}

BOOST_AUTO_TEST_CASE(conditions_that_do_not_fit_the_equations) {
  check_refused(problem({"-r'''' = r"}, {"r(0) = 1", "r'(0) = 0"}), Part::equation, 0, 2,
                "equation 1, column 2: r'''' needs 4 conditions on r, but 2 are given");
  check_refused(problem({"x' = y", "y' = -x"}, {"x(0) = 1"}), Part::equation, 1, 1,
                "no condition on y");
  check_refused(problem({"r' = -r"}, {"r(0) = 1", "r(0) = 2"}), Part::condition, 1, 1,
                "contradict");
  check_refused(problem({"r'' = -r"}, {"r(0) = 1", "r(0) = 1"}), Part::condition, 1, 0,
                "repeats condition 1");
  check_refused(problem({"r'' = -r"}, {"r(0) = 1", "1 = r(0)"}), Part::condition, 1, 5,
                "given by condition 1 already");
  check_refused(problem({"r' = -r"}, {"r(0) = 1", "r(0)^2 = 1"}), Part::condition, 1, 0,
                "one condition too many");
  check_refused(problem({"r' = -r"}, {"r'(0) = 1"}), Part::condition, 0, 1, "derivatives below r'");
  check_refused(problem({"r' = -r"}, {"r(11) = 1"}), Part::condition, 0, 1,
                "outside the domain [0, 10]");
  check_refused(problem({"r''''''''' = -r"}, {"r(0) = 1"}), Part::equation, 0, 1,
                "orders 1 to 8 can be solved");
  check_refused(problem({"r' = -r"}, {"r = 1"}), Part::condition, 0, 1, "r at which point?");
  check_refused(problem({"r' = -r"}, {"1 = 1"}), Part::condition, 0, 0, "names no unknown");
  check_refused(problem({"r' = -r"}, {"r(0) = 1/0"}), Part::condition, 0, 1,
                "inf; expected a finite number");
  check_refused(problem({"r' = -r"}, {"r(0) = t"}), Part::condition, 0, 8,
                "'t' has no value in a condition");
  check_refused(problem({"r' = -r"}, {"r(t) = 1"}), Part::condition, 0, 3,
                "a condition holds at a point, such as r(0) = 1");
  check_refused(problem({"r' = -r"}, {"r(0) = nan"}), Part::condition, 0, 8, "unknown name 'nan'");
  check_refused(problem({"r' = -r"}, {"q(0) = 1"}), Part::condition, 0, 1,
                "'q' appears in no equation");
  check_refused(problem({"r' = -k*r"}, {"r(0) = 1", "k(0) = 1"}), Part::condition, 1, 1,
                "'k' is a parameter");
}

BOOST_AUTO_TEST_CASE(conditions_that_a_march_has_no_use_for) {
  TextProblem half_line = spring();
  half_line.domain[1] = "inf";
  check_refused(half_line, Part::domain, 1, 0, "a march from there needs a finite end");
  check_refused(problem({"r'' = -r"}, {"r(0) = 1", "r(10) = 0", "r'(11) = 0"}), Part::condition, 2,
                1, "outside the domain");
  check_refused(problem({"r'' = -r"}, {"r(0) = 1", "r(10) = 0", "r'(10) = 0"}), Part::condition, 2,
                0, "one condition too many");
  check_refused(problem({"r'' = -r"}, {"r(0) = 1", "r(0) = 0"}), Part::condition, 1, 1,
                "contradict each other");
  check_refused(problem({"r'' = -r"}, {"periodic in q"}), Part::condition, 0, 0,
                "'q' is no unknown");
  check_refused(problem({"r'' = -r"}, {"r(0) = 0", "r(10) = 1", "jump(r'', 5) = 1"}),
                Part::condition, 2, 0, "determined by the equations");
  check_refused(problem({"r'' = -r"}, {"r(0) = 0", "r(10) = 1", "jump(r, 12) = 1"}),
                Part::condition, 2, 0, "inside of the domain");
  check_refused(
      problem({"r'' = -r"}, {"r(0) = 0", "r(10) = 1", "jump(r, 5) = 1", "jump(r, 5) = 2"}),
      Part::condition, 3, 0, "given by condition 3 already");
  check_refused(problem({"r'' = -r"}, {"r(0) = 0", "integral(r, 0, 12) = 1"}), Part::condition, 1,
                0, "leaves the domain");
  check_refused(problem({"r'' = -r"}, {"r(0) = 0", "integral(s, 0, 1) = 1"}), Part::condition, 1, 1,
                "unknown name 's'");
}

BOOST_AUTO_TEST_CASE(periodic_is_a_relation_for_each_value) {
  const Problem periodic = read_problem(problem({"r'' = -r", "s' = r"}, {"periodic"}));
  BOOST_TEST(periodic.conditions.size() == 3U);
  BOOST_TEST(periodic.unknowns.size() == 2U);
  BOOST_TEST((kind(periodic) == Kind::boundary_value));
}

BOOST_AUTO_TEST_CASE(conditions_that_leave_something_open) {
  check_refused(problem({"r'' = -r"}, {"r(0) + r'(0) = 1", "2*r(0) + 2*r'(0) = 2"}),
                Part::condition, 0, 0, "not independent");
  check_refused(problem({"r' = -r"}, {"r(0)^2 = -1"}), Part::condition, 0, 0, "no values of r(0)");
}

BOOST_AUTO_TEST_CASE(equations_and_unknowns_that_do_not_match) {
  check_refused(problem({"r'' = -r", "r' = 1"}, {"r(0) = 1", "r'(0) = 0"}), Part::problem, 0, 0,
                "2 equations for 1 unknown");
  check_refused(problem({"x' = -y'"}, {"x(0) = 1", "y(0) = 0"}), Part::problem, 0, 0,
                "1 equation for 2 unknowns");
  check_refused(problem({"x' = z", "z = x"}, {"x(0) = 1", "z(0) = 1"}), Part::equation, 0, 6,
                "algebraic unknowns are not supported");
}

BOOST_AUTO_TEST_CASE(infinity_is_no_number_and_no_name) {
  TextProblem text = spring();
  text.parameters[1].second = "inf";
  check_refused(text, Part::parameter, 1, 0, "parameter k: its value, inf, is infinite");
  text.parameters[1].second = "2*inf";
  check_refused(text, Part::parameter, 1, 0, "finite number");
  text = spring();
  text.parameters.emplace_back("inf", "3");
  check_refused(text, Part::parameter, 2, 0, "this name stands for infinity");
  check_refused(problem({"inf' = -inf"}, {"inf(0) = 1"}), Part::condition, 0, 1,
                "'inf' stands for infinity");
}

BOOST_AUTO_TEST_CASE(domains_and_parameters_that_make_no_sense) {
  const auto with_domain = [](const char* start, const char* end) {
    TextProblem text = spring();
    text.domain = {start, end};
    return text;
  };
  check_refused(with_domain("1", "0"), Part::domain, 1, 0, "ends before it starts");
  check_refused(with_domain("0", "0"), Part::domain, 1, 0, "the domain is empty");
  check_refused(with_domain("0", "1/0"), Part::domain, 1, 0, "its value is inf");
  check_refused(with_domain("0", "0/0"), Part::domain, 1, 0, "its value is nan");
  check_refused(with_domain("0", "2*"), Part::domain, 1, 3, "expected an operand");

  const auto with_parameters = [](std::vector<std::pair<std::string, std::string>> parameters) {
    TextProblem text = spring();
    text.parameters = std::move(parameters);
    return text;
  };
  check_refused(with_parameters({{"m", "1"}}), Part::equation, 0, 10, "unknown name 'k'");
  check_refused(with_parameters({{"m", "1"}, {"k", "0/0"}}), Part::parameter, 1, 0,
                "parameter k: its value is nan");
  check_refused(with_parameters({{"m", "k"}, {"k", "2*m"}}), Part::parameter, 1, 3, "m -> k -> m");
  check_refused(with_parameters({{"m", "1"}, {"k", "q"}}), Part::parameter, 1, 1,
                "unknown name 'q'");
  check_refused(with_parameters({{"m", "1"}, {"m", "2"}}), Part::parameter, 1, 0, "given twice");
  check_refused(with_parameters({{"t", "1"}}), Part::parameter, 0, 0, "independent variable");
  check_refused(with_parameters({{"2k", "1"}}), Part::parameter, 0, 0, "no name");
}

BOOST_AUTO_TEST_SUITE_END()
