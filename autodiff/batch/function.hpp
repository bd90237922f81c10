// A whole expression as one operation of the batch tape.
//
//   const auto valley = [](const auto& now, const auto& next) {        // any generic function, of a few arguments
//     const auto across = next - now * now;
//     return 100 * across * across + (1 - now) * (1 - now);
//   };
//   BatchVariable y = elementwise(valley, rows(x, 0, 999), rows(x, 1, 999));    // 999 rows
//   BatchVariable s = sum_of(valley, rows(x, 0, 999), rows(x, 1, 999));         // their sum, in one pass
//
// Recorded operation by operation, every intermediate result is an array that is written, read, and has an adjoint.
// In one operation they live in registers: forward runs the function on packs, reverse on Dual<Pack, n>, which gives
// its slopes by all n arguments at once. The function is called on other numbers than it is recorded with, so it must
// have no state: all that it depends on are its arguments. A branch in it is a select.
#pragma once

#include "autodiff/batch/arithmetic.hpp"
#include "autodiff/dual.hpp"

#include <algorithm>
#include <tuple>

namespace jetwork::autodiff {

namespace detail {

/// A function as a rule that takes its slopes from the function itself.
template <class F, std::size_t n>
struct function_rule {
  static constexpr int arity = static_cast<int>(n);
  using Slopes = Dual<Pack, static_cast<int>(n)>;

  template <class... X>
  static auto value(const X&... x) -> Pack {
    return F()(x...);
  }
  /// The value and all slopes.
  template <class... X>
  static auto slopes(const X&... x) -> Slopes {
    int direction = 0;
    const std::array<Slopes, n> moving{Slopes::variable(x, direction++)...};
    return std::apply([](const auto&... each) -> Slopes { return F()(each...); }, moving);
  }
};

/// A pack of a single sample's rows i … i + 7, with zeros in the lanes beyond the last row.
inline auto counted(const Pack& term, std::ptrdiff_t i, int rows) -> Pack {
  if (i + Pack::size <= rows) return term;
  Pack lane;
  for (int k = 0; k < Pack::size; ++k) lane[k] = static_cast<double>(i + k);
  return select(lane < rows, term, Pack(0));
}
inline auto sum_of_lanes(const Pack& x) -> double {
  double sum = 0;
  for (int lane = 0; lane < Pack::size; ++lane) sum += x[lane];
  return sum;
}

template <class F, bool sums, std::size_t... k>
[[gnu::always_inline]] inline void forward_function_of(const BatchCall& call,
                                                       std::index_sequence<k...>) {
  const Stretches stretches(call, sums);
  Operands<sizeof...(k)> x(call);
  const bool one_sample = call.layout.one_sample;
  const int rows = call.common_rows();
  Pack total = 0;
  double* y = call.value();
  for (int row = 0; row < stretches.rows; ++row) {
    x.start_row(row);
    for (std::ptrdiff_t i = 0; i < stretches.size; i += Pack::size) {
      const Pack value = function_rule<F, sizeof...(k)>::value(x.template get<k>()...);
      if constexpr (!sums) value.store(y + row * stretches.size + i);
      else if (!one_sample) (row == 0 ? value : Pack::load(y + i) + value).store(y + i);
      else total += counted(value, i, rows);
      x.advance();
    }
  }
  if (sums && one_sample) *y = sum_of_lanes(total);
}
template <class F, std::size_t n, bool sums>
[[gnu::flatten]] void forward_function(const BatchCall& call) {
  forward_function_of<F, sums>(call, std::make_index_sequence<n>());
}

template <class F, bool sums, std::size_t... k>
[[gnu::always_inline]] inline void reverse_function_of(const BatchCall& call,
                                                       std::index_sequence<k...>) {
  const Stretches stretches(call, sums);
  Operands<sizeof...(k)> x(call);
  std::array<Target, sizeof...(k)> target{Target(call, k)...};
  const bool one_sample = call.layout.one_sample;
  const double* y_adjoint = call.adjoint();
  const Pack total_adjoint = *y_adjoint;
  const int rows = call.common_rows();
  // The contributions of a few packs are computed before they are added. Two arguments may be views of one variable,
  // shifted by a row, and a pack is slow to load when parts of it were just stored as parts of two other packs.
  constexpr std::ptrdiff_t some = 16 * Pack::size;
  std::array<std::array<Pack, some / Pack::size>, sizeof...(k)> terms;
  for (int row = 0; row < stretches.rows; ++row) {
    x.start_row(row);
    for (Target& each : target) each.start_row(row);
    for (std::ptrdiff_t first = 0; first < stretches.size; first += some) {
      const std::ptrdiff_t end = std::min(first + some, stretches.size);
      for (std::ptrdiff_t i = first; i < end; i += Pack::size) {
        const auto slope = function_rule<F, sizeof...(k)>::slopes(x.template get<k>()...);
        Pack adjoint;
        if constexpr (!sums) adjoint = Pack::load(y_adjoint + row * stretches.size + i);
        else if (!one_sample) adjoint = Pack::load(y_adjoint + i);
        else adjoint = counted(total_adjoint, i, rows);
        ((terms[k][static_cast<std::size_t>((i - first) / Pack::size)] =
              contribution(slope.tangent(static_cast<int>(k)), adjoint)),
         ...);
        x.advance();
      }
      const auto packs = static_cast<std::size_t>((end - first) / Pack::size);
      for (std::size_t argument = 0; argument < sizeof...(k); ++argument)
        if (call.wanted(argument)) target[argument].add(terms[argument].data(), packs);
    }
  }
  for (Target& each : target) each.finish();
}
template <class F, std::size_t n, bool sums>
[[gnu::flatten]] void reverse_function(const BatchCall& call) {
  reverse_function_of<F, sums>(call, std::make_index_sequence<n>());
}

template <class F, bool sums, std::size_t... k>
[[gnu::always_inline]] inline void tangent_function_of(const BatchCall& call,
                                                       std::index_sequence<k...>) {
  const Stretches stretches(call, sums);
  Operands<sizeof...(k)> x(call), x_tangent(call, &BatchSlot::tangent);
  const bool one_sample = call.layout.one_sample;
  const int rows = call.common_rows();
  Pack total = 0;
  double* y = call.tangent();
  for (int row = 0; row < stretches.rows; ++row) {
    x.start_row(row);
    x_tangent.start_row(row);
    for (std::ptrdiff_t i = 0; i < stretches.size; i += Pack::size) {
      const auto slope = function_rule<F, sizeof...(k)>::slopes(x.template get<k>()...);
      const Pack moved =
          (chain(slope.tangent(static_cast<int>(k)), x_tangent.template get<k>()) + ...);
      if constexpr (!sums) moved.store(y + row * stretches.size + i);
      else if (!one_sample) (row == 0 ? moved : Pack::load(y + i) + moved).store(y + i);
      else total += counted(moved, i, rows);
      x.advance();
      x_tangent.advance();
    }
  }
  if (sums && one_sample) *y = sum_of_lanes(total);
}
template <class F, std::size_t n, bool sums>
[[gnu::flatten]] void tangent_function(const BatchCall& call) {
  tangent_function_of<F, sums>(call, std::make_index_sequence<n>());
}

/// What elementwise and sum_of take: a function without state that can be called on packs and on their duals.
template <class F, class... X>
concept StatelessFunction = std::is_empty_v<F> && std::default_initializable<F> && sizeof...(X) >= 1
                            && sizeof...(X) <= 8 && (std::convertible_to<X, BatchVariable> && ...);

template <class F, bool sums, class... X>
auto record_function(const X&... x) -> BatchVariable {
  BatchTape::require((!BatchVariable(x).is_constant() || ...),
                     "elementwise, sum_of: at least one argument must be recorded on a batch tape");
  constexpr std::size_t n = sizeof...(X);
  BatchNode node{.kind = sums ? BatchNode::Kind::folded : BatchNode::Kind::elementwise,
                 .rows = 1,
                 .forward = forward_function<F, n, sums>,
                 .reverse = reverse_function<F, n, sums>,
                 .tangent = tangent_function<F, n, sums>};
  const std::array<BatchArgument, n> arguments{BatchVariable(x)...};
  const int rows = BatchTape::common_rows(arguments);
  if constexpr (!sums) node.rows = rows;
  return BatchTape::record(node, arguments);
}

} // namespace detail

/// f(x…), element by element, as one operation. An argument of one row, or a constant, serves all rows.
template <class F, class... X>
requires detail::StatelessFunction<F, X...>
auto elementwise(const F&, const X&... x) -> BatchVariable {
  return detail::record_function<F, false>(x...);
}
/// Σ f(x…) over the rows, as one operation.
template <class F, class... X>
requires detail::StatelessFunction<F, X...>
auto sum_of(const F&, const X&... x) -> BatchVariable {
  return detail::record_function<F, true>(x...);
}

} // namespace jetwork::autodiff
