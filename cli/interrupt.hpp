// Ctrl-C while solving: the solve stops cleanly, and the part solved so far is reported and saved. A second Ctrl-C
// ends the command at once.
//
//   const InterruptWatch watch;
//   pinn::solve(problem, {.limits = {.cancelled = [] { return InterruptWatch::interrupted(); }}});
#pragma once

#include <csignal>

namespace jetwork::cli {

/// Watches for SIGINT and SIGTERM as long as it lives. There may be one at a time.
class InterruptWatch {
public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  auto operator=(const InterruptWatch&) -> InterruptWatch& = delete;

  [[nodiscard]] static auto interrupted() -> bool;

private:
  struct sigaction old_interrupt_ = {}, old_terminate_ = {};
};

} // namespace jetwork::cli
