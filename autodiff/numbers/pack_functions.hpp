// The functions of the table on packs.
//
//   Pack y = exp(x), z = sin(x);            // eight at once
//   Pack w = erf(x);                        // one after the other, by the standard library
//
// Vectorised are exp (the reduction by Cody and Waite 1980, then the series), sqrt, log (Eigen's), tanh (Cephes,
// Moshier 1989) and log1p on these, sin and cos (the same reduction and the polynomials of fdlibm, Sun Microsystems
// 1993). All are within two units in the last place; where an argument is outside a method's range, the standard library
// computes that pack lane by lane.
#pragma once

#include "autodiff/numbers/pack.hpp"

#include <cmath>
#include <limits>

namespace jetwork::autodiff {

/// |x| in every lane.
inline auto abs(const Pack& x) -> Pack {
  Pack y;
  y.eigen() = x.eigen().abs();
  return y;
}
/// √x in every lane.
inline auto sqrt(const Pack& x) -> Pack {
  Pack y;
#if defined(__AVX512F__)
  y.lanes(0) = _mm512_sqrt_pd(x.lanes(0)); // Eigen's is an approximation there, and NaN at infinity
#else
  y.eigen() = x.eigen().sqrt();
#endif
  return y;
}

namespace detail {

/// Added to a number and subtracted again, it rounds to the nearest integer, which in between is in the last bits.
inline constexpr double to_whole = 0x1.8p52;

/// exp(x) = 2ⁿ·exp(r) with |r| ≤ log(2)/2, by the first fourteen terms of the series. Requires |x| < 708.
inline auto moderate_exp(const Pack& x) -> Pack {
  const Pack shifted = x * 1.44269504088896338700 + to_whole;
  const Pack n = shifted - to_whole;
  const Pack r =
      (x - n * 6.93147180369123816490e-1) - n * 1.90821492927058770002e-10; // log(2) in two pieces
  const Pack r2 = r * r, r4 = r2 * r2;
  const Pack low = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
  const Pack middle = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
  const Pack high =
      (1.0 / 3628800 + r * (1.0 / 39916800)) + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800));
  const Pack y = 1 + (r + r2 * (low + r4 * (middle + r4 * high)));
  Pack scale;
  for_each_register([&](std::size_t i) { // n goes where a double has its exponent
    const MaskRegister exponent = (reinterpret_cast<const MaskRegister&>(shifted.lanes(i)) + 1023)
                                  << 52;
    scale.lanes(i) = reinterpret_cast<const DoubleRegister&>(exponent);
  });
  return y * scale;
}

} // namespace detail

// Outside these bounds (overflow, subnormal numbers, infinities, NaN) the standard library decides.
/// exp(x) in every lane: Cody and Waite's reduction.
inline auto exp(const Pack& x) -> Pack {
  if (!all(abs(x) < 708)) [[unlikely]]
    return Pack::lane_by_lane([](double lane) { return std::exp(lane); }, x);
  return detail::moderate_exp(x);
}
/// log(x) in every lane: Eigen's.
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
  const Pack growth = detail::moderate_exp(2 * select(size > 20, Pack(20), size)); // tanh 20 is 1
  const PackMask small = size < 0.625;
  const Pack y = select(small, size, Pack(1))
                 + select(small, size * square * p, Pack(-2)) / select(small, q, growth + 1);
  return select(x < 0, -y, select(x == 0, x, y)); // the sign of a zero is kept
}

/// log(1 + x), corrected by what rounding 1 + x has lost.
inline auto log1p(const Pack& x) -> Pack {
  if (!all((x > -0.5) & (x < 1e300))) [[unlikely]]
    return Pack::lane_by_lane([](double lane) { return std::log1p(lane); }, x);
  const Pack sum = 1 + x;
  const Pack lost = select(abs(x) < 1, x - (sum - 1), 1 - (sum - x));
  return select(x == 0, x, log(sum) + lost / sum); // the sign of a zero is kept
}

namespace detail {

/// An angle less a multiple of π/2: -π/4 … π/4 in two parts, and which quarter turn it is.
struct ReducedAngle {
  static constexpr double largest = 1e6; // up to here the multiples are exact
  Pack angle, rest;
  PackMask odd, third_or_fourth; // of the quarter turns, counted from `first`

  ReducedAngle(const Pack& x, std::int64_t first) {
    const Pack shifted = x * 6.36619772367581382433e-1 + to_whole;
    const Pack n = shifted - to_whole;
    const Pack a = x - n * 1.57079632673412561417; // π/2 in pieces of 33 bits
    const Pack second = n * 6.07710050630396597660e-11;
    const Pack b = a - second;
    const Pack lost = (a - b) - second;
    const Pack third = n * 2.02226624879595063154e-21 - lost;
    angle = b - third;
    rest = (b - angle) - third;
    for_each_register([&](std::size_t i) {
      const MaskRegister quarter = reinterpret_cast<const MaskRegister&>(shifted.lanes(i)) + first;
      odd.lanes(i) = (quarter & 1) != 0;
      third_or_fourth.lanes(i) = (quarter & 2) != 0;
    });
  }
  auto sine() const -> Pack {
    const Pack z = angle * angle, cube = z * angle;
    const Pack r =
        8.33333333332248946124e-3
        + z
              * (-1.98412698298579493134e-4
                 + z
                       * (2.75573137070700676789e-6
                          + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
    return angle - ((z * (0.5 * rest - cube * r) - rest) - cube * -1.66666666666666324348e-1);
  }
  auto cosine() const -> Pack {
    const Pack z = angle * angle, half = 0.5 * z, w = 1 - half;
    const Pack r = z
                   * (4.16666666666666019037e-2
                      + z
                            * (-1.38888888888741095749e-3
                               + z
                                     * (2.48015872894767294178e-5
                                        + z
                                              * (-2.75573143513906633035e-7
                                                 + z
                                                       * (2.08757232129817482790e-9
                                                          + z * -1.13596475577881948265e-11)))));
    return w + (((1 - w) - half) + (z * r - angle * rest));
  }
  auto value() const -> Pack {
    const Pack y = blend(odd, cosine(), sine());
    return blend(third_or_fourth, -y, y);
  }
};

} // namespace detail

/// sin(x) in every lane: fdlibm's polynomials up to |x| < 1e6.
inline auto sin(const Pack& x) -> Pack {
  if (!all(abs(x) < detail::ReducedAngle::largest)) [[unlikely]]
    return Pack::lane_by_lane([](double lane) { return std::sin(lane); }, x);
  return detail::ReducedAngle(x, 0).value();
}
/// cos(x) in every lane, by the same polynomials.
inline auto cos(const Pack& x) -> Pack {
  if (!all(abs(x) < detail::ReducedAngle::largest)) [[unlikely]]
    return Pack::lane_by_lane([](double lane) { return std::cos(lane); }, x);
  return detail::ReducedAngle(x, 1).value();
}

/// √(x² + y²) in every lane, without overflow.
inline auto hypot(const Pack& x, const Pack& y) -> Pack {
  const Pack square = x * x + y * y;
  if (all((square > 1e-280) & (square < 1e280))) [[likely]]
    return sqrt(square);
  return Pack::lane_by_lane([](double a, double b) { return std::hypot(a, b); }, x, y);
}

#define JETWORK_PACK_UNARY(function)                                               \
  inline auto function(const Pack& x) -> Pack {                                    \
    return Pack::lane_by_lane([](double lane) { return std::function(lane); }, x); \
  }
#define JETWORK_PACK_BINARY(function)                                                        \
  inline auto function(const Pack& x, const Pack& y) -> Pack {                               \
    return Pack::lane_by_lane([](double a, double b) { return std::function(a, b); }, x, y); \
  }
JETWORK_PACK_UNARY(cbrt)
JETWORK_PACK_UNARY(exp2)
JETWORK_PACK_UNARY(expm1)
JETWORK_PACK_UNARY(log2)
JETWORK_PACK_UNARY(log10)
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

/// `std::fma`, lane by lane.
inline auto fma(const Pack& x, const Pack& y, const Pack& z) -> Pack {
  Pack w;
  for (int i = 0; i < Pack::size; ++i) w[i] = std::fma(x[i], y[i], z[i]);
  return w;
}
/// |x| in every lane.
inline auto fabs(const Pack& x) -> Pack { return abs(x); }
/// The smaller number in every lane; a NaN is ignored.
inline auto fmin(const Pack& x, const Pack& y) -> Pack { return apply_rule<fmin_rule>(x, y); }
/// The larger number in every lane; a NaN is ignored.
inline auto fmax(const Pack& x, const Pack& y) -> Pack { return apply_rule<fmax_rule>(x, y); }
/// √(x² + y² + z²) in every lane.
inline auto hypot(const Pack& x, const Pack& y, const Pack& z) -> Pack {
  return hypot(hypot(x, y), z);
}

} // namespace jetwork::autodiff
