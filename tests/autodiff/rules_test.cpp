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

#include <boost/multiprecision/cpp_bin_float.hpp>
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
using P = mp::number<mp::cpp_bin_float<100>, mp::et_off>;
using Function = std::function<P(const P&)>;
using BinaryFunction = std::function<P(const P&, const P&)>;

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
constexpr std::array<double, max_order + 1> tolerated{4, 6, 16, 64};

constexpr double zero = 1e-30; // what the differences may leave of a derivative that vanishes

struct Reference {
  Function f;
  std::vector<double> points;
  double floor = zero;
};
struct BinaryReference {
  BinaryFunction f;
  std::vector<std::pair<double, double>> points;
  double floor = zero;
};

auto erf_by_series(const P& x) -> P {
  P term = x, sum = x;
  for (int n = 1; n < 300; ++n) term *= -x * x / n, sum += term / (2 * n + 1);
  return 2 * sum / mp::sqrt(4 * mp::atan(P(1)));
}

// clang-format off
const std::vector<double> anywhere{-17.3, -3.1, -1.0, -0.4, -0.01, 0.02, 0.6, 1.7, 5.2, 21.0};
const std::vector<double> moderate{-4.7, -2.2, -0.9, -0.3, 0.03, 0.7, 1.3, 3.9};
const std::vector<double> positive{1e-3, 0.2, 0.7, 1.9, 12.0, 345.0};
const std::vector<double> inside{-0.97, -0.6, -0.2, 0.05, 0.4, 0.8, 0.999};

const std::map<std::string_view, Reference> references{
    {"negate",   {[](const P& x) -> P { return 0 - x; }, anywhere}},
    {"abs",      {[](const P& x) -> P { return x < 0 ? P(-x) : x; }, anywhere}},
    {"sign",     {[](const P& x) -> P { return x < 0 ? -1 : 1; }, anywhere}},
    {"sqrt",     {[](const P& x) -> P { return mp::exp(mp::log(x) / 2); }, positive}},
    {"cbrt",     {[](const P& x) -> P { return x < 0 ? P(-mp::exp(mp::log(-x) / 3)) : mp::exp(mp::log(x) / 3); },
                  {-54.0, -0.3, 1e-3, 0.2, 1.9, 345.0}}},
    {"exp",      {[](const P& x) -> P { return mp::exp(x); }, anywhere}},
    {"expm1",    {[](const P& x) -> P { return mp::exp(x) - 1; }, anywhere}},
    {"log",      {[](const P& x) -> P { return mp::log(x); }, positive}},
    {"log1p",    {[](const P& x) -> P { return mp::log(1 + x); }, {-0.9, -0.3, 1e-4, 0.7, 3.0, 99.0}}},
    {"log2",     {[](const P& x) -> P { return mp::log(x) / mp::log(P(2)); }, positive}},
    {"log10",    {[](const P& x) -> P { return mp::log(x) / mp::log(P(10)); }, positive}},
    {"sin",      {[](const P& x) -> P { return mp::sin(x); }, anywhere}},
    {"cos",      {[](const P& x) -> P { return mp::cos(x); }, anywhere}},
    {"tan",      {[](const P& x) -> P { return mp::sin(x) / mp::cos(x); }, moderate}},
    {"asin",     {[](const P& x) -> P { return mp::atan(x / mp::sqrt(1 - x * x)); }, inside}},
    {"acos",     {[](const P& x) -> P { return 2 * mp::atan(mp::sqrt((1 - x) / (1 + x))); }, inside}},
    {"atan",     {[](const P& x) -> P { return mp::asin(x / mp::sqrt(1 + x * x)); }, anywhere}},
    {"sinh",     {[](const P& x) -> P { return (mp::exp(x) - mp::exp(-x)) / 2; }, anywhere}},
    {"cosh",     {[](const P& x) -> P { return (mp::exp(x) + mp::exp(-x)) / 2; }, anywhere}},
    {"tanh",     {[](const P& x) -> P { return 1 - 2 / (mp::exp(2 * x) + 1); }, moderate, 1}},
    {"asinh",    {[](const P& x) -> P { return mp::log(x + mp::sqrt(x * x + 1)); }, anywhere}},
    {"acosh",    {[](const P& x) -> P { return mp::log(x + mp::sqrt(x * x - 1)); }, {1.001, 1.2, 2.0, 7.5, 400.0}}},
    {"atanh",    {[](const P& x) -> P { return mp::log((1 + x) / (1 - x)) / 2; }, inside}},
    {"erf",      {[](const P& x) -> P { return erf_by_series(x); }, moderate, 1e-9}},
    {"erfc",     {[](const P& x) -> P { return 1 - erf_by_series(x); }, moderate, 1e-9}},
    {"sigmoid",  {[](const P& x) -> P { return 1 / (1 + mp::exp(-x)); }, moderate, 1}},
    {"softplus", {[](const P& x) -> P { return mp::log(1 + mp::exp(x)); }, moderate, 1}},
};

const std::vector<std::pair<double, double>> quarter{{0.3, 2.1}, {1.7, 0.6}, {2.4, 3.3}, {0.01, 4.0}, {37.0, 0.2}};
const std::vector<std::pair<double, double>> plane{{0.3, 2.1}, {-1.7, 0.6}, {2.4, -3.3}, {-0.5, -0.7}, {40.0, 0.25}};

const std::map<std::string_view, BinaryReference> binary_references{
    {"add",      {[](const P& x, const P& y) -> P { return x + y; }, plane}},
    {"subtract", {[](const P& x, const P& y) -> P { return x - y; }, plane}},
    {"multiply", {[](const P& x, const P& y) -> P { return x * y; }, plane}},
    {"divide",   {[](const P& x, const P& y) -> P { return x / y; }, plane}},
    {"pow",      {[](const P& x, const P& y) -> P { return mp::exp(y * mp::log(x)); }, quarter}},
    {"atan2",    {[](const P& x, const P& y) -> P { return 2 * mp::atan(x / (mp::sqrt(x * x + y * y) + y)); }, plane}},
    {"hypot",    {[](const P& x, const P& y) -> P { return mp::sqrt(x * x + y * y); }, plane, 0.05}},
    {"min",      {[](const P& x, const P& y) -> P { return x < y ? x : y; }, plane}},
    {"max",      {[](const P& x, const P& y) -> P { return x < y ? y : x; }, plane}},
};
// clang-format on

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

auto unary_rows() -> std::vector<UnaryRow> {
  std::vector<UnaryRow> rows;
  for_each_unary_rule([&]<class Rule>(Rule) { rows.push_back({Rule::name, results<Rule>}); });
  return rows;
}
auto binary_rows() -> std::vector<BinaryRow> {
  std::vector<BinaryRow> rows;
  const auto add = [&]<class Rule>(Rule) {
    rows.push_back({Rule::name, binary_results<Rule>, apply_rule<Rule, double, max_order>});
  };
  for_each_binary_rule(add);
  add(add_rule{});
  add(subtract_rule{});
  add(multiply_rule{});
  add(divide_rule{});
  return rows;
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
    BOOST_TEST((found != known.end()),
               row.name << " has no reference: write one in tests/autodiff/rules_test.cpp");
    if (found != known.end()) check_row(row, found->second);
  }
  for (const auto& [name, reference] : known)
    BOOST_TEST(std::ranges::count(rows, name, &Row::name) == 1,
               name << " has a reference but no row in the table");
}

} // namespace

BOOST_AUTO_TEST_SUITE(rules)

BOOST_AUTO_TEST_CASE(functions_of_one_argument) { check_all(unary_rows(), references); }

BOOST_AUTO_TEST_CASE(functions_of_two_arguments) { check_all(binary_rows(), binary_references); }

BOOST_AUTO_TEST_SUITE_END()
