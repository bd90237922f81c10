#include "cli/output/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace jetwork::cli {

ProgressLine::ProgressLine(std::string independent, bool quiet)
    : independent_(std::move(independent)),
      shown_on_terminal_(!quiet && ::isatty(STDERR_FILENO) != 0),
      next_(Clock::now() + std::chrono::milliseconds(500)) {}

ProgressLine::~ProgressLine() {
  if (anything_shown_) std::fputs("\r\033[K", stderr);
}

auto ProgressLine::callback() -> std::function<void(const pinn::Progress&)> {
  if (!shown_on_terminal_) return {};
  return [this](const pinn::Progress& progress) { show(progress); };
}

void ProgressLine::show(const pinn::Progress& progress) {
  if (Clock::now() < next_) return;
  next_ = Clock::now() + std::chrono::milliseconds(100);
  anything_shown_ = true;
  constexpr int width = 24;
  const int done = static_cast<int>(std::clamp(progress.fraction, 0.0, 1.0) * width);
  const std::string pass = progress.pass > 1 ? fmt::format(", pass {}", progress.pass) : "";
  fmt::print(stderr, "\r\033[K[{:=<{}}{: <{}}] {:3.0f} %  {} = {:.6g}, {} segments{}", "", done, "",
             width - done, 100 * progress.fraction, independent_, progress.t, progress.segments,
             pass);
  std::fflush(stderr);
}

} // namespace jetwork::cli
