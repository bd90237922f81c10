// L-BFGS: quasi-Newton steps from the last few steps and changes of the gradient, with a strong-Wolfe line search.
//
//   Lbfgs lbfgs({.memory = 10});
//   while (lbfgs.step(loss_and_gradient, weights) == StepStatus::moved) {}
//
// It needs the loss of all samples at once. Liu and Nocedal 1989; Nocedal and Wright 2006, algorithms 7.4 and 7.5.
#pragma once

#include "nn/optimise/line_search.hpp"
#include "nn/optimise/optimiser_state.hpp"

#include <fmt/format.h>

#include <deque>
#include <string_view>

namespace jetwork::nn {

/// How a step ended, of an optimiser that compares losses.
enum class StepStatus {
  moved,      // to a lower loss
  converged,  // a minimum, perhaps a local one: there is nothing left to gain
  stalled,    // no lower loss was found in the direction tried
  not_finite, // the loss, its gradient g or ‖g‖² is infinite or NaN where the step begins
};

struct LbfgsOptions {
  int memory = 10;                   // pairs kept
  double gradient_tolerance = 1e-10; // of the largest component of the gradient
  LineSearchOptions line_search = {};
};

class Lbfgs {
public:
  /// The loss at some weights, and its gradient.
  using Function = std::function<double(const Eigen::VectorXd& weights, Eigen::VectorXd& gradient)>;

  explicit Lbfgs(LbfgsOptions options = {});

  /// One iteration: a direction, and a line search along it.
  auto step(const Function& function, Eigen::Ref<Eigen::VectorXd> weights) -> StepStatus;
  /// The loss where the last step ended.
  auto loss() const -> double { return loss_; }
  /// The length of the last step, in units of its direction.
  auto step_length() const -> double { return step_length_; }
  /// Calls of the function so far.
  auto evaluations() const -> int { return evaluations_; }

  auto state() const -> OptimiserState;
  void restore(const OptimiserState& state);
  auto description() const -> std::string {
    return fmt::format("l-bfgs, memory {}, c1 {}, c2 {}", options_.memory,
                       options_.line_search.decrease, options_.line_search.curvature);
  }

private:
  struct Pair {
    Eigen::VectorXd step, change; // s, and y: the gradient's change along s
  };
  /// -H g by the two-loop recursion, algorithm 7.4.
  auto direction() const -> Eigen::VectorXd;
  void remember(const Eigen::VectorXd& step, const Eigen::VectorXd& change);

  LbfgsOptions options_;
  std::deque<Pair> pairs_;   // the oldest first
  Eigen::VectorXd gradient_; // where the last step ended; empty before the first
  double loss_ = 0;
  double step_length_ = 0;
  int evaluations_ = 0;
};

} // namespace jetwork::nn
