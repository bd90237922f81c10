// Functions on a mesh: what Newton's method of a boundary-value problem moves, and what its steps are.
//
//   MeshFunction u(layout, {0.0, 0.5, 1.0}, {0, 2});     // segments [0, 0.5], [0.5, 1]; states at 0 and 1 are linked by conditions
//   u.states.col(u.start_of(1));                         // the state at 0.5
//   u.highest(0, 1);                                     // u_0⁽ᵖ⁾ at the Gauss points of segment 1
//
// A piece is a run of segments between places where conditions look: its states are chained by the segments, and the pieces by
// continuity.
#pragma once

#include "pinn/boundary_value/gauss_nodes.hpp"
#include "pinn/collocation/state_layout.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace jetwork::pinn {

class MeshFunction {
public:
  MeshFunction() = default;
  /// Zero on these segments. `breaks` has the numbers of the nodes that are ends of pieces, the first and the last included.
  MeshFunction(std::shared_ptr<const StateLayout> layout, std::vector<double> nodes,
               std::vector<std::size_t> breaks);

  [[nodiscard]] auto layout() const -> const StateLayout& { return *layout_; }
  [[nodiscard]] auto shared_layout() const -> const std::shared_ptr<const StateLayout>& {
    return layout_;
  }
  [[nodiscard]] auto nodes() const -> const std::vector<double>& { return mesh_->nodes; }
  [[nodiscard]] auto breaks() const -> const std::vector<std::size_t>& { return mesh_->breaks; }
  [[nodiscard]] auto segments() const -> std::size_t { return nodes().size() - 1; }
  [[nodiscard]] auto pieces() const -> std::size_t { return breaks().size() - 1; }
  [[nodiscard]] auto start(std::size_t segment) const -> double { return nodes()[segment]; }
  [[nodiscard]] auto length(std::size_t segment) const -> double {
    return nodes()[segment + 1] - nodes()[segment];
  }
  [[nodiscard]] auto piece_of(std::size_t segment) const -> std::size_t;

  /// Which column of `states` a segment starts in; it ends in the next.
  [[nodiscard]] auto start_of(std::size_t segment) const -> Eigen::Index {
    return mesh_->start_of[segment];
  }
  [[nodiscard]] auto end_of(std::size_t segment) const -> Eigen::Index {
    return mesh_->start_of[segment] + 1;
  }

  using Values = Eigen::Map<Eigen::Vector<double, GaussNodes::count>>;
  using ConstValues = Eigen::Map<const Eigen::Vector<double, GaussNodes::count>>;
  /// The highest derivative of an unknown at a segment's Gauss points.
  [[nodiscard]] auto highest(int unknown, std::size_t segment) -> Values {
    return Values(highest_values.col(column(unknown, segment)).data());
  }
  [[nodiscard]] auto highest(int unknown, std::size_t segment) const -> ConstValues {
    return ConstValues(highest_values.col(column(unknown, segment)).data());
  }

  /// u_i⁽ⁿ⁾ at the Gauss points of a segment.
  [[nodiscard]] auto at_nodes(int unknown, std::size_t segment, int n) const
      -> Eigen::Vector<double, GaussNodes::count>;
  /// u_i⁽ⁿ⁾ at θ of a segment, as its start and its highest derivative make it.
  [[nodiscard]] auto at(int unknown, std::size_t segment, double theta, int n) const -> double;
  /// u_i at x, a point of the mesh.
  [[nodiscard]] auto value(int unknown, double x) const -> double;
  [[nodiscard]] auto middle(std::size_t segment) const -> double {
    return start(segment) + length(segment) / 2;
  }
  /// The state that a segment arrives at, of one unknown and its derivatives, or of all.
  [[nodiscard]] auto arrival(int unknown, std::size_t segment, int n) const -> double;
  [[nodiscard]] auto arrival(std::size_t segment) const -> State;
  /// (state): the largest magnitude over all nodes.
  [[nodiscard]] auto largest_states() const -> Eigen::VectorXd;
  /// The largest |u_i| over nodes and Gauss points.
  [[nodiscard]] auto largest_values() const -> Eigen::VectorXd;

  /// The same function on another mesh with the same ends of pieces.
  [[nodiscard]] auto on(std::vector<double> nodes, std::vector<std::size_t> breaks) const
      -> MeshFunction;
  /// The same with further nodes: those that `inside` gives for a segment, ascending.
  [[nodiscard]] auto with_nodes(
      const std::function<std::vector<double>(std::size_t segment)>& inside) const -> MeshFunction;
  /// The same with a further end of a piece, inside of the mesh.
  [[nodiscard]] auto with_break(double x) const -> MeshFunction;
  /// The same with every segment halved.
  [[nodiscard]] auto halved() const -> MeshFunction;

  /// Adds factor·other, of the same mesh.
  void add(double factor, const MeshFunction& other) {
    states += factor * other.states;
    highest_values += factor * other.highest_values;
    numbers += factor * other.numbers;
  }
  /// Everywhere; its numbers do not count.
  [[nodiscard]] auto is_zero() const -> bool {
    return (states.array() == 0).all() && (highest_values.array() == 0).all();
  }
  [[nodiscard]] auto is_finite() const -> bool {
    return states.allFinite() && highest_values.allFinite() && numbers.allFinite();
  }

  Eigen::MatrixXd states; ///< (state, column of a segment's start, or a piece's end)
  Eigen::MatrixXd
      highest_values;      ///< (Gauss point, unknown of a segment, one segment after the other)
  Eigen::VectorXd numbers; ///< unknown ones, beside the functions

private:
  void put_state(std::size_t segment, double theta, Eigen::Ref<Eigen::VectorXd> state) const;
  [[nodiscard]] auto column(int unknown, std::size_t segment) const -> Eigen::Index {
    return static_cast<Eigen::Index>(segment) * layout_->unknowns() + unknown;
  }

  struct Mesh {
    std::vector<double> nodes;
    std::vector<std::size_t> breaks;
    std::vector<Eigen::Index> start_of; // of each segment
  };
  std::shared_ptr<const StateLayout> layout_;
  std::shared_ptr<const Mesh> mesh_; // of all functions that were copied from one another
};

} // namespace jetwork::pinn
