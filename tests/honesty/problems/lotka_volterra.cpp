#include "tests/honesty/problems/lotka_volterra.hpp"

#include <algorithm>

namespace jetwork::honesty {
namespace {

/// The coefficients of x·y up to the n-th are known from those of x and y up to the n-th, and give the next ones.
auto taylor_series(const LotkaVolterra& animals, const Real& x0, const Real& y0, int order)
    -> std::array<std::vector<Real>, 2> {
  std::vector<Real> x{x0}, y{y0};
  for (int n = 0; n < order; ++n) {
    Real product = 0;
    for (int k = 0; k <= n; ++k)
      product += x[static_cast<std::size_t>(k)] * y[static_cast<std::size_t>(n - k)];
    x.push_back((animals.a * x.back() - animals.b * product) / (n + 1));
    y.push_back((animals.c * product - animals.d * y.back()) / (n + 1));
  }
  return {x, y};
}

auto polynomial(const std::vector<Real>& coefficients, const Real& at) -> Real {
  Real value = 0;
  for (std::size_t n = coefficients.size(); n-- > 0;) value = value * at + coefficients[n];
  return value;
}

/// At this length the last terms are 1e-40 of the first.
auto length_of(const std::vector<Real>& coefficients) -> Real {
  Real length = 1e6;
  for (std::size_t n = coefficients.size() - 2; n < coefficients.size(); ++n)
    if (coefficients[n] != 0)
      length = std::min<Real>(
          length, pow(Real("1e-40") * abs(coefficients[0] / coefficients[n]), Real(1) / n));
  return length;
}

} // namespace

LotkaVolterraReference::LotkaVolterraReference(const LotkaVolterra& animals, double x0, double y0,
                                               double end) {
  Real t = 0, x = x0, y = y0;
  while (t < end) {
    Piece piece{t, taylor_series(animals, x, y, order)};
    const auto& [x_series, y_series] = piece.coefficients;
    const Real length = std::min<Real>(length_of(x_series), length_of(y_series));
    x = polynomial(x_series, length);
    y = polynomial(y_series, length);
    t += length;
    pieces_.push_back(std::move(piece));
  }
}

auto LotkaVolterraReference::operator()(const Real& t) const -> Reals {
  const auto after = std::ranges::upper_bound(pieces_, t, {}, &Piece::start);
  const Piece& piece = after == pieces_.begin() ? *after : *std::prev(after);
  return {polynomial(piece.coefficients[0], t - piece.start),
          polynomial(piece.coefficients[1], t - piece.start)};
}

} // namespace jetwork::honesty
