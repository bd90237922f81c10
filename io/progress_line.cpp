#include "io/progress_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace jetwork::io {

namespace {

constexpr auto clear_line = "\r\033[K";

} // namespace

auto ProgressLine::is_terminal() -> bool { return ::isatty(STDERR_FILENO) != 0; }

void ProgressLine::show(double fraction, const std::string& text) {
  constexpr int width = 24;
  const int done = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * width);
  fmt::print(stderr, "{}[{:=<{}}{: <{}}] {}{}", is_terminal() ? clear_line : "", "", done, "",
             width - done, text, is_terminal() ? "" : "\n");
  std::fflush(stderr);
  anything_shown_ = true;
  next_ = Clock::now() + std::chrono::milliseconds(is_terminal() ? 100 : 1000);
}

void ProgressLine::leave() const {
  if (anything_shown_ && is_terminal()) std::fputs("\n", stderr);
}

void ProgressLine::wipe() const {
  if (anything_shown_ && is_terminal()) std::fputs(clear_line, stderr);
}

} // namespace jetwork::io
