#include "pinn/boundary_value/independent_conditions.hpp"

#include "pinn/problem/condition_error.hpp"

#include <Eigen/LU>
#include <fmt/format.h>

#include <cmath>
#include <random>
#include <string>

namespace jetwork::pinn {

namespace {

/// Residuals, and their derivatives side by side, at random states; fewer samples, where residuals are not finite.
struct Sampled {
  Eigen::MatrixXd residuals;   // (condition, sample)
  Eigen::MatrixXd derivatives; // (condition, …)
};

auto sample(RecordedConditions& conditions, const Problem& problem,
            const std::vector<std::size_t>& unknown_parameters, Eigen::Index samples) -> Sampled {
  std::minstd_rand random(1);
  std::uniform_real_distribution<double> values(0.1, 1.0);
  const auto states = static_cast<Eigen::Index>(total_order(problem));
  const auto places = std::ssize(conditions.places());
  const auto numbers = std::ssize(unknown_parameters), width = states * places + numbers;
  Sampled sampled{Eigen::MatrixXd(conditions.count(), samples),
                  Eigen::MatrixXd(conditions.count(), samples * width)};
  Eigen::Index taken = 0;
  for (Eigen::Index k = 0; k < samples; ++k) {
    const Eigen::MatrixXd at =
        Eigen::MatrixXd::NullaryExpr(states, places, [&] { return values(random); });
    std::vector<double> parameters = parameter_values(problem);
    for (const std::size_t unknown : unknown_parameters) parameters[unknown] += values(random);
    if (!conditions.differentiate(at, parameters)) continue;
    sampled.residuals.col(taken) = conditions.residual;
    auto derivatives = sampled.derivatives.middleCols(taken * width, width);
    derivatives.leftCols(states * places) = conditions.by_states;
    for (Eigen::Index number = 0; number < numbers; ++number)
      derivatives.col(states * places + number) = conditions.by_parameters.col(
          static_cast<Eigen::Index>(unknown_parameters[static_cast<std::size_t>(number)]));
    ++taken;
  }
  sampled.residuals.conservativeResize(Eigen::NoChange, taken);
  sampled.derivatives.conservativeResize(Eigen::NoChange, taken * width);
  for (Eigen::Index c = 0; taken > 0 && c < conditions.count(); ++c) {
    const double size = sampled.derivatives.row(c).cwiseAbs().maxCoeff();
    if (size == 0) continue;
    sampled.derivatives.row(c) /= size;
    sampled.residuals.row(c) /= size;
  }
  return sampled;
}

} // namespace

void require_independent(RecordedConditions& conditions, const Problem& problem,
                         const std::vector<std::size_t>& unknown_parameters) {
  constexpr double rounding = 1e-10;
  Sampled sampled;
  Eigen::FullPivLU<Eigen::MatrixXd> factors;
  factors.setThreshold(rounding);
  for (const Eigen::Index samples : {1, 3}) { // most are independent at once
    sampled = sample(conditions, problem, unknown_parameters, samples);
    if (sampled.residuals.cols() == 0) continue;
    factors.compute(sampled.derivatives.transpose());
    if (factors.dimensionOfKernel() == 0) return;
  }
  if (sampled.residuals.cols() == 0) return;
  const Eigen::VectorXd combination = factors.kernel().col(0);
  const Eigen::VectorXd left = sampled.residuals.transpose() * combination;
  const double size = combination.cwiseAbs().maxCoeff();
  if (left.maxCoeff() - left.minCoeff() > rounding * size) return; // of conditions that are curved
  const auto quoted = [&](Eigen::Index condition) {
    return quoted_condition(problem, static_cast<std::size_t>(condition));
  };
  std::string others;
  Eigen::Index last = -1;
  for (Eigen::Index c = 0; c < conditions.count(); ++c) {
    if (std::abs(combination[c]) <= rounding * size) continue;
    if (last >= 0) others += (others.empty() ? "" : " and ") + quoted(last);
    last = c;
  }
  const std::string what =
      left.cwiseAbs().maxCoeff() > rounding * size
          ? others.empty() ? "cannot hold, whatever the unknowns are" : "contradicts "
      : others.empty() ? "holds whatever the unknowns are"
                       : "says nothing new beside ";
  throw ConditionError(static_cast<std::size_t>(last),
                       fmt::format("{} {}{}", quoted(last), what, others));
}

} // namespace jetwork::pinn
