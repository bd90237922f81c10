// What keeps Newton's method away from solutions that are known: the equations are multiplied by a factor that is infinite there,
//
//   m(u) = Π (1/‖u - u_i‖² + 1/r²)           over the known u_i,
//
// and does not change far away from them, beyond its reach r (Farrell, Birkisson and Funke 2015, SIAM J. Sci. Comput. 37).
//
//   Deflation deflation(mesh, magnitudes, number_magnitudes);
//   deflation.add(known);
//   const Deflation::Factor here = deflation.at(deflation.vector_of(u), 1.0);
//   here.logarithm;  here.slope.dot(deflation.vector_of(step));           // of log m, along a step
#pragma once

#include "pinn/boundary_value/mesh_function.hpp"

#include <Eigen/Core>

#include <vector>

namespace jetwork::pinn {

class Deflation {
public:
  /// Of functions on one mesh: distances are relative to these magnitudes, one an unknown, and one an unknown number.
  Deflation(const MeshFunction& mesh, Eigen::VectorXd magnitudes,
            Eigen::VectorXd number_magnitudes);

  void add(const MeshFunction& known);

  /// The function's values at Gauss points and its numbers, so weighted that the length is the root of the mean square.
  [[nodiscard]] auto vector_of(const MeshFunction& u) const -> Eigen::VectorXd;

  /// Where equations are nearly linear around a known solution, the multiplied ones are smallest at the reach: Newton's method is caught
  /// there, and one that is to come further needs another reach.
  struct Factor {
    double logarithm = 0.0;
    Eigen::VectorXd slope; ///< of the logarithm
    double
        nearest; ///< the distance to the nearest of the known ones; infinite where there are none
  };
  [[nodiscard]] auto at(const Eigen::VectorXd& u, double reach) const -> Factor;

private:
  Eigen::VectorXd magnitudes_, number_magnitudes_;
  Eigen::VectorXd weights_; // of each Gauss point, for values of one unknown
  std::vector<Eigen::VectorXd> known_;
};

} // namespace jetwork::pinn
