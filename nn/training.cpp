#include "nn/training.hpp"

#include "nn/training/checkpoint.hpp"
#include "nn/training/identity.hpp"
#include "nn/training/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace jetwork::nn::detail {
namespace {

using Indices = std::span<const Eigen::Index>;
using Clock = std::chrono::steady_clock;

constexpr Eigen::Index usual_batch = 32;

auto all_of(Eigen::Index count) -> std::vector<Eigen::Index> {
  std::vector<Eigen::Index> indices(static_cast<std::size_t>(count));
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

auto part_of(const std::vector<Eigen::Index>& indices, Eigen::Index first, Eigen::Index count)
    -> Indices {
  return Indices(indices).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
}

/// Why a training is over.
struct Ended {
  StopReason reason;
  std::string message;
};

class Trainer {
public:
  Trainer(Objective& objective, TrainedNetwork network, const Samples& samples,
          const TrainingOptions& options)
      : objective_(objective),
        network_(std::move(network)),
        samples_(samples),
        options_(options),
        optimiser_(options.optimiser),
        schedule_(options.schedule),
        all_(all_of(samples.count())),
        gradient_(network_.parameters.size()),
        line_(options.progress.value_or(io::ProgressLine::is_terminal()), options.epochs) {
    batch_ = looks_at_all_samples(optimiser_)
                 ? samples.count()
                 : std::min(options.batch_size.value_or(usual_batch), samples.count());
    steps_ = (samples.count() + batch_ - 1) / batch_;
    now_.weights = network_.parameters;
  }

  auto run() -> TrainingHistory {
    try {
      begin();
      TrainingHistory history;
      const Ended ended = iterate();
      history.reason = ended.reason;
      history.message = ended.message;
      const bool best =
          options_.validation || options_.patience > 0 || ended.reason == StopReason::not_finite;
      network_.parameters = best ? now_.best_weights : now_.weights;
      history.epochs = now_.epochs;
      history.best_epoch = now_.best_epoch;
      history.best_loss = now_.best_loss;
      return history;
    } catch (...) {
      network_.parameters = now_.weights; // what was learned is not lost
      throw;
    }
  }

private:
  /// Begins where the checkpoint stopped, or at the start.
  void begin() {
    now_.identity = training_identity(network_, samples_, options_, batch_);
    const auto& file = options_.checkpoint.file;
    std::error_code ignored;
    if (!file.empty() && std::filesystem::exists(file, ignored)) {
      Checkpoint found = read_checkpoint(file);
      require_same_training(found, now_, steps_, file);
      now_ = std::move(found);
      std::visit([&](auto& optimiser) { optimiser.restore(now_.optimiser); }, optimiser_);
      if (auto* plateau = std::get_if<PlateauSchedule>(&schedule_)) {
        plateau->now = number_of(now_.schedule, "now");
        plateau->best = number_of(now_.schedule, "best");
        plateau->waited = static_cast<int>(number_of(now_.schedule, "waited"));
      }
    } else {
      now_.best_weights = now_.weights;
      now_.best_loss = options_.validation ? mean_loss(*options_.validation) : mean_loss(samples_);
    }
    started_ =
        Clock::now()
        - std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(now_.seconds));
  }

  auto iterate() -> Ended {
    if (!std::isfinite(now_.best_loss) && now_.epoch == 0 && now_.step == 0)
      return not_finite("the loss before the first epoch");
    while (now_.epoch < options_.epochs) {
      if (has_waited_enough()) return early();
      const int epoch = now_.epoch + 1;
      learning_rate_ = learning_rate() * factor(now_.epoch);
      std::optional<Ended> ended =
          looks_at_all_samples(optimiser_) ? step_on_all(epoch) : step_on_batches(epoch);
      if (ended && ended->reason == StopReason::not_finite) return *ended;
      if (const auto failed = finish_epoch(epoch)) return *failed;
      if (ended) return *ended;
      network_.parameters = now_.weights;
      if (options_.callback && options_.callback(now_.epochs.back()) == AfterEpoch::stop) {
        save();
        return {StopReason::callback,
                fmt::format("the callback asked to stop after epoch {}", epoch)};
      }
      if (now_.epoch % options_.checkpoint.every_epochs == 0 || now_.epoch == options_.epochs
          || has_waited_enough())
        save();
    }
    if (has_waited_enough()) return early();
    return {StopReason::all_epochs, fmt::format("all {} epochs are done", options_.epochs)};
  }

  auto has_waited_enough() const -> bool {
    return options_.patience > 0 && now_.epoch - now_.best_epoch >= options_.patience;
  }
  auto early() const -> Ended {
    return {StopReason::early_stopping,
            fmt::format("the {} loss has not sunk for {} epochs; the weights are those of epoch {}",
                        options_.validation ? "validation" : "training", options_.patience,
                        now_.best_epoch)};
  }

  /// An epoch of an optimiser that steps along the gradient of a batch.
  auto step_on_batches(int epoch) -> std::optional<Ended> {
    if (steps_ > 1)
      order_ = shuffled(samples_.count(), options_.seed, static_cast<std::uint64_t>(epoch));
    const std::vector<Eigen::Index>& order = steps_ > 1 ? order_ : all_;
    while (now_.step < steps_) {
      const Eigen::Index first = now_.step * batch_;
      const Eigen::Index count = std::min(batch_, samples_.count() - first);
      const Indices which = part_of(order, first, count);
      const double loss = objective_.gradient(now_.weights, samples_, which, gradient_);
      if (!std::isfinite(loss) || !gradient_.allFinite()) {
        const Eigen::Index place = objective_.first_not_finite();
        return not_finite(
            place < 0 ? fmt::format("the gradient in epoch {}, batch {}", epoch, now_.step + 1)
                      : fmt::format("the loss of sample {} (counted from 0) in epoch {}, batch {}",
                                    which[static_cast<std::size_t>(place)], epoch, now_.step + 1));
      }
      const double time = now_.epoch + static_cast<double>(now_.step) / static_cast<double>(steps_);
      std::visit(
          [&]<class T>(T& optimiser) {
            if constexpr (StepsAlongGradient<T>)
              optimiser.step(now_.weights, gradient_, network_.is_bias, factor(time));
          },
          optimiser_);
      now_.loss_so_far += loss * static_cast<double>(count);
      ++now_.step;
      const int every = options_.checkpoint.every_steps;
      if (every > 0 && now_.step < steps_ && now_.step % every == 0) save();
    }
    return std::nullopt;
  }

  /// One iteration of an optimiser that looks at all samples at once.
  auto step_on_all(int epoch) -> std::optional<Ended> {
    return std::holds_alternative<Lbfgs>(optimiser_)
               ? step_lbfgs(std::get<Lbfgs>(optimiser_), epoch)
               : step_least_squares(std::get<LeastSquares>(optimiser_), epoch);
  }
  auto step_lbfgs(Lbfgs& lbfgs, int epoch) -> std::optional<Ended> {
    const StepStatus status = lbfgs.step(
        [&](const Eigen::VectorXd& weights, Eigen::VectorXd& gradient) {
          return objective_.gradient(weights, samples_, all_, gradient);
        },
        now_.weights);
    learning_rate_ = lbfgs.step_length();
    now_.loss_so_far = lbfgs.loss() * static_cast<double>(samples_.count());
    switch (status) {
    case StepStatus::moved: return std::nullopt;
    case StepStatus::converged:
      return Ended{
          StopReason::converged,
          fmt::format("L-BFGS: the gradient is zero, to its tolerance, in epoch {}", epoch)};
    case StepStatus::stalled:
      return Ended{
          StopReason::stalled,
          fmt::format("L-BFGS found no lower loss in epoch {}: rounding hides any further decrease",
                      epoch)};
    case StepStatus::not_finite: break;
    }
    return not_finite(fmt::format("the loss or its gradient in epoch {}", epoch));
  }
  auto step_least_squares(LeastSquares& iteration, int epoch) -> std::optional<Ended> {
    const Residuals residuals{
        .count = samples_.count() * network_.outputs,
        .values =
            [&](const Eigen::VectorXd& weights, Eigen::Ref<Eigen::VectorXd> errors) {
              objective_.errors(weights, samples_, all_, errors);
            },
        .jacobian =
            [&](const Eigen::VectorXd& weights, Eigen::Ref<Eigen::MatrixXd> jacobian) {
              objective_.jacobian(weights, samples_, all_, jacobian);
            }};
    const auto status = iteration.step(residuals, now_.weights);
    now_.loss_so_far = mean_loss(samples_) * static_cast<double>(samples_.count());
    if (!status) return std::nullopt;
    const std::string message =
        fmt::format("least squares: {} in epoch {}", to_string(*status), epoch);
    switch (*status) {
    case LeastSquaresStatus::converged:
    case LeastSquaresStatus::small_residual: return Ended{StopReason::converged, message};
    case LeastSquaresStatus::not_finite:
      return not_finite(fmt::format("the loss or its Jacobian in epoch {}", epoch));
    default: return Ended{StopReason::stalled, message};
    }
  }

  /// Records the epoch; ends the training where its weights give no finite loss.
  auto finish_epoch(int epoch) -> std::optional<Ended> {
    EpochRecord record{.epoch = epoch,
                       .training_loss = now_.loss_so_far / static_cast<double>(samples_.count()),
                       .learning_rate = learning_rate_};
    if (options_.validation) record.validation_loss = mean_loss(*options_.validation);
    else if (!looks_at_all_samples(optimiser_)) record.training_loss = mean_loss(samples_);
    const double watched = options_.validation ? record.validation_loss : record.training_loss;
    if (!std::isfinite(watched))
      return not_finite(fmt::format("the {} loss after epoch {}",
                                    options_.validation ? "validation" : "training", epoch));
    now_.epoch = epoch;
    now_.step = 0;
    now_.loss_so_far = 0;
    if (watched < now_.best_loss) {
      now_.best_loss = watched;
      now_.best_epoch = epoch;
      now_.best_weights = now_.weights;
    }
    if (auto* plateau = std::get_if<PlateauSchedule>(&schedule_)) plateau->after_epoch(watched);
    now_.seconds = std::chrono::duration<double>(Clock::now() - started_).count();
    record.seconds = now_.seconds;
    now_.epochs.push_back(record);
    line_.show(record);
    return std::nullopt;
  }

  /// The optimiser's own rate, before the schedule multiplies it.
  auto learning_rate() const -> double {
    return std::visit(
        []<class T>(const T& optimiser) {
          if constexpr (StepsAlongGradient<T>) return optimiser.learning_rate();
          else return 1.0;
        },
        optimiser_);
  }
  auto factor(double time) const -> double {
    return std::visit([&](const auto& schedule) { return schedule(time); }, schedule_);
  }
  auto not_finite(const std::string& what) const -> Ended {
    return {StopReason::not_finite,
            fmt::format("{} is infinite or NaN: the training was stopped, and the network has the "
                        "weights of epoch {}; take a lower rate, or look at the scale of the data",
                        what, now_.best_epoch)};
  }

  /// The mean loss, computed in parts, so that memory does not grow with the number of samples.
  auto mean_loss(const Samples& samples) -> double {
    const Eigen::Index most = std::max<Eigen::Index>(batch_, 1024);
    const std::vector<Eigen::Index>& indices = &samples == &samples_ ? all_ : validation_indices();
    double sum = 0;
    for (Eigen::Index first = 0; first < samples.count(); first += most) {
      const Eigen::Index count = std::min(most, samples.count() - first);
      sum += objective_.value(now_.weights, samples, part_of(indices, first, count))
             * static_cast<double>(count);
    }
    return sum / static_cast<double>(samples.count());
  }
  auto validation_indices() -> const std::vector<Eigen::Index>& {
    if (validation_.empty()) validation_ = all_of(options_.validation->count());
    return validation_;
  }

  void save() {
    if (options_.checkpoint.file.empty()) return;
    now_.seconds = std::chrono::duration<double>(Clock::now() - started_).count();
    now_.optimiser =
        std::visit([](const auto& optimiser) { return optimiser.state(); }, optimiser_);
    if (const auto* plateau = std::get_if<PlateauSchedule>(&schedule_))
      now_.schedule = {{"now", as_vector(plateau->now)},
                       {"best", as_vector(plateau->best)},
                       {"waited", as_vector(plateau->waited)}};
    write_checkpoint(options_.checkpoint.file, now_);
  }

  Objective& objective_;
  TrainedNetwork network_;
  const Samples& samples_;
  const TrainingOptions& options_;
  Optimiser optimiser_;
  Schedule schedule_;
  std::vector<Eigen::Index> all_, order_, validation_;
  Eigen::VectorXd gradient_;
  TrainingProgress line_;
  Eigen::Index batch_ = 0, steps_ = 0; // samples a batch, batches an epoch
  double learning_rate_ = 0;
  Clock::time_point started_;
  Checkpoint now_; // all that changes during the training
};

} // namespace

auto train(Objective& objective, TrainedNetwork network, const Samples& samples,
           const TrainingOptions& options) -> TrainingHistory {
  return Trainer(objective, std::move(network), samples, options).run();
}

} // namespace jetwork::nn::detail
