// Packs against the standard library in long double, and against their own lanes.
#include "autodiff/dual.hpp"
#include "autodiff/jet.hpp"
#include "autodiff/numbers/pack_functions.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace jetwork::autodiff;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

const std::vector<double> awkward{
    0.0,    -0.0,   1.0,     -1.0,     0.5,       -0.5,         0.625, 1e-300, 5e-324,
    -1e-20, 1e-8,   0.1,     0.624,    2.0,       3.7,          -7.25, 20.5,   -19.9,
    100.0,  400.0,  -400.0,  708.5,    745.0,     -745.2,       800.0, -800.0, 1e10,
    1e200,  -1e200, 1.7e308, infinity, -infinity, not_a_number, 0.99,  1e-5,   12.0};

/// Units in the last place between a double and the truth.
auto ulps(double value, long double truth) -> double {
  if (std::isnan(value) && std::isnan(truth)) return 0;
  const double rounded = static_cast<double>(truth);
  if (value == rounded) return 0;
  if (!std::isfinite(value) || !std::isfinite(rounded)) return infinity;
  const double unit = std::nextafter(std::abs(rounded), infinity) - std::abs(rounded);
  return static_cast<double>(std::abs((static_cast<long double>(value) - truth) / unit));
}

/// The awkward numbers eight at a time, in every window, so that lanes mix fast and slow paths.
template <class Visit>
void for_each_pack_of(const std::vector<double>& numbers, Visit visit) {
  for (std::size_t start = 0; start < numbers.size(); ++start) {
    Pack x;
    for (int lane = 0; lane < Pack::size; ++lane)
      x[lane] = numbers[(start + static_cast<std::size_t>(lane)) % numbers.size()];
    visit(x);
    visit(Pack(numbers[start]));
  }
}

static_assert(Number<Pack>);
static_assert(!Active<Pack>);
static_assert(!std::is_convertible_v<PackMask, bool>);

} // namespace

BOOST_AUTO_TEST_SUITE(pack)

BOOST_AUTO_TEST_CASE(every_function_of_the_table_agrees_with_long_double) {
  std::vector<double> numbers = awkward;
  for (double x = -6; x <= 6; x += 0.0371) numbers.push_back(x);
  for_each_unary_rule([&]<class Rule>(Rule) {
    // The activations are compositions of rounded functions; the C library's own cbrt is a little worse.
    const bool composed = Rule::name == "sigmoid" || Rule::name == "softplus"
                          || Rule::name == "gelu" || Rule::name == "swish" || Rule::name == "cbrt";
    double worst = 0, worst_at = 0;
    for_each_pack_of(numbers, [&](const Pack& x) {
      const Pack y = apply_rule<Rule>(x);
      for (int lane = 0; lane < Pack::size; ++lane) {
        const double error = ulps(y[lane], Rule::value(static_cast<long double>(x[lane])));
        if (composed && std::abs(y[lane]) < 1e-300)
          continue; // their exponentials have fewer digits
        if (error > worst) worst = error, worst_at = x[lane];
      }
    });
    BOOST_TEST_INFO("of " << Rule::name << " at " << worst_at);
    BOOST_TEST(worst <= (composed ? 4.0 : 2.0));
  });
}

BOOST_AUTO_TEST_CASE(every_function_of_two_arguments_agrees_with_long_double) {
  const std::vector<double> numbers{0.0,   1.0,    -1.0, 0.5, -2.5,     3.0,         1e-200,
                                    1e200, -1e200, 7.3,  2.0, infinity, not_a_number};
  const auto check = [&]<class Rule>(Rule) {
    for (const double b : numbers)
      for_each_pack_of(numbers, [&](const Pack& x) {
        const Pack z = apply_rule<Rule>(x, Pack(b));
        for (int lane = 0; lane < Pack::size; ++lane) {
          BOOST_TEST_INFO(Rule::name << "(" << x[lane] << ", " << b << ")");
          BOOST_TEST(ulps(z[lane], Rule::value(static_cast<long double>(x[lane]),
                                               static_cast<long double>(b)))
                     <= 2.0);
        }
      });
  };
  for_each_binary_rule(check);
  check(add_rule{});
  check(subtract_rule{});
  check(multiply_rule{});
  check(divide_rule{});
}

BOOST_AUTO_TEST_CASE(tanh_is_accurate_everywhere) {
  double worst = 0;
  for (double x = 1e-12; x < 25; x *= 1.0007)
    worst = std::max(worst, ulps(tanh(Pack(x))[0], std::tanh(static_cast<long double>(x))));
  BOOST_TEST(worst <= 2.0);
  BOOST_TEST(tanh(Pack(400))[0] == 1.0);
  BOOST_TEST(tanh(Pack(-400))[0] == -1.0);
  BOOST_TEST(tanh(Pack(infinity))[0] == 1.0);
  BOOST_TEST(std::signbit(tanh(Pack(-0.0))[0]));
}

BOOST_AUTO_TEST_CASE(sine_and_cosine_are_accurate_everywhere) {
  std::vector<double> angles;
  for (double x = 1e-9; x < 2e6; x *= 1.0013) angles.push_back(x);
  for (long n = 1; n < 650000;
       n += 1 + n / 50) { // next to multiples of π/2, where nearly everything cancels
    const double x =
        static_cast<double>(static_cast<long double>(n) * 1.570796326794896619231321691639751442L);
    angles.insert(angles.end(), {x, std::nextafter(x, 0), x + 1e-9 * x});
  }
  double worst_sine = 0, worst_cosine = 0;
  for (const double x : angles)
    for (const double angle : {x, -x}) {
      worst_sine = std::max(worst_sine,
                            ulps(sin(Pack(angle))[0], std::sin(static_cast<long double>(angle))));
      worst_cosine = std::max(worst_cosine,
                              ulps(cos(Pack(angle))[0], std::cos(static_cast<long double>(angle))));
    }
  BOOST_TEST(worst_sine <= 1.5);
  BOOST_TEST(worst_cosine <= 1.5);
  BOOST_TEST(std::signbit(sin(Pack(-0.0))[0]));
  BOOST_TEST(cos(Pack(0))[0] == 1.0);
}

BOOST_AUTO_TEST_CASE(log1p_is_accurate_everywhere) {
  double worst = 0;
  for (double x = 1e-300; x < 1e300; x *= 1.01)
    for (const double at : {x, -x})
      if (at > -1)
        worst = std::max(worst, ulps(log1p(Pack(at))[0], std::log1p(static_cast<long double>(at))));
  for (double x = -0.49; x < 3; x += 0.0001)
    worst = std::max(worst, ulps(log1p(Pack(x))[0], std::log1p(static_cast<long double>(x))));
  BOOST_TEST(worst <= 2.0);
  BOOST_TEST(std::signbit(log1p(Pack(-0.0))[0]));
}

BOOST_AUTO_TEST_CASE(each_lane_takes_its_own_branch) {
  Pack x;
  for (int lane = 0; lane < Pack::size; ++lane) x[lane] = lane - 3;
  const Pack y = select((x > 0) & !(x == 2), 10 * x, x - 1);
  for (int lane = 0; lane < Pack::size; ++lane)
    BOOST_TEST(y[lane] == (lane > 3 && lane != 5 ? 10 * x[lane] : x[lane] - 1));
  BOOST_TEST(all((x < 0) | (x >= 0)));
  BOOST_TEST(!all(x != 0));
}

BOOST_AUTO_TEST_CASE(duals_and_jets_of_packs_are_duals_and_jets_of_the_lanes) {
  const auto f = [](const auto& x) {
    return tanh(x) * abs(x - 1) + hypot(x, 2.0) / (1 + exp(-x)) + pow(x * x, 1.5);
  };
  Pack at;
  for (int lane = 0; lane < Pack::size; ++lane) at[lane] = 0.3 * lane - 1.1;
  const auto dual = f(Dual<Pack>(at, Pack(1)));
  const auto jet = f(Jet<Pack, 2>::variable(at));
  for (int lane = 0; lane < Pack::size; ++lane) {
    const auto expected = f(Jet<double, 2>::variable(at[lane]));
    BOOST_TEST(dual.tangent()[lane] == expected[1], boost::test_tools::tolerance(1e-14));
    BOOST_TEST(jet[2][lane] == expected[2], boost::test_tools::tolerance(1e-14));
  }
}

BOOST_AUTO_TEST_CASE(a_zero_tangent_wins_in_its_own_lane) {
  Pack x = 4;
  x[2] = 0;
  const auto y = sqrt(Dual<Pack>(x, Pack(1)) * Dual<Pack>(x, Pack(1)));
  BOOST_TEST(y.tangent()[2] == 0.0);
  BOOST_TEST(y.tangent()[3] == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
