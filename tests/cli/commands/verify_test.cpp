// jetwork verify as its users meet it: verdicts, exit status, the JSON object, messages for wrong input.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;

namespace {

const std::string spring = R"(domain = [0.0, 10.0]
equations = ["m*r'' = -k*r"]
conditions = ["r(0) = 1", "r'(0) = 0"]
[parameters]
m = 1.0
k = 4.0
)";

/// The JSON object, with the exit status that is expected.
auto verified(const std::string& arguments, int status) -> Json {
  Folder folder;
  folder.write("spring.toml", spring);
  const Outcome outcome = folder.jetwork("verify " + arguments + " --json");
  BOOST_TEST_CONTEXT(arguments << "\n" << outcome.output << outcome.errors) {
    BOOST_TEST(outcome.status == status);
    BOOST_TEST(outcome.errors == "");
    BOOST_TEST_REQUIRE(Json::accept(outcome.output));
  }
  return Json::parse(outcome.output);
}

void check_refused(const std::string& arguments, const std::string& words) {
  Folder folder;
  folder.write("spring.toml", spring);
  const Outcome outcome = folder.jetwork("verify " + arguments);
  BOOST_TEST_CONTEXT("jetwork verify " << arguments << "\n" << outcome.errors) {
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(outcome.output == "");
    BOOST_TEST(outcome.errors.find(words) != std::string::npos, "expected: " << words);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(verify_command)

BOOST_AUTO_TEST_CASE(a_true_derivative_holds) {
  const Json report = verified("'sin(a*x)' --derivative 'a*cos(a*x)' --by x --parameter a=2", 0);
  BOOST_TEST(report["verdict"] == "holds");
  BOOST_TEST(report["points"].get<int>() > 200);
  BOOST_TEST(report["largest_relative_error"].get<double>() < 1e-10);
  BOOST_TEST(!report.contains("counterexample"));
}

BOOST_AUTO_TEST_CASE(a_false_derivative_fails_with_a_counterexample) {
  const Json report = verified("'x^3' --derivative '3*x' --by x", 2);
  BOOST_TEST(report["verdict"] == "fails");
  BOOST_TEST(report["counterexample"]["at"]["x"] == 2);
  BOOST_TEST(report["counterexample"]["true"] == 12);
  BOOST_TEST(report["counterexample"]["claimed"] == 6);
  BOOST_TEST(report["repair"]["change"] == "multiply by x");
}

BOOST_AUTO_TEST_CASE(higher_and_mixed) {
  BOOST_TEST(verified("'sin(x)' --derivative '-sin(x)' --by x --order 2", 0)["verdict"] == "holds");
  BOOST_TEST(verified("'x^2*y^3' --derivative '6*x*y^2' --by x,y", 0)["verdict"] == "holds");
  BOOST_TEST(verified("'abs(x)' --derivative 1 --by x --domain x=0.1,3", 0)["verdict"] == "holds");
}

BOOST_AUTO_TEST_CASE(a_function_may_begin_with_a_sign) {
  BOOST_TEST(verified("'-x^2' --derivative '-2*x' --by x", 0)["verdict"] == "holds");
  BOOST_TEST(verified("--derivative '-2*x' --by x '-x^2'", 0)["verdict"] == "holds");
  check_refused("x --derivative 1 --by x -y", "not expected: -y");
  check_refused("x --derivative 1 --by x --bye y", "not expected: --bye y");
}

BOOST_AUTO_TEST_CASE(undecided_says_why) {
  const Json report = verified("'log(x)' --derivative '1/x' --by x --domain x=-3,-1", 2);
  BOOST_TEST(report["verdict"] == "undecided");
  BOOST_TEST(report["reason"].get<std::string>().find("not defined") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(solutions) {
  BOOST_TEST(verified("--problem spring.toml --solution 'r = cos(2*t)'", 0)["verdict"] == "holds");
  BOOST_TEST(verified("--problem spring.toml --solution 'r(t) = cos(sqrt(k/m)*t)'", 0)["verdict"]
             == "holds");
  const Json wrong = verified("--problem spring.toml --solution 'r = cos(3*t)'", 2);
  BOOST_TEST(wrong["counterexample"]["part"] == "equation 1");
  const Json conditions = verified("--problem spring.toml --solution 'r = sin(2*t)'", 2);
  BOOST_TEST(conditions["counterexample"]["part"] == "condition 1");
  Folder folder;
  folder.write("spring.toml", spring);
  const auto in_words = [&](const std::string& solution) {
    return folder.jetwork("verify --problem spring.toml --solution '" + solution + "'").output;
  };
  BOOST_TEST(
      in_words("r = sin(2*t)").starts_with("fails: condition 1, 'r(0) = 1'\n  true value  1\n"));
  BOOST_TEST(in_words("r = cos(2*t)*t/t").find("at  ") == std::string::npos);
  // Two solutions, one after the other, that do not meet.
  BOOST_TEST(in_words("r = cos(2*t)*(3 + sign(t - 5))/2")
                 .starts_with("fails: r before and after t = 5\n"));
  BOOST_TEST(in_words("r = cos(2*t) + sin(2*(t - 5))*max(sign(t - 5), 0)")
                 .starts_with("fails: r' before and after t = 5\n"));
  // A solution that is right but for a short time.
  BOOST_TEST(in_words("r = cos(2*t) + max(t - 9.125, 0)^2*max(9.126 - t, 0)^2")
                 .starts_with("fails at t = "));
}

BOOST_AUTO_TEST_CASE(a_solution_in_pieces_is_none) {
  Folder folder;
  const auto says = [&](const std::string& equation, const std::string& condition,
                        const std::string& domain, const std::string& solution) {
    folder.write("p.toml", "domain = " + domain + "\nequations = [\"" + equation
                               + "\"]\nconditions = [\"" + condition + "\"]\n");
    const Outcome outcome = folder.jetwork("verify --problem p.toml --solution '" + solution + "'");
    BOOST_TEST(outcome.errors == "");
    BOOST_TEST((outcome.status == 0) == outcome.output.starts_with("holds"));
    return outcome.output;
  };
  const auto check = [&](const std::string& found, const std::string& beginning) {
    BOOST_TEST(found.starts_with(beginning), found);
  };
  // Jumps where no part of the formula is zero.
  for (const std::string solution :
       {"y = t + 1000*floor(t/2)", "y = t + 1e-6*round(t/4)", "y = t + 1e-10*floor(t/3)",
        "y = t + 3*fmod(trunc(t/2), 2)", "y = t + ceil(t/2 - 1/2)"})
    check(says("y' = 1", "y(0) = 0", "[0, 10]", solution), "fails: y before and after t = ");
  check(says("y' = 1", "y(0) = 0", "[0, 10]", "y = t + 1000*floor(t/2)"),
        "fails: y before and after t = 2\n");
  check(says("y' = 1", "y(0) = 0", "[0, 2]", "y = t + floor(t/2)"),
        "fails: y before and after t = 2");
  check(says("y' = 1", "y(2) = 2", "[1, 3]", "y = t + atan(1/(t - e/2)) + atan(t - e/2) - pi/2"),
        "fails: y before and after t = 1.359140");
  // Poles: of odd and even order, at a number that no double holds, of a logarithm; at the end.
  check(says("y' = y^2", "y(0) = 1", "[0, 2]", "y = 1/(1 - t)"),
        "fails: the claimed solution has a pole of y at t = 1, so that it is none on all of the "
        "domain [0, 2]\n");
  check(says("y' = y^2", "y(0) = 1", "[0, 1]", "y = 1/(1 - t)"),
        "fails: the claimed solution has a pole");
  check(says("y' = 1 + y^2", "y(0) = 0", "[0, 3]", "y = tan(t)"),
        "fails: the claimed solution has a pole of y at t = 1.5707963");
  check(says("y'' = 6*y^2", "y(0) = 0.1", "[0, 10]", "y = 1/(t - sqrt(10))^2"),
        "fails: the claimed solution has a pole of y at t = 3.162277");
  check(says("y' = 1/(t - 1.5)", "y(2) = log(1/2)", "[1, 2]", "y = log(abs(t - 1.5))"),
        "fails: the claimed solution has a pole of y at t = 1.5");
  // No value at all on a part of the domain.
  check(says("y' = 1/(2*y)", "y(2) = 1", "[0, 2]", "y = sqrt(t - 1)"),
        "fails: the claimed solution has no value of y at t = 0");
  // Steep, large, and removable: these are solutions.
  check(says("y' = 9*(1 - y^2)", "y(5) = 0", "[0, 10]", "y = tanh(9*(t - 5))"), "holds");
  check(says("y' = 50*(1 - y^2)", "y(5) = 0", "[0, 10]", "y = tanh(50*(t - 5))"), "holds");
  check(says("y' = 20*(1 - y^2)", "y(5) = 0", "[0, 10]", "y = tanh(20*(t - 5))"), "holds");
  check(says("y' = 50*(1 - y^3)", "y(5) = 0", "[0, 10]", "y = tanh(50*(t - 5))"), "fails at t = ");
  check(says("y' = 700*y", "y(0) = 1", "[0, 1]", "y = exp(700*t)"), "holds");
  check(says("y' = 1000*y", "y(0) = 1", "[0, 1]", "y = exp(1000*t)"), "holds");
  check(says("y' = cos(t)", "y(0) = 0", "[0, 10]", "y = sin(t)*(t - 5)/(t - 5)"), "holds");
  check(says("y' = (t*cos(t) - sin(t))/t^2", "y(1) = sin(1)", "[0, 1]", "y = sin(t)/t"), "holds");
  check(says("y' = y/t", "y(1) = 1", "[-1, 1]", "y = t"), "holds");
  check(says("y' = cos(300*t)", "y(0) = 0", "[0, 10]", "y = sin(300*t)/300"), "holds");
  check(says("y'' = -1e6*y", "y(0) = 0", "[0, 10]", "y = sin(1000*t)"), "holds");
}

BOOST_AUTO_TEST_CASE(a_kink_is_named) {
  Folder folder;
  const auto says = [&](const std::string& equation, const std::string& solution) {
    folder.write("p.toml", "domain = [-1, 1]\nequations = [\"" + equation
                               + "\"]\nconditions = [\"y(1) = 1\"]\n");
    return folder.jetwork("verify --problem p.toml --solution '" + solution + "'").output;
  };
  const auto check = [&](const std::string& found, const std::string& end) {
    BOOST_TEST((found.starts_with("holds at ") && found.ends_with(end)), found);
  };
  check(says("t*y' = y", "y = abs(t)"), " points; except at t = 0, where y' jumps (a kink)\n");
  check(says("y' = sign(t)", "y = abs(t)"), " points; except at t = 0, where y' jumps (a kink)\n");
  check(says("t*y' = y", "y = t"), " points\n");
  check(says("t*y' = 2*y", "y = t^2"), " points\n");
}

BOOST_AUTO_TEST_CASE(a_time_limit_is_kept) {
  using Clock = std::chrono::steady_clock;
  Folder folder;
  std::string sum = "sin(t)"; // of which a hundred digits take long
  for (int k = 2; k < 1000; ++k)
    sum += " + sin(" + std::to_string(k) + "*t)*exp(sin(cos(t/" + std::to_string(k) + ")))";
  folder.write("p.toml",
               "domain = [0, 1]\nequations = [\"y' = y\"]\nconditions = [\"y(0) = 0\"]\n");
  for (const std::string& command :
       {"verify --problem p.toml --solution 'y = " + sum + " - (" + sum + ")'",
        "verify '" + sum + " - (" + sum + ")' --derivative 0 --by t"}) {
    const auto begun = Clock::now();
    const Outcome outcome = folder.jetwork(command + " --time-limit 0.3");
    BOOST_TEST((Clock::now() - begun < std::chrono::seconds(10)));
    BOOST_TEST(outcome.errors == "");
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.output.starts_with("undecided: the time was over after "), outcome.output);
  }
  check_refused("x --derivative 1 --by x --time-limit 0",
                "--time-limit 0: expected a number of sec");
}

BOOST_AUTO_TEST_CASE(a_solution_for_nothing_is_refused) {
  check_refused("--problem spring.toml --solution 'r = cos(2*t)' --solution 'z = 1'",
                "--solution z = 1: column 1: the problem has no unknown 'z'; it has r");
}

BOOST_AUTO_TEST_CASE(people_are_told_in_words) {
  const Outcome outcome = Folder().jetwork("verify 'sin(x^2)' --derivative 'cos(x^2)' --by x");
  BOOST_TEST(outcome.status == 2);
  BOOST_TEST(outcome.output.find("fails at x = 1") != std::string::npos, outcome.output);
  BOOST_TEST(outcome.output.find("multiply by 2*x") != std::string::npos, outcome.output);
}

BOOST_AUTO_TEST_CASE(wrong_input_is_refused) {
  check_refused("'sin(x' --derivative 1 --by x", "sin(x: column 6: ");
  check_refused("'sin(x)' --derivative '2*cos(y)' --by x",
                "--derivative 2*cos(y): column 7: unknown name 'y'");
  check_refused("x --derivative 1 --by y", "--by y: the function has no variable 'y'; it has x");
  check_refused("x --derivative 1 --by x --domain x=3,1", "--domain: x=3,1 is empty");
  check_refused("x --derivative 1 --by x --domain y=1,3", "the function has no variable 'y'");
  check_refused("x --derivative 1 --by x --domain x=1", "expected two ends");
  check_refused("x --derivative 1 --by x --order 9",
                "--order 9: expected a whole number from 1 to 8");
  check_refused("x --derivative 1 --by x --parameter k=2",
                "--parameter k: neither formula uses 'k'");
  check_refused("'" + std::string(1000, '(') + "x' --derivative 1 --by x", "(((…: column 201: ");
  check_refused("x --derivative 1", "expected a function, --derivative and --by");
  check_refused("--problem spring.toml", "expected --solution");
  check_refused("--problem spring.toml --solution 'r = cos(2*t)' --domain t=0,1", "the file's own");
  check_refused("--problem spring.toml --solution 'r = cos(2*t)' --order 2", "--derivative");
  check_refused("--problem spring.toml --solution 'r = cos(2*q)'", "column 11: unknown name 'q'");
  check_refused("--problem spring.toml --solution 'y = cos(2*t)'",
                "no solution is claimed for 'r'");
  check_refused("--problem none.toml --solution 'r = 1'", "there is no such file");
}

BOOST_AUTO_TEST_SUITE_END()
