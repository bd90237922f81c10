#include "pinn/initial_value/event_locator.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace jetwork::pinn {

namespace {

constexpr int places = 32;

auto crosses(double before, double now, Crossing crossing) -> bool {
  const bool rises = before < 0 && now >= 0, falls = before > 0 && now <= 0;
  switch (crossing) {
  case Crossing::rising: return rises;
  case Crossing::falling: return falls;
  default: return rises || falls;
  }
}

} // namespace

EventLocator::EventLocator(const std::vector<Event>& events, const Problem& problem)

    : events_(&events),
      parameters_(parameter_values(problem)),
      last_(events.size(), std::numeric_limits<double>::quiet_NaN()) {
  for (const Unknown& unknown : problem.unknowns) orders_.push_back(unknown.order);
}

auto EventLocator::value_at(const Event& event, const Segment& segment, double t) const -> double {
  std::vector<std::vector<double>> values;
  std::vector<Derivatives<double>> u;
  for (std::size_t i = 0; i < orders_.size(); ++i) {
    auto& of_one = values.emplace_back();
    for (int n = 0; n <= orders_[i]; ++n)
      of_one.push_back(pinn::evaluate(segment, orders_[i], static_cast<Eigen::Index>(i), t, n));
    u.emplace_back(of_one);
  }
  return event.value(t, u, parameters_);
}

auto EventLocator::zero_between(const Event& event, const Segment& segment, double from, double to,
                                double before, double after) const -> std::optional<double> {
  // Values may be so small that their products vanish.
  const double scale = std::max(std::abs(before), std::abs(after));
  const auto scaled = [&](double t) { return value_at(event, segment, t) / scale; };
  if (after == 0) { // it may have been zero for a while
    constexpr int halvings = 60;
    for (int i = 0; i < halvings; ++i) {
      const double middle = std::midpoint(from, to), value = value_at(event, segment, middle);
      (std::signbit(value) == std::signbit(before) && value != 0 ? from : to) = middle;
    }
    return to;
  }
  std::uintmax_t steps = 200;
  const bool forwards = from < to;
  const auto [low, high] = boost::math::tools::toms748_solve(
      scaled, std::min(from, to), std::max(from, to), (forwards ? before : after) / scale,
      (forwards ? after : before) / scale, boost::math::tools::eps_tolerance<double>(52), steps);
  constexpr double of_a_pole = 1e3; // towards a zero the value sinks, and at a jump it stays
  const double closest = std::max(std::abs(scaled(low)), std::abs(scaled(high)));
  if (!(closest < of_a_pole)) return std::nullopt;
  return std::midpoint(low, high);
}

auto EventLocator::first_on(const Segment& segment) -> std::optional<EventOccurrence> {
  if (events_->empty()) return std::nullopt;
  const auto point = [&](int place) {
    return segment.start + segment.length * place / static_cast<double>(places);
  };
  // The start of a segment is the end of the one before: it is looked at on the first alone.
  const int first_place = begun_ ? 1 : 0;
  begun_ = true;
  for (int place = first_place; place <= places; ++place) {
    std::optional<EventOccurrence> first;
    for (std::size_t k = 0; k < events_->size(); ++k) {
      const Event& event = (*events_)[k];
      const double now = value_at(event, segment, point(place));
      const double before = last_[k];
      if (now != 0 && std::isfinite(now)) last_[k] = now;
      if (place == 0 || !std::isfinite(now) || !crosses(before, now, event.crossing)) continue;
      const double left = value_at(event, segment, point(place - 1));
      if (!std::isfinite(left)) continue; // a pole
      // Two segments' networks meet within rounding: what was not quite zero on the last may be beyond it here.
      const bool lies_between = left != 0 && std::signbit(left) == std::signbit(before);
      const auto t = lies_between
                         ? zero_between(event, segment, point(place - 1), point(place), left, now)
                         : std::optional(point(place - 1));
      if (!t) continue;
      const bool is_earlier = !first || (segment.length > 0 ? *t < first->t : *t > first->t);
      if (is_earlier) first = EventOccurrence{k, *t};
    }
    if (first) return first;
  }
  return std::nullopt;
}

} // namespace jetwork::pinn
