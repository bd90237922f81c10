#include "pinn/all_weights.hpp"

#include "autodiff/batch_replay.hpp"
#include "nn/dense_network.hpp"
#include "nn/least_squares.hpp"
#include "pinn/feature_basis.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

using autodiff::BatchParameter;
using autodiff::BatchReplay;
using autodiff::BatchTape;
using autodiff::BatchVariable;
using Network = nn::DenseNetwork<nn::RuleActivation<autodiff::tanh_rule>>;

/// The trial solution and the residual it leaves, recorded with jets of order K.
template <int K>
class SegmentTraining {
public:
  SegmentTraining(const Problem& problem, const Segment& segment, const AllWeightsOptions& options)
      : segment_(segment),
        unknowns_(static_cast<int>(problem.unknowns.size())),
        neurons_(static_cast<int>(segment.hidden->weight.size())),
        rule_(gauss_legendre(options.points)),
        network_({1, neurons_, unknowns_}, nn::activation<autodiff::tanh_rule>()),
        theta_(tape_.input(1)),
        recorded_(network_.record(tape_)) {
    network_.weights(0) = segment.hidden->weight;
    network_.biases(0) = segment.hidden->bias;
    network_.weights(1) = segment.output_weights.transpose();
    record(problem);
    replay_ = std::make_unique<BatchReplay>(tape_, static_cast<int>(rule_.point.size()));
    replay_->set(theta_, rule_.point);
  }

  auto train(const AllWeightsOptions& options) -> AllWeightsResult {
    if (options.seconds < 1e6)
      deadline_ = Clock::now()
                  + std::chrono::duration_cast<Clock::duration>(
                      std::chrono::duration<double>(options.seconds));
    scale_equations();
    // The output layer enters linearly, or nearly so: a few steps bring it to where the hidden layer allows.
    const auto& p = recorded_.parameters();
    const auto output = minimise({p[2]}, network_.layers()[1].weights, neurons_ * unknowns_, 30);
    // Output biases stay zero: a segment's network has none.
    const auto all =
        minimise({p[0], p[1], p[2]}, 0, network_.layers()[1].biases, options.iterations);
    const double root = std::sqrt(static_cast<double>(unknowns_));
    return {trained(), all.norm / root, output.iterations + all.iterations};
  }

private:
  void record(const Problem& problem) {
    const auto theta = autodiff::Jet<BatchVariable, K>::variable(theta_);
    const auto outputs = recorded_(2.0 * theta - 1.0);
    const auto elapsed = theta * segment_.length;
    std::vector<std::vector<BatchVariable>> derivatives(problem.unknowns.size());
    for (int i = 0; i < unknowns_; ++i) {
      const int order = problem.unknowns[static_cast<std::size_t>(i)].order();
      autodiff::Jet<BatchVariable, K> u;
      for (int k = 0; k <= K; ++k) u[k] = unknowns_ == 1 ? outputs[k] : row(outputs[k], i);
      for (int k = 0; k < order; ++k) u = u * theta;
      autodiff::Jet<BatchVariable, K> taylor = 0.0;
      for (int k = order - 1; k >= 0; --k)
        taylor = segment_.initial(k, i) + taylor * elapsed / (k + 1);
      u = u + taylor;
      for (int n = 0; n <= order; ++n)
        derivatives[static_cast<std::size_t>(i)].push_back(u.derivative(n)
                                                           / std::pow(segment_.length, n));
    }
    std::vector<Derivatives<BatchVariable>> arguments;
    for (const auto& derivative : derivatives) arguments.emplace_back(derivative);
    equations_ = problem.residual(segment_.start + segment_.length * theta_, arguments);
    terms_ = std::move(derivatives);
  }

  /// Each equation is divided by the largest of its terms ∂F/∂u⁽ⁿ⁾·u⁽ⁿ⁾, so that all count alike.
  void scale_equations() {
    recorded_.set(*replay_, network_.parameters());
    replay_->forward();
    scale_ = Eigen::VectorXd::Zero(unknowns_);
    for (int e = 0; e < unknowns_; ++e) {
      const auto& equation = equations_[static_cast<std::size_t>(e)];
      double largest = replay_->value(equation).cwiseAbs().maxCoeff();
      for (const auto& unknown : terms_)
        for (const BatchVariable& term : unknown) {
          if (term.is_constant()) continue;
          replay_->with_respect_to({term});
          replay_->reverse(equation);
          largest = std::max(
              largest,
              (replay_->adjoint(term).array() * replay_->value(term).array()).abs().maxCoeff());
        }
      scale_[e] = std::isfinite(largest) && largest > 0 ? 1 / largest : 1.0;
    }
  }

  /// Levenberg–Marquardt on the weights [first, first + count) of the flat vector, which are `parameters`.
  auto minimise(const std::vector<BatchParameter>& parameters, Eigen::Index first,
                Eigen::Index count, int iterations) -> nn::LeastSquaresResult {
    const auto points = rule_.point.size();
    const Eigen::VectorXd root = rule_.weight.cwiseSqrt();
    Eigen::VectorXd flat = network_.parameters();
    const auto evaluate = [&](const Eigen::VectorXd& weights) {
      flat.segment(first, count) = weights;
      recorded_.set(*replay_, flat);
      replay_->forward();
    };
    const nn::Residuals residuals{
        .count = unknowns_ * points,
        .values =
            [&](const Eigen::VectorXd& weights, Eigen::Ref<Eigen::VectorXd> values) {
              evaluate(weights);
              for (int e = 0; e < unknowns_; ++e)
                values.segment(e * points, points) =
                    scale_[e]
                    * root.cwiseProduct(
                        replay_->value(equations_[static_cast<std::size_t>(e)]).row(0).transpose());
            },
        .jacobian =
            [&](const Eigen::VectorXd& weights, Eigen::Ref<Eigen::MatrixXd> jacobian) {
              evaluate(weights);
              for (int e = 0; e < unknowns_; ++e)
                jacobian.middleRows(e * points, points) =
                    scale_[e]
                    * (root.asDiagonal()
                       * replay_->jacobian(equations_[static_cast<std::size_t>(e)], parameters));
            }};
    const auto result = nn::minimise_squares(residuals, network_.parameters().segment(first, count),
                                             {.iterations = iterations,
                                              .decrease_tolerance = 1e-12,
                                              .stop = [this] { return Clock::now() > deadline_; }});
    network_.parameters().segment(first, count) = result.parameters;
    return result;
  }

  auto trained() -> Segment {
    Segment result = segment_;
    result.hidden =
        std::make_shared<HiddenLayer>(HiddenLayer{network_.weights(0), network_.biases(0)});
    result.output_weights = network_.weights(1).transpose();
    return result;
  }

  Segment segment_;
  int unknowns_, neurons_;
  Quadrature rule_;
  Network network_;
  BatchTape tape_;
  BatchVariable theta_;
  nn::RecordedNetwork<nn::RuleActivation<autodiff::tanh_rule>> recorded_;
  std::vector<BatchVariable> equations_;
  std::vector<std::vector<BatchVariable>> terms_; // [unknown][derivative]
  Eigen::VectorXd scale_;
  std::unique_ptr<BatchReplay> replay_;
  using Clock = std::chrono::steady_clock;
  Clock::time_point deadline_ = Clock::time_point::max();
};

} // namespace

auto train_all_weights(const Problem& problem, const Segment& network,
                       const AllWeightsOptions& options) -> AllWeightsResult {
  int order = 1;
  for (const Unknown& unknown : problem.unknowns) order = std::max(order, unknown.order());
  if (order == 1) return SegmentTraining<1>(problem, network, options).train(options);
  if (order == 2) return SegmentTraining<2>(problem, network, options).train(options);
  if (order <= 4) return SegmentTraining<4>(problem, network, options).train(options);
  if (order <= FeatureBasis::highest_order)
    return SegmentTraining<FeatureBasis::highest_order>(problem, network, options).train(options);
  throw std::invalid_argument("an unknown of order " + std::to_string(order) + " is out of reach");
}

} // namespace jetwork::pinn
