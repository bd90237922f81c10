// The points at which automatic differentiation goes wrong: where a function has a kink, where its slope is
// infinite, where an intermediate result overflows. These are the rows of autodiff/conventions.md, each in every
// mode: Dual, HyperDual, Jet, nested, on packs, on scalar tapes of double, of Dual and of Jet, and forward and reverse on
// the batch tape.
#pragma once

#include "autodiff/batch.hpp"
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
#include "autodiff/tape.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace awkward {

using namespace jetwork::autodiff;
using D = Dual<double>;
using H = HyperDual<double>;
using J = Jet<double, 2>;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double unknown = 12345; // a second derivative that does not exist, and may be anything

/// Equal to a few ulps, infinities and NaN included.
inline void check_same(std::string_view by, double result, double expected) {
  const bool same = std::isnan(expected) ? std::isnan(result)
                    : std::isinf(expected)
                        ? result == expected
                        : std::abs(result - expected) <= 1e-15 * std::abs(expected);
  BOOST_TEST(same, by << " gives " << result << " instead of " << expected);
}

/// A derivative of some order, as one of the modes computed it.
struct Result {
  const char* by;
  int order;
  double number;
};

/// What the batch tape makes of y, of its jet y, y', y''/2, and of the reverse sweeps from y and y'.
inline void add_replayed(std::vector<Result>& results, const BatchTape& tape,
                         const BatchVariable& x, const BatchVariable& y,
                         const Jet<BatchVariable, 2>& jet, double at) {
  BatchReplay replay(tape, 1);
  replay.set(x, Eigen::VectorXd::Constant(1, at));
  replay.forward();
  const auto value = [&](const BatchVariable& v) {
    return v.is_constant() ? v.constant() : replay.value(v)(0, 0);
  };
  const auto derivative = [&](const BatchVariable& v) {
    if (v.is_constant()) return 0.0;
    replay.reverse(v);
    return replay.adjoint(x)(0, 0);
  };
  const auto moved = [&](const BatchVariable& v) {
    return v.is_constant() ? 0.0 : replay.tangent(v)(0, 0);
  };
  replay.set_tangent(x, 1.0);
  replay.forward_tangent();
  results.push_back({"a tangent of the batch tape", 1, moved(y)});
  results.push_back({"a tangent of a jet on the batch tape", 2, moved(jet[1])});
  results.push_back({"the batch tape", 0, value(y)});
  results.push_back({"a reverse sweep", 1, derivative(y)});
  results.push_back({"Jet<BatchVariable>", 1, value(jet[1])});
  results.push_back({"Jet<BatchVariable>", 2, 2 * value(jet[2])});
  results.push_back({"a reverse sweep over a jet", 2, derivative(jet[1])});
}

/// The derivative by x of a program on a scalar tape of T, whose x may itself move.
template <class T, class F>
auto taped(F f, const T& at) -> std::pair<T, T> {
  BasicTape<T> tape;
  const BasicVariable<T> x = tape.variable(at);
  const BasicVariable<T> y = f(x);
  tape.reverse(y);
  return {y.value(), tape.adjoint(x)};
}

template <class F>
auto results_of(F f, double at) -> std::vector<Result> {
  const D dual = f(D(at, 1));
  const H hyper = f(H::variable(at));
  const J jet = f(J::variable(at));
  const Dual<D> nested = f(Dual<D>(D(at, 1.0), 1.0));
  const Dual<Pack> pack = f(Dual<Pack>(Pack(at), Pack(1)));
  const Dual<J> of_jet = f(Dual<J>(J::variable(at), 1.0));
  std::vector<Result> results{{"double", 0, f(at)},
                              {"Dual", 0, dual.value()},
                              {"Dual", 1, dual.tangent()},
                              {"HyperDual", 0, hyper.value()},
                              {"HyperDual", 1, hyper.gradient()},
                              {"HyperDual", 2, hyper.hessian()},
                              {"Jet", 0, jet.value()},
                              {"Jet", 1, jet[1]},
                              {"Jet", 2, jet.derivative(2)},
                              {"Dual<Dual>", 0, nested.value().value()},
                              {"Dual<Dual>", 1, nested.tangent().value()},
                              {"Dual<Dual>, inner,", 1, nested.value().tangent()},
                              {"Dual<Dual>", 2, nested.tangent().tangent()},
                              {"Dual<Pack>", 0, pack.value()[5]},
                              {"Dual<Pack>", 1, pack.tangent()[5]},
                              {"Dual<Jet>", 1, of_jet.tangent()[0]},
                              {"Dual<Jet>", 2, of_jet.tangent()[1]}};
  const auto [value, slope] = taped<double>(f, at);
  const auto [dual_value, dual_slope] = taped<D>(f, D(at, 1));
  const auto [jet_value, jet_slope] = taped<J>(f, J::variable(at));
  for (const Result& result : {Result{"Tape", 0, value},
                               {"Tape", 1, slope},
                               {"BasicTape<Dual>", 1, dual_value.tangent()},
                               {"BasicTape<Dual>, by its sweep,", 1, dual_slope.value()},
                               {"BasicTape<Dual>", 2, dual_slope.tangent()},
                               {"BasicTape<Jet>, its value's,", 2, jet_value.derivative(2)},
                               {"BasicTape<Jet>", 1, jet_slope[0]},
                               {"BasicTape<Jet>", 2, jet_slope[1]}})
    results.push_back(result);
  BatchTape tape;
  const BatchVariable x = tape.input();
  add_replayed(results, tape, x, f(x), f(Jet<BatchVariable, 2>::variable(x)), at);
  return results;
}

struct Point {
  const char* name;
  double x, value, first, second;
  std::vector<Result> (*results)(double);
};

#define POINT(expression, at, value, first, second)                                        \
  Point {                                                                                  \
    #expression " at " #at, at, value, first, second,                                      \
        [](double x0) { return results_of([](const auto& x) { return expression; }, x0); } \
  }

inline void check(const std::vector<Point>& points) {
  for (const Point& point : points) BOOST_TEST_CONTEXT(point.name) {
      const double expected[] = {point.value, point.first, point.second};
      for (const auto& [by, order, number] : point.results(point.x))
        if (expected[order] != unknown)
          check_same(std::string(by) + ", order " + std::to_string(order) + ",", number,
                     expected[order]);
    }
}

} // namespace awkward
