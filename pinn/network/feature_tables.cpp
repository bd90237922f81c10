#include "pinn/network/feature_tables.hpp"

#include "autodiff/jet.hpp"
#include "pinn/network/segment_points.hpp"
#include "pinn/network/trial.hpp"

#include <Eigen/QR>

namespace jetwork::pinn {

namespace {

using Extended = FeatureTables::Extended;

constexpr int modes = FeatureTables::modes;
constexpr int fit_count = 80;

/// Derivatives 0 … K of every feature at the points: K + 1 matrices (point, neuron).
template <int K>
auto feature_jets(const HiddenLayer& hidden, int order, const ExtendedVector& points)
    -> std::vector<ExtendedMatrix> {
  const auto neurons = hidden.weight.size();
  std::vector<ExtendedMatrix> table(static_cast<std::size_t>(order) + 1,
                                    ExtendedMatrix(points.size(), neurons));
  for (Eigen::Index j = 0; j < points.size(); ++j) {
    const auto theta = autodiff::Jet<Extended, K>::variable(points[j]);
    for (Eigen::Index i = 0; i < neurons; ++i) {
      const auto jet = feature(hidden, i, order, theta);
      for (int n = 0; n <= order; ++n) table[static_cast<std::size_t>(n)](j, i) = jet.derivative(n);
    }
  }
  return table;
}

/// The shortest jet that reaches the order; few lengths, so that few are compiled.
auto features(const HiddenLayer& hidden, int order, const ExtendedVector& points)
    -> std::vector<ExtendedMatrix> {
  if (order == 1) return feature_jets<1>(hidden, order, points);
  if (order == 2) return feature_jets<2>(hidden, order, points);
  if (order <= 4) return feature_jets<4>(hidden, order, points);
  return feature_jets<highest_order>(hidden, order, points);
}

} // namespace

auto compute_feature_tables(const HiddenLayer& hidden, int order) -> FeatureTables {
  FeatureTables tables;
  const auto fit = extended_gauss_legendre(fit_count);
  const ExtendedVector root = fit.weight.cwiseSqrt();
  const ExtendedMatrix highest = root.asDiagonal() * features(hidden, order, fit.point).back();
  Eigen::ColPivHouseholderQR<ExtendedMatrix> factors(highest.rows(), highest.cols());
  factors.setThreshold(1e-16L); // below this a neuron adds nothing but large weights
  factors.compute(highest);
  const ExtendedMatrix mixing =
      factors.solve(root.asDiagonal() * legendre_polynomials(fit.point, modes));
  tables.mixing = mixing.cast<double>();
  tables.mixing_rest = (mixing - tables.mixing.cast<Extended>()).cast<double>();

  const auto tabulate = [&](const ExtendedVector& points) {
    std::vector<Eigen::MatrixXd> table;
    for (const auto& feature : features(hidden, order, points))
      table.push_back(feature.lazyProduct(mixing).cast<double>());
    return table;
  };
  tables.collocation = tabulate(extended_gauss_legendre(collocation_count).point);
  tables.check = tabulate(extended_gauss_legendre(check_count).point);
  tables.audit = tabulate(audit_points().point.cast<Extended>());
  tables.end = tabulate(ExtendedVector::Ones(1));
  return tables;
}

auto numbers_of(const HiddenLayer& hidden, const FeatureTables& tables) -> std::vector<double> {
  std::vector<double> numbers(hidden.weight.begin(), hidden.weight.end());
  numbers.insert(numbers.end(), hidden.bias.begin(), hidden.bias.end());
  const auto append = [&](const Eigen::MatrixXd& table) {
    numbers.insert(numbers.end(), table.reshaped().begin(), table.reshaped().end());
  };
  append(tables.mixing);
  append(tables.mixing_rest);
  for (const auto* points : {&tables.collocation, &tables.check, &tables.audit, &tables.end})
    for (const Eigen::MatrixXd& table : *points) append(table);
  return numbers;
}

} // namespace jetwork::pinn
