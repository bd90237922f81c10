// What happens at one time: the parts of SwitchingAlongMarch that change sides and states.
#include "pinn/initial_value/switching_along_march.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// On which side a value counts that is zero and did not pass it; zero if on none.
auto side_of_zero(const Event& event) -> int {
  if (event.crossing == Crossing::any || event.zero == Zero::neither) return 0;
  return (event.crossing == Crossing::rising) == (event.zero == Zero::behind) ? 1 : -1;
}

/// Of one that happened by passing zero, and is there still, it is where it went; to which side it goes from there is to be seen if
/// both count.
auto side_after_passing(const Event& event) -> int {
  if (event.crossing == Crossing::any) return 0;
  return event.crossing == Crossing::rising ? 1 : -1;
}

} // namespace

auto SwitchingAlongMarch::values_of(const State& state) const -> std::vector<std::vector<double>> {
  const StateLayout& layout = solver_->layout();
  std::vector<std::vector<double>> values;
  for (int i = 0; i < layout.unknowns(); ++i)
    values.emplace_back(state.data() + layout.offset(i),
                        state.data() + layout.offset(i) + layout.order(i));
  return values;
}

/// The functions at the moment's state; its highest derivatives are those before.
auto SwitchingAlongMarch::functions_at(const Moment& moment) -> Functions& {
  const StateLayout& layout = solver_->layout();
  Functions& functions = search_->at_point();
  const auto one = [](double value) { return Eigen::RowVectorXd::Constant(1, value); };
  functions.set_time(one(moment.t));
  for (int i = 0; i < layout.unknowns(); ++i) {
    const int order = layout.order(i);
    for (int n = 0; n < order; ++n) functions.set(i, n, one(moment.state[layout.offset(i) + n]));
    functions.set(i, order,
                  one(moment.segment ? evaluate(*moment.segment, order, i, moment.t, order)
                                     : std::numeric_limits<double>::quiet_NaN()));
  }
  functions.evaluate();
  return functions;
}

/// Along the solution before.
auto SwitchingAlongMarch::slope(const Functions::Gradient& gradient, const Moment& moment) const
    -> double {
  const StateLayout& layout = solver_->layout();
  double sum = gradient.by_time;
  for (int i = 0; i < layout.unknowns(); ++i)
    for (int n = 0; n <= layout.order(i); ++n)
      if (const double by =
              gradient.by_unknowns[static_cast<std::size_t>(i)][static_cast<std::size_t>(n)];
          by != 0 && moment.segment)
        sum += by * evaluate(*moment.segment, layout.order(i), i, moment.t, n + 1);
  return sum;
}

/// Whether a function that changes at this rate goes from that side to its bound, in the direction of the march.
auto SwitchingAlongMarch::leaves(int side, double rate) const -> bool {
  return (domain_.end > domain_.start ? rate : -rate) * side < 0;
}

auto SwitchingAlongMarch::by_state(const Functions::Gradient& gradient, const Moment& moment) const
    -> Eigen::RowVectorXd {
  const StateLayout& layout = solver_->layout();
  Eigen::RowVectorXd row(layout.states());
  for (int i = 0; i < layout.unknowns(); ++i) {
    const auto& of_one = gradient.by_unknowns[static_cast<std::size_t>(i)];
    for (int n = 0; n < layout.order(i); ++n)
      row[layout.offset(i) + n] = of_one[static_cast<std::size_t>(n)];
    // How a highest derivative answers to the state is not known here, so nothing is claimed of the error.
    if (of_one.back() != 0 && moment.segment)
      row.setConstant(std::numeric_limits<double>::quiet_NaN());
  }
  return row;
}

void SwitchingAlongMarch::see_time(const Functions::Gradient& gradient, double distance,
                                   Moment& moment) {
  const double rate = slope(gradient, moment);
  const Eigen::RowVectorXd by = by_state(gradient, moment);
  Change& change = moment.change;
  change.time_by_state = (by.array() == 0).select(0.0, -by / rate);
  for (Eigen::Index k = 0; k < change.time_by_parameters.size(); ++k)
    if (const double one = gradient.by_parameters[static_cast<std::size_t>(k)]; one != 0)
      change.time_by_parameters[k] = -one / rate;
  if (std::abs(rate) > 0)
    change.time_rounding =
        search_->at_point().rounding_on_the_way(watched_[passage_->watched].function)
        / std::abs(rate);
  change.time_left = distance == 0 || !(std::abs(rate) > 0) ? 0.0 : -distance / rate;
}

/// Below it, what a function is at a point cannot be told from its bound.
auto SwitchingAlongMarch::nothing(std::size_t function) -> double {
  double noise = std::max(search_->at_point().rounding(function), 2 * left_[function]);
  for (std::size_t w = 0; w < watched_.size(); ++w)
    if (watched_[w].function == function) noise = std::max(noise, search_->noise(w));
  return noise;
}

/// Whether a function this far from its bound is there as well as can be told.
auto SwitchingAlongMarch::is_passed(std::size_t function, const Moment& moment, double distance,
                                    double rate) -> bool {
  constexpr double units = 4;
  const double of_time =
      units * epsilon * std::abs(moment.t) + 2 * std::abs(moment.change.time_left);
  return std::abs(distance) <= nothing(function) + of_time * std::abs(rate);
}

/// On which side of its zero an event's value was.
auto SwitchingAlongMarch::side_before(std::size_t event, double value, double rate,
                                      const Moment& moment) const -> int {
  const std::size_t function = sides_.size() + event;
  if (passage_ && watched_[passage_->watched].function == function)
    return passage_->upwards ? -1 : 1;
  if (!moment.was_zero[event]) return sign_of(value);
  const bool is_at_start = passage_ && passage_->at_start;
  for (std::size_t w = 0; w < watched_.size() && !is_at_start; ++w)
    if (watched_[w].function == function && search_->side_seen(w) != 0)
      return leaves(1, rate) ? 1 : -1;
  return event_sides_[event];
}

auto SwitchingAlongMarch::is_due(std::size_t event, double rate, const Moment& moment) const
    -> bool {
  for (std::size_t k = next_given_; k < times_.size() && times_[k].t == moment.t; ++k)
    if (times_[k].event == event) return true;
  const std::size_t function = sides_.size() + event;
  if (passage_ && watched_[passage_->watched].function == function) return true;
  const Event& its = problem_->events[event];
  const int side = event_sides_[event];
  if (!its.value || side == 0) return false;
  if (its.crossing != Crossing::any && (its.crossing == Crossing::rising) != (side < 0))
    return false;
  return leaves(side, rate) && moment.was_zero[event];
}

/// All that are at a bound, and go on beyond it.
void SwitchingAlongMarch::pass_switches(Moment& moment) {
  Functions& functions = search_->at_point();
  for (std::size_t w = 0; w < watched_.size(); ++w) {
    const std::size_t function = watched_[w].function;
    const double bound = watched_[w].bound;
    const int side = watched_[w].side;
    if (function >= sides_.size() || side == 0) continue;
    const bool is_first = passage_ && passage_->watched == w;
    const double distance = functions.value(function)[0] - bound;
    if (!is_first) {
      const double rate = slope(functions.gradient(function), moment);
      if (!leaves(side, rate) || !is_passed(function, moment, distance, rate)) continue;
    }
    sides_[function] = next_side(switches()[function].kind, sides_[function], side < 0);
    left_[function] = std::abs(distance);
  }
}

/// Whether an event's value, as |x|, touches its zero alone, with the switches that were passed there.
auto SwitchingAlongMarch::turns_back(std::size_t event, const Moment& moment) -> bool {
  if (!problem_->events[event].value || event_sides_[event] == 0) return false;
  tell_sides();
  const Functions::Gradient gradient = functions_at(moment).gradient(sides_.size() + event);
  return leaves(-event_sides_[event], slope(gradient, moment));
}

/// What an event assigns, from the state as it is.
void SwitchingAlongMarch::assign(std::size_t event, Moment& moment) {
  const StateLayout& layout = solver_->layout();
  Functions& functions = functions_at(moment);
  State after = moment.state;
  Change& change = moment.change;
  const Change before = change;
  const std::vector<Assignment>& assignments = problem_->events[event].then;
  for (std::size_t a = 0; a < assignments.size(); ++a) {
    const int k =
        layout.offset(static_cast<int>(assignments[a].unknown)) + assignments[a].derivative;
    after[k] = functions.assigned(event, a);
    const Functions::Gradient gradient = functions.gradient_of_assigned(event, a);
    const Eigen::RowVectorXd row = by_state(gradient, moment);
    change.after_by_before.row(k) = row * before.after_by_before;
    change.after_by_parameters.row(k) = row * before.after_by_parameters;
    for (Eigen::Index p = 0; p < parameters(); ++p)
      change.after_by_parameters(k, p) += gradient.by_parameters[static_cast<std::size_t>(p)];
    double slope = gradient.by_time + row.dot(before.slopes);
    if (!moment.segment) slope = 0.0; // the time is given
    change.slopes[k] = slope;
  }
  moment.state = after;
}

void SwitchingAlongMarch::happen(std::size_t event, Moment& moment) {
  const Event& its = problem_->events[event];
  EventOccurrence occurrence{.index = event, .t = moment.t, .before = values_of(moment.state)};
  occurrence.ends_solution = its.ends_solution();
  moment.has_happened[event] = true;
  if (!its.ends_solution() && moment.t != domain_.end) assign(event, moment);
  occurrence.after = values_of(moment.state);
  occurrences.push_back(std::move(occurrence));
  if (!moment.state.allFinite()) ended = Ending{Outcome::event_not_finite, moment.t};
}

/// Sides as they are after a jump: whether that could be told.
auto SwitchingAlongMarch::settle_sides(Moment& moment) -> bool {
  for (std::size_t round = 0; round <= sides_.size() + 1; ++round) {
    tell_sides();
    Functions& functions = functions_at(moment);
    bool are_settled = true;
    for (std::size_t k = 0; k < sides_.size(); ++k) {
      const double value = functions.value(k)[0];
      const auto [lower, upper] = interval(switches()[k].kind, sides_[k]);
      const double outside = std::max(lower - value, value - upper);
      if (!(outside > 2 * left_[k]) || !(outside > functions.rounding(k))) continue;
      sides_[k] = side_of(switches()[k].kind, value);
      left_[k] = -1.0;
      are_settled = false;
    }
    if (are_settled) return true;
  }
  return false;
}

/// One whose value jumped past zero with what happened.
auto SwitchingAlongMarch::event_by_jump(Moment& moment) -> std::optional<std::size_t> {
  Functions& functions = functions_at(moment);
  for (std::size_t e = 0; e < event_sides_.size(); ++e) {
    const Event& event = problem_->events[e];
    if (!event.value) continue;
    const std::size_t function = sides_.size() + e;
    const double value = functions.value(function)[0];
    const Functions::Gradient gradient = functions.gradient(function);
    const bool is_open =
        std::ranges::any_of(gradient.by_unknowns, [](const auto& by) { return by.back() != 0; });
    const bool is_zero = !(std::abs(value) > nothing(function));
    const int before = event_sides_[e];
    const int now = is_open                ? 0
                    : !is_zero             ? sign_of(value)
                    : moment.has_passed[e] ? side_after_passing(event)
                                           : side_of_zero(event);
    if (moment.has_happened[e] || is_open || !is_zero || before == 0) event_sides_[e] = now;
    // Where the value was about to pass zero, it is seen to when it does.
    const bool has_jumped =
        before != 0 && !is_open && now != before && !(is_zero && moment.was_zero[e]);
    if (moment.has_happened[e] || !has_jumped) continue;
    if (event.crossing == Crossing::any || (event.crossing == Crossing::rising) == (before < 0))
      return e;
  }
  return std::nullopt;
}

void SwitchingAlongMarch::settle(Moment& moment) {
  do {
    if (!settle_sides(moment)) {
      ended = Ending{Outcome::equations_jump, moment.t};
      return;
    }
    const auto next = event_by_jump(moment);
    if (!next) return;
    happen(*next, moment);
  } while (!ended && !is_ended_by_event());
}

void SwitchingAlongMarch::carry_out(const Segment& segment, double t, State& state) {
  Moment moment{.t = t,
                .segment = &segment,
                .state = state,
                .change =
                    change_of_nothing(t, slopes_at(segment, solver_->layout(), t), parameters()),
                .has_happened = std::vector<bool>(event_sides_.size()),
                .has_passed = std::vector<bool>(event_sides_.size())};
  Functions& functions = functions_at(moment); // of the state that goes on, not of the network
  if (passage_) {
    const Watched& first = watched_[passage_->watched];
    see_time(functions.gradient(first.function), functions.value(first.function)[0] - first.bound,
             moment);
  }
  std::vector<std::size_t> due;
  for (std::size_t e = 0; e < event_sides_.size(); ++e) {
    const std::size_t function = sides_.size() + e;
    const double value = functions.value(function)[0];
    const double rate = slope(functions.gradient(function), moment);
    moment.was_zero.push_back(is_passed(function, moment, value, rate));
    event_sides_[e] = side_before(e, value, rate, moment);
    if (is_due(e, rate, moment)) due.push_back(e);
    // One that passes in the direction that does not count happens at once if what else happens here turns it round.
    else if (moment.was_zero.back() && leaves(event_sides_[e], rate)) event_sides_[e] *= -1;
    else continue;
    if (problem_->events[e].value) left_[function] = std::abs(value);
  }
  pass_switches(moment);
  std::erase_if(due, [&](std::size_t e) { return turns_back(e, moment); });
  while (next_given_ < times_.size() && times_[next_given_].t == t) ++next_given_;
  for (const std::size_t event : due) {
    moment.has_passed[event] = true;
    happen(event, moment);
    if (is_ended_by_event()) break;
  }
  passage_.reset();
  if (t != domain_.end && !is_ended_by_event() && !ended) settle(moment);
  if (!ended && t != domain_.end) note_time(t);
  pending = std::move(moment.change);
}

void SwitchingAlongMarch::begin(State& state) {
  if (!search_) return;
  const StateLayout& layout = solver_->layout();
  Moment moment{.t = domain_.start,
                .segment = nullptr,
                .state = state,
                .change =
                    change_of_nothing(domain_.start, State::Zero(layout.states()), parameters()),
                .has_happened = std::vector<bool>(event_sides_.size()),
                .has_passed = std::vector<bool>(event_sides_.size()),
                .was_zero = std::vector<bool>(event_sides_.size(), true)};
  std::ranges::fill(sides_, 0.0); // what is zero at the start may stay so
  if (!settle_sides(moment)) ended = Ending{Outcome::equations_jump, moment.t};
  (void)event_by_jump(moment); // sides of events
  std::vector<std::size_t> due;
  for (; next_given_ < times_.size() && times_[next_given_].t == moment.t; ++next_given_)
    due.push_back(times_[next_given_].event);
  std::ranges::sort(due);
  for (const std::size_t event : due)
    if (!ended && !is_ended_by_event()) happen(event, moment);
  if (due.empty() || ended || is_ended_by_event()) return;
  settle(moment);
  pending = std::move(moment.change);
}

} // namespace jetwork::pinn
