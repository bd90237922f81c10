// The log-likelihood of a Gaussian mixture with a Wishart prior: the objective GMM of Srajer, Kukelova and
// Fitzgibbon, "A benchmark of selected algorithmic differentiation tools on some problems in computer vision and
// machine learning" (2018).
//
// The inputs lie one after another: alphas[K]; means[K × d]; and for each of the K Gaussians the factor Q of its
// inverse covariance, first the logarithms of its diagonal, then the entries below it, column by column.
#pragma once

#include "benchmarks/derivatives/workloads/random_numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

namespace jetwork::benchmarks {

struct GaussianMixture {
  static constexpr const char* title = "Gaussian mixture, d = 10, K = 25, 1000 points: gradient";
  static constexpr std::size_t d = 10, K = 25, points = 1000;
  static constexpr std::size_t below = d * (d - 1) / 2, factor = d + below;
  static constexpr std::size_t means = K, factors = means + K * d, size = factors + K * factor;
  static constexpr double gamma = 1.0, m = 0.0; // the prior

  std::vector<double> data = random_numbers(points * d, 0, 1, 12);

  static auto inputs() { return random_numbers(size, 0, 1, 13); }
  static auto results() { return size; }

  template <class T>
  auto operator()(std::span<const T> x) const -> T {
    using std::exp, std::log;
    std::vector<T> diagonal(K * d), log_determinant(K);
    for (std::size_t k = 0; k < K; ++k) {
      const auto log_diagonal = x.subspan(factors + k * factor, d);
      log_determinant[k] = log_diagonal[0];
      for (std::size_t i = 1; i < d; ++i) log_determinant[k] += log_diagonal[i];
      for (std::size_t i = 0; i < d; ++i) diagonal[k * d + i] = exp(log_diagonal[i]);
    }

    T likelihood(0.0);
    std::array<T, K> term;
    std::array<T, d> centred, y;
    for (std::size_t n = 0; n < points; ++n) {
      for (std::size_t k = 0; k < K; ++k) {
        const auto lower = x.subspan(factors + k * factor + d, below);
        for (std::size_t i = 0; i < d; ++i) {
          centred[i] = data[n * d + i] - x[means + k * d + i];
          y[i] = diagonal[k * d + i] * centred[i];
        }
        std::size_t next = 0;
        for (std::size_t i = 0; i < d; ++i)
          for (std::size_t j = i + 1; j < d; ++j) y[j] += lower[next++] * centred[i];
        T square = y[0] * y[0];
        for (std::size_t i = 1; i < d; ++i) square += y[i] * y[i];
        term[k] = x[k] + log_determinant[k] - 0.5 * square;
      }
      likelihood += log_sum_exp(std::span<const T>(term));
    }

    T prior(0.0);
    for (std::size_t k = 0; k < K; ++k) {
      T square(0.0);
      for (std::size_t i = 0; i < d; ++i) square += diagonal[k * d + i] * diagonal[k * d + i];
      for (const T& entry : x.subspan(factors + k * factor + d, below)) square += entry * entry;
      prior += 0.5 * gamma * gamma * square - m * log_determinant[k];
    }
    return constant() + likelihood - double{points} * log_sum_exp(x.first(K)) + prior;
  }

  /// Point by point: each Gaussian's derivatives count by the share w that it has in the point.
  void hand_written(std::span<const double> x, std::span<double> gradient) const {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    std::array<double, K * d> diagonal;
    std::array<double, K> log_determinant{};
    for (std::size_t k = 0; k < K; ++k)
      for (std::size_t i = 0; i < d; ++i) {
        log_determinant[k] += x[factors + k * factor + i];
        diagonal[k * d + i] = std::exp(x[factors + k * factor + i]);
      }

    std::array<double, K> weight;
    std::array<std::array<double, d>, K> centred, y; // x - μ and Q (x - μ)
    for (std::size_t n = 0; n < points; ++n) {
      for (std::size_t k = 0; k < K; ++k) {
        const auto lower = x.subspan(factors + k * factor + d, below);
        for (std::size_t i = 0; i < d; ++i) {
          centred[k][i] = data[n * d + i] - x[means + k * d + i];
          y[k][i] = diagonal[k * d + i] * centred[k][i];
        }
        std::size_t next = 0;
        for (std::size_t i = 0; i < d; ++i)
          for (std::size_t j = i + 1; j < d; ++j) y[k][j] += lower[next++] * centred[k][i];
        double square = 0;
        for (std::size_t i = 0; i < d; ++i) square += y[k][i] * y[k][i];
        weight[k] = x[k] + log_determinant[k] - 0.5 * square;
      }
      softmax(weight);
      for (std::size_t k = 0; k < K; ++k) {
        const double w = weight[k];
        const auto lower = x.subspan(factors + k * factor + d, below);
        const auto by_factor = gradient.subspan(factors + k * factor, factor);
        gradient[k] += w;
        std::size_t next = 0;
        for (std::size_t i = 0; i < d; ++i) {
          double by_centred = diagonal[k * d + i] * y[k][i];
          by_factor[i] += w * (1 - by_centred * centred[k][i]);
          for (std::size_t j = i + 1; j < d; ++j) {
            by_centred += lower[next] * y[k][j];
            by_factor[d + next++] -= w * y[k][j] * centred[k][i];
          }
          gradient[means + k * d + i] += w * by_centred;
        }
      }
    }

    std::array<double, K> share;
    std::copy_n(x.begin(), K, share.begin());
    softmax(share);
    for (std::size_t k = 0; k < K; ++k) {
      gradient[k] -= double{points} * share[k];
      const auto by_factor = gradient.subspan(factors + k * factor, factor);
      for (std::size_t i = 0; i < d; ++i)
        by_factor[i] += gamma * gamma * diagonal[k * d + i] * diagonal[k * d + i] - m;
      for (std::size_t i = d; i < factor; ++i)
        by_factor[i] += gamma * gamma * x[factors + k * factor + i];
    }
  }

private:
  template <class T>
  static auto log_sum_exp(std::span<const T> x) -> T {
    using std::exp, std::log;
    T largest = x[0];
    for (std::size_t i = 1; i < x.size(); ++i)
      if (x[i] > largest) largest = x[i];
    T sum(0.0);
    for (const T& number : x) sum += exp(number - largest);
    return largest + log(sum);
  }
  static auto constant() -> double {
    const double freedom = d + m + 1;
    double log_gamma = 0.25 * d * (d - 1) * std::log(std::numbers::pi);
    for (std::size_t i = 0; i < d; ++i)
      log_gamma += std::lgamma(0.5 * (freedom - static_cast<double>(i)));
    return -0.5 * d * points * std::log(2 * std::numbers::pi)
           - K * (freedom * d * (std::log(gamma) - 0.5 * std::numbers::ln2) - log_gamma);
  }

  static void softmax(std::array<double, K>& x) {
    const double largest = *std::max_element(x.begin(), x.end());
    double sum = 0;
    for (double& number : x) sum += number = std::exp(number - largest);
    for (double& number : x) number /= sum;
  }
};

} // namespace jetwork::benchmarks
