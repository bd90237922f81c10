// Quantities on a tape of their own, evaluated at many points at once.
//
//   RecordedQuantities quantities(orders, parameter_values, {energy, momentum});
//   quantities.set(t, values);                       // values[i][n]: u_i⁽ⁿ⁾ at each of the times
//   quantities.value(0);                             // of the energy, one a time
#pragma once

#include "autodiff/batch.hpp"
#include "pinn/problem/quantity.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace jetwork::pinn {

class RecordedQuantities {
public:
  /// Of unknowns of these orders, with parameters of these values.
  RecordedQuantities(std::span<const int> orders, std::span<const double> parameters,
                     std::span<const Quantity> quantities);

  /// As many values[i][n] as there are times, of each unknown and of each derivative up to its order.
  void set(std::span<const double> t, const std::vector<std::vector<std::vector<double>>>& values);
  /// Of one quantity, at each of the times.
  [[nodiscard]] auto value(std::size_t quantity) const -> Eigen::VectorXd;

private:
  autodiff::BatchTape tape_;
  Value time_;
  std::vector<std::vector<Value>> unknowns_; // [unknown][derivative]
  std::vector<Value> parameters_, quantities_;
  std::vector<double> parameter_values_;
  std::optional<autodiff::BatchReplay> replay_;
  Eigen::Index points_ = 0;
};

} // namespace jetwork::pinn
