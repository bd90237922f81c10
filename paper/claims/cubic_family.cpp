#include "paper/claims/cubic_family.hpp"

#include "paper/claims/network_family.hpp"

#include <Eigen/Dense>
#include <nlohmann/json.hpp>

#include <numbers>

namespace jetwork::paper {

auto Cubic::abscissa(int p) -> double { return std::numbers::pi * (2.0 * p / (points - 1) - 1); }

auto Cubic::variables() const -> std::array<autodiff::Dual<double, 4>, 4> {
  using Number = autodiff::Dual<double, 4>;
  return {Number::variable(coefficients[0], 0), Number::variable(coefficients[1], 1),
          Number::variable(coefficients[2], 2), Number::variable(coefficients[3], 3)};
}

auto Cubic::gradient() const -> std::array<double, 4> {
  const auto c = variables();
  autodiff::Dual<double, 4> loss = 0;
  for (int p = 0; p < points; ++p) {
    const auto error = value(c, abscissa(p)) - std::sin(abscissa(p));
    loss += error * error;
  }
  return {loss.tangent(0), loss.tangent(1), loss.tangent(2), loss.tangent(3)};
}

auto Cubic::limit() -> std::array<double, 4> {
  Eigen::MatrixX4d A(points, 4);
  Eigen::VectorXd y(points);
  for (int p = 0; p < points; ++p) {
    const double x = abscissa(p);
    A.row(p) << 1, x, x * x, x * x * x;
    y[p] = std::sin(x);
  }
  const Eigen::Vector4d c = A.colPivHouseholderQr().solve(y);
  return {c[0], c[1], c[2], c[3]};
}

namespace {

/// Of the loss, which is quadratic.
auto hessian() -> Eigen::Matrix4d {
  Eigen::Matrix4d H = Eigen::Matrix4d::Zero();
  for (int p = 0; p < Cubic::points; ++p) {
    const double x = Cubic::abscissa(p);
    const Eigen::Vector4d powers(1, x, x * x, x * x * x);
    H += 2 * powers * powers.transpose();
  }
  return H;
}

} // namespace

auto Cubic::descended(const std::array<double, 4>& start, int steps) -> std::array<double, 4> {
  const Eigen::Matrix4d H = hessian();
  const auto least = limit();
  Eigen::Vector4d from_least = Eigen::Vector4d(start.data()) - Eigen::Vector4d(least.data());
  for (int step = 0; step < steps; ++step) from_least -= learning_rate * (H * from_least);
  std::array<double, 4> end{};
  for (std::size_t c = 0; c < 4; ++c) end[c] = least[c] + from_least[static_cast<Eigen::Index>(c)];
  return end;
}

auto Cubic::start_of(const std::array<double, 4>& coefficients) -> std::array<double, 4> {
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix4d> modes(hessian());
  const auto least = limit();
  const Eigen::Vector4d from_least =
      Eigen::Vector4d(coefficients.data()) - Eigen::Vector4d(least.data());
  std::array<double, 4> start = least;
  for (Eigen::Index mode = 0; mode < 4; ++mode) {
    const double left = std::pow(1 - learning_rate * modes.eigenvalues()[mode], 2000);
    if (left < 1e-6) continue;
    const Eigen::Vector4d direction = modes.eigenvectors().col(mode);
    for (std::size_t c = 0; c < 4; ++c)
      start[c] += direction.dot(from_least) / left * direction[static_cast<Eigen::Index>(c)];
  }
  return start;
}

auto cubics(std::uint64_t seed) -> std::vector<Cubic> {
  std::vector<Cubic> all;
  for (std::uint64_t start = 0; start < 3; ++start) {
    Draw draw(seed * 1'000'003 + start);
    all.push_back({{draw(), draw(), draw(), draw()}});
  }
  return all;
}

auto attributes_of(const Cubic&) -> std::map<std::string, std::string> {
  return {{"points", "2000"}};
}
auto size_of(const Cubic&) -> int { return 4; }
void write_numbers(const Cubic& cubic, nlohmann::json& json) {
  json["coefficients a, b, c, d"] = cubic.coefficients;
}

} // namespace jetwork::paper
