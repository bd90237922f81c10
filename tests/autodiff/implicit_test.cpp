// Derivatives through solutions of equations, against closed forms.
#include "autodiff/implicit.hpp"
#include "autodiff/tape.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace {

using namespace jetwork::autodiff;
using Eigen::MatrixXd, Eigen::VectorXd;

void check_close(double result, double expected, double tolerance = 1e-12) {
  BOOST_TEST(std::abs(result - expected) <= tolerance * (1 + std::abs(expected)),
             result << " is not " << expected);
}
template <class A, class B>
void check_close(const Eigen::MatrixBase<A>& result, const Eigen::MatrixBase<B>& expected) {
  BOOST_TEST_REQUIRE(result.size() == expected.size());
  for (Eigen::Index i = 0; i < result.size(); ++i)
    check_close(result.reshaped()[i], expected.reshaped()[i]);
}

const auto square_root = [](const auto& x, const auto& y) { return y * y - x; };
/// Kepler's equation M = E - e·sin E, of (M, e).
const auto kepler = [](const auto& x, const auto& E) { return E - x[1] * sin(E) - x[0]; };
auto eccentric_anomaly(double M, double e) -> double {
  double E = M;
  for (int i = 0; i < 100; ++i) E -= (E - e * std::sin(E) - M) / (1 - e * std::cos(E));
  return E;
}

auto example(int rows, int cols, double shift) -> MatrixXd {
  MatrixXd A(rows, cols);
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j)
      A(i, j) = std::sin(1 + 3 * i + 7 * j + i * j + shift) + (i == j ? 3 : 0);
  return A;
}

/// y₀² + y₁² = x₀ and y₀·y₁ = x₁: y₀ ± y₁ = √(x₀ ± 2·x₁).
const auto circle_and_hyperbola = [](const auto& x, const auto& y) {
  using A = std::remove_cvref_t<decltype(y[0])>;
  return std::array<A, 2>{A(y[0] * y[0] + y[1] * y[1] - x[0]), A(y[0] * y[1] - x[1])};
};
template <class X>
auto crossing(const std::array<X, 2>& x) -> std::array<X, 2> {
  const X sum = sqrt(x[0] + 2 * x[1]), difference = sqrt(x[0] - 2 * x[1]);
  return {X((sum + difference) / 2), X((sum - difference) / 2)};
}

} // namespace

BOOST_AUTO_TEST_SUITE(implicit)

BOOST_AUTO_TEST_CASE(a_square_root_in_every_number) {
  const double x = 2.25;
  const auto dual = implicit_solution(square_root, Dual<double>(x, 1), 1.5);
  check_close(dual.value(), 1.5);
  check_close(dual.tangent(), 1 / 3.0);
  const auto hyper = implicit_solution(square_root, HyperDual<double>::variable(x), 1.5);
  check_close(hyper.gradient(), 1 / 3.0);
  check_close(hyper.hessian(), -0.25 / std::pow(x, 1.5));
  using J = Jet<double, 9>;
  const J jet = implicit_solution(square_root, J::variable(x), 1.5),
          expected = sqrt(J::variable(x));
  for (int k = 0; k <= 9; ++k) check_close(jet[k], expected[k], 1e-14);
  using Nested = Dual<Jet<double, 2>>;
  const Nested t(Jet<double, 2>::variable(x), 1);
  const Nested nested = implicit_solution(square_root, t, 1.5), by_rule = sqrt(t);
  for (int k = 0; k <= 2; ++k) check_close(nested.tangent()[k], by_rule.tangent()[k]);
  Tape tape;
  const Variable v = tape.variable(x);
  tape.reverse(Variable(3 * implicit_solution(square_root, v, 1.5)));
  check_close(tape.adjoint(v), 1);
  BasicTape<Dual<double>> second;
  const auto w = second.variable(Dual<double>(x, 1));
  second.reverse(implicit_solution(square_root, w, 1.5));
  check_close(second.adjoint(w).tangent(), -0.25 / std::pow(x, 1.5));
  // A start that is only nearly a solution is corrected, in plain numbers too.
  check_close(implicit_solution(square_root, Dual<double>(x, 1), 1.5 + 1e-8).value(), 1.5, 1e-15);
  check_close(implicit_solution(square_root, x, 1.5 + 1e-8), 1.5, 1e-15);
}

BOOST_AUTO_TEST_CASE(lambert_w_to_order_eight) {
  // W(x)·exp(W(x)) = x at x = e, W = 1; with W' = W/(x(1 + W)), so that x(1 + W)·W' = W as a series.
  constexpr int order = 8;
  using J = Jet<double, order>;
  const auto g = [](const auto& x, const auto& y) { return y * exp(y) - x; };
  const J x = J::variable(std::exp(1.0)), W = implicit_solution(g, x, 1.0);
  check_close(W.derivative(1), 1 / (2 * std::exp(1.0)));
  check_close(W.derivative(2), -std::exp(-2.0) * 3 / 8); // -W²(2 + W)/(x²(1 + W)³)
  J slope;
  for (int k = 0; k < order; ++k) slope[k] = (k + 1) * W[k + 1];
  const J left = x * (1 + W) * slope;
  for (int k = 0; k < order; ++k) check_close(left[k], W[k]);
}

BOOST_AUTO_TEST_CASE(keplers_equation_by_both_parameters) {
  for (const double M : {0.1, 1.0, 2.5})
    for (const double e : {0.0, 0.3, 0.8}) BOOST_TEST_CONTEXT("M = " << M << ", e = " << e) {
        const double E = eccentric_anomaly(M, e), c = std::cos(E), s = std::sin(E), d = 1 - e * c;
        const auto x = Dual<double, 2>::variables(M, e);
        const auto y = implicit_solution(kepler, x, E);
        check_close(y.tangent(0), 1 / d);
        check_close(y.tangent(1), s / d);
        const auto hyper = implicit_solution(kepler, HyperDual<double, 2>::variables(M, e), E);
        check_close(hyper.hessian(0, 0), -e * s / (d * d * d));
        check_close(hyper.hessian(0, 1), (c - e) / (d * d * d)); // d(s/d)/dE divided by d
        Tape tape;
        const std::array v{tape.variable(M), tape.variable(e)};
        tape.reverse(implicit_solution(kepler, v, E));
        check_close(tape.adjoint(v[0]), 1 / d);
        check_close(tape.adjoint(v[1]), s / d);
        // E = M + e·sin E, as a fixed point.
        const auto phi = [](const auto& p, const auto& at) { return p[0] + p[1] * sin(at); };
        check_close(implicit_fixed_point(phi, x, E).tangent(1), s / d);
      }
}

BOOST_AUTO_TEST_CASE(a_system_in_every_number) {
  const std::array plain{5.0, 2.0}, y0 = crossing(plain); // (2, 1)
  const auto check = [&](const auto& x, const auto& part) {
    const auto result = implicit_solution(circle_and_hyperbola, x, y0), expected = crossing(x);
    for (std::size_t i = 0; i < 2; ++i) part(result[i], expected[i]);
  };
  check(Dual<double, 2>::variables(5.0, 2.0), [](const auto& a, const auto& b) {
    for (int i = 0; i < 2; ++i) check_close(a.tangent(i), b.tangent(i));
  });
  check(HyperDual<double, 2>::variables(5.0, 2.0), [](const auto& a, const auto& b) {
    for (int i = 0; i < 2; ++i)
      for (int j = 0; j < 2; ++j) check_close(a.hessian(i, j), b.hessian(i, j));
  });
  using J = Jet<double, 6>;
  check(std::array{J::variable(5.0), J::variable(2.0, -1.0)}, [](const auto& a, const auto& b) {
    for (int k = 0; k <= 6; ++k) check_close(a[k], b[k]);
  });
  Tape tape;
  const std::array x{tape.variable(5.0), tape.variable(2.0)};
  const auto y = implicit_solution(circle_and_hyperbola, x, y0);
  const auto dual = crossing(Dual<double, 2>::variables(5.0, 2.0));
  for (std::size_t i = 0; i < 2; ++i) {
    tape.reverse(y[i]);
    for (int j = 0; j < 2; ++j)
      check_close(tape.adjoint(x[static_cast<std::size_t>(j)]), dual[i].tangent(j));
  }
  // The fixed point y = A·y + x of Eigen's vectors: y = (I - A)⁻¹·x.
  const MatrixXd A = example(4, 4, 0) / 10, inverse = (MatrixXd::Identity(4, 4) - A).inverse();
  const auto phi = [&](const auto& p, const auto& at) {
    using N = typename std::remove_cvref_t<decltype(at)>::Scalar;
    using P = typename std::remove_cvref_t<decltype(p)>::Scalar;
    return Eigen::Matrix<Common<N, P>, -1, 1>(A * at + p.template cast<Common<N, P>>());
  };
  const VectorXd p = example(4, 1, 1), dp = example(4, 1, 2);
  const Eigen::Matrix<Dual<double>, -1, 1> q = moving(p, dp);
  const Eigen::Matrix<Dual<double>, -1, 1> z = implicit_fixed_point(phi, q, VectorXd(inverse * p));
  check_close(tangents(z), inverse * dp);
}

BOOST_AUTO_TEST_CASE(linear_systems) {
  for (const int n : {1, 2, 5, 12}) BOOST_TEST_CONTEXT(n) {
      const MatrixXd A = example(n, n, 0), dA = example(n, n, 1), inverse = A.inverse();
      const VectorXd b = VectorXd::Unit(n, 0), db = example(n, 1, 2), y = inverse * b;
      const Eigen::Matrix<Dual<double>, -1, -1> M = moving(A, dA);
      const Eigen::Matrix<Dual<double>, -1, 1> c = moving(b, db);
      check_close(values(solve(M, c)), y);
      check_close(tangents(solve(M, c)), inverse * (db - dA * y));
      check_close(tangents(solve(A, c)), inverse * db);
      check_close(tangents(solve(M, b)), -inverse * dA * y);
      check_close(tangents(solve(M, MatrixXd::Identity(n, n))), -inverse * dA * inverse);
      // (I - tA)⁻¹·b = Σ tᵏ·Aᵏ·b
      using J = Jet<double, 5>;
      const auto series =
          solve(MatrixXd::Identity(n, n).cast<J>() - J::variable(0) * A.cast<J>(), b);
      VectorXd power = b;
      for (int k = 0; k <= 5; ++k, power = (A * power).eval())
        for (int i = 0; i < n; ++i) check_close(series[i][k], power[i]);

      // On a tape: of wᵀ·y the adjoints are b̄ = A⁻ᵀ·w and Ā = -b̄·yᵀ.
      Tape tape;
      Eigen::Matrix<Variable, -1, -1> V(n, n);
      Eigen::Matrix<Variable, -1, 1> d(n);
      for (int i = 0; i < n; ++i) {
        d[i] = tape.variable(b[i]);
        for (int j = 0; j < n; ++j) V(i, j) = tape.variable(A(i, j));
      }
      const VectorXd w = example(n, 1, 3), b_adjoint = inverse.transpose() * w;
      const auto check_adjoints = [&](const auto& solution, bool of_A, bool of_b) {
        Variable sum = 0;
        for (int i = 0; i < n; ++i) sum += w[i] * solution[i];
        tape.reverse(sum);
        for (int i = 0; i < n; ++i) {
          check_close(tape.adjoint(d[i]), of_b ? b_adjoint[i] : 0);
          for (int j = 0; j < n; ++j)
            check_close(tape.adjoint(V(i, j)), of_A ? -b_adjoint[i] * y[j] : 0);
        }
      };
      check_adjoints(solve(tape, V, d), true, true);
      check_adjoints(solve(tape, A, d), false, true);
      check_adjoints(solve(tape, V, b), true, false);
      check_adjoints(solve(V, d), true, true);
      // One statement for each unknown, whatever the matrix.
      const auto statements = tape.statements();
      (void)solve(tape, V, d);
      BOOST_TEST(tape.statements() == statements + static_cast<std::size_t>(n));

      // Forward over reverse: along (dA, db) the adjoint b̄ = A⁻ᵀ·w moves by -A⁻ᵀ·dAᵀ·b̄.
      BasicTape<Dual<double>> second;
      Eigen::Matrix<BasicVariable<Dual<double>>, -1, -1> S(n, n);
      Eigen::Matrix<BasicVariable<Dual<double>>, -1, 1> r(n);
      for (int i = 0; i < n; ++i) {
        r[i] = second.variable(c[i]);
        for (int j = 0; j < n; ++j) S(i, j) = second.variable(M(i, j));
      }
      const auto solution = solve(second, S, r);
      BasicVariable<Dual<double>> sum = 0;
      for (int i = 0; i < n; ++i) sum += w[i] * solution[i];
      second.reverse(sum);
      VectorXd moved(n);
      for (int i = 0; i < n; ++i) moved[i] = second.adjoint(r[i]).tangent();
      check_close(moved, -inverse.transpose() * dA.transpose() * b_adjoint);
    }
}

BOOST_AUTO_TEST_CASE(errors) {
  using D = Dual<double>;
  const D x(2.25, 1);
  BOOST_CHECK_THROW(implicit_solution(square_root, x, 1.6), std::invalid_argument); // no solution
  BOOST_CHECK_THROW(implicit_solution(square_root, x, std::nan("")), std::domain_error);
  BOOST_CHECK_THROW(implicit_solution(square_root, D(0, 1), 0.0), std::domain_error); // g_y = 0
  BOOST_CHECK_NO_THROW(implicit_solution(square_root, x, 1.6, {.tolerance = 0.1}));
  const auto p = Dual<double, 2>::variables(5.0, 2.0);
  BOOST_CHECK_THROW(implicit_solution(circle_and_hyperbola, p, std::array{2.0, 1.1}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(implicit_solution(circle_and_hyperbola, p, std::array{1.0, 1.0}),
                    std::domain_error);
  BOOST_CHECK_THROW(implicit_solution(circle_and_hyperbola, p, std::vector<double>{}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(implicit_solution(circle_and_hyperbola, p, std::vector<double>{2.0, 1.0, 0.0}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(solve(MatrixXd::Zero(2, 2), VectorXd::Ones(2)), std::domain_error);
  BOOST_CHECK_THROW(solve(MatrixXd::Ones(2, 2), VectorXd::Ones(2)), std::domain_error);
  BOOST_CHECK_THROW(solve(MatrixXd::Identity(2, 3), VectorXd::Ones(2)), std::invalid_argument);
  BOOST_CHECK_THROW(solve(MatrixXd::Identity(2, 2), VectorXd::Ones(3)), std::invalid_argument);
  Tape tape;
  BOOST_CHECK_THROW(solve(tape, MatrixXd::Identity(2, 2), VectorXd::Ones(3)),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
