// What happened in a training, epoch by epoch.
//
//   TrainingHistory history = train(network, samples, {.epochs = 100});
//   history.reason, history.message;                 // why it ended, in a word and in a sentence
//   history.write_csv("loss.csv");
//   history.plot("loss.svg");                        // by gnuplot
#pragma once

#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace jetwork::nn {

struct EpochRecord {
  int epoch = 0; ///< counted from 1
  /// With validation data: the mean loss of the samples as they were seen, before each step. Without: the mean loss of
  /// all samples after the epoch.
  double training_loss = 0;
  /// The mean loss of the validation data after the epoch; NaN where there are none.
  double validation_loss = std::numeric_limits<double>::quiet_NaN();
  /// The rate at the beginning of the epoch; for L-BFGS the length of the step, for least squares 1.
  double learning_rate = 0;
  double seconds = 0; ///< since the training began, breaks left out

  /// The loss that early stopping watches: the validation loss, or without validation data the training loss.
  auto watched_loss() const -> double;
};

enum class StopReason {
  all_epochs,     // those asked for are done
  early_stopping, // the watched loss has not sunk for `patience` epochs
  callback,       // the callback asked to stop
  converged,      // the optimiser has found a minimum, perhaps a local one
  stalled,        // the optimiser found no lower loss
  not_finite,     // a loss or a gradient was infinite or NaN
};

auto to_string(StopReason reason) -> std::string_view;

struct TrainingHistory {
  std::vector<EpochRecord> epochs;
  StopReason reason = StopReason::all_epochs;
  std::string message; ///< why it ended, and what can be done about it
  int best_epoch = 0;  ///< whose weights had the lowest watched loss; 0: those at the start
  double best_loss = std::numeric_limits<double>::infinity();

  /// A header, and a line for each epoch; numbers read back exactly.
  auto csv() const -> std::string;
  /// Throws WriteError.
  void write_csv(const std::filesystem::path& path) const;
  /// Losses on a logarithmic axis, into a file that ends in .svg or .png. Throws GnuplotError or WriteError.
  void plot(const std::filesystem::path& path, std::string_view title = "Training") const;
};

} // namespace jetwork::nn
