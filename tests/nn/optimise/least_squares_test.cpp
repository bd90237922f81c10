// Levenberg–Marquardt on problems with known answers.
#include "autodiff/dual.hpp"
#include "nn/optimise/least_squares.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace jetwork::nn;
using jetwork::autodiff::Dual;

/// Residuals of two parameters from a generic function of (residual number, p0, p1).
template <class F>
auto residuals_of(Eigen::Index count, F f) -> Residuals {
  return {.count = count,
          .values =
              [=](const Eigen::VectorXd& p, Eigen::Ref<Eigen::VectorXd> r) {
                for (Eigen::Index i = 0; i < count; ++i) r[i] = f(i, p[0], p[1]);
              },
          .jacobian =
              [=](const Eigen::VectorXd& p, Eigen::Ref<Eigen::MatrixXd> jacobian) {
                const auto variables = Dual<double, 2>::variables(p[0], p[1]);
                for (Eigen::Index i = 0; i < count; ++i) {
                  const Dual<double, 2> r = f(i, variables[0], variables[1]);
                  jacobian.row(i) << r.tangent(0), r.tangent(1);
                }
              }};
}

} // namespace

BOOST_AUTO_TEST_SUITE(least_squares)

BOOST_AUTO_TEST_CASE(rosenbrock_ends_in_the_valley) {
  const auto rosenbrock = residuals_of(
      2, [](Eigen::Index i, auto x, auto y) { return i == 0 ? 10 * (y - x * x) : 1 - x + 0 * y; });
  const auto result =
      minimise_squares(rosenbrock, Eigen::Vector2d(-1.2, 1), {.residual_tolerance = 1e-13});
  BOOST_TEST(result.converged(), to_string(result.status));
  BOOST_TEST((result.parameters - Eigen::Vector2d(1, 1)).norm() < 1e-12);
  BOOST_TEST(result.iterations < 60);
}

BOOST_AUTO_TEST_CASE(misra1a_has_the_certified_answer) {
  // NIST StRD, Misra1a: y = b1 (1 - exp(-b2 x)), from the farther of the two starting points.
  constexpr std::array<double, 14> y{10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02,
                                     44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78};
  constexpr std::array<double, 14> x{77.6,  114.9, 141.1, 190.8, 239.9, 289.0, 332.8,
                                     378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0};
  const auto misra = residuals_of(14, [&](Eigen::Index i, auto b1, auto b2) {
    using std::exp;
    const auto k = static_cast<std::size_t>(i);
    return b1 * (1 - exp(-b2 * x[k])) - y[k];
  });
  const auto result = minimise_squares(misra, Eigen::Vector2d(500, 0.0001));
  BOOST_TEST(result.converged(), to_string(result.status));
  BOOST_TEST(std::abs(result.parameters[0] / 2.3894212918e+02 - 1) < 1e-9);
  BOOST_TEST(std::abs(result.parameters[1] / 5.5015643181e-04 - 1) < 1e-9);
  BOOST_TEST(std::abs(result.norm * result.norm / 1.2455138894e-01 - 1) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_rank_deficient_jacobian_is_no_obstacle) {
  const auto sum_only = residuals_of(
      3, [](Eigen::Index i, auto a, auto b) { return (a + b - 3) * static_cast<double>(i + 1); });
  const auto result = minimise_squares(sum_only, Eigen::Vector2d(10, -2));
  BOOST_TEST(result.converged(), to_string(result.status));
  BOOST_TEST(std::abs(result.parameters.sum() - 3) < 1e-9);

  const auto first_only = residuals_of(2, [](Eigen::Index i, auto a, auto b) {
    return a * a - 4 + 0.0 * b + static_cast<double>(i);
  });
  const auto held = minimise_squares(first_only, Eigen::Vector2d(1, 5));
  BOOST_TEST(held.converged(), to_string(held.status));
  BOOST_TEST(held.parameters[1] == 5.0); // a parameter that changes no residual is left alone
  BOOST_TEST(std::abs(held.parameters[0] * held.parameters[0] - 3.5) < 1e-9);
}

BOOST_AUTO_TEST_CASE(infinities_and_nan_are_noticed) {
  const auto logarithm = residuals_of(2, [](Eigen::Index i, auto a, auto b) {
    using std::log;
    return i == 0 ? log(a) + 0.0 * b : b - 2 + 0.0 * a;
  });
  const auto nowhere = minimise_squares(logarithm, Eigen::Vector2d(-1, 0));
  BOOST_TEST(!nowhere.converged());
  BOOST_TEST((nowhere.status == LeastSquaresStatus::not_finite));
  // From 10 the undamped step of log(a) goes below zero: it is refused, and a shorter one is taken.
  const auto recovered =
      minimise_squares(logarithm, Eigen::Vector2d(10, 0), {.residual_tolerance = 1e-14});
  BOOST_TEST(recovered.converged(), to_string(recovered.status));
  BOOST_TEST(std::abs(recovered.parameters[0] - 1) < 1e-12);
}

BOOST_AUTO_TEST_CASE(a_damping_that_has_vanished_grows_again) {
  // The first full step helps, as 1000·a vanishes, and divides the damping; the second, from atan's flat part, is refused.
  const auto arctangent = residuals_of(2, [](Eigen::Index i, auto a, auto b) {
    using std::atan;
    return i == 0 ? 1000.0 * a + 0.0 * b : atan(b) + 0.0 * a;
  });
  const auto result = minimise_squares(arctangent, Eigen::Vector2d(1, 3),
                                       {.damping = std::numeric_limits<double>::denorm_min()});
  BOOST_TEST(result.converged(), to_string(result.status));
  BOOST_TEST(result.parameters.norm() < 1e-12);
}

BOOST_AUTO_TEST_CASE(a_minimum_that_is_not_zero_is_found_and_limits_are_kept) {
  const auto line = residuals_of(3, [](Eigen::Index i, auto a, auto b) {
    return a + b * static_cast<double>(i) - (i == 1 ? 5.0 : 0.0);
  });
  const auto result = minimise_squares(line, Eigen::Vector2d(0, 3));
  BOOST_TEST(result.converged(), to_string(result.status));
  BOOST_TEST(std::abs(result.parameters[0] - 5.0 / 3) < 1e-9);
  BOOST_TEST(std::abs(result.parameters[1]) < 1e-9);
  const auto stopped = minimise_squares(line, Eigen::Vector2d(0, 3), {.iterations = 0});
  BOOST_TEST((stopped.status == LeastSquaresStatus::out_of_iterations));
  BOOST_CHECK_THROW(minimise_squares({}, Eigen::Vector2d(0, 3)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(both_methods_reach_the_answer_of_the_normal_equations_in_fifty_digits) {
  // A polynomial of degree 5 through 12 noisy points of [0, 1]: badly conditioned in double's normal equations.
  using Precise = boost::multiprecision::cpp_bin_float_50;
  constexpr std::size_t rows = 12, cols = 6;
  const auto x = [](std::size_t i) { return static_cast<double>(i) / 11; };
  const auto y = [&](std::size_t i) { return std::cos(3 * x(i)) + 0.01 * std::sin(50 * x(i)); };
  std::array<std::array<Precise, cols + 1>, cols> system{};
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < cols; ++j) {
      for (std::size_t k = 0; k < cols; ++k)
        system[j][k] +=
            pow(Precise(x(i)), static_cast<int>(j)) * pow(Precise(x(i)), static_cast<int>(k));
      system[j][cols] += pow(Precise(x(i)), static_cast<int>(j)) * Precise(y(i));
    }
  for (std::size_t p = 0; p < cols; ++p) // Gauss and Jordan
    for (std::size_t j = 0; j < cols; ++j) {
      if (j == p) continue;
      const Precise factor = system[j][p] / system[p][p];
      for (std::size_t k = 0; k <= cols; ++k) system[j][k] -= factor * system[p][k];
    }

  const Residuals residuals{.count = rows,
                            .values =
                                [&](const Eigen::VectorXd& p, Eigen::Ref<Eigen::VectorXd> r) {
                                  for (std::size_t i = 0; i < rows; ++i) {
                                    double sum = 0;
                                    for (std::size_t j = cols; j-- > 0;)
                                      sum = sum * x(i) + p[static_cast<Eigen::Index>(j)];
                                    r[static_cast<Eigen::Index>(i)] = sum - y(i);
                                  }
                                },
                            .jacobian =
                                [&](const Eigen::VectorXd&, Eigen::Ref<Eigen::MatrixXd> J) {
                                  for (Eigen::Index i = 0; i < J.rows(); ++i)
                                    for (Eigen::Index j = 0; j < J.cols(); ++j)
                                      J(i, j) = std::pow(x(static_cast<std::size_t>(i)),
                                                         static_cast<double>(j));
                                }};
  for (const auto method :
       {LeastSquaresMethod::levenberg_marquardt, LeastSquaresMethod::gauss_newton}) {
    const auto result =
        minimise_squares(residuals, Eigen::VectorXd::Ones(cols), {.method = method});
    BOOST_TEST(result.converged(), to_string(result.status));
    // Damped steps stop where the sum of squares no longer falls: in the flattest direction that is a little earlier.
    const double accuracy = method == LeastSquaresMethod::gauss_newton ? 1e-10 : 1e-8;
    for (std::size_t j = 0; j < cols; ++j) {
      const auto expected = static_cast<double>(system[j][cols] / system[j][j]);
      BOOST_TEST(std::abs(result.parameters[static_cast<Eigen::Index>(j)] - expected)
                 < accuracy * (1 + std::abs(expected)));
    }
  }
}

BOOST_AUTO_TEST_CASE(
    gauss_newton_halves_what_is_too_long_and_takes_the_shortest_where_it_may_choose) {
  const auto arctangent = residuals_of(2, [](Eigen::Index i, auto a, auto b) {
    using std::atan;
    return i == 0 ? atan(a) + 0.0 * b : b - 2 + 0.0 * a;
  });
  const LeastSquaresOptions gauss_newton{.residual_tolerance = 1e-14,
                                         .method = LeastSquaresMethod::gauss_newton};
  const auto result =
      minimise_squares(arctangent, Eigen::Vector2d(3, 0), gauss_newton); // full steps diverge
  BOOST_TEST(result.converged(), to_string(result.status));
  BOOST_TEST(std::abs(result.parameters[0]) < 1e-13);
  const auto sum_only = residuals_of(
      3, [](Eigen::Index i, auto a, auto b) { return (a + b - 3) * static_cast<double>(i + 1); });
  const auto nearest = minimise_squares(sum_only, Eigen::Vector2d(10, -2), gauss_newton);
  BOOST_TEST(nearest.converged(), to_string(nearest.status));
  BOOST_TEST((nearest.parameters - Eigen::Vector2d(7.5, -4.5)).norm() < 1e-12);
}

BOOST_AUTO_TEST_CASE(iterations_go_on_from_their_state_bit_for_bit) {
  const auto rosenbrock = residuals_of(
      2, [](Eigen::Index i, auto x, auto y) { return i == 0 ? 10 * (y - x * x) : 1 - x + 0 * y; });
  LeastSquares iteration, other;
  Eigen::VectorXd p = Eigen::Vector2d(-1.2, 1);
  for (int i = 0; i < 6; ++i) BOOST_TEST(!iteration.step(rosenbrock, p).has_value());
  other.restore(iteration.state());
  Eigen::VectorXd q = p;
  for (int i = 0; i < 6; ++i) {
    iteration.step(rosenbrock, p);
    other.step(rosenbrock, q);
  }
  BOOST_TEST(p == q);
  BOOST_TEST(iteration.norm() == other.norm());
  BOOST_CHECK_THROW(other.restore({}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
