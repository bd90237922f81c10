// The equations of a boundary-value problem on a mesh, and Newton's linear system for them: segments, eliminated one by one; the
// chains of what is left; and one dense system of the pieces' ends, the unknown numbers and the conditions.
//
//   NewtonSystem system(recorded, conditions, layout);
//   system.linearise(u, deadline);                // at the function u
//   step = system.solve(system.missed());         // -F'(u)⁻¹·F(u)
//   system.evaluate(u); system.solve(system.missed());      // a simplified step: another residual, the same matrix
#pragma once

#include "pinn/boundary_value/chain_elimination.hpp"
#include "pinn/boundary_value/mesh_function.hpp"
#include "pinn/collocation/elimination.hpp"
#include "pinn/collocation/mode_block.hpp"
#include "pinn/collocation/point_set.hpp"
#include "pinn/collocation/recorded_conditions.hpp"
#include "pinn/collocation/recorded_residual.hpp"
#include "pinn/limits.hpp"

#include <Eigen/Core>
#include <Eigen/LU>

#include <complex>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace jetwork::pinn {

/// What a function misses of the equations: at the Gauss points, at the segments' ends, and of the conditions.
struct MeshResidual {
  Eigen::MatrixXd equations;  ///< (Gauss point, equation of a segment, one segment after the other)
  Eigen::MatrixXd links;      ///< (state, segment): where it arrives, less the state there
  Eigen::MatrixXd continuity; ///< (state, piece but the first): its start, less the end before
  Eigen::VectorXd conditions;
};

class NewtonSystem {
public:
  /// Some of the problem's parameters may be a MeshFunction's numbers, in their order. What is referred to must outlive it.
  NewtonSystem(const RecordedResidual& recorded, RecordedConditions& conditions,
               std::shared_ptr<const StateLayout> layout,
               std::vector<std::size_t> unknown_parameters = {});

  /// Those of the problem.
  void set_parameters(std::vector<double> parameters);

  /// Right minus left, (state, piece but the first); zero if nothing is said.
  void set_jumps(Eigen::MatrixXd jumps) { jumps_ = std::move(jumps); }
  /// Of each unknown, and of each unknown number: what lies outside counts as not finite, but for rounding.
  void set_bounds(std::vector<std::optional<Bounds>> of_unknowns, std::vector<Bounds> of_numbers) {
    bounds_ = std::move(of_unknowns);
    number_bounds_ = std::move(of_numbers);
  }

  /// Conditions hold unknown numbers, as of a plane that a branch of solutions is followed through: number_scales() then are by them as
  /// well, whatever the equations say, which may not hold the numbers but for rounding.
  void measure_numbers_by_conditions() { conditions_hold_numbers_ = true; }

  /// The equations become u⁽ᵖ⁾ = part·f(x, u, …): from zero, where they are trivial, to one, where they are the problem's own.
  void set_part(double part) { part_ = part; }

  /// Bytes that a segment takes, at most.
  [[nodiscard]] auto bytes_per_segment() const -> double;

  /// Computes what u misses. False where that is not finite. Throws DeadlinePassed.
  auto evaluate(const MeshFunction& u, const Deadline& deadline) -> bool;
  /// And the matrix, factored; and growth(), where it is asked for.
  auto linearise(const MeshFunction& u, const Deadline& deadline, bool with_growth = false) -> bool;
  /// growth() alone.
  auto find_growth(const MeshFunction& u, const Deadline& deadline) -> bool;
  [[nodiscard]] auto missed() const -> const MeshResidual& { return missed_; }
  /// At the first, the middle and the last Gauss point of each segment: the sum of the rates at which solutions of the linearised
  /// equations grow, times the segment's length. After linearise() with it, or find_growth().
  [[nodiscard]] auto growth() const -> const Eigen::Matrix<double, 3, Eigen::Dynamic>& {
    return growth_;
  }
  /// The largest magnitude of each state of the function that was linearised, at nodes and Gauss points.
  [[nodiscard]] auto largest_states() const -> const Eigen::VectorXd& { return largest_states_; }
  /// A change of each unknown number that changes an equation, or a condition, by as much as its largest term. After linearise().
  enum class MeasuredBy { equations, all };
  [[nodiscard]] auto number_scales(MeasuredBy measured_by = MeasuredBy::all) const
      -> Eigen::VectorXd;
  /// Of the conditions as functions of the first state and the unknown numbers, all other states and the highest derivatives eliminated:
  /// whatever the mesh is, the same, and but for one sign that the problem fixes. After linearise().
  [[nodiscard]] auto determinant() const -> Determinant;
  /// What rounding makes of the equations at u: as large as each equation's terms are rounded, with random signs. After linearise().
  [[nodiscard]] auto rounding(const MeshFunction& u, unsigned seed) const -> MeshResidual;
  /// The equations' terms as large as they were if every derivative were what its unknown makes of it over the domain, of one sign; of
  /// all else, nothing. Not finite where the derivatives are not. After linearise(); throws DeadlinePassed.
  [[nodiscard]] auto natural_terms(const MeshFunction& u, const Deadline& deadline) -> MeshResidual;

  /// The change of the function that makes up for what is missed, to first order. Where unknown numbers are held, there are more
  /// conditions than can hold, and what is left of them has the least square.
  enum class Numbers { free, held };
  [[nodiscard]] auto solve(const MeshResidual& missed, Numbers numbers = Numbers::free)
      -> MeshFunction;

  /// Of the linearised equations: by what their solutions are multiplied from the domain's start to its end. After linearise().
  [[nodiscard]] auto multipliers() const -> std::vector<std::complex<double>>;

private:
  struct OfSegment {
    Elimination<ModeBlock> matrix;
    Eigen::Matrix<double, GaussNodes::count, Eigen::Dynamic>
        response; // (Gauss point, unknown·columns + column): to the state at the start, and to the numbers
  };
  [[nodiscard]] auto columns() const -> Eigen::Index {
    return states_ + static_cast<Eigen::Index>(unknown_parameters_.size());
  }
  void place_numbers(const MeshFunction& u);
  void fill_values(PointSet& points, const MeshFunction& u, std::size_t segment) const;
  [[nodiscard]] auto is_within_bounds(const PointSet& points) const -> bool;
  [[nodiscard]] auto is_within_bounds(const Eigen::VectorXd& numbers) const -> bool;
  auto evaluate_conditions(const MeshFunction& u, bool with_derivatives) -> bool;
  void choose_order();
  void linearise_segment(std::size_t segment, double length, Watch& watch,
                         double disturbance = 0.0);
  void find_transfer(std::size_t segment, double length);
  auto differentiate(const MeshFunction& u, std::size_t segment, const Deadline& deadline) -> bool;
  void take_growth(std::size_t segment, double length);
  void factor_chains(const MeshFunction& u);
  [[nodiscard]] auto dense_matrix() const -> Eigen::MatrixXd;
  void factor_dense();
  [[nodiscard]] auto solve_dense(const Eigen::VectorXd& right, Numbers numbers) const
      -> Eigen::VectorXd;
  void take_links(const MeshFunction& u);
  [[nodiscard]] auto largest_terms() const -> Eigen::VectorXd;

  const RecordedResidual* recorded_;
  RecordedConditions* conditions_;
  std::shared_ptr<const StateLayout> layout_;
  std::vector<double> parameters_;
  std::vector<std::size_t> unknown_parameters_;
  double part_ = 1.0;
  bool conditions_hold_numbers_ = false;
  Eigen::MatrixXd jumps_;
  std::vector<std::optional<Bounds>> bounds_;
  std::vector<Bounds> number_bounds_;
  Eigen::Index states_, unknowns_;

  DifferentiablePointSet points_;
  std::vector<EliminationOrder::Pattern> patterns_;
  std::deque<EliminationOrder> orders_; // the last is the current one
  std::vector<OfSegment> of_segment_;
  Eigen::Matrix<double, 3, Eigen::Dynamic> growth_;
  Eigen::MatrixXd slopes_by_numbers_; // (equation, number): the largest magnitude
  Eigen::VectorXd mean_slopes_;       // of each dependence, its magnitude over the domain
  Eigen::MatrixXd sizes_;             // of the equations' terms, as MeshResidual::equations
  Eigen::MatrixXd transfers_;         // (state, segment·columns + column)
  std::vector<ChainElimination> chains_;
  std::vector<Eigen::MatrixXd> reduced_numbers_; // of each piece
  Eigen::VectorXd row_scale_, column_scale_;
  Eigen::PartialPivLU<Eigen::MatrixXd> dense_;
  Eigen::VectorXd largest_states_;
  bool is_zero_ = false; // the function that was linearised
  MeshResidual missed_;
  MeshFunction shape_;    // of the mesh that was linearised on
  Eigen::MatrixXd links_; // of solve(), to work in, as is right_
  Eigen::VectorXd right_;
};

} // namespace jetwork::pinn
