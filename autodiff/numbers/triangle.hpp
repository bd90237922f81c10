// The triangle of a Hessian in registers: its entries (0,0), (1,0), (1,1), (2,0), … fill them without a gap.
//
//   GradientRegisters<double, 10> g;              // g[0] … g[9]
//   g.spread<true, 8, 8>();                       // g[i] of the entries (i, j) from number 8 on: g[3], g[3], g[4], …
//   g.spread<false, 8, 8>();                      // their g[j]: g[2], g[3], g[0], …
//
// Included by autodiff/hyper_dual.hpp. A sum of triangles is then as little work as can be, seven registers of eight
// for ten directions, and the product of two gradients costs two shuffles a register.
#pragma once

#include "autodiff/numbers/lanes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <utility>

namespace jetwork::autodiff::detail {

/// Up to so many directions a Hessian is computed by separate code for each register.
inline constexpr int most_directions_in_registers = 16;

/// A gradient of N directions is held in whole registers: how many numbers one register has, and how many all have.
template <class T, int N>
inline constexpr std::size_t gradient_register = [] {
  if constexpr (fits_registers<T>) return std::min(widest<T>, std::bit_ceil(std::size_t{N}));
  else return std::size_t{1};
}();
template <class T, int N>
inline constexpr std::size_t gradient_lanes = [] {
  constexpr std::size_t width = gradient_register<T, N>;
  return (N + width - 1) / width * width;
}();

/// The row or the column of each entry of the triangle, as its lanes lie in memory. The lanes beyond the last entry
/// repeat it.
template <class T, int N, bool rows>
inline constexpr auto triangle_places = [] {
  std::array<std::size_t, padded_lanes<T, static_cast<std::size_t>(N * (N + 1) / 2)>> places{};
  std::size_t entry = 0;
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j <= i; ++j) places[entry++] = rows ? i : j;
  while (entry < places.size()) places[entry++] = N - 1;
  return places;
}();

/// The gradient in registers.
template <class T, int N>
struct GradientRegisters {
  static constexpr std::size_t width = gradient_register<T, N>;
  typename Register<T, width>::Value registers[gradient_lanes<T, N> / width];

  /// For each of the triangle's lanes from `start` on, the gradient's entry of its row, or of its column.
  template <bool rows, std::size_t start, std::size_t lanes>
  [[gnu::always_inline]] auto spread() const -> typename Register<T, lanes>::Value {
    return [&]<std::size_t... k>(std::index_sequence<k...>) __attribute__((always_inline)) {
      constexpr auto& place = triangle_places<T, N, rows>;
      constexpr std::size_t first = std::min({place[start + k] / width...}),
                            last = std::max({place[start + k] / width...});
      if constexpr (lanes == 1) {
        return registers[first][place[start] % width];
      } else {
        auto chosen = __builtin_shufflevector(
            registers[first], registers[last],
            (place[start + k] % width + (place[start + k] / width == first ? 0 : width))...);
        // Then the entries in registers between `first` and `last`; there are such only where `lanes` is `width`.
        const auto take_from =
            [&]<std::size_t middle>(
                std::integral_constant<std::size_t, middle>) __attribute__((always_inline)) {
              chosen = __builtin_shufflevector(
                  chosen, registers[middle],
                  (place[start + k] / width == middle ? width + place[start + k] % width : k)...);
            };
        [&]<std::size_t... between>(std::index_sequence<between...>)
            __attribute__((always_inline)) {
              (take_from(std::integral_constant<std::size_t, first + 1 + between>{}), ...);
            }(std::make_index_sequence<(last > first ? last - first - 1 : 0)>{});
        return chosen;
      }
    }(std::make_index_sequence<lanes>{});
  }
};

/// Calls visit.operator()<start, lanes>() for every register, or smaller one, that lanes are stored in.
template <class T, std::size_t padded, std::size_t start = 0, std::size_t width = widest<T>,
          class Visit>
[[gnu::always_inline]] inline void for_each_piece(const Visit& visit) {
  if constexpr (start + width <= padded) {
    visit.template operator()<start, width>();
    for_each_piece<T, padded, start + width, width>(visit);
  } else if constexpr (start < padded) {
    for_each_piece<T, padded, start, width / 2>(visit);
  }
}

} // namespace jetwork::autodiff::detail
