// A recording in which switches are told their sides: whatever jumps, or has a kink, is made of operations that are smooth
// between switching points, and of the sides, which are inputs.
//
//   FrozenTape frozen(tape, moving, undetermined);    // moving: the inputs that are not parameters
//   frozen.image(residual);                           // the same number on frozen.tape()
//   frozen.switches();                                // what |x| is there: side·x, of the switch whose argument is x
//
// x < y, y <= x, max(x, y) and the sign of x - y share one switch.
#pragma once

#include "autodiff/batch.hpp"
#include "pinn/switching/switch.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace jetwork::pinn {

class FrozenTape {
public:
  /// Whether there is anything to freeze.
  [[nodiscard]] static auto is_needed(const autodiff::BatchTape& original,
                                      std::span<const Value> moving,
                                      std::span<const Value> undetermined) -> bool;

  /// What depends on an undetermined input, as on a highest derivative, is left as it is: which side it is on is known only when
  /// the equations are solved.
  FrozenTape(const autodiff::BatchTape& original, std::span<const Value> moving,
             std::span<const Value> undetermined);

  [[nodiscard]] auto image(const Value& original) const -> Value {
    return original.is_constant() ? original : images_[original.index()];
  }
  [[nodiscard]] auto images(std::span<const Value> originals) const -> std::vector<Value>;
  [[nodiscard]] auto switches() const -> const std::vector<Switch>& { return switches_; }
  /// To be taken, when all images were asked for.
  [[nodiscard]] auto tape() -> autodiff::BatchTape& { return tape_; }

private:
  [[nodiscard]] auto copy(const autodiff::BatchNode& node, std::span<const Value> arguments)
      -> Value;
  [[nodiscard]] auto smooth(const autodiff::BatchNode& node, std::span<const Value> arguments)
      -> Value;
  [[nodiscard]] auto condition(const autodiff::BatchNode& node, std::span<const Value> arguments)
      -> Value;
  /// The sign of x - y.
  [[nodiscard]] auto sign(const Value& x, const Value& y) -> Value;
  /// What the function makes of x.
  [[nodiscard]] auto whole(Switch::Kind kind, const Value& x) -> Value;
  [[nodiscard]] auto add(Switch::Kind kind, const Value& argument) -> Value;

  /// A constant, or a place on the tape.
  using Key = std::pair<std::uint64_t, double>;
  static auto key(const Value& x) -> Key;

  autodiff::BatchTape tape_;
  std::vector<Value> images_; // of each place
  std::vector<Switch> switches_;
  std::map<std::pair<Key, Key>, Value> signs_;
  std::map<std::pair<Key, Switch::Kind>, Value> wholes_;
};

} // namespace jetwork::pinn
