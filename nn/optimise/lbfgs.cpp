#include "nn/optimise/lbfgs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace jetwork::nn {

Lbfgs::Lbfgs(LbfgsOptions options) : options_(options) {
  if (options.memory < 1) throw std::invalid_argument("Lbfgs: memory must be at least 1");
  if (!(options.gradient_tolerance >= 0))
    throw std::invalid_argument("Lbfgs: gradient_tolerance must be at least 0");
  require_sensible(options.line_search);
}

auto Lbfgs::direction() const -> Eigen::VectorXd {
  Eigen::VectorXd q = -gradient_;
  std::vector<double> alphas(pairs_.size());
  for (std::size_t i = pairs_.size(); i-- > 0;) {
    const auto& [s, y] = pairs_[i];
    alphas[i] = s.dot(q) / y.dot(s);
    q -= alphas[i] * y;
  }
  if (!pairs_.empty()) { // the initial H is γ I, of the scale of the latest pair (7.20)
    const auto& [s, y] = pairs_.back();
    q *= s.dot(y) / y.squaredNorm();
  }
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    const auto& [s, y] = pairs_[i];
    q += s * (alphas[i] - y.dot(q) / y.dot(s));
  }
  return q;
}

void Lbfgs::remember(const Eigen::VectorXd& step, const Eigen::VectorXd& change) {
  // Wolfe's conditions make s·y positive. After rounding, or a search that was cut short, it may not be: left out
  // then.
  const double least = std::numeric_limits<double>::epsilon() * change.squaredNorm();
  if (!(step.dot(change) > least)) return;
  if (pairs_.size() == static_cast<std::size_t>(options_.memory)) pairs_.pop_front();
  pairs_.push_back({step, change});
}

auto Lbfgs::step(const Function& function, Eigen::Ref<Eigen::VectorXd> weights) -> StepStatus {
  if (gradient_.size() != weights.size()) {
    pairs_.clear();
    gradient_.resize(weights.size());
    loss_ = function(weights, gradient_);
    ++evaluations_;
  }
  if (!std::isfinite(loss_) || !gradient_.allFinite()) {
    gradient_.resize(0); // so that the next call evaluates the function again
    return StepStatus::not_finite;
  }
  if (gradient_.cwiseAbs().maxCoeff() <= options_.gradient_tolerance) return StepStatus::converged;

  Eigen::VectorXd towards = direction();
  double slope = gradient_.dot(towards);
  if (!(slope < 0) || !std::isfinite(slope)) {
    pairs_.clear();
    towards = -gradient_;
    slope = gradient_.dot(towards);
    if (!std::isfinite(slope)) return StepStatus::not_finite; // ‖g‖² overflows
  }
  // Without pairs the direction is -g, which has no scale of its own: the first step has a length of one, or less.
  const double first = pairs_.empty() ? std::min(1.0, 1 / gradient_.lpNorm<1>()) : 1.0;
  const Eigen::VectorXd from = weights;
  Eigen::VectorXd tried(weights.size()), tried_gradient(weights.size());
  Eigen::VectorXd lowest_gradient = gradient_;
  double lowest = loss_, lowest_length = 0, last_length = 0;
  const auto along = [&](double length) -> LinePoint {
    tried = from + length * towards;
    last_length = length;
    const double value = function(tried, tried_gradient);
    if (value < lowest && tried_gradient.allFinite()) {
      lowest = value;
      lowest_length = length;
      lowest_gradient = tried_gradient;
    }
    return {.length = length, .value = value, .slope = tried_gradient.dot(towards)};
  };
  const LineSearchResult found =
      strong_wolfe(along, {.value = loss_, .slope = slope}, first, options_.line_search);
  evaluations_ += found.evaluations;
  step_length_ = found.point.length;
  if (!(found.point.value < loss_)) {
    if (pairs_.empty()) return StepStatus::stalled;
    pairs_.clear(); // the pairs gave a bad direction: try -g
    return step(function, weights);
  }

  weights = from + found.point.length * towards;
  if (found.point.length == lowest_length) tried_gradient = lowest_gradient;
  else if (found.point.length != last_length) function(weights, tried_gradient), ++evaluations_;
  remember(weights - from, tried_gradient - gradient_);
  gradient_ = tried_gradient;
  loss_ = found.point.value;
  return StepStatus::moved;
}

auto Lbfgs::state() const -> OptimiserState {
  OptimiserState state{{"gradient", gradient_},
                       {"loss", detail::as_vector(loss_)},
                       {"step length", detail::as_vector(step_length_)},
                       {"evaluations", detail::as_vector(evaluations_)},
                       {"pairs", detail::as_vector(static_cast<double>(pairs_.size()))}};
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    state.emplace(fmt::format("step {}", i), pairs_[i].step);
    state.emplace(fmt::format("change {}", i), pairs_[i].change);
  }
  return state;
}

void Lbfgs::restore(const OptimiserState& state) {
  gradient_ = detail::vector_of(state, "gradient");
  loss_ = detail::number_of(state, "loss");
  step_length_ = detail::number_of(state, "step length");
  evaluations_ = static_cast<int>(detail::number_of(state, "evaluations"));
  pairs_.clear();
  const auto count = static_cast<std::size_t>(detail::number_of(state, "pairs"));
  for (std::size_t i = 0; i < count; ++i)
    pairs_.push_back({detail::vector_of(state, fmt::format("step {}", i)),
                      detail::vector_of(state, fmt::format("change {}", i))});
}

} // namespace jetwork::nn
