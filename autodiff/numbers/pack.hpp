// Packs: eight doubles computed together, lane by lane.
//
//   Pack x = Pack::load(numbers);                 // eight samples at once
//   Pack y = tanh(3 * x) / (1 + x * x);           // any function of the table
//   Pack z = select(x < 0, -y, y);                // each lane takes its own branch
//   z.store(results);
//
// A pack is a plain number without derivatives of its own, so every rule works on it as it works on a
// double, and so do Dual<Pack> and Jet<Pack, K>. The batch tape runs on packs. Arithmetic is the compiler's
// (vector extensions of GCC and Clang, any instruction set). Its functions are those of autodiff/numbers/pack_functions.hpp,
// which whoever calls one includes.
#pragma once

#include "autodiff/numbers/registers.hpp"
#include "autodiff/rules.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace jetwork::autodiff {
class Pack;
} // namespace jetwork::autodiff

/// A pack has the limits of its lanes; generic code asks for them.
template <>
class std::numeric_limits<jetwork::autodiff::Pack> : public std::numeric_limits<double> {};

namespace jetwork::autodiff {

namespace detail {

// may_alias: the registers of a pack are read from and written to memory that holds plain numbers.
using DoubleRegister = double __attribute__((vector_size(register_bytes), may_alias));
// The attribute stands at the name, as clang does not see that of a type.
using LooseDoubleRegister __attribute__((may_alias, aligned(alignof(double)))) = DoubleRegister;
using MaskRegister = std::int64_t __attribute__((vector_size(register_bytes), may_alias));
inline constexpr std::size_t registers = 8 * sizeof(double) / register_bytes;

/// Calls compute(i) for every register of a pack.
template <class Compute>
[[gnu::always_inline]] inline void for_each_register(Compute compute) {
  // Written out, not a loop: so that the compiler takes a pack apart into registers from the start.
  compute(0);
  if constexpr (registers > 1) compute(1);
  if constexpr (registers > 2) compute(2), compute(3);
}

} // namespace detail

/// Eight doubles. A plain number: rules work on it as on a double.
class Pack {
public:
  static constexpr int size = 8; ///< how many lanes
  /// Packs are loaded from and stored to any address; memory aligned to this many bytes is the fastest.
  static constexpr std::size_t alignment = size * sizeof(double);

  /// Zeros.
  constexpr Pack() = default;
  // Copied by whole registers: g++ would copy a trivial class in smaller pieces, which are slow to read back.
  Pack(const Pack& other) {
    detail::for_each_register([&](std::size_t i) { lanes_[i] = other.lanes_[i]; });
  }
  auto operator=(const Pack& other) -> Pack& {
    detail::for_each_register([&](std::size_t i) { lanes_[i] = other.lanes_[i]; });
    return *this;
  }
  /// The same number in every lane.
  Pack(double number) { // NOLINT(google-explicit-constructor)
    detail::for_each_register(
        [&](std::size_t i) { lanes(i) = number - detail::DoubleRegister{}; }); // -0 stays -0
  }

  /// Eight numbers that lie one after another.
  static auto load(const double* numbers) -> Pack {
    Pack x;
    detail::for_each_register([&](std::size_t i) {
      x.lanes(i) = reinterpret_cast<const detail::LooseDoubleRegister*>(numbers)[i];
    });
    return x;
  }
  /// Writes the eight lanes one after another.
  void store(double* numbers) const {
    detail::for_each_register([&](std::size_t i) {
      reinterpret_cast<detail::LooseDoubleRegister*>(numbers)[i] = lanes(i);
    });
  }

  auto operator[](int lane) const -> double { return numbers()[lane]; } ///< one lane
  auto operator[](int lane) -> double& { return numbers()[lane]; }      ///< one lane, to be set

  auto operator+=(const Pack& other) -> Pack& {
    detail::for_each_register([&](std::size_t i) { lanes(i) += other.lanes(i); });
    return *this;
  }
  auto operator-=(const Pack& other) -> Pack& {
    detail::for_each_register([&](std::size_t i) { lanes(i) -= other.lanes(i); });
    return *this;
  }
  auto operator*=(const Pack& other) -> Pack& {
    detail::for_each_register([&](std::size_t i) { lanes(i) *= other.lanes(i); });
    return *this;
  }
  auto operator/=(const Pack& other) -> Pack& {
    detail::for_each_register([&](std::size_t i) { lanes(i) /= other.lanes(i); });
    return *this;
  }
  friend auto operator+(const Pack& x, const Pack& y) -> Pack { return Pack(x) += y; }
  friend auto operator-(const Pack& x, const Pack& y) -> Pack { return Pack(x) -= y; }
  friend auto operator*(const Pack& x, const Pack& y) -> Pack { return Pack(x) *= y; }
  friend auto operator/(const Pack& x, const Pack& y) -> Pack { return Pack(x) /= y; }
  friend auto operator+(const Pack& x) -> Pack { return x; }
  friend auto operator-(const Pack& x) -> Pack {
    Pack y;
    detail::for_each_register([&](std::size_t i) { y.lanes(i) = -x.lanes(i); });
    return y;
  }

  /// f of every lane, one after the other.
  template <class Function>
  [[gnu::noinline]] static auto lane_by_lane(Function f, const Pack& x) -> Pack {
    Pack y;
    for (int i = 0; i < size; ++i) y[i] = f(x[i]);
    return y;
  }
  /// f of every pair of lanes.
  template <class Function>
  [[gnu::noinline]] static auto lane_by_lane(Function f, const Pack& x, const Pack& y) -> Pack {
    Pack z;
    for (int i = 0; i < size; ++i) z[i] = f(x[i], y[i]);
    return z;
  }

  /// The lanes as the compiler's vectors and as Eigen's array: what functions of packs are built on.
  auto lanes(std::size_t i) const -> const detail::DoubleRegister& { return lanes_[i]; }
  auto lanes(std::size_t i) -> detail::DoubleRegister& { return lanes_[i]; } ///< to be set
  using EigenLanes = Eigen::Array<double, size, 1>; ///< the eight lanes as Eigen sees them
  /// The lanes as Eigen's array.
  auto eigen() const -> Eigen::Map<const EigenLanes, Eigen::AlignedMax> {
    return Eigen::Map<const EigenLanes, Eigen::AlignedMax>(numbers());
  }
  /// The same, to be set.
  auto eigen() -> Eigen::Map<EigenLanes, Eigen::AlignedMax> {
    return Eigen::Map<EigenLanes, Eigen::AlignedMax>(numbers());
  }

private:
  auto numbers() const -> const double* { return reinterpret_cast<const double*>(lanes_); }
  auto numbers() -> double* { return reinterpret_cast<double*>(lanes_); }

  alignas(alignment) detail::DoubleRegister lanes_[detail::registers]{};
};

/// A condition on each lane of a pack.
class PackMask {
public:
  /// Holds in no lane.
  constexpr PackMask() = default;
  PackMask(const PackMask& other) {
    detail::for_each_register([&](std::size_t i) { lanes_[i] = other.lanes_[i]; });
  }
  auto operator=(const PackMask& other) -> PackMask& {
    detail::for_each_register([&](std::size_t i) { lanes_[i] = other.lanes_[i]; });
    return *this;
  }

  /// Whether it holds in one lane.
  auto operator[](int lane) const -> bool {
    constexpr auto in_register = static_cast<int>(detail::register_bytes / sizeof(double));
    return lanes_[lane / in_register][lane % in_register] != 0;
  }
  /// All bits of a lane are set where it holds.
  auto lanes(std::size_t i) const -> const detail::MaskRegister& { return lanes_[i]; }
  auto lanes(std::size_t i) -> detail::MaskRegister& { return lanes_[i]; } ///< to be set

private:
  // All bits of a lane are set where the condition holds.
  alignas(Pack::alignment) detail::MaskRegister lanes_[detail::registers]{};
};

/// Where both hold.
inline auto operator&(const PackMask& a, const PackMask& b) -> PackMask {
  PackMask c;
  detail::for_each_register([&](std::size_t i) { c.lanes(i) = a.lanes(i) & b.lanes(i); });
  return c;
}
/// Where at least one holds.
inline auto operator|(const PackMask& a, const PackMask& b) -> PackMask {
  PackMask c;
  detail::for_each_register([&](std::size_t i) { c.lanes(i) = a.lanes(i) | b.lanes(i); });
  return c;
}
/// Where it does not hold.
inline auto operator!(const PackMask& a) -> PackMask {
  PackMask b;
  detail::for_each_register([&](std::size_t i) { b.lanes(i) = ~a.lanes(i); });
  return b;
}
/// Whether the condition holds in every lane.
inline auto all(const PackMask& mask) -> bool {
  detail::MaskRegister every = mask.lanes(0);
  detail::for_each_register([&](std::size_t i) { every &= mask.lanes(i); });
#if defined(__AVX512F__)
  using Lanes = long long __attribute__((vector_size(detail::register_bytes)));
  const auto lanes = __builtin_bit_cast(Lanes, every);
  return __builtin_ia32_ptestmq512(lanes, lanes, 0xff) == 0xff;
#elif defined(__AVX__)
  return __builtin_ia32_movmskpd256(reinterpret_cast<detail::DoubleRegister&>(every)) == 0xf;
#else
  std::int64_t result = -1;
  for (std::size_t i = 0; i < detail::register_bytes / sizeof(double); ++i) result &= every[i];
  return result != 0;
#endif
}
/// Lane by lane, a where the mask holds and b elsewhere.
inline auto blend(const PackMask& mask, const Pack& a, const Pack& b) -> Pack {
  Pack c;
  detail::for_each_register(
      [&](std::size_t i) { c.lanes(i) = mask.lanes(i) ? a.lanes(i) : b.lanes(i); });
  return c;
}

#define JETWORK_PACK_COMPARISON(op)                                                              \
  inline auto operator op(const Pack& x, const Pack& y)->PackMask {                              \
    PackMask mask;                                                                               \
    detail::for_each_register([&](std::size_t i) { mask.lanes(i) = x.lanes(i) op y.lanes(i); }); \
    return mask;                                                                                 \
  }
JETWORK_PACK_COMPARISON(==)
JETWORK_PACK_COMPARISON(!=)
JETWORK_PACK_COMPARISON(<)
JETWORK_PACK_COMPARISON(>)
JETWORK_PACK_COMPARISON(<=)
JETWORK_PACK_COMPARISON(>=)
#undef JETWORK_PACK_COMPARISON

template <>
inline constexpr bool is_mask<PackMask> = true;

template <>
struct UnderlyingOf<Pack> {
  using type = double;
};

} // namespace jetwork::autodiff
