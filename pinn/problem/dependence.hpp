// What a result of a recording is computed from, whatever the numbers.
#pragma once

#include "autodiff/batch.hpp"
#include "pinn/problem/problem.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace jetwork::pinn {

/// Searches a tape backwards from its results.
///
///   Ancestors ancestors(tape);
///   ancestors.of(result);                              // places on the tape, ascending
class Ancestors {
public:
  /// The tape must outlive it, and grow no more.
  explicit Ancestors(const autodiff::BatchTape& tape)
      : tape_(&tape), found_for_(tape.nodes().size(), 0) {}

  /// The places of all nodes from which the result gets a derivative, its own included; none for a constant. Valid until the
  /// next call.
  auto of(const Value& result) -> const std::vector<std::uint32_t>& {
    places_.clear();
    ++search_;
    if (result.tape() != 0) find(result.index());
    for (std::size_t next = 0; next < places_.size(); ++next) {
      const autodiff::BatchNode& node = tape_->nodes()[places_[next]];
      for (std::uint32_t k = 0; k < node.arguments; ++k)
        find(tape_->arguments()[node.first_argument + k]);
    }
    std::sort(places_.begin(), places_.end());
    return places_;
  }

private:
  void find(std::uint32_t place) {
    const bool has_derivative = tape_->nodes()[place].kind != autodiff::BatchNode::Kind::condition;
    if (found_for_[place] == search_ || !has_derivative) return;
    found_for_[place] = search_;
    places_.push_back(place);
  }

  const autodiff::BatchTape* tape_;
  std::vector<std::uint32_t> found_for_, places_;
  std::uint32_t search_ = 0;
};

/// Of the ascending places, those of these inputs, which were recorded one after the other: as places among them.
[[nodiscard]] inline auto places_among(const std::vector<Value>& inputs,
                                       const std::vector<std::uint32_t>& places)
    -> std::vector<std::size_t> {
  std::vector<std::size_t> result;
  if (inputs.empty()) return result;
  for (auto place = std::lower_bound(places.begin(), places.end(), inputs.front().index());
       place != places.end() && *place <= inputs.back().index(); ++place) {
    const auto input =
        std::lower_bound(inputs.begin(), inputs.end(), *place,
                         [](const Value& value, std::uint32_t at) { return value.index() < at; });
    if (input->index() == *place)
      result.push_back(static_cast<std::size_t>(input - inputs.begin()));
  }
  return result;
}

} // namespace jetwork::pinn
