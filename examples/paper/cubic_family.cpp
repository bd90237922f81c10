#include "examples/paper/cubic_family.hpp"

#include "examples/paper/network_family.hpp"

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
