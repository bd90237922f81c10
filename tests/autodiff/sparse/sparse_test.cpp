// Sparse Jacobians and Hessians: patterns found by hand, colourings by their definition, entries against the dense
// drivers and closed forms.
#include "autodiff/sparse.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

namespace {

using namespace jetwork::autodiff;
using Eigen::MatrixXd, Eigen::VectorXd;
using Rows = std::vector<std::vector<int>>;

auto point(int n) -> VectorXd { return VectorXd::LinSpaced(n, 0.3, 1.7); }

void check_close(const MatrixXd& result, const MatrixXd& expected) {
  BOOST_TEST_REQUIRE(result.rows() == expected.rows());
  BOOST_TEST_REQUIRE(result.cols() == expected.cols());
  const double error = (result - expected).cwiseAbs().maxCoeff();
  BOOST_TEST(error <= 1e-12 * (1 + expected.cwiseAbs().maxCoeff()), "off by " << error);
}

/// y_i = x_{i-1} - 2·x_i + x_{i+1} + exp(x_i).
const auto tridiagonal = [](const auto& x) {
  using X = std::remove_cvref_t<decltype(x[0])>;
  const auto n = x.size();
  std::vector<X> y;
  for (decltype(x.size()) i = 0; i < n; ++i) {
    X sum = exp(x[i]) - 2 * x[i];
    if (i > 0) sum += x[i - 1];
    if (i + 1 < n) sum += x[i + 1];
    y.push_back(sum);
  }
  return y;
};
/// Σ sin(x_i·x_{i+1})
const auto sine_chain = [](const auto& x) {
  std::remove_cvref_t<decltype(x[0])> sum = 0.0;
  for (decltype(x.size()) i = 0; i + 1 < x.size(); ++i) sum += sin(x[i] * x[i + 1]);
  return sum;
};
/// x_0·Σ x_i² + x_0³: a dense first row, column and diagonal.
const auto arrowhead = [](const auto& x) {
  std::remove_cvref_t<decltype(x[0])> sum = x[0] * x[0];
  for (decltype(x.size()) i = 1; i < x.size(); ++i) sum += x[i] * x[i];
  return x[0] * sum;
};

auto interactions_of_two(auto f) -> SparsityPattern {
  return hessian_pattern([f](const auto& x) { return f(x[0], x[1]); }, VectorXd(point(2)));
}
const SparsityPattern none(2, {{0}, {1}}), both(2, {{0, 1}, {0, 1}});

} // namespace

BOOST_AUTO_TEST_SUITE(sparse)

BOOST_AUTO_TEST_CASE(inputs_that_results_depend_on) {
  const auto f = [](const auto& x) {
    using X = std::remove_cvref_t<decltype(x[0])>;
    const X a = x[0] + x[2], b = a * a - x[1];
    return std::vector<X>{X(a), X(b), X(3), X(-x[3]), X(max(x[0], x[3])), X(pow(x[1], 2.0))};
  };
  const SparsityPattern expected(4, {{0, 2}, {0, 1, 2}, {}, {3}, {0, 3}, {1}});
  BOOST_TEST((jacobian_pattern(f, point(4)) == expected));
  // At zero some tangents vanish, but the pattern is the same, because it must hold at other points, too.
  BOOST_TEST((jacobian_pattern(f, VectorXd::Zero(4)) == expected));
}

BOOST_AUTO_TEST_CASE(interactions_are_read_off_the_rules) {
  BOOST_TEST((interactions_of_two([](auto x, auto y) { return 2 * x - y / 3 + 1; }) == none));
  BOOST_TEST((interactions_of_two([](auto x, auto y) { return x * y; }) == both));
  BOOST_TEST((interactions_of_two([](auto x, auto y) { return x / y; }) == both));
  BOOST_TEST((interactions_of_two([](auto x, auto y) { return sin(x) + y * y; }) == none));
  BOOST_TEST((interactions_of_two([](auto x, auto y) { return sin(x + y); }) == both));
  BOOST_TEST((interactions_of_two([](auto x, auto y) { return abs(x - y); }) == none));
  BOOST_TEST((interactions_of_two([](auto x, auto y) { return hypot(x, y); }) == both));
  BOOST_TEST((interactions_of_two([](auto x, auto y) { return pow(x, y); }) == both));
  BOOST_TEST((interactions_of_two([](auto x, auto y) { return atan2(x, y); }) == both));
  BOOST_TEST((interactions_of_two([](auto x, auto y) { return (x + 1) * (y + x); }) == both));
  // The convention that hypot has zero derivatives at the origin does not hide the pattern of other points.
  const auto norm = [](const auto& x) { return hypot(x[0], x[1]); };
  BOOST_TEST((hessian_pattern(norm, VectorXd::Zero(2)) == both));
  // Every function of the table that has a second derivative somewhere makes its argument interact with itself.
  for_each_unary_rule([]<class Rule>(Rule) {
    const auto f = [](const auto& x) {
      using X = std::remove_cvref_t<decltype(x[0])>;
      return X(apply_rule<Rule>(X(x[0] + x[1])));
    };
    const double second = apply_rule<Rule>(HyperDual<double>::variable(0.6)).hessian();
    const auto pattern = hessian_pattern(f, VectorXd(VectorXd::Constant(2, 0.3)));
    BOOST_TEST_CONTEXT(Rule::name) { BOOST_TEST((second == 0 || pattern == both)); }
  });
}

BOOST_AUTO_TEST_CASE(a_tridiagonal_jacobian_has_three_colours) {
  for (const int n : {1, 2, 3, 10, 1000}) BOOST_TEST_CONTEXT(n) {
      const VectorXd x = point(n);
      SparseJacobian jacobian(tridiagonal, x);
      BOOST_TEST(jacobian.colours() == std::min(n, 3));
      BOOST_TEST(jacobian.pattern().entries() == static_cast<std::size_t>(3 * n - 2));
      for (const double scale : {1.0, -2.0}) {
        MatrixXd expected = MatrixXd::Zero(n, n);
        for (int i = 0; i < n; ++i) {
          expected(i, i) = std::exp(scale * x[i]) - 2;
          if (i > 0) expected(i, i - 1) = expected(i - 1, i) = 1;
        }
        check_close(jacobian(scale * x), expected);
      }
    }
}

BOOST_AUTO_TEST_CASE(hessians_of_a_chain_and_an_arrowhead) {
  for (const int n : {2, 3, 10, 300}) BOOST_TEST_CONTEXT(n) {
      const VectorXd x = point(n);
      SparseHessian of_chain(sine_chain, x);
      SparseHessian of_arrowhead(arrowhead, x);
      BOOST_TEST(of_chain.colours() == (n <= 3 ? 2 : 3)); // a path of three is a star
      BOOST_TEST(of_arrowhead.colours() == 2);
      for (const double scale : {1.0, -0.5}) {
        const VectorXd y = scale * x;
        MatrixXd H = MatrixXd::Zero(n, n);
        for (int i = 0; i + 1 < n; ++i) {
          const double p = y[i] * y[i + 1], s = std::sin(p), c = std::cos(p);
          H(i, i) -= y[i + 1] * y[i + 1] * s;
          H(i + 1, i + 1) -= y[i] * y[i] * s;
          H(i, i + 1) = H(i + 1, i) = c - p * s;
        }
        check_close(of_chain(y), H);
        MatrixXd A = 2 * y[0] * MatrixXd::Identity(n, n);
        A(0, 0) = 6 * y[0];
        for (int i = 1; i < n; ++i) A(0, i) = A(i, 0) = 2 * y[i];
        check_close(of_arrowhead(y), A);
      }
    }
}

BOOST_AUTO_TEST_CASE(a_hessian_without_zeros_takes_a_colour_for_each_column) {
  const auto square_of_sum = [](const auto& x) {
    std::remove_cvref_t<decltype(x[0])> sum = 0;
    for (const auto& x_i : x) sum += x_i;
    return sum * sum;
  };
  const std::vector<double> x(400,
                              1.5); // to walk every path of four vertices here would take minutes
  SparseHessian hessian(square_of_sum, x);
  BOOST_TEST(hessian.colours() == 400);
  BOOST_TEST((Eigen::MatrixXd(hessian(x)).array() == 2).all());
}

BOOST_AUTO_TEST_CASE(random_patterns_against_the_dense_drivers) {
  std::mt19937 random(7);
  for (const int n : {5, 17, 40})
    for (const int terms : {3, 20, 80}) BOOST_TEST_CONTEXT(terms << " terms of " << n) {
        std::vector<std::array<std::size_t, 3>> triples;
        std::uniform_int_distribution<std::size_t> any(0, static_cast<std::size_t>(n) - 1);
        for (int k = 0; k < terms; ++k) triples.push_back({any(random), any(random), any(random)});
        const auto results = [&](const auto& x) {
          using X = std::remove_cvref_t<decltype(x[0])>;
          std::vector<X> y;
          for (const auto& [i, j, k] : triples) y.push_back(X(x[i] * exp(x[j]) + sin(x[k])));
          return y;
        };
        const auto sum = [&](const auto& x) {
          std::remove_cvref_t<decltype(x[0])> total = 0.0;
          for (const auto& y : results(x)) total += y * y;
          return total;
        };
        const std::vector<double> x = [&] {
          const VectorXd p = point(n);
          return std::vector<double>(p.begin(), p.end());
        }();
        SparseJacobian jacobian(results, x);
        SparseHessian hessian(sum, x);
        check_close(jacobian(x), forward::jacobian(results, x));
        check_close(hessian(x), reverse::hessian(sum, x));
        // Every entry that is not zero lies in the pattern, and the colourings do as their definitions say.
        const SparsityPattern& rows = jacobian.pattern();
        const Colouring columns = colour_columns(rows);
        for (int i = 0; i < rows.rows(); ++i) {
          std::set<int> seen;
          for (const int j : rows.row(i)) seen.insert(columns[j]);
          BOOST_TEST(seen.size() == rows.row(i).size());
        }
        const SparsityPattern& edges = hessian.pattern();
        const Colouring star = colour_symmetric(edges);
        for (int v = 0; v < n; ++v)
          for (const int w : edges.row(v)) {
            if (w == v) continue;
            BOOST_TEST(star[v] != star[w]);
            for (const int u : edges.row(w))
              for (const int t : edges.row(u))
                if (u != w && u != v && t != u && t != w && t != v)
                  BOOST_TEST((star[v] != star[u] || star[w] != star[t]));
          }
      }
}

BOOST_AUTO_TEST_CASE(a_pattern_by_hand) {
  const auto f = [](const auto& x) {
    using X = std::remove_cvref_t<decltype(x[0])>;
    return std::array<X, 2>{X(x[0] > 0 ? x[0] : x[1]), X(x[1] * x[1])};
  };
  const std::array up{1.0, 2.0}, down{-1.0, 2.0};
  SparseJacobian jacobian(f, up, SparsityPattern(2, {{0, 1}, {1}}));
  check_close(jacobian(up), MatrixXd{{1, 0}, {0, 4}});
  check_close(jacobian(down), MatrixXd{{0, 1}, {0, 4}});
  SparseHessian hessian(sine_chain, VectorXd(point(3)),
                        SparsityPattern(3, {{0, 1, 2}, {0, 1, 2}, {0, 1, 2}}));
  BOOST_TEST(hessian.colours() == 3);
  check_close(hessian(point(3)), reverse::hessian(sine_chain, VectorXd(point(3))));
}

BOOST_AUTO_TEST_CASE(errors) {
  using Bad = std::invalid_argument;
  const VectorXd x = point(3);
  BOOST_CHECK_THROW(SparseJacobian(tridiagonal, x)(point(4)), Bad);
  BOOST_CHECK_THROW(SparseHessian(sine_chain, x)(point(4)), Bad);
  BOOST_CHECK_THROW(jacobian_pattern(tridiagonal, VectorXd()), Bad);
  BOOST_CHECK_THROW(SparsityPattern(2, {{0, 2}}), Bad);
  BOOST_CHECK_THROW(SparsityPattern(2, {{-1}}), Bad);
  BOOST_CHECK_THROW(SparseJacobian(tridiagonal, x, SparsityPattern(2, {{0}})), Bad);
  BOOST_CHECK_THROW(SparseJacobian(tridiagonal, x, SparsityPattern(3, {{0}}))(x), Bad);
  BOOST_CHECK_THROW(SparseHessian(sine_chain, x, SparsityPattern(3, {{1}, {}, {}})), Bad);
}

BOOST_AUTO_TEST_CASE(patterns_cost_little_more_than_the_function) {
  // If a sum made its operands interact, there would be 10¹⁰ pairs.
  const VectorXd x = point(100000);
  BOOST_TEST(hessian_pattern(sine_chain, x).entries() == 299998u);
  // Shared sub-expressions: if each use were followed, the work would double with every step.
  const auto shared = [](const auto& x0) {
    std::remove_cvref_t<decltype(x0[0])> y = x0[0] + x0[1];
    for (int i = 0; i < 200; ++i) y = y / 2 + y / 4;
    return y;
  };
  BOOST_TEST((hessian_pattern(shared, VectorXd(point(2))) == none));
}

BOOST_AUTO_TEST_CASE(a_branch_that_brings_other_entries_is_an_error) {
  const Eigen::Vector3d here(1, 2, 3), there(-1, 2, 3);
  const auto g = [](const auto& x) {
    auto y = x;
    if (x[0] > 0) y[0] = x[1] * x[1];
    else y[0] = x[2] * x[2];
    return y;
  };
  SparseJacobian jacobian(g, here);
  BOOST_TEST(jacobian(here).coeff(0, 1) == 4);
  BOOST_CHECK_THROW(jacobian(there), std::domain_error);
  const auto f = [](const auto& x) {
    auto r = x[0];
    if (x[0] > 0) r = x[1] * x[1];
    else r = x[2] * x[1];
    return r;
  };
  SparseHessian hessian(f, here);
  BOOST_TEST(hessian(here).coeff(1, 1) == 2);
  BOOST_CHECK_THROW(hessian(there), std::domain_error);
  // A pattern given by hand that is too small.
  const auto product = [](const auto& x) {
    auto y = x;
    for (int i = 0; i < 3; ++i) y[i] = x[0] * x[1] * x[2];
    return y;
  };
  SparseJacobian diagonal(product, here, SparsityPattern(3, {{0}, {1}, {2}}));
  BOOST_CHECK_THROW(diagonal(here), std::domain_error);
  // Eight colours fill a pass; the probe then has one of its own.
  const auto dense = [](const auto& x) {
    auto y = x;
    for (int i = 0; i < 8; ++i)
      for (int j = 0; j < 8; ++j) y[i] = y[i] + x[i] * x[j];
    return y;
  };
  const Eigen::VectorXd ones = Eigen::VectorXd::Ones(8);
  SparseJacobian full(dense, ones);
  BOOST_TEST(full.colours() == 8);
  BOOST_TEST(full(ones).coeff(2, 2) == 10);
  BOOST_TEST(full(ones).coeff(2, 3) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
