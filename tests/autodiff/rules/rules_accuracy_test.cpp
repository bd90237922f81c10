// How accurate derivatives are over whole ranges: hundreds of seeded points for every function of one argument,
// small and large, of both signs, against derivatives stated here in closed form and computed in sixty digits.
//
// The measure of a first derivative is the ulp: it is off by at most 4·epsilon·|f'(x)|. Where f' has a zero of its
// own between terms that do not vanish (gelu, swish), the terms stand in place of |f'|. A second derivative is
// well conditioned as far as an ulp in x does not change it, so its unit is epsilon·(|f''| + |x·f'''|), and 16 of
// these are tolerated. sigmoid'' is y'·(1 - 2y), which cancels at 0: its unit has |f'| as well. Results below 1e-300
// have fewer digits, and are not looked at.
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
#include "autodiff/numbers/pack_functions.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <string_view>
#include <vector>

namespace {

using namespace jetwork::autodiff;
namespace mp = boost::multiprecision;
using P = mp::number<mp::cpp_bin_float<60>, mp::et_off>;

constexpr double tolerated_first = 4, tolerated_second = 16;
constexpr double epsilon = std::numeric_limits<double>::epsilon();

struct Derivative {
  std::function<P(const P&)> slope;
  double lowest, highest; ///< where points are drawn
  std::function<P(const P&)> terms =
      slope; ///< what the slope is a sum of, if that is a sum with a zero
  std::function<P(const P&)> second = {}; ///< f'', where differences of the slope would cancel
  double second_floor = 0; ///< what f'' is a difference of, as a multiple of the slope
};

auto pi() -> P { return 4 * mp::atan(P(1)); }
auto gauss(const P& x) -> P { return mp::exp(-x * x / 2) / mp::sqrt(2 * pi()); }
auto normal(const P& x) -> P { return mp::erfc(-x / mp::sqrt(P(2))) / 2; }
auto logistic(const P& x) -> P { return 1 / (1 + mp::exp(-x)); }
auto none(const P&) -> P { return 0; }

// clang-format off
const std::map<std::string_view, Derivative> derivatives{
    {"negate",   {[](const P&) -> P { return -1; },                                   -1e9, 1e9}},
    {"identity", {[](const P&) -> P { return 1; },                                    -1e9, 1e9}},
    {"abs",      {[](const P& x) -> P { return x < 0 ? -1 : 1; },                     -1e9, 1e9}},
    {"sign",     {none, -1e9, 1e9}},
    {"floor",    {none, -1e9, 1e9}},
    {"ceil",     {none, -1e9, 1e9}},
    {"round",    {none, -1e9, 1e9}},
    {"trunc",    {none, -1e9, 1e9}},
    {"sqrt",     {[](const P& x) -> P { return mp::exp(-mp::log(x) / 2) / 2; },       0, 1e200}},
    {"cbrt",     {[](const P& x) -> P { return mp::exp(-mp::log(mp::abs(x)) * 2 / 3) / 3; }, -1e200, 1e200}},
    {"exp",      {[](const P& x) -> P { return mp::exp(x); },                         -690, 700}},
    {"exp2",     {[](const P& x) -> P { return mp::log(P(2)) * mp::exp(x * mp::log(P(2))); }, -990, 1000}},
    {"expm1",    {[](const P& x) -> P { return mp::exp(x); },                         -690, 700}},
    {"log",      {[](const P& x) -> P { return 1 / x; },                              0, 1e200}},
    {"log1p",    {[](const P& x) -> P { return 1 / (1 + x); },                        -0.9999, 1e200}},
    {"log2",     {[](const P& x) -> P { return 1 / (x * mp::log(P(2))); },            0, 1e200}},
    {"log10",    {[](const P& x) -> P { return 1 / (x * mp::log(P(10))); },           0, 1e200}},
    {"sin",      {[](const P& x) -> P { return mp::cos(x); },                         -1e4, 1e4}},
    {"cos",      {[](const P& x) -> P { return -mp::sin(x); },                        -1e4, 1e4}},
    {"tan",      {[](const P& x) -> P { return 1 / (mp::cos(x) * mp::cos(x)); },      -20, 20}},
    {"asin",     {[](const P& x) -> P { return 1 / mp::sqrt(1 - x * x); },            -1, 1}},
    {"acos",     {[](const P& x) -> P { return -1 / mp::sqrt(1 - x * x); },           -1, 1}},
    {"atan",     {[](const P& x) -> P { return 1 / (1 + x * x); },                    -1e100, 1e100}},
    {"sinh",     {[](const P& x) -> P { return (mp::exp(x) + mp::exp(-x)) / 2; },     -700, 700}},
    {"cosh",     {[](const P& x) -> P { return (mp::exp(x) - mp::exp(-x)) / 2; },     -700, 700}},
    {"tanh",     {[](const P& x) -> P { return 4 / (mp::exp(x) + mp::exp(-x)) / (mp::exp(x) + mp::exp(-x)); }, -340, 340}},
    {"asinh",    {[](const P& x) -> P { return 1 / mp::sqrt(1 + x * x); },            -1e200, 1e200}},
    {"acosh",    {[](const P& x) -> P { return 1 / mp::sqrt(x * x - 1); },            1, 1e200}},
    {"atanh",    {[](const P& x) -> P { return 1 / (1 - x * x); },                    -1, 1}},
    {"erf",      {[](const P& x) -> P { return 2 / mp::sqrt(pi()) * mp::exp(-x * x); },  -26, 26}},
    {"erfc",     {[](const P& x) -> P { return -2 / mp::sqrt(pi()) * mp::exp(-x * x); }, -26, 26}},
    {"sigmoid",  {[](const P& x) -> P { return logistic(x) * logistic(-x); },         -690, 690,
                  [](const P& x) -> P { return logistic(x) * logistic(-x); },
                  [](const P& x) -> P { return logistic(x) * logistic(-x) * (logistic(-x) - logistic(x)); }, 1}},
    {"softplus", {logistic,                                                           -690, 690, logistic,
                  [](const P& x) -> P { return logistic(x) * logistic(-x); }}},
    {"relu",     {[](const P& x) -> P { return x > 0 ? 1 : 0; },                      -1e9, 1e9}},
    {"gelu",     {[](const P& x) -> P { return normal(x) + x * gauss(x); },           -36, 36,
                  [](const P& x) -> P { return normal(x) + mp::abs(x) * gauss(x); },
                  [](const P& x) -> P { return gauss(x) * (2 - x * x); }}},
    {"swish",    {[](const P& x) -> P { return logistic(x) * (1 + x * logistic(-x)); },  -680, 680,
                  [](const P& x) -> P { return logistic(x) * (1 + mp::abs(x) * logistic(-x)); },
                  [](const P& x) -> P { return logistic(x) * logistic(-x) * (2 + x * (logistic(-x) - logistic(x))); }}},
    {"softsign", {[](const P& x) -> P { return 1 / ((1 + mp::abs(x)) * (1 + mp::abs(x))); }, -1e140, 1e140}},
    {"gaussian",            {[](const P& x) -> P { return -2 * x * mp::exp(-x * x); }, -26, 26}},
    {"normal_density",      {[](const P& x) -> P { return -x * gauss(x); },            -36, 36}},
    {"normal_distribution", {gauss,                                                    -36, 36}},
    {"unsigned_zero",       {[](const P&) -> P { return 1; },                          -1, 1}},
};
// clang-format on

/// Half of the points are spread evenly, half evenly in their logarithm, down to 1e-9.
auto points_between(double lowest, double highest) -> std::vector<double> {
  std::mt19937 random(7);
  const auto uniform = [&] { return (static_cast<double>(random()) + 0.5) / 4294967296.0; };
  std::vector<double> points;
  while (points.size() < 300) {
    const double even = lowest + uniform() * (highest - lowest);
    const double side = uniform() < 0.5 ? lowest : highest;
    const double scaled = std::copysign(
        std::pow(10.0, std::log10(std::abs(side) + 1e-9) * uniform() - 9 * uniform()), side);
    const double x = points.size() % 2 == 0 ? even : scaled;
    if (x > lowest && x < highest) points.push_back(x);
  }
  return points;
}

struct Results {
  std::vector<std::pair<std::string_view, double>> first, second;
};
template <class Rule>
auto results_of(double x) -> Results {
  const auto dual = apply_rule<Rule>(Dual<double>(x, 1));
  const auto pack = apply_rule<Rule>(Dual<Pack>(Pack(x), Pack(1)));
  const auto hyper = apply_rule<Rule>(HyperDual<double>::variable(x));
  const auto jet = apply_rule<Rule>(Jet<double, 2>::variable(x));
  const auto nested = apply_rule<Rule>(Dual<Dual<double>>(Dual<double>(x, 1.0), 1.0));
  return {{{"Dual", dual.tangent()},
           {"Dual<Pack>", pack.tangent()[3]},
           {"HyperDual", hyper.gradient()},
           {"Jet", jet[1]},
           {"Dual<Dual>", nested.tangent().value()}},
          {{"HyperDual", hyper.hessian()},
           {"Jet", jet.derivative(2)},
           {"Dual<Dual>", nested.tangent().tangent()}}};
}

void check_accuracy(std::string_view name, Results (*results_at)(double)) {
  BOOST_TEST_REQUIRE(derivatives.contains(name), name << " has no derivative here");
  const Derivative& known = derivatives.at(name);
  double worst_first = 0, worst_second = 0;
  for (const double at : points_between(known.lowest, known.highest)) {
    const P x = at, h = mp::ldexp(mp::abs(x), -60);
    const P left = known.slope(x - h), slope = known.slope(x), right = known.slope(x + h);
    const P second = known.second ? known.second(x) : P((right - left) / (2 * h));
    const P third = known.second ? P((known.second(x + h) - known.second(x - h)) / (2 * h))
                                 : P((right - 2 * slope + left) / (h * h));
    const Results results = results_at(at);
    const auto error = [&](double result, const P& truth, const P& unit) {
      if (mp::abs(truth) < 1e-300 && std::abs(result) < 1e-300) return 0.0;
      return static_cast<double>(P(mp::abs(result - truth) / (unit * epsilon)));
    };
    for (const auto& [by, result] : results.first) {
      const double off = error(result, slope, mp::abs(known.terms(x)));
      worst_first = std::max(worst_first, off);
      BOOST_TEST(off <= tolerated_first, name << "'(" << at << ") by " << by << " is " << result
                                              << ", off by " << off << " ulps");
    }
    for (const auto& [by, result] : results.second) {
      const double off =
          error(result, second,
                mp::abs(second) + mp::abs(x * third) + known.second_floor * mp::abs(slope));
      worst_second = std::max(worst_second, off);
      BOOST_TEST(off <= tolerated_second, name << "''(" << at << ") by " << by << " is " << result
                                               << ", off by " << off << " units");
    }
  }
  BOOST_TEST_MESSAGE(name << ": first derivatives to " << worst_first << " ulps, second to "
                          << worst_second << " units");
}

} // namespace

BOOST_AUTO_TEST_SUITE(rules_accuracy)

BOOST_AUTO_TEST_CASE(of_every_function_of_one_argument) {
  const auto check = []<class Rule>(Rule) { check_accuracy(Rule::name, results_of<Rule>); };
  for_each_unary_rule(check);
  for_each_slope_rule(check);
}

BOOST_AUTO_TEST_SUITE_END()
