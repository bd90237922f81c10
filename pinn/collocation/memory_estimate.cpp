#include "pinn/collocation/memory_estimate.hpp"

#include "pinn/collocation/mode_block.hpp"
#include "pinn/network/segment_points.hpp"

#include <algorithm>

namespace jetwork::pinn {

namespace {

constexpr double number = sizeof(double);
constexpr double modes = FeatureBasis::modes;

/// Of one replay of so many nodes at so many points: values and adjoints, where they lie, and the program.
auto bytes_of_replay(double nodes, int points) -> double {
  constexpr double program =
      sizeof(autodiff::BatchNode) + 64; // with its arguments, flags and lists
  const auto columns = static_cast<double>(autodiff::BatchLayout::padded(points));
  return nodes * (2 * number * columns + sizeof(autodiff::BatchSlot) + program);
}

} // namespace

auto bytes_of_recording(const RecordedResidual& recorded) -> double {
  const auto nodes = static_cast<double>(recorded.nodes());
  const auto dependences = static_cast<double>(recorded.dependences().size());
  int highest = 0;
  for (int i = 0; i < recorded.equations(); ++i) highest = std::max(highest, recorded.order(i));
  const int copies = recorded.copies();
  double bytes = recorded.groups_share_operations()
                     ? bytes_of_replay(nodes, 2 * recorded.copies_apart())
                     : 0.0;
  for (const int points : {collocation_count, check_count})
    bytes += bytes_of_replay(nodes, points) + bytes_of_replay(nodes, points * copies)
             + number * points * dependences;
  bytes += bytes_of_replay(nodes, audit_count);
  // Values of each derivative, and the residual.
  bytes += number * (collocation_count + check_count + audit_count) * (highest + 2)
           * recorded.equations();
  constexpr double of_problem = 6000; // an unknown's equation and condition, and how that is solved
  bytes += of_problem * recorded.equations();
  return bytes
         + nodes * (sizeof(autodiff::BatchNode) + 128); // the tape, and how it finds repetitions
}

auto bytes_of_segment(const StateLayout& layout, std::size_t entries) -> double {
  constexpr double at_once = 64; // right-hand sides
  const Groups& groups = layout.groups();
  double bytes = static_cast<double>(entries) * (sizeof(ModeBlock) + number * check_count);
  double largest_part = 0.0;
  for (int g = 0; g < groups.count(); ++g) {
    const auto size = static_cast<double>(groups.size(g));
    const auto states = static_cast<double>(layout.states_of(g).size());
    const double inverse = number * check_count * size * size;
    const double orders =
        (2 * number + sizeof(int) + 2) * size * size; // typical entries, places, patterns
    const double response = number * modes * size * states;
    constexpr double matrices_of_states = 5; // the propagator, and what Uncertainty works in
    bytes += inverse + orders + response + number * matrices_of_states * states * states + 500;
    // The same right-hand sides are held by the filter, and by its elimination.
    largest_part =
        std::max(largest_part, 2 * number * (check_count + modes) * std::min(at_once, size) * size);
  }
  return bytes + largest_part;
}

} // namespace jetwork::pinn
