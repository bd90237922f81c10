// Lanes: the same computed on many numbers, a whole register at a time.
//
//   std::array<double, 10> a, b, y;
//   compute_lanes(y, [&](const auto& s, const auto& t) { return 2.0 * s + t; }, a, b);
//   combine_lanes(y, std::array{2.0, 1.0}, a, b); // the same, where a zero in a or b wins over infinity
//
// This is how tangents are combined. Ten doubles are two registers of four and one of two where a register
// has 32 bytes: they are always read and written in these same pieces, because a processor stalls when it
// reads a wide piece just after a part of it was written. Thirty are stored as thirty-two, eight whole
// registers: see padded_lanes. The registers are the compiler's (vector extensions of GCC and Clang, any
// instruction set). Numbers that fit no register, and constant expressions, go one by one.
#pragma once

#include "autodiff/numbers/registers.hpp"
#include "autodiff/rules/number.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace jetwork::autodiff {

/// Constructs a number whose components will be written before they are read.
struct Uninitialised {};

namespace detail {

template <class T>
inline constexpr bool fits_registers = std::is_same_v<T, double> || std::is_same_v<T, float>;

/// `width` numbers in a register; a single number is itself.
template <class T, std::size_t width>
struct RegisterOf {
  using type __attribute__((vector_size(width * sizeof(T)))) = T;
};
template <class T>
struct RegisterOf<T, 1> {
  using type = T;
};

template <class T, std::size_t width>
struct Register {
  using Value = typename RegisterOf<T, width>::type;
  // In memory that holds plain numbers, wherever these lie.
  using InMemory __attribute__((may_alias, aligned(alignof(T)))) = Value;

  [[gnu::always_inline]] static auto load(const T* numbers) -> Value {
    return *reinterpret_cast<const InMemory*>(numbers);
  }
  [[gnu::always_inline]] static void store(T* numbers, const Value& value) {
    *reinterpret_cast<InMemory*>(numbers) = value;
  }
};

template <class T>
inline constexpr std::size_t widest = register_bytes / sizeof(T);

} // namespace detail

/// How many numbers N lanes take in memory: whole registers, and a rest that is one smaller register. Fewer lanes
/// than a register has are not padded. The padding beyond N starts as zeros and is never read.
template <class T, std::size_t N>
inline constexpr std::size_t padded_lanes = [] {
  if constexpr (!detail::fits_registers<T> || N < detail::widest<T>) return N;
  constexpr std::size_t rest = N % std::max<std::size_t>(detail::widest<T>, 1);
  return rest == 0 ? N : N - rest + std::bit_ceil(rest);
}();

/// The alignment of N lanes in memory: a register that lies across two cache lines is read in twice the time. As with
/// Eigen's, the layout of objects depends on the instruction set: files that share objects must be compiled for the
/// same.
template <class T, std::size_t N>
inline constexpr std::size_t lane_alignment = [] {
  if constexpr (detail::fits_registers<T> && N >= detail::widest<T>) return detail::register_bytes;
  else return alignof(T);
}();

namespace detail {

/// The lanes from `start` on, by registers of `width` numbers and then by ever smaller ones.
template <std::size_t start, std::size_t width, std::size_t N, class T, class Compute, class... X>
[[gnu::always_inline]] inline void compute_registers(T* y, const Compute& compute, const X*... x) {
  if constexpr (constexpr std::size_t whole = (N - start) / width; whole > 16) {
#pragma GCC unroll 4
    for (std::size_t i = start; i < start + whole * width; i += width)
      Register<T, width>::store(y + i, compute(Register<X, width>::load(x + i)...));
    compute_registers<start + whole * width, width, N>(y, compute, x...);
  } else if constexpr (whole > 0) {
    Register<T, width>::store(y + start, compute(Register<X, width>::load(x + start)...));
    compute_registers<start + width, width, N>(y, compute, x...);
  } else if constexpr (start < N) {
    compute_registers<start, width / 2, N>(y, compute, x...);
  }
}

} // namespace detail

/// y[i] = compute(x[i]…) in every lane. Numbers in registers are computed on many at a time, so `compute`
/// uses arithmetic alone, and no branches.
template <class T, std::size_t N, class Compute, class... X>
[[gnu::always_inline]] constexpr void compute_lanes(std::array<T, N>& y, const Compute& compute,
                                                    const std::array<X, N>&... x) {
  if constexpr (detail::fits_registers<T> && N > 1 && (std::is_same_v<T, X> && ...))
    if (!std::is_constant_evaluated())
      return detail::compute_registers<0, detail::widest<T>, N>(y.data(), compute, x.data()...);
  for (std::size_t i = 0; i < N; ++i) y[i] = compute(x[i]...);
}

namespace detail {

/// 0, 1, 2, …
template <class T, std::size_t N>
inline constexpr auto lane_numbers = [] {
  std::array<T, N> numbers{};
  for (std::size_t i = 0; i < N; ++i) numbers[i] = static_cast<T>(i);
  return numbers;
}();

} // namespace detail

/// Zeros, with a one in lane `place`. Requires place < N.
template <class T, std::size_t N>
[[gnu::always_inline]] constexpr void set_unit_lane(std::array<T, N>& y, std::size_t place) {
  if constexpr (detail::fits_registers<T>) {
    const T at = static_cast<T>(place);
    compute_lanes(
        y,
        [at]<class Lanes>(const Lanes& number) { return number == at ? Lanes{} + T(1) : Lanes{}; },
        detail::lane_numbers<T, N>);
  } else {
    for (std::size_t i = 0; i < N; ++i) y[i] = i == place ? T(1) : T(0);
  }
}

namespace detail {

/// slope * tangent where a zero tangent wins.
template <class T, class Lanes>
[[gnu::always_inline]] constexpr auto chain_lanes(const T& slope, const Lanes& tangent) -> Lanes {
  if constexpr (!std::is_same_v<T, Lanes>) {
    return tangent == T(0) ? Lanes{} : Lanes(slope * tangent);
  } else {
    if constexpr (fits_registers<T>)
      if (!std::is_constant_evaluated()) { // in a register too: there, no branch is mispredicted
        using Small = typename RegisterOf<T, 16 / sizeof(T)>::type;
        return chain_lanes(slope, Small{tangent})[0];
      }
    return chain(slope, tangent);
  }
}

/// Σ slope·x over the arguments, of numbers or of registers.
template <class T, std::size_t count>
struct Combination {
  const std::array<T, count>& slope;

  template <class... Lanes>
  [[gnu::always_inline]] constexpr auto operator()(const Lanes&... x) const {
    return [&]<std::size_t... a>(std::index_sequence<a...>) __attribute__((always_inline)) {
      return (... + (slope[a] * x));
    }(std::make_index_sequence<count>{});
  }
};
/// The same where a zero in x wins over an infinite slope.
template <class T, std::size_t count>
struct CarefulCombination {
  const std::array<T, count>& slope;

  template <class... Lanes>
  [[gnu::always_inline]] constexpr auto operator()(const Lanes&... x) const {
    return [&]<std::size_t... a>(std::index_sequence<a...>) __attribute__((always_inline)) {
      return (... + chain_lanes(slope[a], x));
    }(std::make_index_sequence<count>{});
  }
};

} // namespace detail

namespace detail {

/// y[i] = Σ slope·x[i], with one test in place of one in every lane: as a rule all slopes are finite, and a finite
/// slope times a zero tangent is zero by itself.
template <class T, std::size_t N, std::size_t count, class... X>
[[gnu::always_inline]] inline void combine_tested(std::array<T, N>& y,
                                                  const std::array<T, count>& slope,
                                                  const X&... x) {
  if constexpr (N == 1) { // an infinity times zero is NaN
    y[0] = Combination<T, count>{slope}(x[0]...);
    if (y[0] != y[0]) [[unlikely]]
      y[0] = CarefulCombination<T, count>{slope}(x[0]...);
  } else {
    // If the test fails, the products take the place of the tangents, and ones that of the slopes: so the sum at the
    // end is the same code in both cases.
    [&]<std::size_t... a>(std::index_sequence<a...>, auto... tangent)
        __attribute__((always_inline)) {
          std::array<T, count> factor = slope;
          if (!__builtin_isfinite((... + __builtin_fabs(slope[a])))) [[unlikely]] {
            (compute_lanes(
                 tangent, [&](const auto& lane) { return chain_lanes(slope[a], lane); }, tangent),
             ...);
            factor = {(static_cast<void>(a), T(1))...};
          }
          compute_lanes(y, Combination<T, count>{factor}, tangent...);
        }(std::make_index_sequence<count>{}, x...);
  }
}

} // namespace detail

/// y[i] = Σ slope·x[i] over the arguments, where a zero in x wins over an infinite slope.
template <class T, std::size_t N, std::size_t count, class... X>
[[gnu::always_inline]] constexpr void combine_lanes(std::array<T, N>& y,
                                                    const std::array<T, count>& slope,
                                                    const X&... x) {
  if constexpr (detail::fits_registers<T> && (N == 1 || N > 3 * detail::widest<T>))
    if (!std::is_constant_evaluated()) return detail::combine_tested(y, slope, x...);
  compute_lanes(y, detail::CarefulCombination<T, count>{slope}, x...);
}

} // namespace jetwork::autodiff
