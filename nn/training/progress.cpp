#include "nn/training/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace jetwork::nn {

TrainingProgress::~TrainingProgress() {
  if (last_.epoch > printed_) print(last_);
  line_.leave();
}

void TrainingProgress::show(const EpochRecord& record) {
  if (!shown_) return;
  last_ = record;
  if (line_.is_due()) print(record);
}

void TrainingProgress::print(const EpochRecord& record) {
  printed_ = record.epoch;
  const std::string validation = std::isnan(record.validation_loss)
                                     ? ""
                                     : fmt::format(", validation {:.4g}", record.validation_loss);
  line_.show(static_cast<double>(record.epoch) / std::max(epochs_, 1),
             fmt::format("epoch {}/{}, loss {:.4g}{}, rate {:.3g}, {:.1f} s", record.epoch, epochs_,
                         record.training_loss, validation, record.learning_rate, record.seconds));
}

} // namespace jetwork::nn
