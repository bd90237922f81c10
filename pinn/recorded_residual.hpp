// A problem's residual, recorded once and replayed on a batch of points.
//
//   RecordedResidual recorded(problem);
//   RecordedResidual::Replay replay(recorded, 20);
//   replay.set_time(t);  replay.set(0, 0, u);  replay.set(0, 1, du);   // unknown 0: u and u' at 20 points
//   replay.evaluate();
//   replay.value(0);                                                  // residual of equation 0 at the points
//   replay.sweep(0);  replay.derivative(0, 1);                        // ∂(equation 0)/∂u' at the points
#pragma once

#include "autodiff/batch.hpp"
#include "autodiff/batch_replay.hpp"
#include "pinn/problem.hpp"

#include <Eigen/Core>

#include <vector>

namespace jetwork::pinn {

class RecordedResidual {
public:
  /// Throws std::invalid_argument where the residual does not fit the unknowns.
  explicit RecordedResidual(const Problem& problem);

  RecordedResidual(const RecordedResidual&) = delete;
  auto operator=(const RecordedResidual&) -> RecordedResidual& = delete;

  [[nodiscard]] auto equations() const -> int { return static_cast<int>(equations_.size()); }
  [[nodiscard]] auto order(int unknown) const -> int;

  class Replay;

private:
  autodiff::BatchTape tape_;
  autodiff::BatchVariable time_;
  std::vector<std::vector<autodiff::BatchVariable>> unknowns_; // [unknown][derivative]
  std::vector<autodiff::BatchVariable> equations_;
};

class RecordedResidual::Replay {
public:
  using Row = Eigen::RowVectorXd;

  Replay(const RecordedResidual& recorded, int points);

  void set_time(const Row& t) { replay_.set(recorded_->time_, t); }
  void set(int unknown, int derivative, const Row& values) {
    replay_.set(variable(unknown, derivative), values);
  }
  void evaluate() { replay_.forward(); }
  [[nodiscard]] auto value(int equation) const {
    return replay_.value(recorded_->equations_[index(equation)]);
  }
  /// One reverse sweep: then derivative(i, n) is ∂(equation)/∂u_i⁽ⁿ⁾ at every point.
  void sweep(int equation) { replay_.reverse(recorded_->equations_[index(equation)]); }
  [[nodiscard]] auto derivative(int unknown, int n) const {
    return replay_.adjoint(variable(unknown, n));
  }

private:
  static auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }
  [[nodiscard]] auto variable(int unknown, int n) const -> const autodiff::BatchVariable& {
    return recorded_->unknowns_[index(unknown)][index(n)];
  }

  const RecordedResidual* recorded_;
  autodiff::BatchReplay replay_;
};

} // namespace jetwork::pinn
