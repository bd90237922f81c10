// What ends a solve before its time, and the clock that says when. What was reached is kept.
//
//   const Limits limits{.seconds = 5.0, .cancelled = [token] { return token.stop_requested(); }};
//   const Deadline deadline(limits);
//   while (!deadline.passed()) …                    // every loop that may be long asks
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>

namespace jetwork::pinn {

struct Limits {
  double seconds = 60.0;
  /// Tried in one march.
  std::size_t segments = 200000;
  /// Bytes of the solution's segments.
  std::size_t memory = std::size_t{4} << 30U;
  /// Asked again and again; true ends the solve. It may be set from another thread.
  std::function<bool()> cancelled = {};
};

/// A clock that was started, and a question that may be asked. A plain value; copies pass at the same time.
class Deadline {
public:
  /// Counts from now.
  explicit Deadline(const Limits& limits)
      : cancelled_(limits.cancelled), seconds_(limits.seconds) {}
  [[nodiscard]] static auto never() -> Deadline {
    return Deadline({.seconds = std::numeric_limits<double>::infinity()});
  }

  /// One that passes with this one, and after so many seconds from now at the latest.
  [[nodiscard]] auto within(double seconds) const -> Deadline {
    Deadline sooner = *this;
    sooner.seconds_ = std::min(seconds_, elapsed() + seconds);
    return sooner;
  }

  [[nodiscard]] auto elapsed() const -> double {
    return std::chrono::duration<double>(Clock::now() - begun_).count();
  }
  [[nodiscard]] auto out_of_time() const -> bool { return elapsed() > seconds_; }
  [[nodiscard]] auto cancelled() const -> bool { return cancelled_ && cancelled_(); }
  [[nodiscard]] auto passed() const -> bool { return out_of_time() || cancelled(); }

private:
  using Clock = std::chrono::steady_clock;

  std::function<bool()> cancelled_;
  double seconds_;
  Clock::time_point begun_ = Clock::now();
};

} // namespace jetwork::pinn
