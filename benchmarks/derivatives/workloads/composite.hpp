// A composite of one input in which five elementary functions are nested: tanh(log(1 + exp(sin x))^1.7).
//
// Three workloads: its first derivative, its first two, and its Taylor coefficients to order 8.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace jetwork::benchmarks {

struct Composite {
  static constexpr double power = 1.7;

  static auto inputs() { return std::vector{0.6}; }

  template <class T>
  auto operator()(std::span<const T> x) const -> T {
    using std::sin, std::exp, std::log, std::pow, std::tanh;
    const T e = exp(sin(x[0]));
    const T l = log(1.0 + e);
    return tanh(pow(l, power));
  }
};

struct CompositeSlope : Composite {
  static constexpr const char* title = "composite of one input: first derivative";

  static auto results() { return std::size_t{1}; }
  static void hand_written(std::span<const double> x, std::span<double> slope) {
    const double e = std::exp(std::sin(x[0]));
    const double l = std::log(1 + e);
    const double p = std::pow(l, power);
    const double t = std::tanh(p);
    slope[0] = (1 - t * t) * power * p / l * e / (1 + e) * std::cos(x[0]);
  }
};

struct CompositeCurvature : Composite {
  static constexpr const char* title = "composite of one input: first and second derivative";

  static auto results() { return std::size_t{2}; }
  static void hand_written(std::span<const double> x, std::span<double> derivatives) {
    const double sine = std::sin(x[0]), cosine = std::cos(x[0]);
    const double e = std::exp(sine);
    const double de = e * cosine, dde = de * cosine - e * sine;
    const double l = std::log(1 + e);
    const double dl = de / (1 + e), ddl = dde / (1 + e) - dl * dl;
    const double p = std::pow(l, power);
    const double slope = power * p / l;
    const double dp = slope * dl, ddp = slope * ((power - 1) / l * dl * dl + ddl);
    const double t = std::tanh(p);
    derivatives[0] = (1 - t * t) * dp;
    derivatives[1] = (1 - t * t) * (ddp - 2 * t * dp * dp);
  }
};

struct CompositeTaylor : Composite {
  static constexpr const char* title = "composite of one input: Taylor coefficients to order 8";
  static constexpr std::size_t order = 8;

  static auto results() { return order + 1; }

  /// The recurrences of Knuth (1997, section 4.7), function by function.
  static void hand_written(std::span<const double> x, std::span<double> coefficients) {
    using Series = std::array<double, order + 1>;
    constexpr auto number = [](std::size_t k) { return static_cast<double>(k); };

    Series s{}, c{}; // sin and cos of x + t: s' = c, c' = -s
    s[0] = std::sin(x[0]);
    c[0] = std::cos(x[0]);
    for (std::size_t k = 1; k <= order; ++k) {
      s[k] = c[k - 1] / number(k);
      c[k] = -s[k - 1] / number(k);
    }

    Series e{}; // e' = e s'
    e[0] = std::exp(s[0]);
    for (std::size_t k = 1; k <= order; ++k) {
      double sum = 0;
      for (std::size_t j = 1; j <= k; ++j) sum += number(j) * s[j] * e[k - j];
      e[k] = sum / number(k);
    }

    Series l{}; // (1 + e) l' = e'
    l[0] = std::log(1 + e[0]);
    for (std::size_t k = 1; k <= order; ++k) {
      double sum = 0;
      for (std::size_t j = 1; j < k; ++j) sum += number(j) * l[j] * e[k - j];
      l[k] = (e[k] - sum / number(k)) / (1 + e[0]);
    }

    Series p{}; // l p' = power p l'
    p[0] = std::pow(l[0], power);
    for (std::size_t k = 1; k <= order; ++k) {
      double sum = 0;
      for (std::size_t j = 1; j <= k; ++j)
        sum += (power * number(j) - number(k - j)) * l[j] * p[k - j];
      p[k] = sum / (number(k) * l[0]);
    }

    Series t{}, slope{}; // t' = (1 - t²) p'
    t[0] = std::tanh(p[0]);
    slope[0] = 1 - t[0] * t[0];
    for (std::size_t k = 1; k <= order; ++k) {
      double sum = 0;
      for (std::size_t j = 1; j <= k; ++j) sum += number(j) * p[j] * slope[k - j];
      t[k] = sum / number(k);
      double square = 0;
      for (std::size_t j = 0; j <= k; ++j) square += t[j] * t[k - j];
      slope[k] = -square;
    }
    for (std::size_t k = 0; k <= order; ++k) coefficients[k] = t[k];
  }
};

} // namespace jetwork::benchmarks
