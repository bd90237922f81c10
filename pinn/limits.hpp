// What ends a solve before its time, and the clock that says when. What was reached is kept.
//
//   const Limits limits{.seconds = 5.0, .cancelled = [token] { return token.stop_requested(); }};
//   const Deadline deadline(limits);
//   while (!deadline.passed()) …                    // every loop that may be long asks
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <limits>

namespace jetwork::pinn {

struct Limits {
  double seconds = 60.0;
  /// Tried in one march.
  std::size_t segments = 200000;
  /// Bytes: of what a solve works with, and of the solution's segments.
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

/// Thrown out of a long computation when its deadline has passed; what it worked on is then half done.
class DeadlinePassed : public std::exception {
public:
  [[nodiscard]] auto what() const noexcept -> const char* override {
    return "the time limit was reached, or the solve was cancelled";
  }
};

/// Thrown where a solve would take more memory than Limits::memory, before it is taken.
class MemoryRefused : public std::exception {
public:
  explicit MemoryRefused(double bytes) : bytes_(bytes) {}
  /// What it would take.
  [[nodiscard]] auto bytes() const -> double { return bytes_; }
  [[nodiscard]] auto what() const noexcept -> const char* override {
    return "the solve would take more memory than its limit";
  }

private:
  double bytes_;
};

/// Asks the deadline within a long computation, but no more often than pays.
///
///   Watch watch(deadline);
///   for (…) watch.spend(rows * columns);               // throws DeadlinePassed
class Watch {
public:
  /// The deadline must outlive the watch.
  explicit Watch(const Deadline& deadline) : deadline_(&deadline) {}
  Watch(Deadline&&) = delete;

  /// So many multiplications, or what takes as long.
  void spend(std::size_t operations) {
    constexpr std::size_t some_milliseconds = std::size_t{1} << 24U;
    spent_ += operations;
    if (spent_ < some_milliseconds) return;
    spent_ = 0;
    if (deadline_->passed()) throw DeadlinePassed();
  }

private:
  const Deadline* deadline_;
  std::size_t spent_ = 0;
};

} // namespace jetwork::pinn
