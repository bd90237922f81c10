// One segment's trial solution, and the residual it leaves, as a program of the batch tape: what a classical PINN trains.
// Included by pinn/training/all_weights.cpp.
//
//   TrialNetwork<2> trial(problem, segment, training, magnitude);
//   Eigen::VectorXd weights = trial.weights();    // hidden weights, hidden biases, output weights, soft initial values
//   trial.residual(weights, r);                   // at the points, each equation scaled; then the soft conditions
//   trial.jacobian(weights, trial.all(), J);      // ∂r/∂weights
//   trial.half_squares(weights, gradient);        // ½‖r‖² and its gradient
//   trial.segment(weights);
//
// The network is recorded with a jet in scaled time as its input, so that u, u', … are its coefficients, and the
// problem's residual on top of it. One reverse sweep for each equation gives the derivatives. Nothing is derived by hand.
#pragma once

#include "autodiff/batch.hpp"
#include "nn/dense_network.hpp"
#include "pinn/network/segment_points.hpp"
#include "pinn/network/trial.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/solution.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

namespace jetwork::pinn {

/// With jets of order K, the highest order of an unknown.
template <int K>
class TrialNetwork {
public:
  using Weights = Eigen::VectorXd;

  /// Soft conditions are weighed relative to `magnitude`, one for each unknown.
  TrialNetwork(const Problem& problem, Segment segment, const TrainingOptions& training,
               const Eigen::VectorXd& magnitude)
      : segment_(std::move(segment)),
        unknowns_(static_cast<int>(problem.unknowns.size())),
        neurons_(static_cast<int>(segment_.hidden->weight.size())),
        rule_(gauss_legendre(training.points)),
        root_weight_(rule_.weight.cwiseSqrt()),
        network_({1, neurons_, unknowns_}, nn::activation<autodiff::tanh_rule>()),
        theta_(tape_.input(1)),
        recorded_(network_.record(tape_)) {
    network_.weights(0) = segment_.hidden->weight;
    network_.biases(0) = segment_.hidden->bias;
    network_.weights(1) = segment_.output_weights.transpose();
    if (training.conditions == Conditions::soft)
      soften(problem, training.condition_weight, magnitude);
    record(problem);
    replay_ = std::make_unique<autodiff::BatchReplay>(tape_, static_cast<int>(points()));
    replay_->set(theta_, rule_.point);
    scale_equations();
  }

  [[nodiscard]] auto equations() const -> int { return unknowns_; }
  /// Entries of r.
  [[nodiscard]] auto count() const -> Eigen::Index {
    return unknowns_ * points() + conditions_.size();
  }
  /// As they stand in the segment.
  [[nodiscard]] auto weights() const -> Weights {
    Weights all(output_biases() + conditions_.size());
    all << network_.parameters().head(output_biases()), conditions_;
    return all;
  }

  /// Some of the weights, which lie together.
  struct Part {
    Eigen::Index first, count;
    std::vector<autodiff::BatchParameter> parameters;
  };
  [[nodiscard]] auto output_layer() const -> Part {
    return {network_.layers()[1].weights, neurons_ * unknowns_, {recorded_.parameters()[2]}};
  }
  [[nodiscard]] auto all() const -> Part {
    const auto& p = recorded_.parameters();
    Part part{0, output_biases() + conditions_.size(), {p[0], p[1], p[2]}};
    if (is_soft()) part.parameters.push_back(initial_);
    return part;
  }

  void residual(const Weights& weights, Eigen::Ref<Eigen::VectorXd> r) {
    evaluate(weights);
    for (int e = 0; e < unknowns_; ++e) r.segment(e * points(), points()) = scaled_equation(e);
    if (is_soft()) r.tail(conditions_.size()) = missed_conditions(weights);
  }

  /// The columns of the part's weights.
  void jacobian(const Weights& weights, const Part& part, Eigen::Ref<Eigen::MatrixXd> J) {
    evaluate(weights);
    for (int e = 0; e < unknowns_; ++e)
      J.middleRows(e * points(), points()) =
          scale_[e] * (root_weight_.asDiagonal() * replay_->jacobian(equation(e), part.parameters));
    if (!is_soft()) return;
    auto rows = J.bottomRows(conditions_.size());
    rows.setZero();
    if (part.parameters.size() > 1)
      rows.rightCols(conditions_.size()) = condition_scale_.asDiagonal();
  }

  /// ½‖r‖² and its gradient with respect to all weights: ∂/∂w = Σ r·∂r/∂w, a sweep for each equation.
  auto half_squares(const Weights& weights, Eigen::VectorXd& gradient) -> double {
    evaluate(weights);
    const Part part = all();
    gradient.setZero(part.count);
    replay_->with_respect_to(std::span(part.parameters));
    double sum = 0;
    for (int e = 0; e < unknowns_; ++e) {
      const Eigen::VectorXd r = scaled_equation(e);
      sum += 0.5 * r.squaredNorm();
      replay_->reverse(equation(e), (scale_[e] * root_weight_.cwiseProduct(r)).transpose());
      double* next = gradient.data();
      for (const autodiff::BatchParameter& p : part.parameters) {
        Eigen::Map<Eigen::MatrixXd>(next, p.rows(), p.cols()) += replay_->gradient(p);
        next += p.rows() * p.cols();
      }
    }
    if (is_soft()) {
      const Eigen::VectorXd r = missed_conditions(weights);
      sum += 0.5 * r.squaredNorm();
      gradient.tail(conditions_.size()) += condition_scale_.cwiseProduct(r);
    }
    return sum;
  }

  auto segment(const Weights& weights) -> Segment {
    network_.parameters().head(output_biases()) = weights.head(output_biases());
    Segment result = segment_;
    result.hidden =
        std::make_shared<HiddenLayer>(HiddenLayer{network_.weights(0), network_.biases(0)});
    result.output_weights = network_.weights(1).transpose();
    for (std::size_t k = 0; k < places_.size(); ++k)
      result.initial(places_[k].first, places_[k].second) =
          weights[output_biases() + static_cast<Eigen::Index>(k)];
    return result;
  }

private:
  using Network = nn::DenseNetwork<nn::RuleActivation<autodiff::tanh_rule>>;
  using BatchVariable = autodiff::BatchVariable;
  using Jet = autodiff::Jet<BatchVariable, K>;

  auto points() const -> Eigen::Index { return rule_.point.size(); }
  auto is_soft() const -> bool { return conditions_.size() > 0; }
  /// Where they begin in the network's flat vector. They stay zero: a segment's network has none.
  auto output_biases() const -> Eigen::Index { return network_.layers()[1].biases; }
  auto equation(int e) const -> const BatchVariable& {
    return equations_[static_cast<std::size_t>(e)];
  }
  auto scaled_equation(int e) const -> Eigen::VectorXd {
    return scale_[e] * root_weight_.cwiseProduct(replay_->value(equation(e)).row(0).transpose());
  }

  /// What the soft conditions miss, scaled.
  auto missed_conditions(const Weights& weights) const -> Eigen::VectorXd {
    return condition_scale_.cwiseProduct(weights.tail(conditions_.size()) - conditions_);
  }

  /// The values at the start become weights, and what they differ from the conditions by a part of r.
  void soften(const Problem& problem, double condition_weight, const Eigen::VectorXd& magnitude) {
    std::vector<double> value, scale;
    for (std::size_t i = 0; i < problem.unknowns.size(); ++i)
      for (int n = 0; n < problem.unknowns[i].order; ++n) {
        const auto column = static_cast<Eigen::Index>(i);
        places_.emplace_back(n, column);
        value.push_back(segment_.initial(n, column));
        const double size =
            magnitude[column] > 0 ? magnitude[column] : 1.0; // it may be zero all along
        scale.push_back(std::sqrt(condition_weight) * std::pow(std::abs(segment_.length), n)
                        / size);
      }
    const auto size = static_cast<Eigen::Index>(value.size());
    conditions_ = Eigen::Map<const Eigen::VectorXd>(value.data(), size);
    condition_scale_ = Eigen::Map<const Eigen::VectorXd>(scale.data(), size);
    initial_ = tape_.parameter(static_cast<int>(size));
  }

  void record(const Problem& problem) {
    const Jet theta = Jet::variable(theta_);
    const auto outputs = recorded_(2.0 * theta - 1.0); // of all unknowns, once
    const Jet elapsed = theta * segment_.length;
    int next_condition = 0;
    std::vector<std::vector<BatchVariable>> derivatives(problem.unknowns.size());
    for (int i = 0; i < unknowns_; ++i) {
      const int order = problem.unknowns[static_cast<std::size_t>(i)].order;
      const auto output = [&](const Jet&) {
        Jet of_one;
        for (int k = 0; k <= K; ++k) of_one[k] = unknowns_ == 1 ? outputs[k] : row(outputs[k], i);
        return of_one;
      };
      const auto initial = [&](int k) { return initial_value(k, i, next_condition + k); };
      const Jet u = trial(order, theta, elapsed, output, initial);
      next_condition += order;
      for (int n = 0; n <= order; ++n)
        derivatives[static_cast<std::size_t>(i)].push_back(u.derivative(n)
                                                           / std::pow(segment_.length, n));
    }
    std::vector<Derivatives<BatchVariable>> arguments;
    for (const auto& derivative : derivatives) arguments.emplace_back(derivative);
    std::vector<Value> parameters;
    for (const double value : parameter_values(problem)) parameters.emplace_back(value);
    equations_ = problem.residual(segment_.start + segment_.length * theta_, arguments, parameters);
    terms_ = std::move(derivatives);
  }
  auto initial_value(int n, int unknown, int condition) const -> Jet {
    if (is_soft()) return row(autodiff::broadcast(initial_), condition);
    return segment_.initial(n, unknown);
  }

  /// Each equation is divided by the largest of its terms ∂F/∂u⁽ⁿ⁾·u⁽ⁿ⁾, so that all count alike.
  void scale_equations() {
    evaluate(weights());
    scale_ = Eigen::VectorXd::Zero(unknowns_);
    for (int e = 0; e < unknowns_; ++e) {
      double largest = replay_->value(equation(e)).cwiseAbs().maxCoeff();
      for (const auto& unknown : terms_)
        for (const BatchVariable& term : unknown) {
          if (term.is_constant()) continue;
          replay_->with_respect_to({term});
          replay_->reverse(equation(e));
          largest = std::max(
              largest,
              (replay_->adjoint(term).array() * replay_->value(term).array()).abs().maxCoeff());
        }
      scale_[e] = std::isfinite(largest) && largest > 0 ? 1 / largest : 1.0;
    }
  }

  void evaluate(const Weights& weights) {
    network_.parameters().head(output_biases()) = weights.head(output_biases());
    recorded_.set(*replay_, network_.parameters());
    if (is_soft()) replay_->set(initial_, weights.tail(conditions_.size()));
    replay_->forward();
  }

  Segment segment_;
  int unknowns_, neurons_;
  Quadrature rule_;
  Eigen::VectorXd root_weight_;
  Network network_;
  autodiff::BatchTape tape_;
  BatchVariable theta_;
  nn::RecordedNetwork<nn::RuleActivation<autodiff::tanh_rule>> recorded_;
  autodiff::BatchParameter initial_;             // of no tape where conditions are exact
  Eigen::VectorXd conditions_, condition_scale_; // empty likewise
  std::vector<std::pair<Eigen::Index, Eigen::Index>> places_; // of each in Segment::initial
  std::vector<BatchVariable> equations_;
  std::vector<std::vector<BatchVariable>> terms_; // [unknown][derivative]
  Eigen::VectorXd scale_;
  std::unique_ptr<autodiff::BatchReplay> replay_;
};

} // namespace jetwork::pinn
