// What generic code expects of a number type: limits, order, swap, classification, ++, operands of other types,
// printing.
#include "autodiff/eigen.hpp"
#include "autodiff/format.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
#include "autodiff/print.hpp"
#include "autodiff/tape.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <compare>
#include <concepts>
#include <limits>
#include <sstream>
#include <utility>
#include <vector>

namespace {

using namespace jetwork::autodiff;
using D = Dual<double>;
using H = HyperDual<double>;
using J = Jet<double, 2>;

template <class X>
constexpr bool has_the_limits_of_a_double = [] {
  using Limits = std::numeric_limits<X>;
  using OfDouble = std::numeric_limits<double>;
  static_assert(std::same_as<decltype(Limits::epsilon()), X>);
  return Limits::is_specialized && Limits::digits == 53 && Limits::has_infinity
         && !Limits::is_integer && Limits::epsilon() == OfDouble::epsilon()
         && std::numeric_limits<const X>::max() == OfDouble::max();
}();
static_assert(has_the_limits_of_a_double<D> && has_the_limits_of_a_double<H>);
static_assert(has_the_limits_of_a_double<J> && has_the_limits_of_a_double<Dual<Jet<double, 3>>>);
static_assert(std::numeric_limits<Dual<float, 2>>::digits == 24);

static_assert(std::three_way_comparable<D, std::partial_ordering>);
static_assert(std::three_way_comparable<H> && std::three_way_comparable<J>);
static_assert(std::totally_ordered<D> && std::totally_ordered_with<D, double>);
static_assert(std::swappable<D> && std::regular<D> && std::regular<H> && std::regular<J>);
static_assert((D(1, 2) <=> D(1, 3)) == 0 && D(1, 2) == D(1, 3), "by value alone");
static_assert((D(1) <=> 2) < 0 && (3 <=> H(2)) > 0);
static_assert((J(std::numeric_limits<double>::quiet_NaN()) <=> J(0))
              == std::partial_ordering::unordered);

template <class X>
concept Hashable = requires(const X& x) { std::hash<X>{}(x); };
static_assert(!Hashable<D> && !Hashable<H> && !Hashable<J>, "equal numbers may differ");

// The functions of numbers can be used in constant expressions.
static_assert(abs(D(-2, 1)).tangent() == -1 && sign(D(-2, 1)).value() == -1);
static_assert(min(D(2, 1), 3).tangent() == 1 && max(D(2, 1), 3).tangent() == 0);
static_assert(relu(J::variable(2.0))[1] == 1 && clamp(H::variable(2.0), 0, 1).gradient() == 0);
static_assert(abs(H::variable(-2.0)).hessian() == 0);
static_assert(select(D(1) < 2, D(1, 5), D(2)).tangent() == 5);
#if defined(__GNUC__) \
    && !defined(      \
        __clang__) // to others, the standard library's functions are no constants before C++26
static_assert(floor(D(2.5, 1)).value() == 2);
#endif
static_assert(isnan(D(std::numeric_limits<double>::quiet_NaN())) && isfinite(J(1)));
constexpr auto counted() {
  D x(1, 1);
  ++x;
  x++;
  --x;
  return x--;
}
static_assert(counted().value() == 2 && counted().tangent() == 1);

// Operands of other types are in the precision of the number they meet, silently.
static_assert(std::same_as<decltype(Dual<float>(1) * 2.0), Dual<float>>);
static_assert(std::same_as<decltype(2L + Dual<float>(1)), Dual<float>>);
static_assert(std::same_as<decltype(pow(Dual<float>(1), 2)), Dual<float>>);
static_assert(std::same_as<decltype(hypot(1, Dual<float>(1), 2.0)), Dual<float>>);
static_assert((Dual<float>(3, 1) * 2.0 + 1L - 2.5f).tangent() == 2);

template <class X>
auto printed(const X& x) -> std::string {
  std::ostringstream stream;
  stream << x;
  return stream.str();
}

} // namespace

BOOST_AUTO_TEST_SUITE(standard_traits)

BOOST_AUTO_TEST_CASE(the_standard_algorithms_work) {
  std::vector<D> numbers{D(3, 1), D(1, 2), D(2, 3)};
  std::ranges::sort(numbers);
  BOOST_TEST(numbers[0].tangent() == 2);
  BOOST_TEST(std::ranges::max(numbers).tangent() == 1);
  std::swap(numbers[0], numbers[2]);
  BOOST_TEST(numbers[0].tangent() == 1);
  BOOST_TEST(std::max(numbers[1], std::numeric_limits<D>::epsilon()).tangent() == 3);
}

BOOST_AUTO_TEST_CASE(functions_are_found_by_generic_code) {
  const auto generic = [](const auto& x) {
    using std::clamp, std::fma, std::hypot, std::max, std::min, std::pow, std::sin;
    return sin(x) + max(x, x) * pow(x, 2) + hypot(x, x, x) + fma(x, x, x) + min(x, x)
           + clamp(x, x, x);
  };
  BOOST_TEST(generic(D(0.5, 1)).value() == generic(0.5), boost::test_tools::tolerance(1e-15));
  BOOST_TEST(generic(J::variable(0.5)).value() == generic(0.5),
             boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(plain_numbers_go_through_the_same_names) {
  BOOST_TEST(min(1.0, 2.0) == 1.0);
  BOOST_TEST(min(1, 2.5) == 1.0);
  static_assert(std::same_as<decltype(max(1, 2)), int>);
  BOOST_TEST(max(1, 2) == 2);
  BOOST_TEST(clamp(5, 0, 2.5) == 2.5);
  BOOST_TEST(sign(-3) == -1.0);
  BOOST_TEST(fmin(1.0, std::nan("")) == 1.0);
  BOOST_TEST(std::isnan(min(1.0, std::nan(""))));
  BOOST_TEST(std::isnan(max(std::nan(""), 1.0)));
  BOOST_TEST(sigmoid(0) == 0.5);
  BOOST_TEST(relu(-1.5f) == 0.0f);
  {
    using namespace std; // both namespaces open: nothing becomes ambiguous
    BOOST_TEST(jetwork::autodiff::isnan(D(min(1.0, std::nan("")))));
    BOOST_TEST(max(1, 2) + abs(-1) + static_cast<int>(fmax(1.0, 2.0)) == 5);
    BOOST_TEST(clamp(D(3, 1), 0, 2).value() + fabs(D(-1, 1)).value() == 3.0);
  }
}

BOOST_AUTO_TEST_CASE(classification_looks_at_the_value) {
  const D x(-1.0, std::nan(""));
  BOOST_TEST(!isnan(x));
  BOOST_TEST(isfinite(x));
  BOOST_TEST(!isinf(x));
  BOOST_TEST(signbit(x));
  BOOST_TEST(fpclassify(D(0.0, 1.0)) == FP_ZERO);
  BOOST_TEST(isinf(Dual<J>(std::numeric_limits<double>::infinity())));
}

BOOST_AUTO_TEST_CASE(printing_lists_value_and_derivatives) {
  BOOST_TEST(printed(Dual<double, 2>(3.5, {1, 0})) == "(3.5; 1, 0)");
  BOOST_TEST(printed(HyperDual<double, 2>::variable(3.5)) == "(3.5; 1, 0; 0, 0, 0)");
  BOOST_TEST(printed(J::variable(3.5)) == "(3.5; 1; 0)");
  BOOST_TEST(printed(Dual<D>(D(1, 2), D(3, 4))) == "((1; 2); (3; 4))");
  BOOST_TEST(fmt::format("{}", J::variable(3.5)) == "(3.5; 1; 0)");
  BOOST_TEST(fmt::format("{:.2f}", Dual<D>(D(1, 2), D(3, 4))) == "((1.00; 2.00); (3.00; 4.00))");
  BasicTape<D> tape; // a variable's derivatives are its tape's
  const BasicVariable<D> x = tape.variable(D(3.5, 1));
  BOOST_TEST(printed(x) == "(3.5; 1)");
  BOOST_TEST(printed(Variable(3.5)) == "3.5");
  BOOST_TEST(printed(Variable(3.5) * 2) == "7");
  BOOST_TEST(fmt::format("{:.2f} {:.2f}", x * x, Variable(3.5)) == "(12.25; 7.00) 3.50");
  const Eigen::Vector2<Variable> point(Variable(1.5), Variable(2.5));
  std::ostringstream stream;
  stream << point.transpose();
  BOOST_TEST(stream.str() == "1.5 2.5");
}

BOOST_AUTO_TEST_SUITE_END()
