#include "pinn/switching/frozen_tape.hpp"

#include "pinn/problem/recorded_rule.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace jetwork::pinn {

namespace {

using autodiff::BatchMask;
using autodiff::BatchNode;

template <class Condition>
auto is_condition(const BatchNode& node) -> bool {
  return node.forward == autodiff::detail::forward_rule<Condition>;
}

/// Whether an operation jumps, or has a kink, where arguments of it move.
auto has_switch(const BatchNode& node) -> bool {
  using namespace autodiff;
  return node.rows == 1
         && (node.kind == BatchNode::Kind::condition
             || is_recorded_by<abs_rule, sign_rule, relu_rule, floor_rule, ceil_rule, round_rule,
                               trunc_rule, min_rule, max_rule, fmin_rule, fmax_rule, clamp_rule,
                               fmod_rule, remainder_rule, copysign_rule>(node));
}

/// Which numbers change with some inputs, in steps or smoothly.
auto that_move(const autodiff::BatchTape& tape, std::span<const Value> inputs)
    -> std::vector<std::uint8_t> {
  std::vector<std::uint8_t> flags(tape.nodes().size());
  for (const Value& input : inputs) flags[input.index()] = 1;
  for (std::size_t place = 0; place < flags.size(); ++place) {
    const BatchNode& node = tape.nodes()[place];
    for (std::uint32_t k = 0; k < node.arguments; ++k)
      flags[place] |= flags[tape.arguments()[node.first_argument + k]];
  }
  return flags;
}

/// Those to freeze.
auto switching_nodes(const autodiff::BatchTape& tape, std::span<const Value> moving,
                     std::span<const Value> undetermined) -> std::vector<std::uint8_t> {
  std::vector<std::uint8_t> flags = that_move(tape, moving);
  const std::vector<std::uint8_t> unknown_before = that_move(tape, undetermined);
  for (std::size_t place = 0; place < flags.size(); ++place)
    flags[place] =
        flags[place] != 0 && unknown_before[place] == 0 && has_switch(tape.nodes()[place]);
  return flags;
}

} // namespace

auto FrozenTape::is_needed(const autodiff::BatchTape& original, std::span<const Value> moving,
                           std::span<const Value> undetermined) -> bool {
  return std::ranges::count(switching_nodes(original, moving, undetermined), 1) > 0;
}

FrozenTape::FrozenTape(const autodiff::BatchTape& original, std::span<const Value> moving,
                       std::span<const Value> undetermined) {
  const std::vector<std::uint8_t> is_frozen = switching_nodes(original, moving, undetermined);
  std::vector<Value> arguments;
  for (std::size_t place = 0; place < original.nodes().size(); ++place) {
    const BatchNode& node = original.nodes()[place];
    arguments.clear();
    for (std::uint32_t k = 0; k < node.arguments; ++k)
      arguments.push_back(images_[original.arguments()[node.first_argument + k]]);
    images_.push_back(is_frozen[place] != 0 ? smooth(node, arguments) : copy(node, arguments));
  }
}

auto FrozenTape::images(std::span<const Value> originals) const -> std::vector<Value> {
  std::vector<Value> result;
  for (const Value& original : originals) result.push_back(image(original));
  return result;
}

auto FrozenTape::copy(const BatchNode& node, std::span<const Value> arguments) -> Value {
  if (node.kind == BatchNode::Kind::constant) return node.constant;
  if (node.kind == BatchNode::Kind::input) return tape_.input(node.rows);
  const std::vector<autodiff::BatchArgument> same(arguments.begin(), arguments.end());
  return autodiff::BatchTape::record_on(tape_.number(), node, same);
}

auto FrozenTape::smooth(const BatchNode& node, std::span<const Value> x) -> Value {
  using namespace autodiff;
  if (node.kind == BatchNode::Kind::condition) return condition(node, x);
  const auto lesser = [&](const Value& a, const Value& b) { return select(sign(a, b) > 0, b, a); };
  const auto greater = [&](const Value& a, const Value& b) { return select(sign(a, b) < 0, b, a); };
  if (is_recorded_by<abs_rule>(node)) return sign(x[0], 0.0) * x[0];
  if (is_recorded_by<sign_rule>(node)) return sign(x[0], 0.0);
  if (is_recorded_by<relu_rule>(node)) return greater(0.0, x[0]);
  if (is_recorded_by<floor_rule>(node)) return whole(Switch::Kind::floor, x[0]);
  if (is_recorded_by<ceil_rule>(node)) return whole(Switch::Kind::ceil, x[0]);
  if (is_recorded_by<round_rule>(node)) return whole(Switch::Kind::round, x[0]);
  if (is_recorded_by<trunc_rule>(node)) return whole(Switch::Kind::trunc, x[0]);
  if (is_recorded_by<min_rule, fmin_rule>(node)) return lesser(x[0], x[1]);
  if (is_recorded_by<max_rule, fmax_rule>(node)) return greater(x[0], x[1]);
  if (is_recorded_by<clamp_rule>(node)) return lesser(greater(x[0], x[1]), x[2]);
  if (is_recorded_by<fmod_rule>(node)) return x[0] - x[1] * whole(Switch::Kind::trunc, x[0] / x[1]);
  if (is_recorded_by<remainder_rule>(node))
    return x[0] - x[1] * whole(Switch::Kind::round, x[0] / x[1]);
  return sign(x[0], 0.0) * sign(x[1], 0.0) * x[0]; // copysign
}

/// A relation of numbers, as one of the sign of their difference; what is made of relations stays as it is.
auto FrozenTape::condition(const BatchNode& node, std::span<const Value> x) -> Value {
  using namespace autodiff::detail;
  const auto is_relation = [&](const Value& of) {
    return !of.is_constant() && tape_.nodes()[of.index()].kind == BatchNode::Kind::condition;
  };
  if (is_condition<both_condition>(node) || std::ranges::any_of(x, is_relation))
    return copy(node, x);
  const Value side = sign(x[0], x[1]);
  if (is_condition<less_condition>(node)) return (side < 0).numbers();
  if (is_condition<less_or_equal_condition>(node)) return (side <= 0).numbers();
  return (side == 0).numbers();
}

auto FrozenTape::key(const Value& x) -> Key {
  return x.is_constant() ? Key{std::numeric_limits<std::uint64_t>::max(), x.constant()}
                         : Key{x.index(), 0.0};
}

auto FrozenTape::add(Switch::Kind kind, const Value& argument) -> Value {
  const Value side = tape_.input(1);
  switches_.push_back({.kind = kind, .argument = argument, .side = side});
  return side;
}

auto FrozenTape::sign(const Value& x, const Value& y) -> Value {
  if (x.is_constant() && y.is_constant())
    return side_of(Switch::Kind::sign, x.constant() - y.constant());
  if (const auto known = signs_.find({key(x), key(y)}); known != signs_.end()) return known->second;
  if (const auto known = signs_.find({key(y), key(x)}); known != signs_.end())
    return -known->second;
  const Value difference = y.is_constant(0) ? x : x - y;
  return signs_[{key(x), key(y)}] = add(Switch::Kind::sign, difference);
}

auto FrozenTape::whole(Switch::Kind kind, const Value& x) -> Value {
  if (x.is_constant()) return side_of(kind, x.constant());
  const auto [known, is_new] = wholes_.try_emplace({key(x), kind});
  if (is_new) known->second = add(kind, x);
  return known->second;
}

} // namespace jetwork::pinn
