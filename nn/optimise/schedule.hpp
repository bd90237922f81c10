// Learning-rate schedules: factors that multiply the optimiser's rate as training goes on.
//
//   train(network, samples, {.schedule = CosineSchedule{.epochs = 100, .warm_up = 5}});
//   train(network, samples, {.schedule = PlateauSchedule{.factor = 0.5, .patience = 10}});
//
// Time is in epochs, and goes on within an epoch: 2.5 is half-way through the third. Cosine: Loshchilov and Hutter 2017.
// Warm-up: Goyal et al. 2017.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>
#include <variant>

namespace jetwork::nn {

struct ConstantSchedule {
  auto operator()(double /*epoch*/) const -> double { return 1; }
  auto description() const -> std::string { return "constant"; }
};

/// Multiplied by `factor` at every `every`-th epoch.
struct StepSchedule {
  double every = 30;
  double factor = 0.1;
  auto operator()(double epoch) const -> double {
    return std::pow(factor, std::floor(epoch / every));
  }
  auto description() const -> std::string { return fmt::format("step({}, {})", every, factor); }
};

/// factor^epoch.
struct ExponentialSchedule {
  double factor = 0.95;
  auto operator()(double epoch) const -> double { return std::pow(factor, epoch); }
  auto description() const -> std::string { return fmt::format("exponential({})", factor); }
};

/// Rises from 0 to 1 in a straight line over the first `warm_up` epochs, then falls along half a cosine to `lowest` at
/// `epochs`, and stays there.
struct CosineSchedule {
  double epochs = 100;
  double warm_up = 0;
  double lowest = 0;
  auto operator()(double epoch) const -> double {
    if (epoch < warm_up) return epoch / warm_up;
    if (epoch >= epochs) return lowest;
    const double part = (epoch - warm_up) / (epochs - warm_up);
    return lowest + (1 - lowest) * 0.5 * (1 + std::cos(std::numbers::pi * part));
  }
  auto description() const -> std::string {
    return fmt::format("cosine({}, {}, {})", epochs, warm_up, lowest);
  }
};

/// Multiplied by `factor` whenever the loss has not sunk by the fraction `improvement` for `patience` epochs. The
/// loss is the one that early stopping watches.
struct PlateauSchedule {
  double factor = 0.5;
  int patience = 10;
  double improvement = 1e-4;
  double lowest = 1e-6;

  auto operator()(double /*epoch*/) const -> double { return now; }
  void after_epoch(double loss) {
    if (loss < best - improvement * std::abs(best) || !std::isfinite(best)) {
      best = loss;
      waited = 0;
    } else if (++waited >= patience) {
      now = std::max(lowest, now * factor);
      waited = 0;
    }
  }
  auto description() const -> std::string {
    return fmt::format("plateau({}, {}, {}, {})", factor, patience, improvement, lowest);
  }

  // The state of the schedule; not to be set.
  double now = 1;
  double best = std::numeric_limits<double>::infinity();
  int waited = 0;
};

using Schedule = std::variant<ConstantSchedule, StepSchedule, ExponentialSchedule, CosineSchedule,
                              PlateauSchedule>;

namespace detail {

inline void require_sensible(const ConstantSchedule&) {}
inline void require_sensible(const StepSchedule& schedule) {
  if (!(schedule.every > 0) || !(schedule.factor > 0))
    throw std::invalid_argument("StepSchedule: every and factor must be positive");
}
inline void require_sensible(const ExponentialSchedule& schedule) {
  if (!(schedule.factor > 0))
    throw std::invalid_argument("ExponentialSchedule: factor must be positive");
}
inline void require_sensible(const CosineSchedule& schedule) {
  if (!(schedule.warm_up >= 0) || !(schedule.epochs > schedule.warm_up)
      || !(schedule.lowest >= 0 && schedule.lowest <= 1))
    throw std::invalid_argument(
        "CosineSchedule: epochs must exceed warm_up, and lowest lie in [0, 1]");
}
inline void require_sensible(const PlateauSchedule& schedule) {
  if (!(schedule.factor > 0 && schedule.factor < 1) || schedule.patience < 1)
    throw std::invalid_argument(
        "PlateauSchedule: factor must lie in (0, 1), and patience be at least 1");
  if (!(schedule.improvement >= 0) || !(schedule.lowest >= 0 && schedule.lowest <= 1))
    throw std::invalid_argument(
        "PlateauSchedule: improvement must be at least 0, and lowest lie in [0, 1]");
}

} // namespace detail

} // namespace jetwork::nn
