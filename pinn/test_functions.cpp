#include "pinn/test_functions.hpp"

#include "pinn/feature_tables.hpp"
#include "pinn/quadrature.hpp"

namespace jetwork::pinn {

namespace {

auto tests_at(int points) -> Eigen::MatrixXd {
  constexpr int modes = FeatureTables::modes;
  const auto rule = extended_gauss_legendre(points);
  auto legendre = legendre_polynomials(rule.point, modes + 1);
  // Normalised, P_k is √(2k + 1) times the polynomial that is 1 at the end. The factor makes ∫ψ_15 P_15 = 1.
  legendre.col(modes - 1) +=
      std::sqrt((2 * modes + 1.0L) / (2 * modes - 1.0L)) * legendre.col(modes);
  return (rule.weight.asDiagonal() * legendre.leftCols(modes)).transpose().cast<double>();
}

} // namespace

auto test_functions() -> const TestFunctions& {
  static const TestFunctions tests{tests_at(collocation_count), tests_at(check_count)};
  return tests;
}

} // namespace jetwork::pinn
