// The drivers, in every container and both modes, against derivatives found by hand.
#include "autodiff/derivatives.hpp"

#include <Eigen/LU>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>
#include <vector>

namespace {

using namespace jetwork::autodiff;
using Eigen::MatrixXd, Eigen::VectorXd;

void check_close(double result, double expected, double tolerance = 1e-13) {
  BOOST_TEST(std::abs(result - expected) <= tolerance * (1 + std::abs(expected)),
             result << " is not " << expected);
}
template <class A, class B>
void check_all_close(const A& result, const B& expected, double tolerance = 1e-13) {
  BOOST_TEST_REQUIRE(static_cast<Eigen::Index>(result.size())
                     == static_cast<Eigen::Index>(expected.size()));
  for (std::size_t i = 0; i < detail::count(expected); ++i)
    check_close(detail::at(result, i), detail::at(expected, i), tolerance);
}

/// Σ exp(x_i·x_{i+1}) + x_i², with its derivatives.
struct Chain {
  template <class V>
  auto operator()(const V& x) const {
    using X = std::remove_cvref_t<decltype(x[0])>;
    X sum = 0.0;
    const auto n = detail::count(x);
    for (std::size_t i = 0; i < n; ++i) {
      const auto& x_i = detail::at(x, i);
      if (i + 1 < n) sum += exp(x_i * detail::at(x, i + 1));
      sum += x_i * x_i;
    }
    return sum;
  }
  static auto gradient(const VectorXd& x) -> VectorXd {
    VectorXd g = 2 * x;
    for (Eigen::Index i = 0; i + 1 < x.size(); ++i) {
      const double e = std::exp(x[i] * x[i + 1]);
      g[i] += e * x[i + 1];
      g[i + 1] += e * x[i];
    }
    return g;
  }
  static auto hessian(const VectorXd& x) -> MatrixXd {
    MatrixXd H = 2 * MatrixXd::Identity(x.size(), x.size());
    for (Eigen::Index i = 0; i + 1 < x.size(); ++i) {
      const double e = std::exp(x[i] * x[i + 1]);
      H(i, i) += e * x[i + 1] * x[i + 1];
      H(i + 1, i + 1) += e * x[i] * x[i];
      H(i, i + 1) += e * (1 + x[i] * x[i + 1]);
      H(i + 1, i) = H(i, i + 1);
    }
    return H;
  }
};

/// y_i = x_i·x_{i+shift}, of m results, with its Jacobian.
struct Products {
  std::size_t m;
  template <class V>
  auto operator()(const V& x) const {
    using X = std::remove_cvref_t<decltype(x[0])>;
    std::vector<X> y;
    for (std::size_t i = 0; i < m; ++i)
      y.push_back(
          X(detail::at(x, i % detail::count(x)) * detail::at(x, (2 * i + 1) % detail::count(x))));
    return y;
  }
  auto jacobian(const VectorXd& x) const -> MatrixXd {
    MatrixXd J = MatrixXd::Zero(static_cast<Eigen::Index>(m), x.size());
    for (Eigen::Index i = 0; i < J.rows(); ++i) {
      const Eigen::Index a = i % x.size(), b = (2 * i + 1) % x.size();
      J(i, a) += x[b];
      J(i, b) += x[a];
    }
    return J;
  }
};

auto point(int n) -> VectorXd { return VectorXd::LinSpaced(n, -0.9, 1.1); }

} // namespace

BOOST_AUTO_TEST_SUITE(derivatives_of_functions)

BOOST_AUTO_TEST_CASE(of_one_number) {
  const auto f = [](const auto& x) { return sin(x) * exp(2.0 * x); };
  const double x = 0.7, s = std::sin(x), c = std::cos(x), e = std::exp(2 * x);
  check_close(derivative(f, x), e * (c + 2 * s));
  const auto [value, slope] = value_and_derivative(f, x);
  check_close(value, s * e);
  check_close(slope, e * (c + 2 * s));
  // f = Im exp((2 + i)x), so the k-th derivative is Im (2 + i)ᵏ exp((2 + i)x).
  const auto all = derivatives<3>(f, x);
  check_all_close(all,
                  std::array{s * e, e * (c + 2 * s), e * (3 * s + 4 * c), e * (2 * s + 11 * c)});
  check_close(taylor<3>(f, x)[3], e * (2 * s + 11 * c) / 6);
  check_close(derivative([](auto t) { return t * t; }, 3), 6); // an integer is a real number
  check_close(derivative([](auto) { return 3.0; }, 1.0), 0);
  // A curve: its velocity comes in its container.
  const auto curve = [](const auto& t) {
    return Eigen::Matrix<std::remove_cvref_t<decltype(t)>, 2, 1>(cos(t), sin(t));
  };
  const Eigen::Vector2d velocity = derivative(curve, x);
  check_all_close(velocity, Eigen::Vector2d(-s, c));
  check_all_close(derivatives<2>(curve, x)[2], Eigen::Vector2d(-c, -s));
}

BOOST_AUTO_TEST_CASE(containers_in_and_out) {
  const VectorXd x = point(3), g = Chain::gradient(x);
  const std::array a{x[0], x[1], x[2]};
  const std::vector<double> v(a.begin(), a.end());
  const std::array<double, 3> of_array = gradient(Chain{}, a);
  const std::vector<double> of_vector = gradient(Chain{}, v);
  const std::vector<double> of_span = gradient(Chain{}, std::span<const double>(v));
  const Eigen::Vector3d of_fixed = gradient(Chain{}, Eigen::Vector3d(x));
  const VectorXd of_dynamic = gradient(Chain{}, x);
  const Eigen::RowVector3d of_row = gradient(Chain{}, Eigen::RowVector3d(x.transpose()));
  const VectorXd of_expression = gradient(Chain{}, 2 * (x / 2));
  const VectorXd longer = (VectorXd(5) << 7, x, 7).finished();
  const VectorXd of_part = gradient(Chain{}, longer.segment(1, 3));
  const Eigen::Vector3d of_fixed_part = gradient(Chain{}, longer.segment<3>(1));
  for (int i = 0; i < 3; ++i) {
    const auto place = static_cast<std::size_t>(i);
    for (const double d :
         {of_array[place], of_vector[place], of_span[place], of_fixed[i], of_dynamic[i], of_row[i],
          of_expression[i], of_part[i], of_fixed_part[i]})
      check_close(d, g[i]);
  }
  check_all_close(reverse::gradient(Chain{}, a), g);
  check_all_close(reverse::gradient(Chain{}, std::span<const double>(v)), g);
  check_all_close(reverse::gradient(Chain{}, Eigen::Vector3d(x)), g);
  static_assert(std::is_same_v<decltype(hessian(Chain{}, a)), Eigen::Matrix3d>);
  static_assert(std::is_same_v<decltype(hessian(Chain{}, v)), MatrixXd>);
  // A span is handed on as a span.
  const auto sum = []<class X>(std::span<const X> y) { return X(y[0] * y[1]); };
  BOOST_TEST(gradient(sum, std::span<const double>(v))[1] == v[0]);
  BOOST_TEST(reverse::gradient(sum, std::span<const double>(v))[1] == v[0]);
}

BOOST_AUTO_TEST_CASE(a_jacobian_asks_no_more_of_a_function_than_a_gradient) {
  // Unqualified, max is found for numbers that carry derivatives and not for double.
  namespace ad = jetwork::autodiff;
  const auto largest = [](const auto& x) {
    using X = std::remove_cvref_t<decltype(x[0])>;
    static_assert(ad::Active<X>);
    return std::vector<X>{max(x[0], x[1])};
  };
  const auto J = ad::jacobian(largest, std::vector{1.0, 2.0});
  BOOST_TEST((J(0, 0) == 0 && J(0, 1) == 1));
  const auto wide = ad::jacobian(largest, std::vector<double>(40, 1.0));
  BOOST_TEST(wide.row(0).sum() == 1);
}

BOOST_AUTO_TEST_CASE(zero_wins_in_a_hessian_by_a_tape) {
  // √(x²) at 0, by forward types where there are few inputs, by a tape of duals where there are many.
  const auto f = [](const auto& x) { return sqrt(x[0] * x[0]) + x[1] * x[2] * x[2]; };
  for (const std::size_t inputs : {std::size_t{3}, std::size_t{9}}) {
    std::vector<double> at(inputs, 1.0);
    at[0] = 0;
    const auto result = value_gradient_and_hessian(f, at);
    BOOST_TEST(result.gradient[0] == 0);
    BOOST_TEST(std::isinf(result.hessian(0, 0)));
  }
}

BOOST_AUTO_TEST_CASE(of_several_numbers) {
  const auto f = [](const auto& x, const auto& y, const auto& z) { return x * y + z * sin(x); };
  const auto [value, slope] = value_and_gradient(f, 0.5, -2, 3.0);
  check_close(value, -1 + 3 * std::sin(0.5));
  const std::array expected{-2 + 3 * std::cos(0.5), 0.5, std::sin(0.5)};
  check_all_close(slope, expected);
  check_all_close(gradient(f, 0.5, -2, 3.0), expected);
  check_all_close(reverse::gradient(f, 0.5, -2, 3.0), expected);
  Eigen::Matrix3d H;
  H << -3 * std::sin(0.5), 1, std::cos(0.5), 1, 0, 0, std::cos(0.5), 0, 0;
  check_all_close(hessian(f, 0.5, -2, 3.0), H);
  check_all_close(reverse::hessian(f, 0.5, -2, 3.0), H);
  check_close(laplacian(f, 0.5, -2, 3.0), H.trace());
}

BOOST_AUTO_TEST_CASE(gradients_and_hessians_of_every_size_in_both_modes) {
  for (const int n : {1, 2, 3, 7, 8, 9, 16, 17, 33}) BOOST_TEST_CONTEXT(n << " inputs") {
      const VectorXd x = point(n), v = VectorXd::LinSpaced(n, 2, 1), g = Chain::gradient(x);
      const MatrixXd H = Chain::hessian(x);
      check_all_close(gradient(Chain{}, x), g);
      check_all_close(forward::gradient(Chain{}, x), g);
      check_all_close(reverse::gradient(Chain{}, x), g);
      check_close(value_and_gradient(Chain{}, x).value, Chain{}(x));
      check_all_close(forward::hessian(Chain{}, x), H);
      check_all_close(reverse::hessian(Chain{}, x), H);
      const auto [value, slope, second] = value_gradient_and_hessian(Chain{}, x);
      check_close(value, Chain{}(x));
      check_all_close(slope, g);
      check_all_close(second, H);
      check_all_close(hessian_vector_product(Chain{}, x, v), VectorXd(H * v));
      check_close(laplacian(Chain{}, x), H.trace());
      const auto along = directional_derivatives<2>(Chain{}, x, v);
      check_all_close(along, std::array{Chain{}(x), g.dot(v), v.dot(H * v)});
      check_close(jacobian_vector_product(Chain{}, x, v), g.dot(v));
    }
  // Sizes that the compiler knows, on both sides of the choice.
  const auto check_fixed = [](auto x) {
    check_all_close(gradient(Chain{}, x), Chain::gradient(x));
    check_all_close(hessian(Chain{}, x), Chain::hessian(x));
  };
  check_fixed(Eigen::Matrix<double, 8, 1>(point(8)));
  check_fixed(Eigen::Matrix<double, 20, 1>(point(20)));
}

BOOST_AUTO_TEST_CASE(jacobians_of_every_shape_in_both_modes) {
  for (const int n : {1, 3, 9, 20, 40})
    for (const std::size_t m : std::initializer_list<std::size_t>{1, 2, 9, 30})
      BOOST_TEST_CONTEXT(m << " of " << n) {
        const VectorXd x = point(n);
        const Products f{m};
        const MatrixXd J = f.jacobian(x);
        check_all_close(jacobian(f, x), J);
        check_all_close(forward::jacobian(f, x), J);
        check_all_close(reverse::jacobian(f, x), J);
        check_all_close(value_and_jacobian(f, x).value, f(x));
        const VectorXd u = VectorXd::LinSpaced(static_cast<int>(m), 1, 2);
        const VectorXd v = VectorXd::LinSpaced(n, 2, 3);
        check_all_close(vector_jacobian_product(f, x, u), VectorXd(J.transpose() * u));
        check_all_close(jacobian_vector_product(f, x, v), VectorXd(J * v));
      }
  // Of an expression of Eigen's, of several numbers, of one result.
  const auto square = [](const auto& x) { return x.cwiseProduct(x); };
  const Eigen::Matrix3d diagonal = jacobian(square, Eigen::Vector3d(1, 2, 3));
  check_all_close(diagonal, Eigen::Matrix3d(Eigen::Vector3d(2, 4, 6).asDiagonal()));
  const auto polar = []<class X>(const X& r, const X& t) {
    return std::array<X, 2>{r * cos(t), r * sin(t)};
  };
  const Eigen::Matrix2d J = jacobian(polar, 2.0, 0.5);
  check_close(J.determinant(), 2);
  check_close(reverse::jacobian(polar, 2.0, 0.5).determinant(), 2);
  check_all_close(jacobian(Chain{}, VectorXd(point(3))), Chain::gradient(point(3)));
}

BOOST_AUTO_TEST_CASE(drivers_nest) {
  // The gradient's gradient is the Hessian; each level has a type of its own.
  const Eigen::Vector3d x = point(3);
  const auto slope = [](const auto& p) { return forward::gradient(Chain{}, p); };
  check_all_close(forward::jacobian(slope, x), Chain::hessian(x));
  const auto by_reverse = [](const auto& p) { return reverse::gradient(Chain{}, p); };
  check_all_close(forward::jacobian(by_reverse, x), Chain::hessian(x));
  // d/dx (x · d/dy (x + y)) = 1: the tangents of the two derivatives are not confused.
  const auto outer = [](const auto& a) {
    return a * derivative([&](const auto& b) { return a + b; }, a);
  };
  check_close(derivative(outer, 3.0), 1);
}

BOOST_AUTO_TEST_CASE(drivers_that_are_called_again) {
  const VectorXd x = point(20);
  const Chain f;
  reverse::Gradient of(f, x);
  reverse::Hessian second(f, x);
  reverse::HessianVectorProduct product(f, x);
  for (int i = 0; i < 3; ++i) {
    const VectorXd y = x * (1 + i);
    check_close(of(y).value, f(y));
    check_all_close(of(y).gradient, Chain::gradient(y));
    check_all_close(second(y).hessian, Chain::hessian(y));
    check_all_close(product(y, x).derivative, VectorXd(Chain::hessian(y) * x));
    check_all_close(product(y, x).value, Chain::gradient(y));
  }
}

BOOST_AUTO_TEST_CASE(branches_and_constants) {
  const auto f = [](const auto& x) {
    using X = std::remove_cvref_t<decltype(x[0])>;
    if (x[0] > 0) return X(x[0] * x[1]);
    return X(7);
  };
  for (const auto& g :
       {forward::gradient(f, std::array{1.0, 2.0}), reverse::gradient(f, std::array{1.0, 2.0})})
    check_all_close(g, std::array{2.0, 1.0});
  for (const auto& g :
       {forward::gradient(f, std::array{-1.0, 2.0}), reverse::gradient(f, std::array{-1.0, 2.0})})
    check_all_close(g, std::array{0.0, 0.0});
  const auto one_moves = [](const auto& x) {
    using X = std::remove_cvref_t<decltype(x[0])>;
    return std::array<X, 2>{X(1), X(x[0])};
  };
  check_all_close(vector_jacobian_product(one_moves, std::array{5.0, 6.0}, std::array{2.0, 3.0}),
                  std::array{3.0, 0.0});
  check_all_close(reverse::jacobian(one_moves, std::array{5.0, 6.0}),
                  forward::jacobian(one_moves, std::array{5.0, 6.0}));
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_stays_visible) {
  const auto f = [](const auto& x) { return log(x[0]) + x[1]; };
  for (const auto& [value, slope] : {forward::value_and_gradient(f, std::array{0.0, 1.0}),
                                     reverse::value_and_gradient(f, std::array{0.0, 1.0})}) {
    BOOST_TEST(value == -std::numeric_limits<double>::infinity());
    BOOST_TEST(slope[0] == std::numeric_limits<double>::infinity());
    BOOST_TEST(slope[1] == 1);
  }
  const std::array nan{std::numeric_limits<double>::quiet_NaN(), 1.0};
  BOOST_TEST(std::isnan(gradient(f, nan)[0]));
}

BOOST_AUTO_TEST_CASE(wrong_sizes_are_errors) {
  const VectorXd none, x = point(3), two = point(2);
  BOOST_CHECK_THROW(gradient(Chain{}, none), std::invalid_argument);
  BOOST_CHECK_THROW(reverse::gradient(Chain{}, none), std::invalid_argument);
  BOOST_CHECK_THROW(hessian(Chain{}, std::vector<double>{}), std::invalid_argument);
  BOOST_CHECK_THROW(reverse::hessian(Chain{}, none), std::invalid_argument);
  BOOST_CHECK_THROW(jacobian(Products{2}, none), std::invalid_argument);
  BOOST_CHECK_THROW(laplacian(Chain{}, none), std::invalid_argument);
  BOOST_CHECK_THROW(jacobian_vector_product(Chain{}, x, two), std::invalid_argument);
  BOOST_CHECK_THROW(hessian_vector_product(Chain{}, x, two), std::invalid_argument);
  BOOST_CHECK_THROW(vector_jacobian_product(Products{3}, x, two), std::invalid_argument);
  BOOST_CHECK_THROW(directional_derivatives<2>(Chain{}, x, two), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
