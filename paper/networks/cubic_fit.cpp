#include "paper/networks/cubic_fit.hpp"

#include <Eigen/QR>

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

namespace jetwork::paper::networks {
namespace {

void require(const Samples& samples) {
  if (samples.x.empty() || samples.x.size() != samples.y.size())
    throw std::invalid_argument("cubic fit: there are " + std::to_string(samples.x.size())
                                + " x and " + std::to_string(samples.y.size())
                                + " y; give as many of both, and at least one");
  for (std::size_t n = 0; n < samples.x.size(); ++n)
    if (!std::isfinite(samples.x[n]) || !std::isfinite(samples.y[n]))
      throw std::invalid_argument("cubic fit: sample " + std::to_string(n)
                                  + " is not finite; leave such samples out");
}

auto value(const Cubic& c, double x) -> double {
  return c[0] + c[1] * x + c[2] * x * x + c[3] * x * x * x;
}

auto gradient_of(const Cubic& cubic, const Samples& samples) -> Cubic {
  Cubic gradient = Cubic::Zero();
  for (std::size_t n = 0; n < samples.x.size(); ++n) {
    const double x = samples.x[n];
    const double grad_y_pred = 2.0 * (value(cubic, x) - samples.y[n]);
    gradient += grad_y_pred * Cubic(1, x, x * x, x * x * x);
  }
  return gradient;
}

} // namespace

auto sine_samples(int count) -> Samples {
  if (count < 2) throw std::invalid_argument("sine_samples: give at least two points");
  Samples samples;
  for (int n = 0; n < count; ++n) {
    samples.x.push_back(std::numbers::pi * (2.0 * n / (count - 1) - 1));
    samples.y.push_back(std::sin(samples.x.back()));
  }
  return samples;
}

auto loss(const Cubic& cubic, const Samples& samples) -> double {
  require(samples);
  double sum = 0;
  for (std::size_t n = 0; n < samples.x.size(); ++n) {
    const double difference = value(cubic, samples.x[n]) - samples.y[n];
    sum += difference * difference;
  }
  return sum;
}

auto loss_gradient(const Cubic& cubic, const Samples& samples) -> Cubic {
  require(samples);
  return gradient_of(cubic, samples);
}

auto descend(const Cubic& start, const Samples& samples, const DescentOptions& options) -> Cubic {
  require(samples);
  Cubic cubic = start;
  for (int step = 0; step < options.steps; ++step) {
    cubic -= options.learning_rate * gradient_of(cubic, samples);
    if (!cubic.allFinite())
      throw std::overflow_error("cubic fit: the coefficients are not finite after step "
                                + std::to_string(step + 1)
                                + "; take a smaller learning rate and a finite start");
  }
  return cubic;
}

auto least_squares_cubic(const Samples& samples) -> Cubic {
  require(samples);
  const auto rows = static_cast<Eigen::Index>(samples.x.size());
  const Eigen::Map<const Eigen::ArrayXd> x(samples.x.data(), rows);
  const Eigen::Map<const Eigen::VectorXd> y(samples.y.data(), rows);
  Eigen::MatrixX4d powers(rows, 4);
  powers << Eigen::ArrayXd::Ones(rows), x, x.square(), x.cube();
  return powers.colPivHouseholderQr().solve(y);
}

} // namespace jetwork::paper::networks
