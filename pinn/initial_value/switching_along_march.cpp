#include "pinn/initial_value/switching_along_march.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace jetwork::pinn {

SwitchingAlongMarch::SwitchingAlongMarch(SegmentSolver& solver, const Problem& problem,
                                         const Domain& domain)
    : solver_(&solver),
      problem_(&problem),
      domain_(domain),
      sides_(solver.recorded().switches().size(), 1.0),
      event_sides_(problem.events.size(), 0),
      left_(sides_.size() + event_sides_.size(), -1.0),
      corrections_(sides_.size(), 0) {
  if (sides_.empty() && problem.events.empty()) return;
  search_.emplace(solver.recorded());
  const bool forwards = domain.end > domain.start;
  for (std::size_t e = 0; e < problem.events.size(); ++e)
    for (const double t : std::set(problem.events[e].times.begin(), problem.events[e].times.end()))
      if (forwards ? domain.start <= t && t <= domain.end : domain.end <= t && t <= domain.start)
        times_.push_back({t, e});
  std::ranges::stable_sort(times_, [&](const GivenTime& a, const GivenTime& b) {
    return forwards ? a.t < b.t : a.t > b.t;
  });
}

auto SwitchingAlongMarch::next_time() const -> double {
  return next_given_ < times_.size() ? times_[next_given_].t : domain_.end;
}

void SwitchingAlongMarch::tell_sides() {
  solver_->set_sides(sides_);
  search_->set_parameters(solver_->parameters());
}

/// Every bound of every switch's side, and zero for events.
void SwitchingAlongMarch::watch() {
  watched_.clear();
  for (std::size_t k = 0; k < sides_.size(); ++k) {
    const Switch::Kind kind = switches()[k].kind;
    if (kind == Switch::Kind::sign) {
      watched_.push_back(
          {.function = k, .side = sign_of(sides_[k]), .is_left_from_zero = sides_[k] == 0});
      continue;
    }
    const auto [lower, upper] = interval(kind, sides_[k]);
    watched_.push_back({.function = k, .bound = lower, .side = 1, .upwards = false});
    watched_.push_back({.function = k, .bound = upper, .side = -1, .downwards = false});
  }
  for (std::size_t e = 0; e < problem_->events.size(); ++e)
    if (const Event& event = problem_->events[e]; event.value)
      watched_.push_back({.function = sides_.size() + e,
                          .side = event_sides_[e],
                          .upwards = event.crossing != Crossing::falling,
                          .downwards = event.crossing != Crossing::rising,
                          .is_pole_passed = false});
  for (Watched& watched : watched_) watched.left_at_start = std::max(0.0, left_[watched.function]);
}

auto SwitchingAlongMarch::corrected(std::size_t number, double side) -> Look {
  constexpr int most = 3; // to the other side, back, and nowhere
  if (++corrections_[number] > most) return {Look::Kind::contradicted};
  sides_[number] = side;
  tell_sides();
  return {Look::Kind::other_sides};
}

/// A sign that shows nowhere is that of zero.
auto SwitchingAlongMarch::with_zeros() -> Look {
  for (std::size_t w = 0; w < watched_.size(); ++w) {
    const std::size_t k = watched_[w].function;
    if (k >= sides_.size() || switches()[k].kind != Switch::Kind::sign) continue;
    if (search_->side_seen(w) == 0 && sides_[k] != 0 && corrections_[k] == 0)
      return corrected(k, 0.0);
  }
  return {};
}

auto SwitchingAlongMarch::look_at(const Segment& segment) -> Look {
  if (!search_) return {};
  watch();
  passage_ = search_->first_on(segment, watched_);
  if (!passage_) return with_zeros();
  const std::size_t function = watched_[passage_->watched].function;
  if (passage_->at_start && function < sides_.size())
    return corrected(function,
                     next_side(switches()[function].kind, sides_[function], passage_->upwards));
  return {Look::Kind::passage, passage_->t};
}

void SwitchingAlongMarch::take_note() {
  for (std::size_t w = 0; w < watched_.size(); ++w) {
    if (search_->side_seen(w) == 0) continue;
    const std::size_t function = watched_[w].function;
    left_[function] = -1.0;
    if (function >= sides_.size()) event_sides_[function - sides_.size()] = search_->side_seen(w);
  }
}

auto SwitchingAlongMarch::polished(const Segment& segment) -> double {
  const double end = segment.start + segment.length;
  const Watched& watched = watched_[passage_->watched];
  Functions& functions = search_->at(segment, end);
  const double distance = functions.value(watched.function)[0] - watched.bound;
  State none;
  const Moment moment{.t = end, .segment = &segment, .state = none, .change = {}};
  const double step = distance / slope(functions.gradient(watched.function), moment);
  // Where the function is not smooth, or its slope is small, the zero that was bracketed is the better one.
  constexpr double small = 1e-6;
  passage_->t = std::abs(step) <= small * std::abs(segment.length) ? end - step : end;
  return passage_->t;
}

/// Times that follow each other faster and faster, by a factor that stays, end somewhere.
void SwitchingAlongMarch::note_time(double t) {
  constexpr std::size_t enough = 12;
  constexpr double near = 1e-6; // of the domain
  constexpr int most_at_once = 100;
  happened_at_once_ = !happened_.empty() && happened_.back() == t ? happened_at_once_ + 1 : 0;
  if (happened_at_once_ == 0) corrections_.assign(corrections_.size(), 0);
  if (happened_at_once_ > most_at_once) ended = Ending{Outcome::events_accumulate, t};
  if (happened_at_once_ > 0) return;
  happened_.push_back(t);
  if (happened_.size() < enough) return;
  if (happened_.size() > enough) happened_.erase(happened_.begin());
  double last = std::numeric_limits<double>::infinity(), ratio = 0.0;
  for (std::size_t k = 1; k < enough; ++k) {
    const double interval = std::abs(happened_[k] - happened_[k - 1]);
    if (!(interval < last)) return;
    ratio = interval / last;
    last = interval;
  }
  const double rest = last * ratio / (1 - ratio);
  if (rest > near * std::abs(domain_.end - domain_.start)) return;
  ended = Ending{Outcome::events_accumulate, t + std::copysign(rest, domain_.end - domain_.start)};
}

} // namespace jetwork::pinn
