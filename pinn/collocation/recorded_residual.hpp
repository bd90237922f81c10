// A problem's residual, recorded once and replayed on a batch of points.
//
//   RecordedResidual recorded(problem);
//   RecordedResidual::Replay replay(recorded, 20);
//   replay.set_time(t);  replay.set(0, 0, u);  replay.set(0, 1, du);   // unknown 0: u and u' at 20 points
//   replay.evaluate();
//   replay.value(0);                                                  // residual of equation 0 at the points
//
// Derivatives come from reverse sweeps, each of a few classes of equations: it starts from Σ λ_k·(class k), on as many copies
// of the points as there are classes in the sum; in the k-th copy λ_k is one, and the others are zero. A class is the sum of
// equations of which no two know the same unknown, one of each group (pinn/problem/groups.hpp).
//
//   RecordedResidual::Differentiable linear(recorded, 20);
//   linear.set_time(t);  linear.set(0, 0, u);  linear.set(0, 1, du);
//   linear.evaluate();
//   linear.value(0);
//   linear.sweep(2);  linear.derivative(2, 0, 1);                     // ∂(equation 2)/∂u_0' at the points
#pragma once

#include "autodiff/batch.hpp"
#include "pinn/limits.hpp"
#include "pinn/problem/dependence.hpp"
#include "pinn/problem/groups.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/switching/switch.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace jetwork::pinn {

class RecordedResidual {
public:
  /// With the problem's events where switches are frozen; their sides are then given behind the parameters' values. Throws
  /// std::invalid_argument where the residual does not fit the unknowns, and DeadlinePassed.
  explicit RecordedResidual(const Problem& problem, const Deadline& deadline = Deadline::never(),
                            Switching switching = Switching::evaluated);

  RecordedResidual(const RecordedResidual&) = delete;
  auto operator=(const RecordedResidual&) -> RecordedResidual& = delete;

  [[nodiscard]] auto equations() const -> int { return static_cast<int>(orders_.size()); }
  [[nodiscard]] auto order(int unknown) const -> int {
    return orders_[static_cast<std::size_t>(unknown)];
  }

  using Dependence = pinn::Dependence;
  /// All of them, equation by equation; what is not among them has a derivative of zero whatever the numbers.
  [[nodiscard]] auto dependences() const -> const std::vector<Dependence>& { return dependences_; }
  /// Where those of an equation begin; its last one is before the next equation's.
  [[nodiscard]] auto first_dependence(int equation) const -> std::size_t {
    return first_dependence_[static_cast<std::size_t>(equation)];
  }
  /// Of unknowns that these couple.
  [[nodiscard]] auto groups() const -> const Groups& { return groups_; }

  /// Which derivative of which equation by which parameter is not zero whatever the numbers.
  struct ParameterDependence {
    int equation, parameter;
  };
  [[nodiscard]] auto parameter_dependences() const -> const std::vector<ParameterDependence>& {
    return parameter_dependences_;
  }
  [[nodiscard]] auto parameters() const -> int {
    return static_cast<int>(recording_.parameters.size());
  }
  /// On so many copies of the points the equations are replayed for their derivatives, and on so many where groups that share
  /// operations are told apart, if there are any.
  [[nodiscard]] auto copies() const -> int { return sweeps_.copies(); }
  [[nodiscard]] auto copies_apart() const -> int { return sweeps_apart_.copies(); }
  /// Whether an operation occurs in equations of several groups.
  [[nodiscard]] auto groups_share_operations() const -> bool { return groups_share_operations_; }
  /// How many numbers are on the tape.
  [[nodiscard]] auto nodes() const -> std::size_t { return recording_.tape.nodes().size(); }

  /// Whether there is anything that switches as the solution goes on, and could be frozen.
  [[nodiscard]] auto may_switch() const -> bool;
  /// Those that are frozen.
  [[nodiscard]] auto switches() const -> const std::vector<Switch>& { return recording_.switches; }

  /// Whether an equation may answer to the unknowns' highest derivatives in a curved way, so that several values of these can
  /// satisfy it.
  [[nodiscard]] auto is_curved(int equation) const -> bool {
    return curved_[static_cast<std::size_t>(equation)];
  }
  /// Whether one of them may; if not, the highest derivatives have no other values.
  [[nodiscard]] auto may_have_branches() const -> bool;
  /// Of each equation, the unknown whose highest derivative it holds, and no other equation; empty where they are not paired so.
  [[nodiscard]] auto sole_highest_derivatives() const -> std::vector<int>;
  /// Whether an operation may have an infinite slope, or a jump, where its value is finite, as a square root has at zero.
  [[nodiscard]] auto may_be_steep() const -> bool;

  class Replay;
  class Differentiable;
  class Landmarks;          // pinn/collocation/landmarks.hpp
  class SwitchingFunctions; // pinn/collocation/switching_functions.hpp

private:
  /// The equations as functions of the unknowns, on a tape of their own.
  struct Recording {
    Recording(const Problem& problem, Switching switching);
    void record_events(const Problem& problem, Values arguments);
    void freeze_switches();
    /// All of `unknowns`, one after the other.
    [[nodiscard]] auto values_of_unknowns() const -> std::vector<Value>;
    [[nodiscard]] auto values_that_move() const -> std::vector<Value>;
    [[nodiscard]] auto highest_derivatives() const -> std::vector<Value>;
    /// Parameters and sides.
    [[nodiscard]] auto shared() const -> std::vector<Value>;
    autodiff::BatchTape tape;
    Value time;
    std::vector<std::vector<Value>> unknowns; // [unknown][derivative]
    std::vector<Value> parameters, equations;
    std::vector<Value> events;                   // their values; zero, of one that happens at times
    std::vector<std::vector<Value>> assignments; // of each event, what it assigns
    std::vector<Switch> switches;
  };
  /// Sums of classes of equations, from which sweeps start.
  struct Sweeps {
    std::vector<int> class_of;               // each equation's
    std::vector<std::vector<int>> equations; // of each sum
    std::vector<Value> sums;                 // Σ λ_k·(class k)
    int classes = 0;

    /// The classes that are told apart in one sweep.
    [[nodiscard]] auto copies() const -> int { return std::min(classes, most_swept); }
  };
  void find_dependences(const Problem& problem, const Deadline& deadline);
  void find_rounded(Ancestors& ancestors, Watch& watch);
  [[nodiscard]] auto equations_of_switches(Watch& watch) const -> std::vector<std::vector<int>>;
  [[nodiscard]] auto couplings(const Problem& problem, Watch& watch) const
      -> std::vector<Dependence>;
  void find_curved();
  void add_sums();
  [[nodiscard]] auto sweeps_of(std::vector<int> class_of) const -> Sweeps;
  void give_parameters(autodiff::BatchReplay& replay, std::span<const double> values) const;
  void tell_classes_apart(autodiff::BatchReplay& replay, const Sweeps& sweeps, int points) const;
  void compute_sums_alone(autodiff::BatchReplay& replay, const Sweeps& sweeps) const;

  /// So many classes are swept at a time: planning a sweep costs as much as doing it on some twenty points, and one of
  /// all equations would compute too many zeros in large systems.
  static constexpr int most_swept = 4;

  std::vector<int> orders_;
  Recording recording_;
  std::vector<Value> multipliers_;          // λ
  std::vector<std::vector<Value>> rounded_; // of each equation, the operations' results
  std::vector<Dependence> dependences_;
  std::vector<std::size_t> first_dependence_; // of each equation, and the number of all
  std::vector<ParameterDependence> parameter_dependences_;
  Groups groups_;
  std::vector<bool> curved_;             // of each equation
  bool groups_share_operations_ = false; // as what depends on time and parameters alone
  Sweeps sweeps_;
  Sweeps sweeps_apart_; // each equation a class of its own, if groups share operations
};

class RecordedResidual::Replay {
public:
  Replay(const RecordedResidual& recorded, int points);

  template <class Derived>
  void set_time(const Eigen::DenseBase<Derived>& t) {
    replay_.set(recorded_->recording_.time, t);
  }
  template <class Derived>
  void set(int unknown, int derivative, const Eigen::DenseBase<Derived>& values) {
    replay_.set(recorded_->recording_.unknowns[index(unknown)][index(derivative)], values);
  }
  void set_parameters(std::span<const double> values) {
    recorded_->give_parameters(replay_, values);
  }
  void evaluate() { replay_.forward(); }
  [[nodiscard]] auto value(int equation) const {
    return replay_.value(recorded_->recording_.equations[index(equation)]);
  }

private:
  static auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }

  const RecordedResidual* recorded_;
  autodiff::BatchReplay replay_;
};

class RecordedResidual::Differentiable {
public:
  /// What sweeps tell apart: equations that know the same unknown, or all.
  enum class Apart { coupled, all };
  Differentiable(const RecordedResidual& recorded, int points, Apart apart = Apart::coupled);

  void set_time(const Eigen::Ref<const Eigen::VectorXd>& t);
  void set(int unknown, int derivative, const Eigen::Ref<const Eigen::VectorXd>& values);
  void set_parameters(std::span<const double> values) {
    recorded_->give_parameters(replay_, values);
  }
  /// From now on largest_rounding may be asked for, at these of the points.
  using RoundingPoints = std::array<Eigen::Index, 2>;
  void follow_rounding(RoundingPoints points);
  void evaluate() { replay_.forward(); }
  [[nodiscard]] auto value(int equation) const {
    return replay_.value(recorded_->recording_.equations[index(equation)]).leftCols(points_);
  }
  [[nodiscard]] auto sweeps() const -> std::size_t { return sweeps_->sums.size(); }
  /// The equations whose derivatives a sweep makes known.
  [[nodiscard]] auto equations_of(std::size_t sweep) const -> const std::vector<int>& {
    return sweeps_->equations[sweep];
  }
  /// Their derivatives by the unknowns are known until the next sweep.
  void sweep(std::size_t number) { replay_.reverse(sweeps_->sums[number]); }
  [[nodiscard]] auto derivative(int equation, int unknown, int n) const {
    return replay_.adjoint(recorded_->recording_.unknowns[index(unknown)][index(n)])
        .middleCols(copy_of(equation) * points_, points_);
  }
  /// What rounding in each operation makes of an equation just swept: Σ |∂F/∂v|·ε·|v| over all numbers v that are computed
  /// on the way (Linnainmaa 1976). Where groups share operations, they must be told apart.
  [[nodiscard]] auto largest_rounding(int equation) const -> double;
  /// Makes the derivatives of all equations by this parameter known until the next one is moved, or the next sweep.
  void move_parameter(int parameter);
  [[nodiscard]] auto derivative_by_moved(int equation) const {
    return replay_.tangent(recorded_->recording_.equations[index(equation)]).leftCols(points_);
  }

private:
  static auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }
  [[nodiscard]] auto copy_of(int equation) const -> Eigen::Index {
    return sweeps_->class_of[index(equation)] % most_swept;
  }
  void choose_derivatives();
  void write(const Value& input, const Eigen::Ref<const Eigen::VectorXd>& values);

  const RecordedResidual* recorded_;
  const Sweeps* sweeps_;
  Eigen::Index points_;
  autodiff::BatchReplay replay_;
  Eigen::MatrixXd copies_; // (point, copy)
  std::optional<RoundingPoints> rounding_points_;
  int moved_ = -1; // the parameter whose tangent is one
};

} // namespace jetwork::pinn
