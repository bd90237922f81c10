// The tables of a feature basis: how its modes are mixed from neurons, and their values and derivatives at every set of
// points that a segment is looked at in.
//
//   FeatureTables tables = compute_feature_tables(*draw_hidden_layer(1), 2);     // some ten milliseconds
//   tables.check[2](j, k);                                                       // mode k'' at check point j
//
// The computation is done in extended precision. The tables of the default hidden layer, orders 1 to 4, are computed
// when Jetwork is built and are part of the library: a solve is over before they could be made.
#pragma once

#include "pinn/network/hidden_layer.hpp"
#include "pinn/problem/values.hpp"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace jetwork::pinn {

struct FeatureTables {
  /// Wider than double where the processor has it; elsewhere the noise is larger.
  using Extended = long double;

  static constexpr int modes = 16;

  /// (neuron, mode); each extended number is the sum of two.
  Eigen::MatrixXd mixing, mixing_rest;
  /// The n-th θ-derivative of every mode, n = 0 … order: (point, mode). `end` is the point θ = 1.
  std::vector<Eigen::MatrixXd> collocation, check, audit, end;
};

/// The tables for an unknown of order 1 … highest_order.
auto compute_feature_tables(const HiddenLayer& hidden, int order) -> FeatureTables;

/// The same, made when the library was built, where that was done for this hidden layer and order; else null.
auto stored_feature_tables(const HiddenLayer& hidden, int order)
    -> std::shared_ptr<const FeatureTables>;

/// The numbers of tables in one row: the hidden layer's weights and biases, then the tables' in the order of their
/// members.
auto numbers_of(const HiddenLayer& hidden, const FeatureTables& tables) -> std::vector<double>;

} // namespace jetwork::pinn
