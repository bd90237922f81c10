// The loss of a network over samples, as a function of its weights, with its gradient and the Jacobian of its errors.
//
//   Objective objective(network, Loss::half_squares());
//   Eigen::VectorXd gradient(network.parameters().size());
//   double mean = objective.gradient(network.parameters(), samples, gradient);
//
// The network is recorded once. There is one replay for every number of samples that comes up; in training these are
// two, the full batch and the last one of an epoch. After the first call with such a number nothing is allocated.
#pragma once

#include "autodiff/batch.hpp"
#include "nn/dense_network.hpp"
#include "nn/loss.hpp"
#include "nn/samples.hpp"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace jetwork::nn {

/// Every call throws std::invalid_argument if samples, their indices, weights or room for results do not fit.
class Objective {
public:
  using Weights = Eigen::Ref<const Eigen::VectorXd>;
  using Indices = std::span<const Eigen::Index>;

  /// `target_rows`: as many as outputs, or 1 where targets are numbers of classes.
  template <class Activation>
  Objective(const DenseNetwork<Activation>& network, const Loss& loss, int target_rows) {
    input_ = tape_.input(network.widths().front());
    target_ = tape_.input(target_rows);
    const auto recorded = network.record(tape_);
    prediction_ = recorded(input_);
    loss_ = loss.of_sample(prediction_, target_);
    if (loss_.is_constant())
      throw std::invalid_argument(
          "the loss \"" + loss.name
          + "\" is the same whatever the network gives; there is nothing to "
            "train");
    if (loss_.rows() != 1)
      throw std::invalid_argument("the loss \"" + loss.name + "\" gives "
                                  + std::to_string(loss_.rows())
                                  + " numbers a sample; it must be one: take their sum or mean");
    if (loss.is_of_squares) {
      const autodiff::BatchVariable error = prediction_ - target_;
      for (int i = 0; i < error.rows(); ++i) errors_.push_back(row(error, i));
    }
    parameters_ = recorded.parameters();
    size_ = network.parameters().size();
    set_ = [recorded](autodiff::BatchReplay& replay, const Weights& flat) {
      recorded.set(replay, flat);
    };
    read_gradient_ = [recorded](const autodiff::BatchReplay& replay,
                                Eigen::Ref<Eigen::VectorXd> flat) {
      recorded.gradient(replay, flat);
    };
  }
  template <class Activation>
  Objective(const DenseNetwork<Activation>& network, const Loss& loss)
      : Objective(network, loss, network.widths().back()) {}

  auto size() const -> Eigen::Index { return size_; }
  auto outputs() const -> int { return prediction_.rows(); }

  /// The mean loss of the samples with these indices; NaN or infinite if the loss of one of them is.
  auto value(const Weights& weights, const Samples& samples, Indices which) -> double;
  /// The same, with its gradient.
  auto gradient(const Weights& weights, const Samples& samples, Indices which,
                Eigen::Ref<Eigen::VectorXd> gradient) -> double;
  /// The place in `which` of the first sample whose loss was not finite in the last call; -1 if all were.
  auto first_not_finite() const -> Eigen::Index;

  /// For a loss of squares: the errors y - t, sample after sample, all outputs of each.
  void errors(const Weights& weights, const Samples& samples, Indices which,
              Eigen::Ref<Eigen::VectorXd> errors);
  /// The derivatives of the errors by the weights, a row for each error.
  void jacobian(const Weights& weights, const Samples& samples, Indices which,
                Eigen::Ref<Eigen::MatrixXd> jacobian);

  /// The outputs for all samples, a column each.
  auto predictions(const Weights& weights, const Eigen::MatrixXd& inputs) -> Eigen::MatrixXd;

private:
  /// The replay for the number of samples in `which`, with weights, inputs and targets set.
  auto prepared(const Weights& weights, const Samples& samples, Indices which)
      -> autodiff::BatchReplay&;
  /// Throws if the loss is not of squares, or `rows` is not the number of errors of the samples.
  void require_errors(const char* call, Eigen::Index rows, Indices which) const;
  auto mean_of_losses(const autodiff::BatchReplay& replay) -> double;

  autodiff::BatchTape tape_;
  autodiff::BatchVariable input_, target_, prediction_, loss_;
  std::vector<autodiff::BatchVariable> errors_; // of a loss of squares, one for every output
  std::vector<autodiff::BatchParameter> parameters_;
  Eigen::Index size_ = 0;
  std::function<void(autodiff::BatchReplay&, const Weights&)> set_;
  std::function<void(const autodiff::BatchReplay&, Eigen::Ref<Eigen::VectorXd>)> read_gradient_;
  std::map<std::size_t, std::unique_ptr<autodiff::BatchReplay>> replays_;
  const autodiff::BatchReplay* last_ = nullptr;
};

} // namespace jetwork::nn
