#include "pinn/feature_basis.hpp"

#include "autodiff/jet.hpp"
#include "nn/initialise.hpp"

#include <Eigen/QR>
#include <boost/math/special_functions/legendre.hpp>

#include <stdexcept>

namespace jetwork::pinn {

namespace {

using Extended =
    long double; // wider than double where the processor has it; elsewhere the noise is larger
using ExtendedVector = Eigen::Matrix<Extended, Eigen::Dynamic, 1>;
using ExtendedMatrix = Eigen::Matrix<Extended, Eigen::Dynamic, Eigen::Dynamic>;

constexpr int collocation_count = 20;
constexpr int check_count = 40;
constexpr int audit_count = 320;
constexpr int fit_count = 80;

struct ExtendedQuadrature {
  ExtendedVector point, weight;
};

/// Boost gives the non-negative zeros of P_count on [-1, 1]; here the points lie on [0, 1], in order.
auto extended_gauss_legendre(int count) -> ExtendedQuadrature {
  if (count < 2 || count % 2 != 0)
    throw std::invalid_argument("a Gauss–Legendre rule here has an even number of points");
  const auto zeros = boost::math::legendre_p_zeros<Extended>(count);
  ExtendedQuadrature rule{ExtendedVector(count), ExtendedVector(count)};
  const int half = count / 2;
  for (int i = 0; i < half; ++i) {
    const Extended x = zeros[static_cast<std::size_t>(i)];
    const Extended slope = boost::math::legendre_p_prime(count, x);
    rule.point[half + i] = (1 + x) / 2;
    rule.point[half - 1 - i] = (1 - x) / 2;
    rule.weight[half + i] = rule.weight[half - 1 - i] = 1 / ((1 - x * x) * slope * slope);
  }
  return rule;
}

auto rounded(const ExtendedQuadrature& rule) -> Quadrature {
  return {rule.point.cast<double>(), rule.weight.cast<double>()};
}

/// Derivatives 0 … K of every feature θᵖ·tanh(w(2θ - 1) + b) at the points: K + 1 matrices (point, neuron).
template <int K>
auto feature_jets(const HiddenLayer& hidden, int order, const ExtendedVector& points)
    -> std::vector<ExtendedMatrix> {
  const auto neurons = hidden.weight.size();
  std::vector<ExtendedMatrix> table(static_cast<std::size_t>(order) + 1,
                                    ExtendedMatrix(points.size(), neurons));
  for (Eigen::Index j = 0; j < points.size(); ++j) {
    const auto theta = autodiff::Jet<Extended, K>::variable(points[j]);
    const auto x = 2 * theta - 1;
    auto power = theta;
    for (int k = 1; k < order; ++k) power *= theta;
    for (Eigen::Index i = 0; i < neurons; ++i) {
      const auto feature = power * tanh(Extended(hidden.weight[i]) * x + Extended(hidden.bias[i]));
      for (int n = 0; n <= order; ++n)
        table[static_cast<std::size_t>(n)](j, i) = feature.derivative(n);
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
  return feature_jets<FeatureBasis::highest_order>(hidden, order, points);
}

/// Legendre polynomials on [0, 1], normalised: (point, degree).
auto legendre_polynomials(const ExtendedVector& points, int count) -> ExtendedMatrix {
  ExtendedMatrix table(points.size(), count);
  const ExtendedVector x = 2 * points.array() - 1;
  table.col(0).setOnes();
  if (count > 1) table.col(1) = x;
  for (int k = 2; k < count; ++k) // Bonnet's recursion
    table.col(k) = (Extended(2 * k - 1) * x.cwiseProduct(table.col(k - 1))
                    - Extended(k - 1) * table.col(k - 2))
                   / Extended(k);
  for (int k = 0; k < count; ++k) table.col(k) *= std::sqrt(Extended(2 * k + 1));
  return table;
}

} // namespace

auto gauss_legendre(int count) -> Quadrature { return rounded(extended_gauss_legendre(count)); }

auto collocation_points() -> const Quadrature& {
  static const Quadrature points = gauss_legendre(collocation_count);
  return points;
}

auto audit_points() -> const Quadrature& {
  static const Quadrature points{
      (Eigen::VectorXd::LinSpaced(audit_count, 0.5, audit_count - 0.5) / audit_count).eval(),
      Eigen::VectorXd::Constant(audit_count, 1.0 / audit_count)};
  return points;
}

auto check_points() -> const Quadrature& {
  static const Quadrature points = gauss_legendre(check_count);
  return points;
}

auto draw_hidden_layer(std::uint64_t seed, const HiddenLayerOptions& options)
    -> std::shared_ptr<const HiddenLayer> {
  nn::UniformGenerator uniform(seed);
  auto hidden = std::make_shared<HiddenLayer>(
      HiddenLayer{Eigen::VectorXd(options.neurons), Eigen::VectorXd(options.neurons)});
  for (int i = 0; i < options.neurons; ++i) {
    const double slope = uniform(options.flattest, options.steepest);
    const double centre = options.reach * (2 * (i + uniform(0, 1)) / options.neurons - 1);
    hidden->weight[i] = uniform(0, 1) < 0.5 ? slope : -slope;
    hidden->bias[i] = -hidden->weight[i] * centre;
  }
  return hidden;
}

FeatureBasis::FeatureBasis(std::shared_ptr<const HiddenLayer> hidden, int order)
    : hidden_(std::move(hidden)), order_(order) {
  if (order < 1 || order > highest_order)
    throw std::invalid_argument("an unknown of order " + std::to_string(order)
                                + " is out of reach: orders 1 to " + std::to_string(highest_order)
                                + " can be solved; write it as a system of lower order");
  const auto fit = extended_gauss_legendre(fit_count);
  const ExtendedVector root = fit.weight.cwiseSqrt();
  const ExtendedMatrix highest = root.asDiagonal() * features(*hidden_, order, fit.point).back();
  Eigen::ColPivHouseholderQR<ExtendedMatrix> factors(highest.rows(), highest.cols());
  factors.setThreshold(1e-16L); // below this a neuron adds nothing but large weights
  factors.compute(highest);
  mixing_ = factors.solve(root.asDiagonal() * legendre_polynomials(fit.point, modes));

  const auto tabulate = [&](const ExtendedVector& points) {
    std::vector<Eigen::MatrixXd> table;
    for (const auto& feature : features(*hidden_, order_, points))
      table.push_back(feature.lazyProduct(mixing_).cast<double>());
    return table;
  };
  collocation_ = tabulate(extended_gauss_legendre(collocation_count).point);
  check_ = tabulate(extended_gauss_legendre(check_count).point);
  audit_ = tabulate(audit_points().point.cast<Extended>());
  end_ = tabulate(ExtendedVector::Ones(1));
}

auto FeatureBasis::output_weights(const Eigen::Ref<const Eigen::VectorXd>& coefficients) const
    -> Eigen::VectorXd {
  return (mixing_ * coefficients.cast<Extended>()).cast<double>();
}

} // namespace jetwork::pinn
