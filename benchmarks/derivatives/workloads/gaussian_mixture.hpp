// The log-likelihood of a Gaussian mixture with a Wishart prior: the objective GMM of Srajer, Kukelova and
// Fitzgibbon, "A benchmark of selected algorithmic differentiation tools on some problems in computer vision and
// machine learning" (2018).
//
// The inputs lie one after another: alphas[K]; means[K × d]; and for each of the K Gaussians the factor Q of its
// inverse covariance, first the logarithms of its diagonal, then what lies below, column by column.
#pragma once

#include "benchmarks/derivatives/workloads/random_numbers.hpp"

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

    T likelihood = 0.0;
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

    T prior = 0.0;
    for (std::size_t k = 0; k < K; ++k) {
      T square = 0.0;
      for (std::size_t i = 0; i < d; ++i) square += diagonal[k * d + i] * diagonal[k * d + i];
      for (const T& entry : x.subspan(factors + k * factor + d, below)) square += entry * entry;
      prior += 0.5 * gamma * gamma * square - m * log_determinant[k];
    }
    return constant() + likelihood - double{points} * log_sum_exp(x.first(K)) + prior;
  }

  /// The derivatives by Q and the mean μ of a Gaussian need no more of the points than Σ w (x - μ) and
  /// Σ w (x - μ)(x - μ)ᵀ, where w is the share that the Gaussian has in the point.
  void hand_written(std::span<const double> x, std::span<double> gradient) const {
    std::array<std::array<double, d * d>, K> Q{}, second{}; // column by column
    std::array<std::array<double, d>, K> first{};
    std::array<double, K> offset{}, total{};
    for (std::size_t k = 0; k < K; ++k) {
      read_factor(x.subspan(factors + k * factor, factor), Q[k]);
      offset[k] = x[k];
      for (std::size_t i = 0; i < d; ++i) offset[k] += x[factors + k * factor + i];
    }

    std::array<std::array<double, d>, K> centred;
    std::array<double, K> weight;
    for (std::size_t n = 0; n < points; ++n) {
      double largest = 0;
      for (std::size_t k = 0; k < K; ++k) {
        for (std::size_t i = 0; i < d; ++i) centred[k][i] = data[n * d + i] - x[means + k * d + i];
        weight[k] = offset[k] - 0.5 * square_of_product(Q[k], centred[k]);
        largest = k == 0 || weight[k] > largest ? weight[k] : largest;
      }
      double sum = 0;
      for (double& w : weight) sum += w = std::exp(w - largest);
      for (std::size_t k = 0; k < K; ++k) {
        const double w = weight[k] / sum;
        total[k] += w;
        for (std::size_t i = 0; i < d; ++i) {
          const double scaled = w * centred[k][i];
          first[k][i] += scaled;
          for (std::size_t j = 0; j < d; ++j) second[k][i * d + j] += scaled * centred[k][j];
        }
      }
    }

    std::array<double, K> share;
    double largest = x[0], sum = 0;
    for (std::size_t k = 1; k < K; ++k) largest = x[k] > largest ? x[k] : largest;
    for (std::size_t k = 0; k < K; ++k) sum += share[k] = std::exp(x[k] - largest);
    for (std::size_t k = 0; k < K; ++k) {
      gradient[k] = total[k] - double{points} * share[k] / sum;
      write_mean(Q[k], first[k], gradient.subspan(means + k * d, d));
      write_factor(Q[k], second[k], total[k], gradient.subspan(factors + k * factor, factor));
    }
  }

private:
  template <class T>
  static auto log_sum_exp(std::span<const T> x) -> T {
    using std::exp, std::log;
    T largest = x[0];
    for (std::size_t i = 1; i < x.size(); ++i)
      if (x[i] > largest) largest = x[i];
    T sum = 0.0;
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

  using Matrix = std::array<double, d * d>;
  using Vector = std::array<double, d>;

  static void read_factor(std::span<const double> entries, Matrix& Q) {
    std::size_t next = d;
    for (std::size_t i = 0; i < d; ++i) {
      Q[i * d + i] = std::exp(entries[i]);
      for (std::size_t j = i + 1; j < d; ++j) Q[i * d + j] = entries[next++];
    }
  }
  /// |Q x|². Zeros are multiplied as well: whole columns are faster than their lower parts.
  static auto square_of_product(const Matrix& Q, const Vector& x) -> double {
    Vector y{};
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = 0; j < d; ++j) y[j] += Q[i * d + j] * x[i];
    double square = 0;
    for (const double entry : y) square += entry * entry;
    return square;
  }
  /// QᵀQ Σ w (x - μ)
  static void write_mean(const Matrix& Q, const Vector& first, std::span<double> by_mean) {
    Vector y{};
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = i; j < d; ++j) y[j] += Q[i * d + j] * first[i];
    for (std::size_t i = 0; i < d; ++i) {
      by_mean[i] = 0;
      for (std::size_t j = i; j < d; ++j) by_mean[i] += Q[i * d + j] * y[j];
    }
  }
  /// -Q Σ w (x - μ)(x - μ)ᵀ, and what the prior and the determinant add.
  static void write_factor(const Matrix& Q, const Matrix& second, double total,
                           std::span<double> by_factor) {
    std::size_t next = d;
    for (std::size_t i = 0; i < d; ++i) {
      Vector by_column{};
      for (std::size_t l = 0; l < d; ++l)
        for (std::size_t j = l; j < d; ++j) by_column[j] -= Q[l * d + j] * second[i * d + l];
      for (std::size_t j = i; j < d; ++j) by_column[j] += gamma * gamma * Q[i * d + j];
      by_factor[i] = by_column[i] * Q[i * d + i] + total - m;
      for (std::size_t j = i + 1; j < d; ++j) by_factor[next++] = by_column[j];
    }
  }
};

} // namespace jetwork::benchmarks
