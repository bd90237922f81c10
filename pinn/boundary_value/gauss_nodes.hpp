// A segment's highest derivative by its values at Gauss points, and the lower ones by exact integrals of these.
//
//   const GaussNodes& nodes = gauss_nodes();
//   nodes.integral(2) * v;                          // twice integrated from the segment's start, at the same points
//   nodes.at(0.3, 1).dot(v);                        // once integrated, at θ = 0.3
//
// Where an unknown itself carries the modes, equations of fourth order lose digits by differentiation; where its highest
// derivative does, they do not (de Boor and Swartz 1973 collocate so, and Ascher, Christiansen and Russell 1981). The modes are
// those of the feature basis: its k-th mode has the k-th Legendre polynomial as its highest derivative. An even number of points
// has no real pole.
#pragma once

#include "pinn/network/feature_tables.hpp"
#include "pinn/network/segment_points.hpp"
#include "pinn/problem/values.hpp"

#include <Eigen/Core>

#include <array>

namespace jetwork::pinn {

class GaussNodes {
public:
  static constexpr int count = FeatureTables::modes;
  using Square = Eigen::Matrix<double, count, count>;
  using Row = Eigen::Matrix<double, 1, count>;

  GaussNodes();

  /// The points of one segment, θ in [0, 1].
  [[nodiscard]] auto quadrature() const -> const Quadrature& { return quadrature_; }
  /// The r-fold integral, r = 0 … highest_order: (point, point).
  [[nodiscard]] auto integral(int r) const -> const Square& { return integral_[index(r)]; }
  /// The same at the segment's end, r ≥ 1.
  [[nodiscard]] auto end(int r) const -> const Row& { return end_[index(r)]; }
  /// The same at any θ; a table, where that is the middle.
  [[nodiscard]] auto at(double theta, int r) const -> Row;
  /// And at many: (θ, point).
  [[nodiscard]] auto at(const Eigen::VectorXd& theta, int r) const -> Eigen::MatrixXd;
  /// Values at the points of the first half of the segment, or of the second, from those of the whole.
  [[nodiscard]] auto in_half(int half) const -> const Square& { return in_half_[index(half)]; }
  /// What makes values at the points coefficients of normalised Legendre polynomials, those of the modes.
  [[nodiscard]] auto to_modes() const -> const Square& { return to_modes_; }
  /// The largest magnitude of the r-fold integral of each normalised Legendre polynomial.
  [[nodiscard]] auto gain(int r) const -> const Row& { return gain_[index(r)]; }

private:
  [[nodiscard]] auto interpolation(double theta) const -> Row;
  static constexpr auto index(int r) -> std::size_t { return static_cast<std::size_t>(r); }
  template <class Type>
  using OfEachOrder = std::array<Type, static_cast<std::size_t>(highest_order + 1)>;

  Row barycentric_; // weights
  OfEachOrder<Row> middle_, end_, gain_;
  Square to_modes_;
  std::array<Square, 2> in_half_;
  OfEachOrder<Square> integral_;
  Quadrature quadrature_;
  OfEachOrder<Eigen::Matrix<double, Eigen::Dynamic, count>>
      from_values_; // (degree, point): Legendre coefficients of the integrals
};

auto gauss_nodes() -> const GaussNodes&;

} // namespace jetwork::pinn
