// The features of a segment's network, made well conditioned once and for all segments.
//
// A hidden layer of tanh neurons with random weights spans a rich space of smooth functions, but the neurons
// themselves are nearly dependent: a least-squares fit of their output weights loses half of the digits. So the
// output layer is searched in combinations of neurons that are nearly orthonormal: mode k is the network whose
// derivative of order p best approximates the Legendre polynomial P_k. In scaled time θ in [0, 1] these modes are
// the same on every segment, and so are the tables of their values and derivatives at the collocation points.
//
// The modes are formed in extended precision: in double, the near dependence of the neurons leaves noise between
// the points that no finer segment can remove. Their derivatives come from pushing jets through the network.
//
// Sources: random features with trained output layers (Pao and Takefuji 1992; Dong and Li 2021); conditions built
// into the trial function (Lagaris, Likas and Fotiadis 1998).
#pragma once

#include "pinn/network/feature_tables.hpp"
#include "pinn/network/hidden_layer.hpp"
#include "pinn/network/segment_points.hpp"

#include <Eigen/Core>

#include <memory>

namespace jetwork::pinn {

class FeatureBasis {
public:
  static constexpr int modes = FeatureTables::modes;

  /// The modes θᵖ·N(2θ - 1) for an unknown of order p. Throws std::invalid_argument for p outside 1…highest_order.
  FeatureBasis(std::shared_ptr<const HiddenLayer> hidden, int order);

  [[nodiscard]] auto order() const -> int { return order_; }
  [[nodiscard]] auto hidden() const -> const std::shared_ptr<const HiddenLayer>& { return hidden_; }

  /// The n-th θ-derivative of every mode, n = 0 … order: (point, mode).
  [[nodiscard]] auto at_collocation_points(int n) const -> const Eigen::MatrixXd& {
    return tables_->collocation[index(n)];
  }
  [[nodiscard]] auto at_check_points(int n) const -> const Eigen::MatrixXd& {
    return tables_->check[index(n)];
  }
  [[nodiscard]] auto at_audit_points(int n) const -> const Eigen::MatrixXd& {
    return tables_->audit[index(n)];
  }
  /// The same at θ = 1: (1, mode).
  [[nodiscard]] auto at_end(int n) const -> const Eigen::MatrixXd& {
    return tables_->end[index(n)];
  }

  /// The output weights of the network that has the given coefficients in the modes.
  [[nodiscard]] auto output_weights(const Eigen::Ref<const Eigen::VectorXd>& coefficients) const
      -> Eigen::VectorXd;

private:
  static auto index(int n) -> std::size_t { return static_cast<std::size_t>(n); }

  std::shared_ptr<const HiddenLayer> hidden_;
  int order_;
  std::shared_ptr<const FeatureTables> tables_;
};

/// The wave number, in a segment's own time, of a residual that is orthogonal to the lower modes.
inline constexpr double wave_number = FeatureBasis::modes;

} // namespace jetwork::pinn
