// Claims about C++ functions, claims over families, and derivatives by hand held against the engine.
#include "autodiff/check_gradient.hpp"
#include "verify/derivatives.hpp"
#include "verify/equality.hpp"
#include "verify/family.hpp"
#include "verify/referee.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

namespace jetwork::verify {

using namespace autodiff;

namespace {

const auto f = [](const auto& x) { return x[0] * x[0] * sin(x[1]); };
const std::vector<ClaimVariable> x_and_y = {{.name = "x"}, {.name = "y"}};

auto gradient_with(double factor) {
  return [factor](const auto& x) {
    using T = std::remove_cvref_t<decltype(x[0])>;
    return std::vector<T>{2 * x[0] * sin(x[1]), factor * x[0] * x[0] * cos(x[1])};
  };
}

/// d/dx tanh(w·x + b), claimed without the slope of any further input: true only if there is one input.
auto family(const std::function<bool(int, bool, const std::string&)>& planted) {
  std::vector<FamilyMember> members;
  for (const int inputs : {1, 2, 3})
    for (const bool biases : {false, true})
      for (const std::string activation : {"tanh", "sigmoid"}) {
        const bool holds = planted(inputs, biases, activation);
        members.push_back(
            {{{"inputs", std::to_string(inputs)},
              {"hidden biases", biases ? "yes" : "no"},
              {"activation", activation}},
             [holds] {
               return verify(derivative_claim<1>([](const auto& x) { return tanh(x[0]); },
                                                 [holds](const auto& x) {
                                                   using T = std::remove_cvref_t<decltype(x[0])>;
                                                   const T y = tanh(x[0]);
                                                   return T((holds ? 1 : 2) * (1 - y * y));
                                                 },
                                                 {0}, {{.name = "x"}}));
             }});
      }
  return members;
}

} // namespace

BOOST_AUTO_TEST_SUITE(verify_callable)

BOOST_AUTO_TEST_CASE(gradients) {
  BOOST_TEST((verify(gradient_claim(f, gradient_with(1), x_and_y)).outcome == Outcome::holds));
  const Claim wrong = gradient_claim(f, gradient_with(2), x_and_y);
  const Verdict verdict = verify(wrong);
  BOOST_TEST((verdict.outcome == Outcome::fails));
  BOOST_TEST(verdict.counterexample->component == 1U);
  BOOST_TEST(to_string(verdict, wrong).find("the derivative by y") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(hessians_jacobians_and_mixed_derivatives) {
  const auto hessian = [](const auto& x) {
    using T = std::remove_cvref_t<decltype(x[0])>;
    const T mixed = 2 * x[0] * cos(x[1]);
    return std::vector<T>{2 * sin(x[1]), mixed, mixed, -x[0] * x[0] * sin(x[1])};
  };
  BOOST_TEST((verify(hessian_claim(f, hessian, x_and_y)).outcome == Outcome::holds));
  const auto third = [](const auto& x) { return 2 * cos(x[1]); };
  BOOST_TEST((verify(derivative_claim<3>(f, third, {0, 1, 0}, x_and_y)).outcome == Outcome::holds));

  const auto polar = [](const auto& x) {
    using T = std::remove_cvref_t<decltype(x[0])>;
    return std::vector<T>{x[0] * cos(x[1]), x[0] * sin(x[1])};
  };
  const auto jacobian = [](const auto& x) {
    using T = std::remove_cvref_t<decltype(x[0])>;
    return std::vector<T>{cos(x[1]), -x[0] * sin(x[1]), sin(x[1]), x[0] * cos(x[1])};
  };
  BOOST_TEST((verify(jacobian_claim(polar, jacobian, x_and_y, 2)).outcome == Outcome::holds));
}

// δ = f'(z)·(a - y) of an output neuron with a = tanh(z), and the same without f'.
BOOST_AUTO_TEST_CASE(equalities) {
  const auto truth = [](const auto& x) {
    const auto a = tanh(x[0]);
    return (1 - a * a) * (a - x[1]);
  };
  const auto expanded = [](const auto& x) {
    const auto a = tanh(x[0]);
    return a - x[1] - a * a * a + a * a * x[1];
  };
  const auto incomplete = [](const auto& x) { return tanh(x[0]) - x[1]; };
  const std::vector<ClaimVariable> z_and_y = {{.name = "z"}, {.name = "y"}};
  BOOST_TEST((verify(equality_claim(truth, expanded, z_and_y)).outcome == Outcome::holds));
  BOOST_TEST((verify(equality_claim(truth, incomplete, z_and_y)).outcome == Outcome::fails));
}

BOOST_AUTO_TEST_CASE(a_planted_condition_is_named) {
  const auto one_input = [](int inputs, bool, const std::string&) { return inputs == 1; };
  BOOST_TEST(to_string(verify_family(family(one_input)))
             == "holds only when inputs = 1 (4 members; fails for 8)");
  const auto two = [](int inputs, bool biases, const std::string&) {
    return inputs == 2 && !biases;
  };
  BOOST_TEST(to_string(verify_family(family(two)))
             == "holds only when hidden biases = no and inputs = 2 (2 members; fails for 10)");
  const auto several = [](int inputs, bool, const std::string&) { return inputs != 1; };
  BOOST_TEST(to_string(verify_family(family(several)))
             == "holds only when inputs ≠ 1 (8 members; fails for 4)");
  const auto all = [](int, bool, const std::string&) { return true; };
  BOOST_TEST(to_string(verify_family(family(all))) == "holds (12 members)");
  const auto none = [](int, bool, const std::string&) { return false; };
  BOOST_TEST(to_string(verify_family(family(none))) == "fails (12 members)");
  const auto odd = [](int inputs, bool biases, const std::string&) {
    return (inputs == 1) != biases;
  };
  BOOST_TEST(
      to_string(verify_family(family(odd))).starts_with("holds for some members, by no condition"));
}

BOOST_AUTO_TEST_CASE(a_planted_exception_is_named) {
  const auto all_but = [](int inputs, bool biases, const std::string& activation) {
    return !(inputs == 2 && biases) || activation == "none";
  };
  BOOST_TEST(to_string(verify_family(family(all_but)))
             == "holds except when hidden biases = yes and inputs = 2 (10 members; fails for 2)");
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit_are_refused) {
  const auto two_numbers = [](const auto& x) {
    using T = std::remove_cvref_t<decltype(x[0])>;
    return std::vector<T>{x[0], x[1]};
  };
  const auto four = [](const auto& x) {
    using T = std::remove_cvref_t<decltype(x[0])>;
    return std::vector<T>{1, 0, 0, 1};
  };
  BOOST_TEST((verify(jacobian_claim(two_numbers, four, x_and_y, 2)).outcome == Outcome::holds));
  for (const std::size_t rows : {1U, 3U})
    BOOST_CHECK_THROW(verify(jacobian_claim(two_numbers, four, x_and_y, rows)),
                      std::invalid_argument);
  BOOST_CHECK_THROW(verify(gradient_claim(f, four, x_and_y)), std::invalid_argument);
  BOOST_CHECK_THROW(derivative_claim<1>(f, f, {2}, x_and_y), std::invalid_argument);
  BOOST_CHECK_THROW(gradient_claim(f, f, {}), std::invalid_argument);
  BOOST_CHECK_THROW(verify(equality_claim(f, f, x_and_y, {"one", "another"})),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(derivatives_by_hand) {
  const Eigen::Vector2d at(1, 2);
  const auto right = [](const Eigen::Vector2d& x) {
    return Eigen::Vector2d(2 * x[0] * std::sin(x[1]), x[0] * x[0] * std::cos(x[1]));
  };
  const auto wrong = [](const Eigen::Vector2d& x) {
    return Eigen::Vector2d(2 * x[0] * std::sin(x[1]), 0);
  };
  BOOST_TEST(check_gradient(f, right, at));
  const GradientCheck check = check_gradient(f, wrong, at);
  BOOST_TEST(!check);
  BOOST_TEST_REQUIRE(check.mismatches().size() == 1U);
  BOOST_TEST(check.mismatches()[0].truth == std::cos(2.0));
  std::ostringstream report;
  report << check;
  BOOST_TEST(report.str().find("1 of 2 wrong at (1, 2)\n  component 1: true -0.416146836547142")
                 == 0U,
             report.str());

  const auto short_of_one = [](const std::vector<double>& x) { return std::vector{x[0]}; };
  report.str("");
  report << check_gradient(f, short_of_one, std::vector{1.0, 2.0});
  BOOST_TEST(report.str() == "by hand there are 1 numbers where 2 are needed at (1, 2)");

  // The point can be typed in again.
  report.str("");
  report << check_gradient(f, short_of_one, std::vector{1e-9, 0.1});
  BOOST_TEST(report.str() == "by hand there are 1 numbers where 2 are needed at (1e-09, 0.1)");
}

BOOST_AUTO_TEST_CASE(jacobians_and_products_by_hand) {
  const auto polar = []<class X>(const std::array<X, 2>& p) {
    return std::array<X, 2>{p[0] * cos(p[1]), p[0] * sin(p[1])};
  };
  const auto right = [](const std::array<double, 2>& p) {
    Eigen::Matrix2d J;
    J << std::cos(p[1]), -p[0] * std::sin(p[1]), std::sin(p[1]), p[0] * std::cos(p[1]);
    return J;
  };
  const auto transposed = [&](const std::array<double, 2>& p) {
    return Eigen::Matrix2d(right(p).transpose());
  };
  const std::array at = {2.0, 0.5};
  BOOST_TEST(check_jacobian(polar, right, at));
  const GradientCheck check = check_jacobian(polar, transposed, at);
  BOOST_TEST_REQUIRE(check.mismatches().size() == 2U);
  BOOST_TEST(check.mismatches()[0].component == "row 0, column 1");

  const auto product = [](const Eigen::Vector2d& x, const Eigen::Vector2d& v) {
    const double mixed = 2 * x[0] * std::cos(x[1]);
    return Eigen::Vector2d(2 * std::sin(x[1]) * v[0] + mixed * v[1],
                           mixed * v[0] - x[0] * x[0] * std::sin(x[1]) * v[1]);
  };
  BOOST_TEST(
      check_hessian_vector_product(f, product, Eigen::Vector2d(1, 2), Eigen::Vector2d(3, -1)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::verify
