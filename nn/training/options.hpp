// The options of a training. The defaults train any network on any loss for a hundred epochs with Adam.
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
  /// If the file exists, the training goes on from it; if not, it is made. Empty: no checkpoints.
  std::filesystem::path file = {};
  int every_epochs = 1;
  int every_steps = 0; ///< also within an epoch, after every so many batches; 0: no
};

struct TrainingOptions {
  Loss loss = Loss::half_squares();
  Optimiser optimiser = Adam();
  Schedule schedule = ConstantSchedule{};
  int epochs = 100;
  /// Samples a step; the last batch of an epoch holds the remaining ones. Empty: 32, or all if the optimiser looks at
  /// all samples at once.
  std::optional<Eigen::Index> batch_size = {};
  std::optional<Samples> validation = {};
  /// Stop when the watched loss (of the validation data, or else of the training data) has not sunk for so many epochs;
  /// 0: never.
  int patience = 0;
  std::uint64_t seed = 1; ///< of the order of the samples
  /// Called after every epoch; the network then has that epoch's weights.
  std::function<AfterEpoch(const EpochRecord&)> callback = {};
  /// Whether to show progress on standard error; by default if that is a terminal.
  std::optional<bool> progress = {};
  CheckpointOptions checkpoint = {};
};

} // namespace jetwork::nn
