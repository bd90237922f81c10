// Where the search for other solutions begins.
//
//   const StartingFunctions starts(magnitudes);
//   for (MeshFunction& start : starts.waves(u)) …             // u plus waves of several amplitudes
#pragma once

#include "pinn/boundary_value/mesh_function.hpp"

#include <Eigen/Core>

#include <functional>
#include <utility>
#include <vector>

namespace jetwork::pinn {

class StartingFunctions {
public:
  /// Of the unknowns, by which amplitudes are measured.
  explicit StartingFunctions(Eigen::VectorXd magnitudes) : magnitudes_(std::move(magnitudes)) {}

  /// u plus a·sin(kπs), s from 0 to 1 over the domain, for all of these amplitudes and up to so many half waves.
  [[nodiscard]] auto waves(const MeshFunction& u, const std::vector<double>& amplitudes,
                           int most_half_waves) const -> std::vector<MeshFunction>;
  /// u plus one bump of this width, about several places, of these amplitudes and their opposites.
  [[nodiscard]] auto bumps(const MeshFunction& u, const std::vector<double>& amplitudes,
                           const std::vector<double>& places, double width) const
      -> std::vector<MeshFunction>;
  /// -u, its mirror image, and that of -u.
  [[nodiscard]] auto images(const MeshFunction& u) const -> std::vector<MeshFunction>;
  /// The first on the left and the second on the right, the other way about, and their mean.
  [[nodiscard]] auto blends(const MeshFunction& first, const MeshFunction& second) const
      -> std::vector<MeshFunction>;
  /// The same function with other unknown numbers, one of them at a time: multiples of what it is, or of its scale where it is zero.
  [[nodiscard]] auto with_other_numbers(const MeshFunction& u, const Eigen::VectorXd& scales) const
      -> std::vector<MeshFunction>;

private:
  /// u plus a·magnitude·shape(x) for both signs of a.
  void add_shape(std::vector<MeshFunction>& starts, const MeshFunction& u, double amplitude,
                 const std::function<double(double x)>& shape) const;

  Eigen::VectorXd magnitudes_;
};

} // namespace jetwork::pinn
