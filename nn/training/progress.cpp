#include "nn/training/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace jetwork::nn {

auto TrainingProgress::is_terminal() -> bool { return ::isatty(STDERR_FILENO) != 0; }

TrainingProgress::~TrainingProgress() {
  if (last_.epoch > printed_) print(last_);
  if (printed_ > 0 && is_terminal()) std::fputs("\n", stderr);
}

void TrainingProgress::show(const EpochRecord& record) {
  if (!shown_) return;
  last_ = record;
  if (Clock::now() < next_) return;
  next_ = Clock::now() + std::chrono::milliseconds(is_terminal() ? 100 : 1000);
  print(record);
}

void TrainingProgress::print(const EpochRecord& record) {
  printed_ = record.epoch;
  constexpr int width = 24;
  const int done = std::clamp(width * record.epoch / std::max(epochs_, 1), 0, width);
  const std::string validation = std::isnan(record.validation_loss)
                                     ? ""
                                     : fmt::format(", validation {:.4g}", record.validation_loss);
  const std::string line =
      fmt::format("[{:=<{}}{: <{}}] epoch {}/{}, loss {:.4g}{}, rate {:.3g}, {:.1f} s", "", done,
                  "", width - done, record.epoch, epochs_, record.training_loss, validation,
                  record.learning_rate, record.seconds);
  if (is_terminal()) fmt::print(stderr, "\r\033[K{}", line);
  else fmt::print(stderr, "{}\n", line);
  std::fflush(stderr);
}

} // namespace jetwork::nn
