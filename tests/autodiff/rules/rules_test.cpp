// Every row of the rule table against the mathematics: values and derivatives up to the third, by Dual,
// HyperDual and Jet, against central differences in a hundred digits of functions written here once more.
//
// The measure: an error is counted in ulps of the true derivative, that is relative to epsilon·|f⁽ᵏ⁾(x)|.
// Where a derivative is much smaller than what it is computed from (1 - tanh² far out), it can only be as
// good as that: the unit is epsilon·max(|f⁽ᵏ⁾|, floor) with a floor that the reference states.
//
// A row that has no reference here fails: no rule can exist untested.
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
#include "autodiff/rules.hpp"
#include "tests/autodiff/rules/reference_functions.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace jetwork::autodiff;
namespace mp = boost::multiprecision;
using P = Precise;
using Function = PreciseFunction;

constexpr int max_order = 3;

/// The derivative of f at 0 of an order up to three. The error is of order step², far below a double's.
auto derivative(const Function& f, int order) -> P {
  static const P h = mp::ldexp(P(1), -53);
  switch (order) {
  case 0: return f(P(0));
  case 1: return (f(h) - f(-h)) / (2 * h);
  case 2: return (f(h) - 2 * f(P(0)) + f(-h)) / (h * h);
  default: return (f(2 * h) - 2 * f(h) + 2 * f(-h) - f(-2 * h)) / (2 * h * h * h);
  }
}

/// The error of a result, in ulps of the truth or of the floor.
auto ulps(double result, const P& truth, double floor) -> double {
  const P unit = std::numeric_limits<double>::epsilon() * mp::fmax(mp::abs(truth), P(floor));
  const P error = mp::abs(result - truth);
  if (!std::isfinite(result)) return std::numeric_limits<double>::infinity();
  return static_cast<double>(error == 0 ? P(0) : P(error / unit));
}

/// What is tolerated at orders 0 to 3.
constexpr std::array<double, max_order + 1> tolerated{4, 4, 16, 64};

/// A derivative as one of the number types computed it: ∂ⁱ⁺ʲf/∂xⁱ∂yʲ.
struct Result {
  std::string_view by;
  int by_x, by_y;
  double derivative;
};

struct UnaryRow {
  std::string_view name;
  std::vector<Result> (*results)(double);
};
struct TernaryResult {
  std::string_view by;
  std::array<int, 3> order;
  double derivative;
};
struct TernaryRow {
  std::string_view name;
  std::vector<TernaryResult> (*results)(double, double, double);
};
struct BinaryRow {
  std::string_view name;
  std::vector<Result> (*results)(double, double);
  Jet<double, max_order> (*along)(const Jet<double, max_order>&, const Jet<double, max_order>&);
};

template <class Rule>
auto results(double x) -> std::vector<Result> {
  const auto dual = apply_rule<Rule>(Dual<double>(x, 1));
  const auto hyper = apply_rule<Rule>(HyperDual<double>::variable(x));
  const auto jet = apply_rule<Rule>(Jet<double, max_order>::variable(x));
  std::vector<Result> all{
      {"double", 0, 0, apply_rule<Rule>(x)}, {"Dual", 0, 0, dual.value()},
      {"Dual", 1, 0, dual.tangent()},        {"HyperDual", 0, 0, hyper.value()},
      {"HyperDual", 1, 0, hyper.gradient()}, {"HyperDual", 2, 0, hyper.hessian()}};
  for (int k = 0; k <= max_order; ++k) all.push_back({"Jet", k, 0, jet.derivative(k)});
  return all;
}

template <class Rule>
auto binary_results(double x, double y) -> std::vector<Result> {
  const auto [dx, dy] = Dual<double, 2>::variables(x, y);
  const auto [hx, hy] = HyperDual<double, 2>::variables(x, y);
  using J = Jet<double, max_order>;
  const auto dual = apply_rule<Rule>(dx, dy);
  const auto hyper = apply_rule<Rule>(hx, hy);
  const auto left = apply_rule<Rule>(Dual<double>(x, 1), y),
             right = apply_rule<Rule>(x, Dual<double>(y, 1));
  const auto hyper_left = apply_rule<Rule>(hx, y), hyper_right = apply_rule<Rule>(x, hy);
  const auto jet_left = apply_rule<Rule>(J::variable(x), y),
             jet_right = apply_rule<Rule>(x, J::variable(y));
  std::vector<Result> all{{"double", 0, 0, apply_rule<Rule>(x, y)},
                          {"Dual", 0, 0, dual.value()},
                          {"Dual", 1, 0, dual.tangent(0)},
                          {"Dual", 0, 1, dual.tangent(1)},
                          {"Dual and a constant", 1, 0, left.tangent()},
                          {"a constant and Dual", 0, 1, right.tangent()},
                          {"HyperDual", 0, 0, hyper.value()},
                          {"HyperDual", 1, 0, hyper.gradient(0)},
                          {"HyperDual", 0, 1, hyper.gradient(1)},
                          {"HyperDual", 2, 0, hyper.hessian(0, 0)},
                          {"HyperDual", 1, 1, hyper.hessian(0, 1)},
                          {"HyperDual", 0, 2, hyper.hessian(1, 1)},
                          {"HyperDual and a constant", 2, 0, hyper_left.hessian(0, 0)},
                          {"a constant and HyperDual", 0, 2, hyper_right.hessian(1, 1)}};
  for (int k = 0; k <= max_order; ++k) {
    all.push_back({"Jet and a constant", k, 0, jet_left.derivative(k)});
    all.push_back({"a constant and Jet", 0, k, jet_right.derivative(k)});
  }
  return all;
}

template <class Rule>
auto ternary_results(double x, double y, double z) -> std::vector<TernaryResult> {
  const auto [dx, dy, dz] = Dual<double, 3>::variables(x, y, z);
  const auto [hx, hy, hz] = HyperDual<double, 3>::variables(x, y, z);
  const auto dual = apply_rule<Rule>(dx, dy, dz);
  const auto hyper = apply_rule<Rule>(hx, hy, hz);
  using J = Jet<double, 2>;
  const J by_x = apply_rule<Rule>(J::variable(x), y, z),
          by_y = apply_rule<Rule>(x, J::variable(y), z),
          by_z = apply_rule<Rule>(x, y, J::variable(z));
  return {{"double", {0, 0, 0}, apply_rule<Rule>(x, y, z)},
          {"Dual", {1, 0, 0}, dual.tangent(0)},
          {"Dual", {0, 1, 0}, dual.tangent(1)},
          {"Dual", {0, 0, 1}, dual.tangent(2)},
          {"two Duals and a constant", {0, 1, 0}, apply_rule<Rule>(dx, dy, z).tangent(1)},
          {"HyperDual", {1, 1, 0}, hyper.hessian(0, 1)},
          {"HyperDual", {0, 1, 1}, hyper.hessian(1, 2)},
          {"HyperDual", {0, 0, 2}, hyper.hessian(2, 2)},
          {"Jet and constants", {2, 0, 0}, by_x.derivative(2)},
          {"Jet and constants", {0, 1, 0}, by_y[1]},
          {"Jet and constants", {0, 0, 1}, by_z[1]}};
}

auto ternary_rows() -> std::vector<TernaryRow> {
  std::vector<TernaryRow> rows;
  for_each_ternary_rule(
      [&]<class Rule>(Rule) { rows.push_back({Rule::name, ternary_results<Rule>}); });
  return rows;
}

auto unary_rows() -> std::vector<UnaryRow> {
  std::vector<UnaryRow> rows;
  for_each_unary_rule([&]<class Rule>(Rule) { rows.push_back({Rule::name, results<Rule>}); });
  return rows;
}
auto binary_rows() -> std::vector<BinaryRow> {
  std::vector<BinaryRow> rows;
  const auto add = [&]<class Rule>(Rule) {
    rows.push_back({Rule::name, binary_results<Rule>,
                    apply_rule<Rule, Jet<double, max_order>, Jet<double, max_order>>});
  };
  for_each_binary_rule(add);
  add(add_rule{});
  add(subtract_rule{});
  add(multiply_rule{});
  add(divide_rule{});
  return rows;
}

void check_row(const TernaryRow& row, const TernaryReference& reference) {
  for (const auto& [x, y, z] : reference.points)
    for (const TernaryResult& result : row.results(x, y, z)) {
      const auto& [i, j, k] = result.order;
      const auto f = [&, a = P(x), b = P(y), c = P(z)](const P& r, const P& s, const P& t) {
        return reference.f(a + r, b + s, c + t);
      };
      const P truth = derivative(
          [&, second = j, third = k](const P& r) {
            return derivative(
                [&](const P& s) {
                  return derivative([&](const P& t) { return f(r, s, t); }, third);
                },
                second);
          },
          i);
      const double error = ulps(result.derivative, truth, reference.floor);
      BOOST_TEST(error <= tolerated[static_cast<std::size_t>(i + j + k)],
                 row.name << "(" << x << ", " << y << ", " << z << ") by " << result.by << " is "
                          << result.derivative << ", not " << static_cast<double>(truth));
    }
}

void check(const Result& result, const P& truth, double floor) {
  const auto order = static_cast<std::size_t>(result.by_x + result.by_y);
  const double error = ulps(result.derivative, truth, floor);
  BOOST_TEST(error <= tolerated[order], result.by << " gives " << result.derivative
                                                  << " for the derivative (" << result.by_x << ", "
                                                  << result.by_y << "), off by " << error
                                                  << " ulps from " << static_cast<double>(truth));
}

void check_row(const UnaryRow& row, const Reference& reference) {
  for (const double x : reference.points) BOOST_TEST_CONTEXT(row.name << "(" << x << ")") {
      std::array<P, max_order + 1> truth;
      for (int k = 0; k <= max_order; ++k)
        truth[static_cast<std::size_t>(k)] =
            derivative([&](const P& t) { return reference.f(x + t); }, k);
      for (const Result& result : row.results(x))
        check(result, truth[static_cast<std::size_t>(result.by_x)], reference.floor);
    }
}

void check_row(const BinaryRow& row, const BinaryReference& reference) {
  for (const auto& [x0, y0] : reference.points)
    BOOST_TEST_CONTEXT(row.name << "(" << x0 << ", " << y0 << ")") {
      const P x = x0, y = y0;
      for (const Result& result : row.results(x0, y0)) {
        const auto by_y = [&](const P& s) {
          return derivative([&](const P& t) { return reference.f(x + s, y + t); }, result.by_y);
        };
        check(result, derivative(by_y, result.by_x), reference.floor);
      }
      // Both arguments move: along the straight line (x + t, y - t/2).
      using J = Jet<double, max_order>;
      const J z = row.along(J::variable(x0), J::variable(y0, -0.5));
      for (int k = 0; k <= max_order; ++k)
        check({"Jet along a line", k, 0, z.derivative(k)},
              derivative([&](const P& t) { return reference.f(x + t, y - t / 2); }, k),
              reference.floor);
    }
}

template <class Row, class References>
void check_all(const std::vector<Row>& rows, const References& known) {
  for (const Row& row : rows) {
    const auto found = known.find(row.name);
    BOOST_TEST(
        (found != known.end()),
        row.name << " has no reference: write one in tests/autodiff/rules/reference_functions.cpp");
    if (found != known.end()) check_row(row, found->second);
  }
  for (const auto& [name, reference] : known)
    BOOST_TEST(std::ranges::count(rows, name, &Row::name) == 1,
               name << " has a reference but no row in the table");
}

} // namespace

BOOST_AUTO_TEST_SUITE(rules)

BOOST_AUTO_TEST_CASE(functions_of_one_argument) { check_all(unary_rows(), references()); }

BOOST_AUTO_TEST_CASE(functions_of_two_arguments) { check_all(binary_rows(), binary_references()); }

BOOST_AUTO_TEST_CASE(functions_of_three_arguments) {
  check_all(ternary_rows(), ternary_references());
}

BOOST_AUTO_TEST_SUITE_END()
