#include "pinn/collocation/landmarks.hpp"

#include "pinn/problem/recorded_rule.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

namespace jetwork::pinn {

namespace {

using autodiff::BatchNode;
using Flags = std::vector<std::uint8_t>; // one a node

constexpr std::size_t most_landmarks = 300;
constexpr int stretches = 4; // of the domain, each sampled at once

auto is_linear(const BatchNode& node) -> bool {
  using namespace autodiff;
  return !node.is_elementwise()
         || is_recorded_by<add_rule, subtract_rule, negate_rule, multiply_rule>(node);
}

/// Whether it magnifies what is near zero, so that a small change of its argument there is a large one.
auto magnifies(const BatchNode& node) -> bool {
  using namespace autodiff;
  return is_recorded_by<divide_rule, pow_rule, log_rule, sqrt_rule>(node);
}

/// Marks what depends on some inputs.
auto depending(const autodiff::BatchTape& tape, const std::vector<Value>& inputs) -> Flags {
  Flags flags(tape.nodes().size());
  for (const Value& input : inputs) flags[input.index()] = 1;
  for (std::size_t place = 0; place < flags.size(); ++place) {
    const BatchNode& node = tape.nodes()[place];
    if (node.kind == BatchNode::Kind::condition) continue; // has no derivative
    for (std::uint32_t k = 0; k < node.arguments; ++k)
      flags[place] |= flags[tape.arguments()[node.first_argument + k]];
  }
  return flags;
}

/// Whether an argument changes by so much around an extremum that a function of it may be a pulse no wider than the distance of
/// a segment's audit points.
auto is_sharp(double extremum, double before, double after, bool is_magnified) -> bool {
  constexpr double change = 100, ratio = 300;
  const double nearer = std::min(std::abs(before - extremum), std::abs(after - extremum));
  const double smaller = std::min(std::abs(before), std::abs(after));
  return nearer > change || (is_magnified && smaller > ratio * std::abs(extremum));
}

/// Whether its result jumps where its argument, or the difference of its arguments, passes zero.
auto jumps_at_zero(const BatchNode& node) -> bool {
  return node.kind == BatchNode::Kind::condition || is_recorded_by<autodiff::sign_rule>(node);
}

auto is_steep(double before, double after) -> bool {
  constexpr double change = 20;
  return std::abs(after - before) > change;
}

} // namespace

RecordedResidual::Landmarks::Landmarks(const RecordedResidual& recorded) : recorded_(&recorded) {
  const autodiff::BatchTape& tape = recorded.recording_.tape;
  const std::vector<Value> unknowns = recorded.recording_.values_of_unknowns();
  const Flags by_time = depending(tape, {recorded.recording_.time});
  const Flags by_unknowns = depending(tape, unknowns);
  Flags wanted(tape.nodes().size()), magnified(tape.nodes().size());
  for (const BatchNode& node : tape.nodes()) {
    if (is_linear(node)) continue;
    if (jumps_at_zero(node)) {
      compare(node, by_time, by_unknowns);
      continue;
    }
    for (std::uint32_t k = 0; k < node.arguments; ++k) {
      const std::uint32_t argument = tape.arguments()[node.first_argument + k];
      if (by_time[argument] == 0 || by_unknowns[argument] != 0) continue;
      wanted[argument] = 1;
      magnified[argument] |= static_cast<std::uint8_t>(magnifies(node));
    }
  }
  for (std::uint32_t place = 0; place < tape.nodes().size(); ++place)
    if (wanted[place] != 0 && tape.nodes()[place].kind != BatchNode::Kind::input)
      arguments_.push_back({tape.variable(place), magnified[place] != 0});
  if (arguments_.empty()) return;
  replay_.emplace(recorded.recording_.tape, points);
  std::vector<Value> values;
  for (const Argument& argument : arguments_) {
    for (const Value& value : {argument.value, argument.against.value_or(0.0)})
      if (!value.is_constant()) values.push_back(value);
  }
  replay_->compute_only(std::span<const Value>(values));
  for (const Value& unknown : unknowns) replay_->set(unknown, 0.0); // not used
  for (const Value& multiplier : recorded.multipliers_) replay_->set(multiplier, 0.0);
}

/// Notes what a condition or a sign compares, if that depends on time alone.
void RecordedResidual::Landmarks::compare(const BatchNode& node,
                                          const std::vector<std::uint8_t>& by_time,
                                          const std::vector<std::uint8_t>& by_unknowns) {
  const autodiff::BatchTape& tape = recorded_->recording_.tape;
  std::array<Value, 2> operands{};
  bool moves = false;
  for (std::uint32_t k = 0; k < node.arguments; ++k) {
    const std::uint32_t place = tape.arguments()[node.first_argument + k];
    if (by_unknowns[place] != 0) return;
    moves = moves || by_time[place] != 0;
    const BatchNode& operand = tape.nodes()[place];
    operands[k] =
        operand.kind == BatchNode::Kind::constant ? Value(operand.constant) : tape.variable(place);
  }
  if (!moves) return;
  if (operands[0].is_constant()) std::swap(operands[0], operands[1]);
  const auto is_same = [](const Value& a, const Value& b) {
    return a.tape() == b.tape() && a.index() == b.index() && a.constant() == b.constant();
  };
  const auto is_this = [&](const Argument& known) {
    const Value against = known.against.value_or(0.0);
    return known.is_compared
           && ((is_same(known.value, operands[0]) && is_same(against, operands[1]))
               || (is_same(known.value, operands[1]) && is_same(against, operands[0])));
  };
  if (std::ranges::any_of(arguments_, is_this)) return; // x < y, and y <= x
  arguments_.push_back(
      {.value = operands[0], .is_magnified = false, .is_compared = true, .against = operands[1]});
}

void RecordedResidual::Landmarks::set_parameters(std::span<const double> values) {
  if (replay_) recorded_->give_parameters(*replay_, values);
}

void RecordedResidual::Landmarks::sample(double from, double to) {
  times_ = Eigen::RowVectorXd::LinSpaced(points, from, to);
  replay_->set(recorded_->recording_.time, times_);
  replay_->forward();
}

auto RecordedResidual::Landmarks::sampled(const Argument& argument) const -> Eigen::RowVectorXd {
  const auto values_of = [&](const Value& value) -> Eigen::RowVectorXd {
    if (value.is_constant()) return Eigen::RowVectorXd::Constant(points, value.constant());
    return replay_->value(value).row(0);
  };
  if (!argument.against) return values_of(argument.value);
  return values_of(argument.value) - values_of(*argument.against);
}

auto RecordedResidual::Landmarks::refined(const Argument& argument, Kind kind, double from,
                                          double to) -> double {
  constexpr int most_cuts = 12;
  for (int cut = 0; cut < most_cuts; ++cut) {
    sample(from, to);
    const Eigen::RowVectorXd values = sampled(argument);
    Eigen::Index place = 0;
    switch (kind) {
    case Kind::zero: values.cwiseAbs().minCoeff(&place); break;
    case Kind::least: values.minCoeff(&place); break;
    case Kind::greatest: values.maxCoeff(&place); break;
    }
    const double best = times_[place];
    from = times_[std::max<Eigen::Index>(place - 1, 0)];
    to = times_[std::min<Eigen::Index>(place + 1, points - 1)];
    if (std::abs(to - from) <= 4 * std::numeric_limits<double>::epsilon() * std::abs(best))
      return best;
  }
  return (from + to) / 2;
}

/// The time nearest to this one, on one side of it, at which the argument differs by one.
auto RecordedResidual::Landmarks::differs_by_one(const Argument& argument, double t, double step)
    -> double {
  constexpr double decades = 12;
  // From one time to the next, two thirds as far away, after which nothing changes.
  constexpr double jump = 4;
  for (Eigen::Index k = 0; k < points; ++k)
    times_[k] =
        t + step * std::pow(10.0, -decades * static_cast<double>(k) / static_cast<double>(points));
  times_[points - 1] = t;
  replay_->set(recorded_->recording_.time, times_);
  replay_->forward();
  const Eigen::RowVectorXd values = sampled(argument);
  const Eigen::RowVectorXd changes = (values.array() - values[points - 1]).abs();
  Eigen::Index k = 0;
  while (k + 1 < points && changes[k] > 1) ++k;
  if (k > 0 && changes[k] == 0 && changes[k - 1] > jump) rounded_away_.push_back(t);
  return times_[k];
}

/// The point itself, and one to either side: what is made of the argument may be zero between them.
void RecordedResidual::Landmarks::add(const Argument& argument, double t, double step) {
  found_.push_back(t);
  for (const double side : {step, -step}) found_.push_back(differs_by_one(argument, t, side));
}

/// The time itself, and one to either side.
void RecordedResidual::Landmarks::add_jump(double t, double step) {
  constexpr double beside = 1e-9; // of the distance of two samples
  for (const double at : {t - beside * step, t, t + beside * step}) found_.push_back(at);
}

/// Between the k-th of some times and the one before: a change of sign, or two with a turn between them.
void RecordedResidual::Landmarks::look_for_jumps(const Argument& argument, Eigen::Index k,
                                                 const Eigen::RowVectorXd& times,
                                                 const Eigen::RowVectorXd& values) {
  const double before = values[k - 1], here = values[k], after = values[k + 1];
  const double step = times[k + 1] - times[k];
  if (before * here <= 0) {
    if (before != here) add_jump(refined(argument, Kind::zero, times[k - 1], times[k]), step);
    return;
  }
  const bool turns = here > 0 ? here <= before && here < after : here >= before && here > after;
  if (!turns || here * after <= 0) return;
  const double turn =
      refined(argument, here > 0 ? Kind::least : Kind::greatest, times[k - 1], times[k + 1]);
  sample(turn, turn);
  if (sampled(argument)[0] * here > 0) return;
  add_jump(refined(argument, Kind::zero, times[k - 1], turn), step);
  add_jump(refined(argument, Kind::zero, turn, times[k + 1]), step);
  found_.push_back(turn);
}

/// Looks around the k-th of some times, at which the argument has these values.
void RecordedResidual::Landmarks::look_around(const Argument& argument, Eigen::Index k,
                                              const Eigen::RowVectorXd& times,
                                              const Eigen::RowVectorXd& values) {
  if (argument.is_compared) return look_for_jumps(argument, k, times, values);
  const double before = values[k - 1], here = values[k], after = values[k + 1];
  const bool is_greatest = here >= before && here > after;
  const bool is_least = here <= before && here < after;
  if (is_greatest || is_least) {
    // A smooth extremum is not much higher than the highest point near it.
    const bool may_be_sharp =
        argument.is_magnified || is_steep(before, here) || is_steep(here, after);
    if (!may_be_sharp) return;
    const double t =
        refined(argument, is_greatest ? Kind::greatest : Kind::least, times[k - 1], times[k + 1]);
    sample(t, t);
    if (is_sharp(sampled(argument)[0], before, after, argument.is_magnified))
      add(argument, t, times[k + 1] - times[k]);
  } else if (before * here <= 0 && is_steep(before, here)) {
    add(argument, refined(argument, Kind::zero, times[k - 1], times[k]), times[k] - times[k - 1]);
  }
}

auto RecordedResidual::Landmarks::find(const Domain& domain) -> std::vector<double> {
  found_.clear();
  rounded_away_.clear();
  if (!replay_) return found_;
  const double length = (domain.end - domain.start) / stretches;
  Eigen::MatrixXd values(static_cast<Eigen::Index>(arguments_.size()), points);
  for (int stretch = 0; stretch < stretches; ++stretch) {
    // One point further to either side, so that nothing lies between stretches.
    const double from = domain.start + length * stretch, step = length / (points - 3);
    sample(from - step, from + length + step);
    const Eigen::RowVectorXd times = times_;
    for (std::size_t a = 0; a < arguments_.size(); ++a)
      values.row(static_cast<Eigen::Index>(a)) = sampled(arguments_[a]);
    for (std::size_t a = 0; a < arguments_.size(); ++a) {
      const Eigen::RowVectorXd of_one = values.row(static_cast<Eigen::Index>(a));
      for (Eigen::Index k = 1; k + 1 < points && found_.size() < most_landmarks; ++k)
        look_around(arguments_[a], k, times, of_one);
    }
  }
  // What was refined to an end is there but for rounding.
  const auto [low, high] = std::minmax(domain.start, domain.end);
  for (std::vector<double>* times : {&found_, &rounded_away_}) {
    const double near = 1e-12 * (high - low);
    std::erase_if(*times, [=](double t) { return !(low - near < t && t < high + near); });
    for (double& t : *times) t = std::clamp(t, low, high);
    std::ranges::sort(*times);
    const auto repeated = std::ranges::unique(*times);
    times->erase(repeated.begin(), repeated.end());
  }
  return found_;
}

} // namespace jetwork::pinn
