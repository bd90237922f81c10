// One line on a terminal that says how far a training has come.
//
//   TrainingProgress line(shown, 100);       // of 100 epochs; its destructor leaves the last line standing
//   line.show(record);
#pragma once

#include "io/progress_line.hpp"
#include "nn/training/history.hpp"

namespace jetwork::nn {

class TrainingProgress {
public:
  TrainingProgress(bool shown, int epochs) : shown_(shown), epochs_(epochs) {}
  ~TrainingProgress();
  TrainingProgress(const TrainingProgress&) = delete;
  auto operator=(const TrainingProgress&) -> TrainingProgress& = delete;

  /// Shows the epoch, unless another was shown a moment ago.
  void show(const EpochRecord& record);

private:
  void print(const EpochRecord& record);

  bool shown_;
  int epochs_;
  EpochRecord last_;
  int printed_ = 0; // the epoch that the line shows
  io::ProgressLine line_;
};

} // namespace jetwork::nn
