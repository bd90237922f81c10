// Packs: eight doubles computed together, lane by lane.
//
//   Pack x = Pack::load(numbers);                 // eight samples at once
//   Pack y = tanh(3 * x) / (1 + x * x);           // any function of the table
//   Pack z = select(x < 0, -y, y);                // each lane takes its own branch
//   z.store(results);
//
// A pack is a plain number without derivatives of its own, so every rule works on it as it works on a
// double, and so do Dual<Pack> and Jet<Pack, K>. The batch tape runs on packs. Arithmetic is the compiler's
// (vector extensions of GCC and Clang, any instruction set); exp, log and sqrt are Eigen's vectorised ones;
// tanh is Cephes' (Moshier 1989) on Eigen's exp; the rest goes lane by lane through the standard library.
#pragma once

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

/// The bytes of a vector register: what the compiler computes on at once.
#if defined(__AVX512F__)
inline constexpr std::size_t register_bytes = 64;
#elif defined(__AVX__)
inline constexpr std::size_t register_bytes = 32;
#else
inline constexpr std::size_t register_bytes = 16;
#endif
// may_alias: the registers of a pack are read from and written to memory that holds plain numbers.
using DoubleRegister = double __attribute__((vector_size(register_bytes), may_alias));
using MaskRegister = std::int64_t __attribute__((vector_size(register_bytes), may_alias));
inline constexpr std::size_t registers = 8 * sizeof(double) / register_bytes;

/// Calls compute(i) for every register of a pack.
template <class Compute>
[[gnu::always_inline]] inline void for_each_register(Compute compute) {
#pragma GCC unroll 4
  for (std::size_t i = 0; i < registers; ++i) compute(i);
}

} // namespace detail

class Pack {
public:
  static constexpr int size = 8;
  /// Memory that packs are loaded from and stored to must be aligned to this many bytes.
  static constexpr std::size_t alignment = size * sizeof(double);

  constexpr Pack() = default;
  /// The same number in every lane.
  Pack(double number) { // NOLINT(google-explicit-constructor)
    detail::for_each_register(
        [&](std::size_t i) { lanes(i) = number - detail::DoubleRegister{}; }); // -0 stays -0
  }

  static auto load(const double* numbers) -> Pack {
    Pack x;
    detail::for_each_register([&](std::size_t i) {
      x.lanes(i) = reinterpret_cast<const detail::DoubleRegister*>(numbers)[i];
    });
    return x;
  }
  void store(double* numbers) const {
    detail::for_each_register(
        [&](std::size_t i) { reinterpret_cast<detail::DoubleRegister*>(numbers)[i] = lanes(i); });
  }

  auto operator[](int lane) const -> double { return lane_[lane]; }
  auto operator[](int lane) -> double& { return lane_[lane]; }

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
  template <class Function>
  [[gnu::noinline]] static auto lane_by_lane(Function f, const Pack& x, const Pack& y) -> Pack {
    Pack z;
    for (int i = 0; i < size; ++i) z[i] = f(x[i], y[i]);
    return z;
  }

  /// The lanes as the compiler's vectors and as Eigen's array: what functions of packs are built on.
  auto lanes(std::size_t i) const -> const detail::DoubleRegister& {
    return reinterpret_cast<const detail::DoubleRegister*>(lane_)[i];
  }
  auto lanes(std::size_t i) -> detail::DoubleRegister& {
    return reinterpret_cast<detail::DoubleRegister*>(lane_)[i];
  }
  using EigenLanes = Eigen::Array<double, size, 1>;
  auto eigen() const -> Eigen::Map<const EigenLanes, Eigen::AlignedMax> {
    return Eigen::Map<const EigenLanes, Eigen::AlignedMax>(lane_);
  }
  auto eigen() -> Eigen::Map<EigenLanes, Eigen::AlignedMax> {
    return Eigen::Map<EigenLanes, Eigen::AlignedMax>(lane_);
  }

private:
  // Plain doubles in memory: a pack is an ordinary, trivially copyable value.
  alignas(alignment) double lane_[size]{};
};

/// A condition on each lane of a pack.
class PackMask {
public:
  constexpr PackMask() = default;

  auto operator[](int lane) const -> bool { return lane_[lane] != 0; }
  auto lanes(std::size_t i) const -> const detail::MaskRegister& {
    return reinterpret_cast<const detail::MaskRegister*>(lane_)[i];
  }
  auto lanes(std::size_t i) -> detail::MaskRegister& {
    return reinterpret_cast<detail::MaskRegister*>(lane_)[i];
  }

private:
  // All bits of a lane are set where the condition holds.
  alignas(Pack::alignment) std::int64_t lane_[Pack::size]{};
};

inline auto operator&(const PackMask& a, const PackMask& b) -> PackMask {
  PackMask c;
  detail::for_each_register([&](std::size_t i) { c.lanes(i) = a.lanes(i) & b.lanes(i); });
  return c;
}
inline auto operator|(const PackMask& a, const PackMask& b) -> PackMask {
  PackMask c;
  detail::for_each_register([&](std::size_t i) { c.lanes(i) = a.lanes(i) | b.lanes(i); });
  return c;
}
inline auto operator!(const PackMask& a) -> PackMask {
  PackMask b;
  detail::for_each_register([&](std::size_t i) { b.lanes(i) = ~a.lanes(i); });
  return b;
}
/// Whether the condition holds in every lane.
inline auto all(const PackMask& mask) -> bool {
  detail::MaskRegister every = mask.lanes(0);
  detail::for_each_register([&](std::size_t i) { every &= mask.lanes(i); });
  std::int64_t result = -1;
  for (std::size_t i = 0; i < detail::register_bytes / sizeof(double); ++i) result &= every[i];
  return result != 0;
}
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

inline auto abs(const Pack& x) -> Pack {
  Pack y;
  y.eigen() = x.eigen().abs();
  return y;
}
inline auto sqrt(const Pack& x) -> Pack {
  Pack y;
  y.eigen() = x.eigen().sqrt();
  return y;
}

// Eigen's exp and log are accurate inside these bounds; outside (overflow, subnormal numbers, infinities,
// NaN) the standard library decides.
inline auto exp(const Pack& x) -> Pack {
  if (!all(abs(x) < 708)) [[unlikely]]
    return Pack::lane_by_lane([](double lane) { return std::exp(lane); }, x);
  Pack y;
  y.eigen() = x.eigen().exp();
  return y;
}
inline auto log(const Pack& x) -> Pack {
  constexpr double smallest = std::numeric_limits<double>::min();
  constexpr double largest = std::numeric_limits<double>::max();
  if (!all((x >= smallest) & (x <= largest))) [[unlikely]]
    return Pack::lane_by_lane([](double lane) { return std::log(lane); }, x);
  Pack y;
  y.eigen() = x.eigen().log();
  return y;
}

/// tanh |x| = 1 - 2/(exp(2|x|) + 1), and near zero, where that cancels, x + x³·P(x²)/Q(x²). Both have the
/// form base + numerator/denominator, so that one division serves the two.
inline auto tanh(const Pack& x) -> Pack {
  const Pack size = abs(x);
  const Pack square = x * x;
  const Pack p = (-9.64399179425052238628e-1 * square - 9.92877231001918586564e1) * square
                 - 1.61468768441708447952e3;
  const Pack q = ((square + 1.12811678491632931402e2) * square + 2.23548839060100448583e3) * square
                 + 4.84406305325125486048e3;
  const Pack growth = exp(2 * select(size > 20, Pack(20), size)); // tanh 20 is 1 in double
  const PackMask small = size < 0.625;
  const Pack y = select(small, size, Pack(1))
                 + select(small, size * square * p, Pack(-2)) / select(small, q, growth + 1);
  return select(x < 0, -y, select(x == 0, x, y)); // the sign of a zero is kept
}

inline auto hypot(const Pack& x, const Pack& y) -> Pack {
  const Pack square = x * x + y * y;
  if (all((square > 1e-280) & (square < 1e280))) [[likely]]
    return sqrt(square);
  return Pack::lane_by_lane([](double a, double b) { return std::hypot(a, b); }, x, y);
}

#define JETWORK_PACK_UNARY(function)                                               \
  inline auto function(const Pack& x)->Pack {                                      \
    return Pack::lane_by_lane([](double lane) { return std::function(lane); }, x); \
  }
#define JETWORK_PACK_BINARY(function)                                                        \
  inline auto function(const Pack& x, const Pack& y)->Pack {                                 \
    return Pack::lane_by_lane([](double a, double b) { return std::function(a, b); }, x, y); \
  }
JETWORK_PACK_UNARY(cbrt)
JETWORK_PACK_UNARY(exp2)
JETWORK_PACK_UNARY(expm1)
JETWORK_PACK_UNARY(log1p)
JETWORK_PACK_UNARY(log2)
JETWORK_PACK_UNARY(log10)
JETWORK_PACK_UNARY(sin)
JETWORK_PACK_UNARY(cos)
JETWORK_PACK_UNARY(tan)
JETWORK_PACK_UNARY(asin)
JETWORK_PACK_UNARY(acos)
JETWORK_PACK_UNARY(atan)
JETWORK_PACK_UNARY(sinh)
JETWORK_PACK_UNARY(cosh)
JETWORK_PACK_UNARY(asinh)
JETWORK_PACK_UNARY(acosh)
JETWORK_PACK_UNARY(atanh)
JETWORK_PACK_UNARY(erf)
JETWORK_PACK_UNARY(erfc)
JETWORK_PACK_UNARY(floor)
JETWORK_PACK_UNARY(ceil)
JETWORK_PACK_UNARY(round)
JETWORK_PACK_UNARY(trunc)
JETWORK_PACK_BINARY(pow)
JETWORK_PACK_BINARY(atan2)
JETWORK_PACK_BINARY(fmod)
JETWORK_PACK_BINARY(remainder)
JETWORK_PACK_BINARY(copysign)
#undef JETWORK_PACK_UNARY
#undef JETWORK_PACK_BINARY

inline auto fma(const Pack& x, const Pack& y, const Pack& z) -> Pack {
  Pack w;
  for (int i = 0; i < Pack::size; ++i) w[i] = std::fma(x[i], y[i], z[i]);
  return w;
}
inline auto fabs(const Pack& x) -> Pack { return abs(x); }
inline auto fmin(const Pack& x, const Pack& y) -> Pack { return apply_rule<fmin_rule>(x, y); }
inline auto fmax(const Pack& x, const Pack& y) -> Pack { return apply_rule<fmax_rule>(x, y); }
inline auto hypot(const Pack& x, const Pack& y, const Pack& z) -> Pack {
  return hypot(hypot(x, y), z);
}

} // namespace jetwork::autodiff
