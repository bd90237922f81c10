// One segment's trial solution, and the residual it leaves, as a program of the batch tape: what a classical PINN trains.
// Included by pinn/training/all_weights.cpp.
//
//   TrialNetwork<2> trial(problem, segment, training, magnitude);
//   Eigen::VectorXd weights = trial.weights();    // hidden weights, hidden biases, output weights, then the polynomials' if free
//   trial.residual(weights, r);                   // at the points, each equation scaled; then the soft conditions
//   trial.jacobian(weights, trial.all(), J);      // ∂r/∂weights
//   trial.half_squares(weights, gradient);        // ½‖r‖² and its gradient
//   trial.segment(weights);
//
// The network is recorded with a jet in scaled time as its input, so that u, u', … are its coefficients, and the
// problem's residual on top of it. One reverse sweep for each equation gives the derivatives. Nothing is derived by hand. Initial
// values that are exact are numbers in it; other conditions are those of pinn/training/trial_conditions.hpp.
#pragma once

#include "autodiff/batch.hpp"
#include "nn/dense_network.hpp"
#include "pinn/network/segment_points.hpp"
#include "pinn/network/trial.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/solution.hpp"
#include "pinn/training/states_at_places.hpp"
#include "pinn/training/trial_conditions.hpp"

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
        recorded_(network_.record(tape_)),
        conditions_(conditions_on(problem, segment_, training.conditions)) {
    network_.weights(0) = segment_.hidden->weight;
    network_.biases(0) = segment_.hidden->bias;
    network_.weights(1) = segment_.output_weights.transpose();
    for (int i = 0; i < unknowns_; ++i)
      for (int n = 0; n < problem.unknowns[static_cast<std::size_t>(i)].order; ++n)
        states_.emplace_back(n, i);
    if (conditions_) initial_ = tape_.parameter(static_cast<int>(states_.size()));
    record(problem);
    replay_ = std::make_unique<autodiff::BatchReplay>(tape_, static_cast<int>(points()));
    replay_->set(theta_, rule_.point);
    if (conditions_) begin_conditions(training.condition_weight, magnitude);
    scale_equations();
  }

  [[nodiscard]] auto equations() const -> int { return unknowns_; }
  /// Entries of r.
  [[nodiscard]] auto count() const -> Eigen::Index { return unknowns_ * points() + soft_count(); }
  /// As they stand in the segment.
  [[nodiscard]] auto weights() const -> Weights {
    Weights all(output_biases() + free_states());
    all.head(output_biases()) = network_.parameters().head(output_biases());
    for (Eigen::Index k = 0; k < free_states(); ++k) all[output_biases() + k] = initial_number(k);
    return all;
  }

  /// Some of the weights, which lie together.
  struct Part {
    Eigen::Index first, count;
    std::vector<autodiff::BatchParameter> parameters;
  };
  /// The weights in which the network is linear.
  [[nodiscard]] auto output_layer() const -> Part {
    Part part{network_.layers()[1].weights, 0, {recorded_.parameters()[2]}};
    part.count = neurons_ * unknowns_;
    if (conditions_ && conditions_->is_exact()) add_polynomials(part);
    return part;
  }
  [[nodiscard]] auto all() const -> Part {
    const auto& p = recorded_.parameters();
    Part part{0, output_biases(), {p[0], p[1], p[2]}};
    if (conditions_) add_polynomials(part);
    return part;
  }

  void residual(const Weights& weights, Eigen::Ref<Eigen::VectorXd> r) {
    evaluate(weights);
    for (int e = 0; e < unknowns_; ++e) r.segment(e * points(), points()) = scaled_equation(e);
    if (soft_count() > 0) r.tail(soft_count()) = conditions_->missed(at_places_->values());
  }

  /// The columns of the part's weights.
  void jacobian(const Weights& weights, const Part& part, Eigen::Ref<Eigen::MatrixXd> J) {
    evaluate(weights);
    for (int e = 0; e < unknowns_; ++e)
      J.middleRows(e * points(), points()) =
          scale_[e] * (root_weight_.asDiagonal() * replay_->jacobian(equation(e), part.parameters));
    if (!conditions_) return;
    const Eigen::MatrixXd states_by = states_at_places_by(part);
    if (conditions_->is_exact()) conditions_->eliminate(J, states_by);
    else J.bottomRows(soft_count()) = conditions_->missed_by(at_places_->values(), states_by);
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
    if (!conditions_) return sum;
    const Eigen::MatrixXd states_by = states_at_places_by(part);
    if (conditions_->is_exact()) {
      Eigen::MatrixXd row = gradient.transpose();
      conditions_->eliminate(row, states_by);
      gradient = row.transpose();
    } else {
      const Eigen::MatrixXd states = at_places_->values();
      const Eigen::VectorXd r = conditions_->missed(states);
      sum += 0.5 * r.squaredNorm();
      gradient += conditions_->missed_by(states, states_by).transpose() * r;
    }
    return sum;
  }

  auto segment(const Weights& weights) -> Segment {
    evaluate(weights);
    Segment result = segment_;
    result.hidden =
        std::make_shared<HiddenLayer>(HiddenLayer{network_.weights(0), network_.biases(0)});
    result.output_weights = network_.weights(1).transpose();
    for (Eigen::Index k = 0; k < free_states(); ++k) {
      const auto& [derivative, unknown] = states_[static_cast<std::size_t>(k)];
      result.initial(derivative, unknown) = held_[output_biases() + k];
    }
    return result;
  }

private:
  using Network = nn::DenseNetwork<nn::RuleActivation<autodiff::tanh_rule>>;
  using BatchVariable = autodiff::BatchVariable;
  using Jet = autodiff::Jet<BatchVariable, K>;

  auto points() const -> Eigen::Index { return rule_.point.size(); }
  auto soft_count() const -> Eigen::Index { return conditions_ ? conditions_->soft_count() : 0; }
  /// Those of the polynomials that are weights, too: all, or none.
  auto free_states() const -> Eigen::Index { return conditions_ ? std::ssize(states_) : 0; }
  auto initial_number(Eigen::Index k) const -> double {
    const auto& [derivative, unknown] = states_[static_cast<std::size_t>(k)];
    return segment_.initial(derivative, unknown);
  }
  void add_polynomials(Part& part) const {
    part.count += free_states();
    part.parameters.push_back(initial_);
  }
  /// Where they begin in the network's flat vector. They stay zero: a segment's network has none.
  auto output_biases() const -> Eigen::Index { return network_.layers()[1].biases; }
  auto equation(int e) const -> const BatchVariable& {
    return equations_[static_cast<std::size_t>(e)];
  }
  auto scaled_equation(int e) const -> Eigen::VectorXd {
    return scale_[e] * root_weight_.cwiseProduct(replay_->value(equation(e)).row(0).transpose());
  }

  void begin_conditions(double weight, const Eigen::VectorXd& magnitude) {
    const auto& places = conditions_->places();
    const Eigen::Map<const Eigen::ArrayXd> t(places.data(), std::ssize(places));
    std::vector<BatchVariable> states;
    for (const auto& [derivative, unknown] : states_)
      states.push_back(
          terms_[static_cast<std::size_t>(unknown)][static_cast<std::size_t>(derivative)]);
    at_places_ = std::make_unique<StatesAtPlaces>(
        tape_, theta_, (t - segment_.start) / segment_.length, std::move(states));
    held_ = weights();
    forward_at_places();
    if (conditions_->is_exact()) conditions_->choose_dependent(states_at_places_by(output_layer()));
    else conditions_->weigh(at_places_->values(), magnitude, segment_.length, weight);
  }

  void forward_at_places() {
    network_.parameters().head(output_biases()) = held_.head(output_biases());
    recorded_.set(at_places_->replay(), network_.parameters());
    at_places_->replay().set(initial_, held_.tail(free_states()));
    at_places_->replay().forward();
  }
  auto states_at_places_by(const Part& part) -> Eigen::MatrixXd {
    return at_places_->by(part.parameters, part.count);
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
    if (conditions_) return row(autodiff::broadcast(initial_), condition);
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

  /// With exact conditions held.
  void evaluate(const Weights& weights) {
    held_ = weights;
    if (conditions_) {
      forward_at_places();
      constexpr int twice = 2; // the second time takes off the rounding of the first
      for (int i = 0; i < twice && conditions_->is_exact(); ++i) {
        const Part linear = output_layer();
        conditions_->hold(held_.segment(linear.first, linear.count), at_places_->values(),
                          states_at_places_by(linear));
        forward_at_places();
      }
      replay_->set(initial_, held_.tail(free_states()));
    }
    network_.parameters().head(output_biases()) = held_.head(output_biases());
    recorded_.set(*replay_, network_.parameters());
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
  std::unique_ptr<TrialConditions> conditions_; // nothing where exact initial values are numbers
  std::vector<std::pair<Eigen::Index, Eigen::Index>> states_; // their places in Segment::initial
  autodiff::BatchParameter initial_;                          // of no tape without conditions_
  Weights held_;                                              // the present ones
  std::vector<BatchVariable> equations_;
  std::vector<std::vector<BatchVariable>> terms_; // [unknown][derivative]
  Eigen::VectorXd scale_;
  std::unique_ptr<autodiff::BatchReplay> replay_;
  std::unique_ptr<StatesAtPlaces> at_places_; // nothing where there are no conditions_
};

} // namespace jetwork::pinn
