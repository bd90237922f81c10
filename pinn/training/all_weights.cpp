#include "pinn/training/all_weights.hpp"

#include "nn/optimise/adam.hpp"
#include "nn/optimise/lbfgs.hpp"
#include "nn/optimise/least_squares.hpp"
#include "pinn/network/feature_basis.hpp"
#include "pinn/training/trial_network.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace jetwork::pinn {

namespace {

void require_sensible(const TrainingOptions& training) {
  if (training.iterations < 0 || training.adam_steps < 0)
    throw std::invalid_argument(
        fmt::format("the iterations and Adam's steps must be at least 0, not {} and {}",
                    training.iterations, training.adam_steps));
  if (!(training.condition_weight > 0 && std::isfinite(training.condition_weight)))
    throw std::invalid_argument(fmt::format("the weight of soft conditions must be above 0, not {}",
                                            training.condition_weight));
  if (training.points < 1)
    throw std::invalid_argument(
        fmt::format("a training needs at least one point, not {}", training.points));
}

template <int K>
class Training {
public:
  Training(const Problem& problem, const Segment& segment, const TrainingOptions& training,
           const Deadline& deadline, const Eigen::VectorXd& magnitude)
      : training_(training),
        deadline_(deadline),
        trial_(problem, segment, training, magnitude),
        weights_(trial_.weights()) {}

  auto train() -> AllWeightsResult {
    if (training_.optimiser == Optimiser::levenberg_marquardt) {
      // The output layer enters linearly, or nearly so: a few steps bring it to where the hidden layer allows.
      constexpr int for_output_layer = 30;
      levenberg_marquardt(trial_.output_layer(), for_output_layer);
      levenberg_marquardt(trial_.all(), training_.iterations);
    } else {
      adam();
      lbfgs();
    }
    return {trial_.segment(weights_), std::move(history_)};
  }

private:
  void levenberg_marquardt(const typename TrialNetwork<K>::Part& part, int iterations) {
    const auto with = [&](const Eigen::VectorXd& weights) -> const Eigen::VectorXd& {
      weights_.segment(part.first, part.count) = weights;
      return weights_;
    };
    const nn::Residuals residuals{
        .count = trial_.count(),
        .values = [&](const Eigen::VectorXd& weights,
                      Eigen::Ref<Eigen::VectorXd> r) { trial_.residual(with(weights), r); },
        .jacobian =
            [&](const Eigen::VectorXd& weights, Eigen::Ref<Eigen::MatrixXd> J) {
              trial_.jacobian(with(weights), part, J);
            }};
    nn::LeastSquares optimiser({.decrease_tolerance = 1e-12});
    Eigen::VectorXd weights = weights_.segment(part.first, part.count);
    bool goes_on = !optimiser.begin(residuals, weights);
    for (int i = 0; goes_on && i < iterations && !deadline_.passed(); ++i) {
      goes_on = !optimiser.step(residuals, weights);
      note(0.5 * optimiser.norm() * optimiser.norm(), 1);
    }
    weights_.segment(part.first, part.count) = weights;
  }

  void adam() {
    nn::Adam optimiser({.learning_rate = training_.adam_learning_rate});
    Eigen::VectorXd gradient;
    for (int i = 0; i < training_.adam_steps && !deadline_.passed(); ++i) {
      const double loss = trial_.half_squares(weights_, gradient);
      if (!std::isfinite(loss) || !gradient.allFinite()) return;
      optimiser.step(weights_, gradient);
      note(loss, training_.adam_learning_rate);
    }
  }
  void lbfgs() {
    nn::Lbfgs optimiser;
    const auto loss = [&](const Eigen::VectorXd& weights, Eigen::VectorXd& gradient) {
      return trial_.half_squares(weights, gradient);
    };
    bool goes_on = true;
    for (int i = 0; goes_on && i < training_.iterations && !deadline_.passed(); ++i) {
      goes_on = optimiser.step(loss, weights_) == nn::StepStatus::moved;
      note(optimiser.loss(), optimiser.step_length());
    }
  }

  void note(double half_squares, double rate) {
    history_.epochs.push_back({.epoch = static_cast<int>(history_.epochs.size()) + 1,
                               .training_loss = 2 * half_squares / trial_.equations(),
                               .learning_rate = rate,
                               .seconds = clock_.elapsed()});
  }

  const Deadline clock_ = Deadline::never(); // started with the training
  const TrainingOptions& training_;
  const Deadline& deadline_;
  TrialNetwork<K> trial_;
  Eigen::VectorXd weights_;
  nn::TrainingHistory history_;
};

} // namespace

auto train_all_weights(const Problem& problem, const Segment& network,
                       const TrainingOptions& training, const Deadline& deadline,
                       const Eigen::VectorXd& magnitude) -> AllWeightsResult {
  require_sensible(training);
  if (training.conditions == Conditions::soft
      && magnitude.size() != static_cast<Eigen::Index>(problem.unknowns.size()))
    throw std::invalid_argument("soft conditions need the magnitude of each unknown");
  int order = 1;
  for (const Unknown& unknown : problem.unknowns) order = std::max(order, unknown.order);
  const auto train = [&]<int K>(std::integral_constant<int, K>) {
    return Training<K>(problem, network, training, deadline, magnitude).train();
  };
  if (order == 1) return train(std::integral_constant<int, 1>{});
  if (order == 2) return train(std::integral_constant<int, 2>{});
  if (order <= 4) return train(std::integral_constant<int, 4>{});
  if (order <= highest_order) return train(std::integral_constant<int, highest_order>{});
  throw std::invalid_argument("an unknown of order " + std::to_string(order) + " is out of reach");
}

} // namespace jetwork::pinn
