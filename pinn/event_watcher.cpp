#include "pinn/event_watcher.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <cmath>
#include <limits>

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

EventWatcher::EventWatcher(const std::vector<Event>& events, const Problem& problem)
    : events_(&events), last_(events.size(), std::numeric_limits<double>::quiet_NaN()) {
  for (const Unknown& unknown : problem.unknowns) orders_.push_back(unknown.order());
}

auto EventWatcher::value_at(const Event& event, const Segment& segment, double t) const -> double {
  std::vector<std::vector<double>> values;
  std::vector<Derivatives<double>> u;
  for (std::size_t i = 0; i < orders_.size(); ++i) {
    auto& of_one = values.emplace_back();
    for (int n = 0; n <= orders_[i]; ++n)
      of_one.push_back(pinn::evaluate(segment, orders_[i], static_cast<Eigen::Index>(i), t, n));
    u.emplace_back(of_one);
  }
  return event.value(t, u);
}

auto EventWatcher::first_on(const Segment& segment) -> std::optional<Met> {
  if (events_->empty()) return std::nullopt;
  const auto point = [&](int place) {
    return segment.start + segment.length * place / static_cast<double>(places);
  };
  // The start of a segment is the end of the one before: it is looked at on the first alone.
  const int first_place = begun_ ? 1 : 0;
  begun_ = true;
  for (int place = first_place; place <= places; ++place) {
    std::optional<Met> first;
    for (std::size_t k = 0; k < events_->size(); ++k) {
      const Event& event = (*events_)[k];
      const double now = value_at(event, segment, point(place));
      const double before = last_[k];
      if (now != 0 && !std::isnan(now)) last_[k] = now;
      if (place == 0 || !crosses(before, now, event.crossing)) continue;
      double t = point(place);
      const double left = value_at(event, segment, point(place - 1));
      if (now != 0 && left * now < 0) { // else the zero is at this place, or at the one before
        std::uintmax_t steps = 200;
        const auto [low, high] = boost::math::tools::toms748_solve(
            [&](double x) { return value_at(event, segment, x); }, std::min(point(place - 1), t),
            std::max(point(place - 1), t), segment.length > 0 ? left : now,
            segment.length > 0 ? now : left, boost::math::tools::eps_tolerance<double>(52), steps);
        t = 0.5 * (low + high);
      } else if (now != 0) {
        t = point(place - 1);
      }
      const bool is_earlier = !first || (segment.length > 0 ? t < first->t : t > first->t);
      if (is_earlier) first = Met{k, t};
    }
    if (first) return first;
  }
  return std::nullopt;
}

} // namespace jetwork::pinn
