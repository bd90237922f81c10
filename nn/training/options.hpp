// What a training may be told. The defaults train any network on any loss for a hundred epochs with Adam.
#pragma once

#include "nn/loss.hpp"
#include "nn/optimise/optimiser.hpp"
#include "nn/optimise/schedule.hpp"
#include "nn/samples.hpp"
#include "nn/training/history.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

namespace jetwork::nn {

enum class AfterEpoch { go_on, stop };

struct CheckpointOptions {
  /// Continued if it is there, made if not; without a name: no checkpoints.
  std::filesystem::path file = {};
  int every_epochs = 1;
  int every_steps = 0; ///< also within an epoch, after every so many batches; 0: not
};

struct TrainingOptions {
  Loss loss = Loss::half_squares();
  Optimiser optimiser = Adam();
  Schedule schedule = ConstantSchedule{};
  int epochs = 100;
  /// Samples a step; the last batch of an epoch holds what is left. Without a number: 32, or all where the optimiser looks
  /// at all samples at once.
  std::optional<Eigen::Index> batch_size = {};
  std::optional<Samples> validation = {};
  /// Stop when the watched loss (of the validation data, or else of the training data) has not sunk for so many epochs;
  /// 0: never.
  int patience = 0;
  std::uint64_t seed = 1; ///< of the order of the samples
  /// Called after every epoch; the network then has that epoch's weights.
  std::function<AfterEpoch(const EpochRecord&)> callback = {};
  /// A line on standard error; by default where that is a terminal.
  std::optional<bool> progress = {};
  CheckpointOptions checkpoint = {};
};

} // namespace jetwork::nn
