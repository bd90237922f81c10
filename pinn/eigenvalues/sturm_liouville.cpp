#include "pinn/eigenvalues/sturm_liouville.hpp"

#include "pinn/collocation/point_set.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace jetwork::pinn {

namespace {

/// Whether one condition looks at the first place and one at the last.
auto is_separated(const Eigen::MatrixXd& by_states, Eigen::Index states) -> bool {
  if (by_states.rows() != 2 || by_states.cols() != 2 * states) return false;
  const auto looks = [&](Eigen::Index condition, Eigen::Index place) {
    return by_states.row(condition).segment(place * states, states).cwiseAbs().maxCoeff() > 0;
  };
  return looks(0, 0) != looks(0, 1) && looks(1, 0) != looks(1, 1) && looks(0, 0) != looks(1, 0);
}

auto has_one_sign(const Eigen::VectorXd& values) -> bool {
  return values.minCoeff() > 0 || values.maxCoeff() < 0;
}

} // namespace

auto is_sturm_liouville(const LinearProblem& problem, const MeshFunction& mesh,
                        const Deadline& deadline) -> bool {
  const StateLayout& layout = mesh.layout();
  if (layout.unknowns() != 1 || layout.order(0) != 2) return false;
  DifferentiablePointSet points(problem.recorded, gauss_nodes().quadrature());
  std::vector<double> parameters = problem.parameters;
  const auto conditions_at = [&](double eigenvalue) {
    parameters[problem.eigenvalue] = eigenvalue;
    (void)problem.conditions.differentiate(
        Eigen::MatrixXd::Zero(2, std::ssize(problem.conditions.places())), parameters);
    return problem.conditions.by_states;
  };
  const Eigen::MatrixXd by_states = conditions_at(0.0);
  if (conditions_at(1.0) != by_states || !is_separated(by_states, 2)) return false;
  const auto count = static_cast<Eigen::Index>(mesh.segments()) * GaussNodes::count;
  Eigen::VectorXd leading(count), weight(count);
  for (std::size_t segment = 0; segment < mesh.segments(); ++segment) {
    const auto at = [&](double eigenvalue) -> Eigen::MatrixXd {
      parameters[problem.eigenvalue] = eigenvalue;
      points.set_parameters(parameters);
      for (auto& of_derivative : points.values) of_derivative.setZero();
      (void)points.differentiate(mesh.start(segment), mesh.length(segment), deadline);
      return points.derivatives;
    };
    const Eigen::MatrixXd without = at(0.0), difference = at(1.0) - without;
    Eigen::Index place = 0;
    for (const auto& [equation, unknown, n] : problem.recorded.dependences()) {
      const auto rows = static_cast<Eigen::Index>(segment) * GaussNodes::count;
      if (n == 2) leading.segment(rows, GaussNodes::count) = without.col(place);
      if (n == 0) weight.segment(rows, GaussNodes::count) = difference.col(place);
      else if ((difference.col(place).array() != 0).any()) return false;
      ++place;
    }
  }
  return has_one_sign(leading) && has_one_sign(weight);
}

auto zeros_inside(const Solution& solution, double error) -> int {
  constexpr int samples = 48; // a segment
  constexpr double part = 1e-7;
  std::vector<double> values;
  for (const Segment& segment : solution.segments())
    for (int k = 0; k < samples; ++k)
      values.push_back(solution(0, segment.start + segment.length * (k + 0.5) / samples));
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  int zeros = 0;
  double last = 0.0;
  for (const double value : values) {
    if (std::abs(value) <= std::max(part * largest, error)) continue;
    if (last * value < 0) ++zeros;
    last = value;
  }
  return zeros;
}

} // namespace jetwork::pinn
