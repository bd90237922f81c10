// What decides when a solution switches: the arguments of the equations' switches, and the values of events; and what events assign.
//
//   RecordedResidual::SwitchingFunctions functions(recorded, 33);
//   functions.set_parameters(values_and_sides);
//   functions.set_time(t);  functions.set(0, 0, u);  …  functions.evaluate();
//   functions.value(k);                                 // switches first, then events; a number a point
#pragma once

#include "pinn/collocation/recorded_residual.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <span>

namespace jetwork::pinn {

class RecordedResidual::SwitchingFunctions {
public:
  SwitchingFunctions(const RecordedResidual& recorded, int points);

  [[nodiscard]] auto unknowns() const -> int { return recorded_->equations(); }
  [[nodiscard]] auto order(int unknown) const -> int { return recorded_->order(unknown); }

  void set_parameters(std::span<const double> values) {
    recorded_->give_parameters(replay_, values);
  }
  void set_time(const Eigen::RowVectorXd& t) { replay_.set(recorded_->recording_.time, t); }
  void set(int unknown, int derivative, const Eigen::RowVectorXd& values) {
    replay_.set(recorded_->recording_.unknowns[static_cast<std::size_t>(unknown)]
                                              [static_cast<std::size_t>(derivative)],
                values);
  }
  void evaluate() { replay_.forward(); }
  [[nodiscard]] auto value(std::size_t function) const -> Eigen::RowVectorXd {
    return value_of(functions_[function]);
  }
  /// What an event assigns, at the first point.
  [[nodiscard]] auto assigned(std::size_t event, std::size_t assignment) const -> double {
    return value_of(recorded_->recording_.assignments[event][assignment])[0];
  }

  /// At the first point.
  struct Gradient {
    double by_time = 0.0;
    std::vector<std::vector<double>> by_unknowns; ///< [unknown][derivative]
    std::vector<double> by_parameters;
  };
  [[nodiscard]] auto gradient(std::size_t function) -> Gradient {
    return gradient_of(functions_[function]);
  }
  /// What rounding of the time and of the unknowns makes of a function at the first point.
  [[nodiscard]] auto rounding(std::size_t function) -> double;
  /// What rounding of the operations on the way to it does, at the first point.
  [[nodiscard]] auto rounding_on_the_way(std::size_t function) -> double;
  [[nodiscard]] auto gradient_of_assigned(std::size_t event, std::size_t assignment) -> Gradient {
    return gradient_of(recorded_->recording_.assignments[event][assignment]);
  }

private:
  [[nodiscard]] auto value_of(const Value& value) const -> Eigen::RowVectorXd;
  [[nodiscard]] auto gradient_of(const Value& value) -> Gradient;

  const RecordedResidual* recorded_;
  int points_;
  std::vector<Value> functions_;
  std::vector<std::vector<Value>> on_the_way_; // to each function: what operations give
  autodiff::BatchReplay replay_;
};

} // namespace jetwork::pinn
