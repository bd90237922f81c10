// The state of a training, as a file: all that it takes to go on bit for bit.
//
//   write_checkpoint("digits.checkpoint", checkpoint);
//   Checkpoint checkpoint = read_checkpoint("digits.checkpoint");
//
// train() writes and reads them by itself (nn/training.hpp). The generator of random numbers needs no place here: the
// order of an epoch's samples follows from the seed and the epoch's number.
#pragma once

#include "nn/optimise/optimiser_state.hpp"
#include "nn/training/history.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace jetwork::nn {

struct Checkpoint {
  /// The training's network, data and options, by name. Only a training with the same ones may go on from this state.
  std::map<std::string, std::string> identity;

  int epoch = 0;          ///< epochs that are finished
  Eigen::Index step = 0;  ///< batches done in the epoch under way
  double loss_so_far = 0; ///< sum over the samples of these batches
  double seconds = 0;

  Eigen::VectorXd weights;
  OptimiserState optimiser;
  OptimiserState schedule;

  Eigen::VectorXd best_weights;
  double best_loss = std::numeric_limits<double>::infinity();
  int best_epoch = 0;

  std::vector<EpochRecord> epochs;
};

/// Writes the checkpoint whole or not at all. Throws WriteError.
void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);

/// Throws DamagedFile where the file is cut off or damaged, std::runtime_error where it cannot be read or is of another
/// version.
auto read_checkpoint(const std::filesystem::path& path) -> Checkpoint;

} // namespace jetwork::nn
