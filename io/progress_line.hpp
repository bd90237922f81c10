// One line on standard error that says how far long work has come.
//
//   ProgressLine line;
//   while (…) if (line.is_due()) line.show(0.25, "epoch 25/100, loss 0.03");      // [======                  ] epoch …
//   line.leave();
#pragma once

#include <chrono>
#include <string>

namespace jetwork::io {

/// On a terminal the line is rewritten, ten times a second at most; elsewhere a new one is printed, once a second at most.
class ProgressLine {
public:
  /// Nothing is due in the first `silence`.
  explicit ProgressLine(std::chrono::milliseconds silence = {}) : next_(Clock::now() + silence) {}

  /// Whether standard error is a terminal.
  static auto is_terminal() -> bool;

  [[nodiscard]] auto is_due() const -> bool { return Clock::now() >= next_; }
  /// A bar for the fraction, from 0 to 1, and the text.
  void show(double fraction, const std::string& text);
  /// Ends the line on a terminal, so that it stays.
  void leave() const;
  /// Clears the line on a terminal.
  void wipe() const;

private:
  using Clock = std::chrono::steady_clock;

  bool anything_shown_ = false;
  Clock::time_point next_;
};

} // namespace jetwork::io
