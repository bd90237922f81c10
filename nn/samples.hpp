// Samples to train a network on: inputs with the outputs that they should have.
//
//   Samples samples{.inputs = x, .targets = y};          // a column each
//   check(samples, 2, 1);                                // throws where a number is NaN, or a shape wrong
//   auto [held_out, rest] = split(samples, 0.25, 7);     // a random quarter, the same for the same seed
#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace jetwork::nn {

struct Samples {
  Eigen::MatrixXd inputs;  ///< inputs × samples
  Eigen::MatrixXd targets; ///< outputs × samples, or 1 × samples: numbers of classes

  auto count() const -> Eigen::Index { return inputs.cols(); }
};

/// Throws std::invalid_argument unless there are samples, with the number of inputs and targets given, all finite.
/// The message calls the samples `name`. With `classes` > 0, targets in one row must be whole numbers from 0 to
/// classes - 1, and targets in several rows must be probabilities that sum to 1.
void check(const Samples& samples, int inputs, int outputs, int classes = 0,
           std::string_view name = "the training data");

/// The samples with these indices, in this order.
auto chosen(const Samples& samples, const std::vector<Eigen::Index>& which) -> Samples;

/// 0 … count - 1 in random order, the same for the same seeds on every machine: Fisher and Yates's shuffle on the bits of
/// std::mt19937_64, with indices that are equally likely (Lemire 2019, by rejection).
auto shuffled(Eigen::Index count, std::uint64_t seed, std::uint64_t stream = 0)
    -> std::vector<Eigen::Index>;

/// A random part of the samples, and the rest. Throws std::invalid_argument if either would be empty.
auto split(const Samples& samples, double part, std::uint64_t seed) -> std::pair<Samples, Samples>;

/// A column for every class: 1 in the row of its number, 0 elsewhere.
auto one_hot(const Eigen::Ref<const Eigen::RowVectorXd>& classes, int count) -> Eigen::MatrixXd;

} // namespace jetwork::nn
