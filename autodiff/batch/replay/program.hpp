// What a replay runs, and in what order: the operations that lead to what is asked for.
//
//   BatchProgram program(tape);
//   program.compute(asked);                     // forward: operations that lead to a value that is asked for
//   program.plan_reverse(output, asked);        // reverse: those between the output and a derivative asked for
//   program.plan_tangent(moving);               // tangents: those of which an argument moves
//   program.forward(), program.reverse(), program.fills(), program.edges();
//
// A copy of the tape's operations, so that replays have nothing to do with each other or with the tape.
#pragma once

#include "autodiff/batch/tape.hpp"

#include <vector>

namespace jetwork::autodiff {

/// The operations of a tape as they were when it was made, and which of them each sweep runs.
class BatchProgram {
public:
  using Flags = std::vector<std::uint8_t>; ///< one a node: 0 or 1

  /// Copies what is on the tape; at first all of it is asked for.
  explicit BatchProgram(const BatchTape& tape)
      : nodes_(tape.nodes()),
        arguments_(tape.arguments()),
        live_(nodes_.size(), 1),
        held_leaves_(nodes_.size()),
        edges_(arguments_.size()) {
    forward_.reserve(nodes_.size());
    varying_.reserve(nodes_.size());
    compute(live_);
  }

  /// In the order in which they were recorded.
  auto nodes() const -> const std::vector<BatchNode>& { return nodes_; }
  /// The arguments of all nodes, by place.
  auto arguments() const -> const std::vector<std::uint32_t>& { return arguments_; }
  /// Node i.
  auto node(std::uint32_t i) const -> const BatchNode& { return nodes_[i]; }
  /// How many nodes there are.
  auto size() const -> std::uint32_t { return static_cast<std::uint32_t>(nodes_.size()); }
  /// The place of the node's argument k.
  auto argument(const BatchNode& node, std::uint32_t k) const -> std::uint32_t {
    return arguments_[node.first_argument + k];
  }

  /// Chooses what forward() runs: the nodes that are asked for, and all that they are computed from.
  void compute(const Flags& asked) {
    live_ = asked;
    for (std::uint32_t i = size(); i-- > 0;)
      for (std::uint32_t k = 0; live_[i] != 0 && k < nodes_[i].arguments; ++k)
        live_[argument(nodes_[i], k)] = 1;
    forward_.clear();
    for (std::uint32_t i = 0; i < size(); ++i)
      if (live_[i] != 0 && nodes_[i].forward != nullptr) forward_.push_back(i);
    find_varying();
  }
  /// Chooses leaves that seldom get other numbers: operations on these alone are held(), all others are varying().
  void hold(const Flags& leaves) {
    held_leaves_ = leaves;
    find_varying();
  }
  /// Whether node i is among what forward() runs, or is needed for it.
  auto is_live(std::uint32_t i) const -> bool { return live_[i] != 0; }

  /// Marks whatever uses a marked node, but for conditions: they have no derivative.
  void propagate(Flags& leads) const {
    for (std::uint32_t i = 0; i < size(); ++i) {
      if (nodes_[i].kind == BatchNode::Kind::condition) continue;
      for (std::uint32_t k = 0; k < nodes_[i].arguments; ++k)
        leads[i] |= leads[argument(nodes_[i], k)];
    }
  }

  /// The reverse sweep from `output` over nodes that lead to something asked for.
  void plan_reverse(std::uint32_t output, const Flags& leads) {
    find_covered(output, leads);
    reached_.assign(size(), 0);
    filled_.assign(size(), 0);
    fills_.clear();
    fills_.reserve(size());
    begin_sweep();
    reach(output, false);
    for (std::uint32_t i = output + 1; i-- > 0;) {
      const BatchNode& node = nodes_[i];
      if (reached_[i] == 0 || leads[i] == 0 || node.reverse == nullptr) continue;
      for (std::uint32_t k = 0; k < node.arguments; ++k) {
        const std::uint32_t x = argument(node, k);
        BatchEdge& edge = edges_[node.first_argument + k];
        if (leads[x] == 0) edge = BatchEdge::unwanted;
        else edge = reach(x, can_assign(node, x)) ? BatchEdge::assign : BatchEdge::add;
      }
      sweep_.push_back(i);
    }
  }
  /// The tangent sweep over nodes that move.
  void plan_tangent(const Flags& moving) {
    begin_sweep();
    for (const std::uint32_t i : forward_) {
      if (moving[i] == 0) continue;
      for (std::uint32_t k = 0; k < nodes_[i].arguments; ++k)
        edges_[nodes_[i].first_argument + k] =
            moving[argument(nodes_[i], k)] != 0 ? BatchEdge::add : BatchEdge::unwanted;
      if (nodes_[i].tangent != nullptr) sweep_.push_back(i);
    }
  }

  /// The operations of a forward sweep, in order.
  auto forward() const -> const std::vector<std::uint32_t>& { return forward_; }
  /// Both parts of forward(), in order.
  auto held() const -> const std::vector<std::uint32_t>& { return held_; }
  /// The operations on leaves that are not held.
  auto varying() const -> const std::vector<std::uint32_t>& { return varying_; }
  /// The operations of the sweep last planned, in order.
  auto sweep() const -> const std::vector<std::uint32_t>& { return sweep_; }
  /// Nodes whose adjoints must be zero before they are added to.
  auto fills() const -> const std::vector<std::uint32_t>& { return fills_; }
  /// What the planned sweep does along each argument, by the argument's place in arguments().
  auto edges() const -> const std::vector<BatchEdge>& { return edges_; }
  /// Whether the planned reverse sweep contributes to the adjoint of node i.
  auto is_reached(std::uint32_t i) const -> bool { return reached_[i] != 0; }

private:
  void begin_sweep() {
    sweep_.clear();
    sweep_.reserve(size());
  }
  void find_varying() {
    held_.clear();
    varying_.clear();
    varies_.assign(size(), 0);
    for (std::uint32_t i = 0; i < size(); ++i) {
      if (nodes_[i].is_leaf()) varies_[i] = held_leaves_[i] == 0 ? 1 : 0;
      for (std::uint32_t k = 0; k < nodes_[i].arguments; ++k)
        varies_[i] |= varies_[argument(nodes_[i], k)];
    }
    for (const std::uint32_t i : forward_) (varies_[i] != 0 ? varying_ : held_).push_back(i);
  }
  /// Finds the nodes that are used by views of whole parts alone, every part by exactly one view: their adjoints need
  /// no zeros to begin with, since each part may be assigned. Jets are such nodes: their coefficients are the parts.
  void find_covered(std::uint32_t output, const Flags& leads) {
    part_views_.assign(size(), 0);
    reached_.assign(size(), 0);
    covered_.assign(size(), 0);
    reached_[output] = 1;
    for (std::uint32_t i = output + 1; i-- > 0;) {
      const BatchNode& node = nodes_[i];
      if (reached_[i] == 0 || leads[i] == 0) continue;
      const bool is_view = node.kind == BatchNode::Kind::view;
      covered_[i] = !is_view && i != output && part_views_[i] == node.parts ? 1 : 0;
      for (std::uint32_t k = 0; (is_view || node.reverse != nullptr) && k < node.arguments; ++k) {
        const std::uint32_t x = argument(node, k);
        const bool is_part = is_view && i != output && node.rows == nodes_[x].rows;
        part_views_[x] = is_part && part_views_[x] >= 0 ? part_views_[x] + 1 : -1;
        reached_[x] = 1;
      }
    }
  }
  /// Whether the first contribution from `node` covers all of its argument x.
  auto can_assign(const BatchNode& node, std::uint32_t i) const -> bool {
    const BatchNode& x = nodes_[i];
    if (x.kind == BatchNode::Kind::parameter) return false;
    if (x.kind == BatchNode::Kind::view ? covered_[argument(x, 0)] == 0 : x.parts > 1) return false;
    if (!node.is_elementwise()) return true;
    for (std::uint32_t k = 0; k < node.arguments; ++k) {
      const BatchNode& other = nodes_[argument(node, k)];
      // A broadcast row gathers adjoints from all rows, so its adjoint must be added to, not assigned.
      if (other.rows > x.rows) return false;
      // Another argument that is a view of x has its adjoint within that of x: to assign all of x could overwrite it.
      if (other.kind == BatchNode::Kind::view && argument(other, 0) == i) return false;
    }
    return true;
  }
  /// Notes that the sweep contributes to node i's adjoint. True if this contribution is the first, and is assigned.
  auto reach(std::uint32_t i, bool assigns) -> bool {
    if (reached_[i] != 0) return false;
    reached_[i] = 1;
    if (nodes_[i].kind == BatchNode::Kind::view) {
      const std::uint32_t whole = argument(nodes_[i], 0);
      reached_[whole] = 1;
      if (!assigns) fill(whole);
    } else if (!assigns) {
      fill(i);
    }
    return assigns;
  }
  void fill(std::uint32_t i) {
    if (filled_[i] == 0) fills_.push_back(i);
    filled_[i] = 1;
  }

  std::vector<BatchNode> nodes_;
  std::vector<std::uint32_t> arguments_;
  Flags live_, held_leaves_, varies_;
  Flags reached_, filled_, covered_; // of plans: empty until the first one
  std::vector<int> part_views_; // how many views of whole parts use a node; -1: other uses, too
  std::vector<std::uint32_t> forward_, held_, varying_, sweep_, fills_;
  std::vector<BatchEdge> edges_;
};

} // namespace jetwork::autodiff
