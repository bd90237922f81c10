// Losses, which training makes small, written for one sample.
//
//   train(network, samples, {.loss = Loss::cross_entropy()});            // nn/training.hpp
//   BatchVariable l = half_squares(prediction, target);                  // on a batch tape of your own
//   Loss mine{.name = "fourth powers",
//             .of_sample = [](auto y, auto t) { return sum(pow(y - t, 4.0)); }};
//
// A loss is an expression of batch variables, so its gradient comes from the tape. The loss of many samples is the
// mean of their losses, as in the paper's equation 5.
//
// ½ Σ squares: the paper's E. Huber 1964. Cross-entropy through log-sum-exp of differences: no exponential
// overflows, and a loss close to zero keeps its digits.
#pragma once

#include "autodiff/batch.hpp"

#include <fmt/format.h>

#include <functional>
#include <limits>
#include <stdexcept>
#include <string>

namespace jetwork::nn {

namespace detail {

inline void require_equal_rows(const char* loss, const autodiff::BatchVariable& prediction,
                               const autodiff::BatchVariable& target) {
  if (prediction.rows() != target.rows())
    throw std::invalid_argument(fmt::format("{}: {} outputs meet targets of {} rows; give every "
                                            "output a target",
                                            loss, prediction.rows(), target.rows()));
}

} // namespace detail

/// ½ Σ (y - t)² over the outputs: the paper's.
inline auto half_squares(const autodiff::BatchVariable& prediction,
                         const autodiff::BatchVariable& target) -> autodiff::BatchVariable {
  detail::require_equal_rows("half_squares", prediction, target);
  return 0.5 * squared_norm(prediction - target);
}

/// The mean of (y - t)² over the outputs.
inline auto mean_squares(const autodiff::BatchVariable& prediction,
                         const autodiff::BatchVariable& target) -> autodiff::BatchVariable {
  detail::require_equal_rows("mean_squares", prediction, target);
  return squared_norm(prediction - target) / prediction.rows();
}

/// The mean over the outputs of ½ r² where |r| ≤ δ, and of δ(|r| - ½ δ) beyond: outliers pull with a force of δ only.
inline auto huber(const autodiff::BatchVariable& prediction, const autodiff::BatchVariable& target,
                  double delta = 1) -> autodiff::BatchVariable {
  detail::require_equal_rows("huber", prediction, target);
  if (!(delta > 0)) throw std::invalid_argument("huber: δ must be positive");
  const autodiff::BatchVariable size = abs(prediction - target);
  return mean(select(size <= delta, 0.5 * size * size, delta * (size - 0.5 * delta)));
}

/// -log of the probability that softmax gives to the right class. The outputs are logits, any numbers. The target is
/// one row, the number of the class; or a row for every class: one-hot, or probabilities that sum to 1. If the number
/// is that of no class, the loss is NaN.
inline auto cross_entropy(const autodiff::BatchVariable& logits,
                          const autodiff::BatchVariable& target) -> autodiff::BatchVariable {
  const int classes = logits.rows();
  if (classes < 2)
    throw std::invalid_argument(
        "cross_entropy: needs an output for every class, and at least two classes");
  if (target.rows() != 1) {
    detail::require_equal_rows("cross_entropy", logits, target);
    return log_sum_exp(logits - dot(target, logits)); // as Σ t = 1
  }
  autodiff::BatchVariable chosen = std::numeric_limits<double>::quiet_NaN();
  for (int k = 0; k < classes; ++k) chosen = select(target == k, row(logits, k), chosen);
  return log_sum_exp(logits - chosen);
}

/// A loss, by name.
struct Loss {
  using OfSample = std::function<autodiff::BatchVariable(const autodiff::BatchVariable& prediction,
                                                         const autodiff::BatchVariable& target)>;
  std::string name;
  OfSample of_sample; ///< one row, of the outputs and the target of a sample
  /// Whether the loss is smallest where Σ (y - t)² is, so that LeastSquares may minimise it.
  bool is_of_squares = false;
  bool is_of_classes = false; ///< targets are classes: numbers in one row, or probabilities

  static auto half_squares() -> Loss {
    return {.name = "half_squares",
            .of_sample = [](const auto& y, const auto& t) { return nn::half_squares(y, t); },
            .is_of_squares = true};
  }
  static auto mean_squares() -> Loss {
    return {.name = "mean_squares",
            .of_sample = [](const auto& y, const auto& t) { return nn::mean_squares(y, t); },
            .is_of_squares = true};
  }
  static auto huber(double delta = 1) -> Loss {
    return {.name = fmt::format("huber({})", delta),
            .of_sample = [delta](const auto& y, const auto& t) { return nn::huber(y, t, delta); }};
  }
  static auto cross_entropy() -> Loss {
    return {.name = "cross_entropy",
            .of_sample = [](const auto& y, const auto& t) { return nn::cross_entropy(y, t); },
            .is_of_classes = true};
  }
};

} // namespace jetwork::nn
