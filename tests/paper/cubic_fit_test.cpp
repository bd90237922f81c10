// The example of 4.1.1: against the engine, the closed form of gradient descent, and the normal equations
// in 50 digits.
#include "autodiff/derivatives.hpp"
#include "paper/networks/cubic_fit.hpp"

#include <Eigen/Dense>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>

namespace {

using namespace jetwork::paper::networks;
using Precise = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                              boost::multiprecision::et_off>;
using PreciseMatrix = Eigen::Matrix<Precise, 4, 4>;
using PreciseVector = Eigen::Matrix<Precise, 4, 1>;

const std::array<Cubic, 4> starts{Cubic(0, 0, 0, 0), Cubic(0.5, -0.3, 0.8, 0.2),
                                  Cubic(-1.4, 2.1, -0.6, 1.7), Cubic(3, -3, 3, -3)};

/// L = Σ (cᵀp(x) - y)² has the Hessian H = 2 Σ p pᵀ and its minimum at c* = H⁻¹ 2 Σ p y, with p = (1, x,
/// x², x³).
struct Quadratic {
  PreciseMatrix H = PreciseMatrix::Zero();
  PreciseVector minimum;

  explicit Quadratic(const Samples& samples) {
    PreciseVector right = PreciseVector::Zero();
    for (std::size_t n = 0; n < samples.x.size(); ++n) {
      const Precise x = samples.x[n];
      const PreciseVector p(Precise(1), x, x * x, x * x * x);
      H += 2 * p * p.transpose();
      right += 2 * p * Precise(samples.y[n]);
    }
    minimum = H.fullPivLu().solve(right);
  }
};

auto rounded(const PreciseVector& c) -> Cubic {
  return c.unaryExpr([](const Precise& p) { return static_cast<double>(p); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(paper_cubic_fit)

BOOST_AUTO_TEST_CASE(the_samples_are_those_of_lines_4_and_5) {
  const Samples sine = sine_samples();
  BOOST_TEST(sine.x.size() == 2000U);
  BOOST_TEST(sine.x.front() == -std::acos(-1.0));
  BOOST_TEST(sine.x.back() == std::acos(-1.0));
  for (std::size_t n = 0; n + 1 < sine.x.size(); ++n)
    BOOST_TEST(std::abs(sine.x[n + 1] - sine.x[n] - 2 * std::acos(-1.0) / 1999) < 2e-15);
  BOOST_TEST(sine.y[700] == std::sin(sine.x[700]));
}

BOOST_AUTO_TEST_CASE(the_gradients_as_printed_are_the_engines) {
  const Samples sine = sine_samples();
  const auto printed_loss = [&](const auto& c) { // line 16, on any number
    auto sum = 0 * c[0];
    for (std::size_t n = 0; n < sine.x.size(); ++n) {
      const double x = sine.x[n];
      const auto difference = c[0] + c[1] * x + c[2] * (x * x) + c[3] * (x * x * x) - sine.y[n];
      sum += difference * difference;
    }
    return sum;
  };
  for (const Cubic& c : starts) {
    BOOST_TEST(std::abs(loss(c, sine) - printed_loss(c)) <= 1e-12 * loss(c, sine));
    const Cubic expected = jetwork::autodiff::forward::gradient(printed_loss, c);
    const Cubic gradient = loss_gradient(c, sine);
    BOOST_TEST((gradient - expected).norm() <= 1e-13 * expected.norm());
  }
}

BOOST_AUTO_TEST_CASE(steps_end_where_the_closed_form_of_descent_says) {
  // c_T = c* + (I - rate·H)^T (c_0 - c*)
  const Samples sine = sine_samples();
  const Quadratic quadratic(sine);
  for (const int steps : {1, 10, 2000})
    for (const Cubic& start : starts) {
      const PreciseMatrix step = PreciseMatrix::Identity() - Precise(1e-6) * quadratic.H;
      PreciseVector error = start.cast<Precise>() - quadratic.minimum;
      for (int t = 0; t < steps; ++t) error = step * error;
      const Cubic expected = rounded(quadratic.minimum + error);
      const Cubic reached = descend(start, sine, {.learning_rate = 1e-6, .steps = steps});
      BOOST_TEST((reached - expected).cwiseAbs().maxCoeff() < 1e-10);
    }
}

BOOST_AUTO_TEST_CASE(the_limit_is_the_least_squares_cubic) {
  const Samples sine = sine_samples();
  const Cubic expected = rounded(Quadratic(sine).minimum);
  const Cubic limit = least_squares_cubic(sine);
  BOOST_TEST((limit - expected).cwiseAbs().maxCoeff() < 1e-14);
  BOOST_TEST(std::abs(limit[1] - 0.856741) < 5e-7); // as the header says
  BOOST_TEST(std::abs(limit[3] + 0.093330) < 5e-7);
  BOOST_TEST(std::abs(limit[0]) < 1e-14);
  BOOST_TEST(std::abs(limit[2]) < 1e-14);
  for (const Cubic& start : starts) {
    BOOST_TEST((descend(start, sine, {.steps = 10'000}) - limit).cwiseAbs().maxCoeff() < 1e-7);
    BOOST_TEST((descend(start, sine, {.steps = 25'000}) - limit).cwiseAbs().maxCoeff() < 1e-12);
  }
  // Many points are as good as the integral over [-π, π]: ∫x sin x = 2π, ∫x³ sin x = 2π³ - 12π, and the
  // moments of x², x⁴, x⁶.
  const double pi = std::acos(-1.0);
  Eigen::Matrix2d moments;
  moments << 2 * std::pow(pi, 3) / 3, 2 * std::pow(pi, 5) / 5, 2 * std::pow(pi, 5) / 5,
      2 * std::pow(pi, 7) / 7;
  const Eigen::Vector2d integral =
      moments.inverse() * Eigen::Vector2d(2 * pi, 2 * std::pow(pi, 3) - 12 * pi);
  const Cubic fine = least_squares_cubic(sine_samples(200'001));
  BOOST_TEST(std::abs(fine[1] - integral[0]) < 1e-5);
  BOOST_TEST(std::abs(fine[3] - integral[1]) < 1e-5);
}

BOOST_AUTO_TEST_CASE(the_papers_coefficients_are_one_starts_and_not_converged) {
  const Samples sine = sine_samples();
  const Cubic printed(0.0237, 0.8476, -0.004, -0.0920);
  const Cubic limit = rounded(Quadratic(sine).minimum);
  BOOST_TEST(loss(printed, sine) > 1.05 * loss(limit, sine));
  BOOST_TEST((printed - limit).cwiseAbs().maxCoeff() > 0.02);

  // Its error lies where 2000 steps of 1e-6 leave some: along the two slow eigenvectors of H, from a start
  // whose coefficients are of the size of normally distributed ones. Along the two fast ones there is
  // rounding.
  const Eigen::Matrix4d H =
      Quadratic(sine).H.unaryExpr([](const Precise& p) { return static_cast<double>(p); });
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix4d> eigen(H);
  const Eigen::Vector4d error = eigen.eigenvectors().transpose() * (printed - limit);
  const Eigen::Vector4d left = (1 - 1e-6 * eigen.eigenvalues().array()).pow(2000);
  BOOST_TEST(std::abs(left[0] - 0.0315) < 1e-4);
  BOOST_TEST(std::abs(error[0] / left[0]) < 2);
  BOOST_TEST(std::abs(error[1] / left[1]) < 2);
  BOOST_TEST(error.tail(2).cwiseAbs().maxCoeff() < 5e-4);
  BOOST_TEST(left.tail(2).maxCoeff() < 1e-50);

  // Two starts, two results.
  BOOST_TEST((descend(starts[0], sine) - descend(starts[1], sine)).cwiseAbs().maxCoeff() > 0.01);
}

BOOST_AUTO_TEST_CASE(misuse_is_an_exception) {
  const Samples sine = sine_samples();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  BOOST_CHECK_THROW(sine_samples(1), std::invalid_argument);
  BOOST_CHECK_THROW(loss(starts[0], {}), std::invalid_argument);
  BOOST_CHECK_THROW(loss_gradient(starts[0], {{1, 2}, {1}}), std::invalid_argument);
  BOOST_CHECK_THROW(least_squares_cubic({{1, nan}, {1, 2}}), std::invalid_argument);
  BOOST_CHECK_THROW(descend(starts[1], sine, {.learning_rate = 1e-5}), std::overflow_error);
  BOOST_CHECK_THROW(descend(starts[1], sine, {.learning_rate = nan}), std::overflow_error);
}

BOOST_AUTO_TEST_SUITE_END()
