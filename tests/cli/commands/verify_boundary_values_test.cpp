// jetwork verify --problem, of boundary-value problems of every kind: right claims hold, wrong ones are refuted with the
// condition and the value found.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;

namespace {

/// A problem in x, and claims about it.
class Claims {
public:
  Claims(const std::string& domain, const std::string& equation, const std::string& conditions,
         const std::string& more = "") {
    folder_.write("p.toml", "independent = \"x\"\ndomain = " + domain + "\nequations = [\""
                                + equation + "\"]\nconditions = [" + conditions + "]\n" + more);
  }
  auto verify(const std::string& solution, const std::string& more = "") const -> Outcome {
    return folder_.jetwork("verify --problem p.toml --solution '" + solution + "' " + more);
  }
  void hold(const std::string& solution, const std::string& more = "") const {
    const Outcome outcome = verify(solution, more);
    BOOST_TEST(outcome.status == 0, solution << ": " << outcome.output << outcome.errors);
    BOOST_TEST(outcome.output.starts_with("holds at "), outcome.output);
  }
  void check(const std::string& solution, int status, const std::string& words,
             const std::string& more = "") const {
    const Outcome outcome = verify(solution, more);
    BOOST_TEST(outcome.status == status, solution << ": " << outcome.output << outcome.errors);
    BOOST_TEST((outcome.output + outcome.errors).find(words) != std::string::npos,
               solution << ": " << outcome.output << outcome.errors << "expected: " << words);
  }
  void fail(const std::string& solution, const std::string& words,
            const std::string& more = "") const {
    check(solution, 2, "fails" + words, more);
  }

private:
  mutable Folder folder_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(verify_boundary_values)

BOOST_AUTO_TEST_CASE(conditions_at_several_points) {
  const Claims claims("[0, 1]", "u''' = 6",
                      R"("u(0) = 0", "u(0.5) = 0.125", "u(1) + 2*u'(0.3) = 1.54")");
  claims.hold("u = x^3");
  claims.fail("u = x^3 + x*(x - 0.5)",
              ": condition 3, 'u(1) + 2*u'(0.3) = 1.54'\n  true value  1.54\n  claimed     2.24");
  const Json json = Json::parse(claims.verify("u = x^3 + x", "--json").output)["counterexample"];
  BOOST_TEST(json["part"] == "condition 2");
  BOOST_TEST(json["condition"] == "condition 2, 'u(0.5) = 0.125'");
  BOOST_TEST(json["claimed"] == 0.625);
}

BOOST_AUTO_TEST_CASE(periodic) {
  const Claims claims("[0, \"2*pi\"]", "u'' + 3*u = 2*cos(x)", R"("periodic")");
  claims.hold("u = cos(x)");
  claims.fail("u = cos(x) + sin(sqrt(3)*x)", ": condition 1, 'periodic': u(0) = u(2*pi)");
}

BOOST_AUTO_TEST_CASE(integrals) {
  const Claims polynomial("[0, 1]", "u'' = 12", R"("integral(u, 0, 1) = 2", "u(0) = 0")");
  polynomial.hold("u = 6*x^2");
  polynomial.fail("u = 6*x^2 + x", ": condition 1, 'integral(u, 0, 1) = 2'\n"
                                   "  true value  2\n  claimed     2.5\n");
  const Claims bell("[\"-inf\", inf]", "u' = -2*x*u",
                    R"x("integral(u^2, -inf, inf) = sqrt(pi/2)")x");
  bell.hold("u = exp(-x^2)");
  bell.fail("u = 2*exp(-x^2)", ": condition 1, 'integral(u^2, -inf, inf) = sqrt(pi/2)'");
  const Claims kink("[0, 1]", "u' = sign(x - 1/3)", R"("integral(u, 0, 1) = 5/18")");
  kink.hold("u = abs(x - 1/3)");
  kink.fail("u = abs(x - 1/3) + 1e-9", ": condition 1");
  Claims("[0, 1]", "u' = 0", R"x("integral(u/x, 0, 1) = 1")x")
      .check("u = 1", 2, "undecided: the integral in condition 1, 'integral(u/x, 0, 1) = 1'");
}

BOOST_AUTO_TEST_CASE(jumps) {
  const Claims step("[0, 1]", "u' = 1", R"("jump(u, 0.5) = 1", "u(0) = 0")");
  step.hold("u = x + (sign(x - 0.5) + 1)/2");
  step.fail("u = x + sign(x - 0.5) + 1",
            ": condition 1, 'jump(u, 0.5) = 1'\n  true value  1\n  claimed     2\n");
  step.fail("u = x", ": condition 1, 'jump(u, 0.5) = 1'\n  true value  1\n  claimed     0\n");
  step.fail("u = x + (sign(x - 0.5) + 1)/2 + (sign(x - 0.7) + 1)/2",
            ": u before and after x = 0.7");
  // At numbers that no double holds; a value at a jump is that right of it.
  const Claims two("[-1, 2]", "u'' = 0",
                   R"("jump(u', 1/3) = 1", "jump(u, pi/4) = pi", "u(-1) = 0",)"
                   R"( "u(pi/4) = pi/4 - 1/3 + pi")");
  two.hold("u = max(x - 1/3, 0) + pi*(1 + sign(x - pi/4))/2");
  two.fail("u = max(x - 1/3, 0) + pi*sign(x - pi/4)/2", ": condition 3, 'u(-1) = 0'");
}

BOOST_AUTO_TEST_CASE(unknown_numbers) {
  const Claims claims("[0, 1]", "u'' + lambda*u = 0", R"("u(0) = 0", "u(1) = 0", "u'(0) = 1")",
                      "[unknown]\nlambda = { start = 9.0, lower = 0.0, upper = 20.0 }\n");
  claims.hold("u = sin(pi*x)/pi", "--solution 'lambda = pi^2'");
  claims.hold("u = sin(pi*x)/pi", "--parameter 'lambda = pi^2'");
  claims.fail("u = sin(pi*x)/pi", " at x = 1/2, equation 1", "--solution 'lambda = 9'");
  claims.fail("u = sin(2*pi*x)/(2*pi)", ": lambda = 39.4784176043574 lies outside of its bounds",
              "--solution 'lambda = 4*pi^2'");
  claims.check("u = sin(pi*x)/pi", 1, "claim its value too, as in \"lambda = 1\"");
  claims.check("u = sin(pi*x)/pi", 1, "--solution lambda = q: parameter lambda, column 1: unknown",
               "--solution 'lambda = q'");
}

BOOST_AUTO_TEST_CASE(infinite_domains) {
  const Claims half("[0, inf]", "u'' = u", R"("u(0) = 1", "u(inf) = 0")");
  half.check("u = exp(-x)", 0,
             "; of the domain [0, inf], [0, 100] was looked at; u(inf) taken along growing");
  half.fail("u = exp(x)", ": condition 2, 'u(inf) = 0': the claimed solution has no limit u(inf)");
  half.fail("u = 2*exp(-x)", ": condition 1, 'u(0) = 1'");
  const Claims whole("[\"-inf\", inf]", "u'' = 2*u*(u^2 - 1)", R"("u(-inf) = -1", "u(inf) = 1")");
  whole.hold("u = tanh(x)");
  whole.hold("u = tanh(x - 3)");
  whole.fail("u = -tanh(x)", ": condition 1, 'u(-inf) = -1'\n  true value  -1\n  claimed     1\n");
  Claims("[1, inf]", "u' = -u/(2*x)", R"("u(inf) = 0")").hold("u = 3/sqrt(x)");
}

BOOST_AUTO_TEST_SUITE_END()
