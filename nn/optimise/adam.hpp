// Adam, and AdamW, which also lets weights decay.
//
//   Adam adam({.learning_rate = 1e-3});
//   adam.step(weights, gradient);
//   AdamW decaying({.learning_rate = 1e-3, .weight_decay = 0.01});
//   decaying.step(weights, gradient, is_bias);
//
// Kingma and Ba 2015, algorithm 1. Loshchilov and Hutter 2019: the decay w ← w - η λ w is no part of the gradient, so
// that it is the same for all weights. Biases decay only with decay_biases.
#pragma once

#include "nn/optimise/gradient_descent.hpp"

#include <cmath>

namespace jetwork::nn {

struct AdamOptions {
  double learning_rate = 1e-3;
  double beta1 = 0.9, beta2 = 0.999; // how much is kept of the first and second moments
  double epsilon = 1e-8;
};

class Adam {
public:
  explicit Adam(AdamOptions options = {}) : options_(options) {
    const auto in_range = [](double beta) { return beta >= 0 && beta < 1; };
    if (!(options.learning_rate > 0) || !in_range(options.beta1) || !in_range(options.beta2)
        || !(options.epsilon > 0))
      throw std::invalid_argument(
          "Adam: learning_rate and epsilon must be positive, beta1 and beta2 in [0, 1)");
  }

  auto learning_rate() const -> double { return options_.learning_rate; }
  /// One step; `schedule` multiplies the rate.
  void step(Eigen::Ref<Eigen::VectorXd> weights, const Eigen::Ref<const Eigen::VectorXd>& gradient,
            const BiasMask& /*is_bias*/ = {}, double schedule = 1) {
    if (first_.size() != weights.size()) {
      first_.setZero(weights.size());
      second_.setZero(weights.size());
    }
    steps_ += 1;
    const auto g = gradient.array();
    first_ = options_.beta1 * first_ + (1 - options_.beta1) * g;
    second_ = options_.beta2 * second_ + (1 - options_.beta2) * g.square();
    // Both moments started at zero, so their weights sum to 1 - βᵗ; divided by this they are averages.
    const double first_share = 1 - std::pow(options_.beta1, steps_);
    const double second_share = 1 - std::pow(options_.beta2, steps_);
    weights.array() -= schedule * options_.learning_rate / first_share * first_
                       / ((second_ / second_share).sqrt() + options_.epsilon);
  }

  auto state() const -> OptimiserState {
    return {{"steps", detail::as_vector(steps_)},
            {"first moments", first_.matrix()},
            {"second moments", second_.matrix()}};
  }
  void restore(const OptimiserState& state) {
    steps_ = detail::number_of(state, "steps");
    first_ = detail::vector_of(state, "first moments").array();
    second_ = detail::vector_of(state, "second moments").array();
  }
  auto description() const -> std::string {
    return fmt::format("adam, rate {}, beta1 {}, beta2 {}, epsilon {}", options_.learning_rate,
                       options_.beta1, options_.beta2, options_.epsilon);
  }

private:
  AdamOptions options_;
  Eigen::ArrayXd first_, second_; // moments of the gradient
  double steps_ = 0;              // a whole number
};

struct AdamWOptions {
  double learning_rate = 1e-3;
  double weight_decay = 0.01;
  bool decay_biases = false;
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
};

class AdamW {
public:
  explicit AdamW(AdamWOptions options = {})
      : options_(options),
        adam_({.learning_rate = options.learning_rate,
               .beta1 = options.beta1,
               .beta2 = options.beta2,
               .epsilon = options.epsilon}) {
    if (!(options.weight_decay >= 0))
      throw std::invalid_argument("AdamW: weight_decay must be at least 0");
  }

  auto learning_rate() const -> double { return options_.learning_rate; }
  void step(Eigen::Ref<Eigen::VectorXd> weights, const Eigen::Ref<const Eigen::VectorXd>& gradient,
            const BiasMask& is_bias, double schedule = 1) {
    const double decay = schedule * options_.learning_rate * options_.weight_decay;
    if (options_.decay_biases) weights *= 1 - decay;
    else weights.array() *= 1 - decay * (1 - is_bias);
    adam_.step(weights, gradient, is_bias, schedule);
  }

  auto state() const -> OptimiserState { return adam_.state(); }
  void restore(const OptimiserState& state) { adam_.restore(state); }
  auto description() const -> std::string {
    return fmt::format("{}, weight decay {}{}", adam_.description(), options_.weight_decay,
                       options_.decay_biases ? " of biases too" : "");
  }

private:
  AdamWOptions options_;
  Adam adam_;
};

} // namespace jetwork::nn
