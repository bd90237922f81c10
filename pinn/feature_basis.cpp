#include "pinn/feature_basis.hpp"

#include <Eigen/QR>
#include <boost/math/quadrature/gauss.hpp>
#include <random>
#include <stdexcept>

#include "autodiff/jet.hpp"

namespace jetwork::pinn {

namespace {

using Extended = long double;
using ExtendedVector = Eigen::Matrix<Extended, Eigen::Dynamic, 1>;
using ExtendedMatrix = Eigen::Matrix<Extended, Eigen::Dynamic, Eigen::Dynamic>;

constexpr int collocation_count = 20;
constexpr int check_count = 40;
constexpr int fit_count = 80;

struct ExtendedQuadrature {
  ExtendedVector point, weight;
};

/// Boost tabulates the non-negative half of the points on [-1, 1]; here they lie on [0, 1], in order.
template <unsigned count>
auto gauss_legendre() -> ExtendedQuadrature {
  static_assert(count % 2 == 0, "an odd rule has a point in the middle, which this would take twice");
  using Rule = boost::math::quadrature::gauss<Extended, count>;
  ExtendedQuadrature rule{ExtendedVector(count), ExtendedVector(count)};
  constexpr int half = count / 2;
  for (int i = 0; i < half; ++i) {
    const auto k = static_cast<std::size_t>(i);
    rule.point[half + i] = (1 + Rule::abscissa()[k]) / 2;
    rule.point[half - 1 - i] = (1 - Rule::abscissa()[k]) / 2;
    rule.weight[half + i] = rule.weight[half - 1 - i] = Rule::weights()[k] / 2;
  }
  return rule;
}

auto rounded(const ExtendedQuadrature& rule) -> Quadrature {
  return {rule.point.cast<double>(), rule.weight.cast<double>()};
}

/// Derivatives 0 … K of every feature θᵖ·tanh(w(2θ - 1) + b) at the points: K + 1 matrices (point, neuron).
template <int K>
auto feature_jets(const HiddenLayer& hidden, int order, const ExtendedVector& points) -> std::vector<ExtendedMatrix> {
  const auto neurons = hidden.weight.size();
  std::vector<ExtendedMatrix> table(static_cast<std::size_t>(order) + 1, ExtendedMatrix(points.size(), neurons));
  for (Eigen::Index j = 0; j < points.size(); ++j) {
    const auto theta = autodiff::Jet<Extended, K>::variable(points[j]);
    const auto x = 2 * theta - 1;
    auto power = theta;
    for (int k = 1; k < order; ++k) power *= theta;
    for (Eigen::Index i = 0; i < neurons; ++i) {
      const auto feature = power * tanh(Extended(hidden.weight[i]) * x + Extended(hidden.bias[i]));
      for (int n = 0; n <= order; ++n) table[static_cast<std::size_t>(n)](j, i) = feature.derivative(n);
    }
  }
  return table;
}

/// The shortest jet that reaches the order; few lengths, so that few are compiled.
auto features(const HiddenLayer& hidden, int order, const ExtendedVector& points) -> std::vector<ExtendedMatrix> {
  if (order == 1) return feature_jets<1>(hidden, order, points);
  if (order == 2) return feature_jets<2>(hidden, order, points);
  if (order <= 4) return feature_jets<4>(hidden, order, points);
  return feature_jets<FeatureBasis::highest_order>(hidden, order, points);
}

/// Legendre polynomials on [0, 1], normalised: (point, degree).
auto legendre_polynomials(const ExtendedVector& points, int count) -> ExtendedMatrix {
  ExtendedMatrix table(points.size(), count);
  const ExtendedVector x = 2 * points.array() - 1;
  table.col(0).setOnes();
  if (count > 1) table.col(1) = x;
  for (int k = 2; k < count; ++k)   // Bonnet's recursion
    table.col(k) = (Extended(2 * k - 1) * x.cwiseProduct(table.col(k - 1)) - Extended(k - 1) * table.col(k - 2)) / Extended(k);
  for (int k = 0; k < count; ++k) table.col(k) *= std::sqrt(Extended(2 * k + 1));
  return table;
}

}  // namespace

auto collocation_points() -> const Quadrature& {
  static const Quadrature points = rounded(gauss_legendre<collocation_count>());
  return points;
}

auto check_points() -> const Quadrature& {
  static const Quadrature points = rounded(gauss_legendre<check_count>());
  return points;
}

auto draw_hidden_layer(std::uint64_t seed) -> std::shared_ptr<const HiddenLayer> {
  // Steeper neurons make higher modes out of smaller weights, flatter ones reproduce the lower modes better; centres
  // a little beyond the segment keep its ends as well covered as its middle. Chosen by measurement.
  constexpr int neurons = 64;
  constexpr double flattest = 1.0, steepest = 4.0, reach = 1.2;
  std::mt19937_64 bits(seed);
  // std::uniform_real_distribution differs between standard libraries; the top 53 bits do not.
  const auto uniform = [&] { return static_cast<double>(bits() >> 11) * 0x1p-53; };
  auto hidden = std::make_shared<HiddenLayer>(HiddenLayer{Eigen::VectorXd(neurons), Eigen::VectorXd(neurons)});
  for (int i = 0; i < neurons; ++i) {
    const double slope = flattest + (steepest - flattest) * uniform();
    const double centre = reach * (2 * (i + uniform()) / neurons - 1);
    hidden->weight[i] = uniform() < 0.5 ? slope : -slope;
    hidden->bias[i] = -hidden->weight[i] * centre;
  }
  return hidden;
}

FeatureBasis::FeatureBasis(std::shared_ptr<const HiddenLayer> hidden, int order)
    : hidden_(std::move(hidden)), order_(order) {
  if (order < 1 || order > highest_order)
    throw std::invalid_argument("an unknown of order " + std::to_string(order) + " is out of reach: orders 1 to " +
                                std::to_string(highest_order) + " can be solved; write it as a system of lower order");
  const auto fit = gauss_legendre<fit_count>();
  const ExtendedVector root = fit.weight.cwiseSqrt();
  const ExtendedMatrix highest = root.asDiagonal() * features(*hidden_, order, fit.point).back();
  Eigen::ColPivHouseholderQR<ExtendedMatrix> factors(highest.rows(), highest.cols());
  factors.setThreshold(1e-16L);   // below this a neuron adds nothing but large weights
  factors.compute(highest);
  mixing_ = factors.solve(root.asDiagonal() * legendre_polynomials(fit.point, modes));

  const auto tabulate = [&](const ExtendedVector& points) {
    std::vector<Eigen::MatrixXd> table;
    for (const auto& feature : features(*hidden_, order_, points)) table.push_back((feature * mixing_).cast<double>());
    return table;
  };
  collocation_ = tabulate(gauss_legendre<collocation_count>().point);
  check_ = tabulate(gauss_legendre<check_count>().point);
  end_ = tabulate(ExtendedVector::Ones(1));
}

auto FeatureBasis::output_weights(const Eigen::Ref<const Eigen::VectorXd>& coefficients) const -> Eigen::VectorXd {
  return (mixing_ * coefficients.cast<Extended>()).cast<double>();
}

}  // namespace jetwork::pinn
