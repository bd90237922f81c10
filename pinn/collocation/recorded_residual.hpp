// A problem's residual, recorded once and replayed on a batch of points.
//
//   RecordedResidual recorded(problem);
//   RecordedResidual::Replay replay(recorded, 20);
//   replay.set_time(t);  replay.set(0, 0, u);  replay.set(0, 1, du);   // unknown 0: u and u' at 20 points
//   replay.evaluate();
//   replay.value(0);                                                  // residual of equation 0 at the points
//
// Derivatives come from reverse sweeps, each of a few equations: it starts from Σ λ_e·(equation e), on as many copies of
// the points as there are equations in the sum; in the e-th copy λ_e is one, and the others are zero.
//
//   RecordedResidual::Differentiable linear(recorded, 20);
//   linear.set_time(t);  linear.set(0, 0, u);  linear.set(0, 1, du);
//   linear.evaluate();
//   linear.value(0);
//   linear.sweep(2);  linear.derivative(2, 0, 1);                     // ∂(equation 2)/∂u_0' at the points
#pragma once

#include "autodiff/batch.hpp"
#include "pinn/problem/problem.hpp"

#include <Eigen/Core>

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace jetwork::pinn {

class RecordedResidual {
public:
  /// Throws std::invalid_argument where the residual does not fit the unknowns.
  explicit RecordedResidual(const Problem& problem);

  RecordedResidual(const RecordedResidual&) = delete;
  auto operator=(const RecordedResidual&) -> RecordedResidual& = delete;

  [[nodiscard]] auto equations() const -> int { return static_cast<int>(orders_.size()); }
  [[nodiscard]] auto order(int unknown) const -> int {
    return orders_[static_cast<std::size_t>(unknown)];
  }

  /// An equation and a derivative of an unknown that occurs in it.
  struct Dependence {
    int equation, unknown, derivative;
  };
  /// All of them, equation by equation; what is not among them has a derivative of zero whatever the numbers.
  [[nodiscard]] auto dependences() const -> const std::vector<Dependence>& { return dependences_; }

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

  /// A step of the equations: a sign, or a number rounded to a whole one, whose argument moves with the unknowns or with some
  /// parameters. Derivatives do not see it move.
  struct Step {
    Value value;
    bool moves_with_unknowns = false;
    std::vector<int> parameters;
  };
  [[nodiscard]] auto steps() const -> const std::vector<Step>& { return steps_; }

  /// Whether an equation may answer to the unknowns' highest derivatives in a curved way, so that several values of these can
  /// satisfy it.
  [[nodiscard]] auto is_curved(int equation) const -> bool {
    return curved_[static_cast<std::size_t>(equation)];
  }
  /// Of each equation, the unknown whose highest derivative it holds, and no other equation; empty where they are not paired so.
  [[nodiscard]] auto sole_highest_derivatives() const -> std::vector<int>;
  /// Whether an operation may have an infinite slope, or a jump, where its value is finite, as a square root has at zero.
  [[nodiscard]] auto may_be_steep() const -> bool;

  class Replay;
  class Differentiable;
  class Landmarks; // pinn/collocation/landmarks.hpp

private:
  /// The equations as functions of the unknowns, on a tape of their own.
  struct Recording {
    explicit Recording(const Problem& problem);
    autodiff::BatchTape tape;
    Value time;
    std::vector<std::vector<Value>> unknowns; // [unknown][derivative]
    std::vector<Value> parameters, equations;
  };
  void find_dependences();
  void find_steps();
  void find_curved();
  void add_sums();
  void find_rounded();
  void give_parameters(autodiff::BatchReplay& replay, std::span<const double> values) const;
  void tell_equations_apart(autodiff::BatchReplay& replay, int points) const;

  /// So many equations are swept at a time: planning a sweep costs as much as doing it on some twenty points, and one of
  /// all equations would compute too many zeros in large systems.
  static constexpr int most_swept = 4;

  std::vector<int> orders_;
  Recording recording_;
  std::vector<Value> multipliers_;          // λ
  std::vector<Value> sums_;                 // Σ λ_e·(equation e) of each group of equations
  std::vector<std::vector<Value>> rounded_; // of each equation, the operations' results
  std::vector<Dependence> dependences_;
  std::vector<ParameterDependence> parameter_dependences_;
  std::vector<Step> steps_;
  std::vector<bool> curved_; // of each equation
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
  Differentiable(const RecordedResidual& recorded, int points);

  void set_time(const Eigen::Ref<const Eigen::VectorXd>& t);
  void set(int unknown, int derivative, const Eigen::Ref<const Eigen::VectorXd>& values);
  void set_parameters(std::span<const double> values) {
    recorded_->give_parameters(replay_, values);
  }
  /// From now on derivative_by_parameter may be asked for, too.
  void differentiate_by_parameters();
  /// From now on largest_rounding may be asked for, at these of the points.
  using RoundingPoints = std::array<Eigen::Index, 2>;
  void follow_rounding(RoundingPoints points);
  void evaluate() { replay_.forward(); }
  [[nodiscard]] auto value(int equation) const {
    return replay_.value(recorded_->recording_.equations[index(equation)]).leftCols(points_);
  }
  [[nodiscard]] auto value(const Step& step) const {
    return replay_.value(step.value).leftCols(points_);
  }
  /// Makes the derivatives of this equation known, and those of its neighbours, until the next sweep.
  void sweep(int equation) { replay_.reverse(recorded_->sums_[index(equation / most_swept)]); }
  [[nodiscard]] auto derivative(int equation, int unknown, int n) const {
    return replay_.adjoint(recorded_->recording_.unknowns[index(unknown)][index(n)])
        .middleCols(Eigen::Index{equation % most_swept} * points_, points_);
  }
  [[nodiscard]] auto derivative_by_parameter(int equation, int parameter) const {
    return replay_.adjoint(recorded_->recording_.parameters[index(parameter)])
        .middleCols(Eigen::Index{equation % most_swept} * points_, points_);
  }
  /// What rounding in each operation makes of an equation just swept: Σ |∂F/∂v|·ε·|v| over all numbers v that are computed
  /// on the way (Linnainmaa 1976).
  [[nodiscard]] auto largest_rounding(int equation) const -> double;
  [[nodiscard]] static auto swept_together(int a, int b) -> bool {
    return a / most_swept == b / most_swept;
  }

private:
  static auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }
  void choose_derivatives();
  void write(const Value& input, const Eigen::Ref<const Eigen::VectorXd>& values);

  const RecordedResidual* recorded_;
  Eigen::Index points_;
  autodiff::BatchReplay replay_;
  Eigen::MatrixXd copies_; // (point, copy)
  bool by_parameters_ = false;
  std::optional<RoundingPoints> rounding_points_;
};

} // namespace jetwork::pinn
