#include "pinn/training/trial_conditions.hpp"

#include "pinn/problem/condition_error.hpp"
#include "pinn/problem/kind.hpp"

#include <Eigen/LU>
#include <Eigen/QR>
#include <Eigen/SVD>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>
#include <string>

namespace jetwork::pinn {

namespace {

/// The points at which conditions look.
auto points_of(const Problem& problem) -> std::vector<double> {
  std::vector<double> points;
  for (const Condition& condition : problem.conditions)
    points.insert(points.end(), condition.points.begin(), condition.points.end());
  std::ranges::sort(points);
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

/// At states that no simple relation connects, each residual is what its derivative there says.
void require_linear(const Problem& problem, RecordedConditions& recorded,
                    std::span<const double> parameters) {
  constexpr double rounding = 1e-10;
  const auto places = static_cast<Eigen::Index>(recorded.places().size());
  const auto states = static_cast<Eigen::Index>(total_order(problem));
  const auto refuse = [&](std::size_t c) {
    throw std::invalid_argument(
        fmt::format("{}{} is not linear, and the single network holds only linear conditions "
                    "exactly; make them "
                    "a part of its loss (--soft-conditions, in C++ Conditions::soft)",
                    quoted_condition(problem, c), problem.conditions[c].text.empty() ? "" : ","));
  };
  const auto at = [&](double size) -> Eigen::MatrixXd {
    Eigen::MatrixXd result(states, places);
    for (Eigen::Index k = 0; k < result.size(); ++k)
      result.reshaped()[k] = size * std::sin(1.0 + 2.3 * static_cast<double>(k));
    return result;
  };
  recorded.differentiate(Eigen::MatrixXd::Zero(states, places), parameters);
  const Eigen::VectorXd constant = recorded.residual;
  const Eigen::MatrixXd slope = recorded.by_states;
  for (const double size : {0.7, -13.0}) {
    const Eigen::MatrixXd tried = at(size);
    recorded.evaluate(tried, parameters);
    for (Eigen::Index c = 0; c < recorded.count(); ++c) {
      const Eigen::ArrayXd terms = slope.row(c).transpose().array() * tried.reshaped().array();
      const double difference = std::abs(recorded.residual[c] - constant[c] - terms.sum());
      if (!(difference <= rounding * (std::abs(constant[c]) + terms.abs().sum())))
        refuse(static_cast<std::size_t>(c));
    }
  }
}

auto columns(const Eigen::MatrixXd& matrix, const std::vector<Eigen::Index>& from_last)
    -> Eigen::MatrixXd {
  Eigen::MatrixXd some(matrix.rows(), std::ssize(from_last));
  for (Eigen::Index k = 0; k < some.cols(); ++k)
    some.col(k) = matrix.col(matrix.cols() - 1 - from_last[static_cast<std::size_t>(k)]);
  return some;
}

/// Rows, then columns, of size 1; zero stays zero.
auto equilibrated(Eigen::MatrixXd matrix) -> Eigen::MatrixXd {
  for (auto row : matrix.rowwise())
    if (const double size = row.norm(); size > 0) row /= size;
  for (auto column : matrix.colwise())
    if (const double size = column.norm(); size > 0) column /= size;
  return matrix;
}

/// Whether a matrix of that size can be relied on.
auto is_regular(const Eigen::MatrixXd& matrix) -> bool {
  constexpr double smallest = 1e-6;
  if (matrix.rows() == 0) return true;
  const Eigen::VectorXd values = Eigen::JacobiSVD<Eigen::MatrixXd>(matrix).singularValues();
  return values.minCoeff() > smallest * values.maxCoeff();
}

} // namespace

void require_linear_conditions(const Problem& problem) {
  RecordedConditions recorded(problem, points_of(problem));
  require_linear(problem, recorded, parameter_values(problem));
}

TrialConditions::TrialConditions(const Problem& problem, Conditions conditions)
    : recorded_(problem, points_of(problem)),
      parameters_(parameter_values(problem)),
      unknowns_(problem.unknowns),
      conditions_(conditions) {
  if (!is_exact()) return;
  require_linear(problem, recorded_, parameters_);
  recorded_.differentiate(
      Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(total_order(problem)), std::ssize(places())),
      parameters_);
  by_states_ = recorded_.by_states;
}

void TrialConditions::weigh(const Eigen::MatrixXd& states, const Eigen::VectorXd& magnitude,
                            double length, double weight) {
  recorded_.differentiate(states, parameters_);
  Eigen::VectorXd sizes(states.rows());
  Eigen::Index state = 0;
  for (std::size_t i = 0; i < unknowns_.size(); ++i) {
    const double its = magnitude[static_cast<Eigen::Index>(i)];
    for (int n = 0; n < unknowns_[i].order; ++n) // an unknown may be zero all along
      sizes[state++] = (its > 0 ? its : 1.0) / std::pow(std::abs(length), n);
  }
  scale_ = recorded_.by_states.cwiseAbs() * sizes.replicate(std::ssize(places()), 1);
  for (double& scale : scale_)
    scale = std::sqrt(weight) / (std::isfinite(scale) && scale > 0 ? scale : 1.0);
}

auto TrialConditions::missed(const Eigen::MatrixXd& states) -> Eigen::VectorXd {
  recorded_.evaluate(states, parameters_);
  return scale_.cwiseProduct(recorded_.residual);
}

auto TrialConditions::missed_by(const Eigen::MatrixXd& states, const Eigen::MatrixXd& states_by)
    -> Eigen::MatrixXd {
  recorded_.differentiate(states, parameters_);
  return scale_.asDiagonal() * (recorded_.by_states * states_by);
}

void TrialConditions::choose_dependent(const Eigen::MatrixXd& states_by_linear) {
  const Eigen::MatrixXd by_linear = equilibrated(by_states_ * states_by_linear);
  dependent_.clear();
  for (Eigen::Index k = 0; k < recorded_.count(); ++k) dependent_.push_back(k);
  if (is_regular(columns(by_linear, dependent_))) return;
  const auto order = Eigen::ColPivHouseholderQR<Eigen::MatrixXd>(by_linear).colsPermutation();
  for (Eigen::Index k = 0; k < recorded_.count(); ++k)
    dependent_[static_cast<std::size_t>(k)] = by_linear.cols() - 1 - order.indices()[k];
  if (!is_regular(columns(by_linear, dependent_)))
    throw std::invalid_argument(
        "the conditions contradict or repeat each other, or the single network has too few neurons "
        "to hold them all exactly; make them a part of its loss (--soft-conditions, in C++ "
        "Conditions::soft)");
}

void TrialConditions::hold(Eigen::Ref<Eigen::VectorXd> linear, const Eigen::MatrixXd& states,
                           const Eigen::MatrixXd& states_by_linear) {
  recorded_.evaluate(states, parameters_);
  const Eigen::VectorXd step =
      columns(by_states_ * states_by_linear, dependent_).partialPivLu().solve(recorded_.residual);
  for (std::size_t k = 0; k < dependent_.size(); ++k)
    linear[linear.size() - 1 - dependent_[k]] -= step[static_cast<Eigen::Index>(k)];
}

void TrialConditions::eliminate(Eigen::Ref<Eigen::MatrixXd> jacobian,
                                const Eigen::MatrixXd& states_by) {
  const Eigen::MatrixXd by_weights = by_states_ * states_by;
  // From A_free·dw + A_dependent·dz = 0.
  const Eigen::MatrixXd follow = columns(by_weights, dependent_).partialPivLu().solve(by_weights);
  jacobian -= columns(jacobian, dependent_) * follow;
  for (const Eigen::Index k : dependent_) jacobian.col(jacobian.cols() - 1 - k).setZero();
}

auto conditions_on(const Problem& problem, const Segment& segment, Conditions conditions)
    -> std::unique_ptr<TrialConditions> {
  const bool soft = conditions == Conditions::soft;
  if (kind(problem) != Kind::initial_value)
    return std::make_unique<TrialConditions>(problem, conditions);
  if (!soft) return nullptr;
  Problem with_values = problem;
  with_values.conditions.clear();
  for (std::size_t i = 0; i < problem.unknowns.size(); ++i)
    for (int n = 0; n < problem.unknowns[i].order; ++n)
      with_values.conditions.push_back(
          value_condition(i, n, segment.start, segment.initial(n, static_cast<Eigen::Index>(i))));
  return std::make_unique<TrialConditions>(with_values, conditions);
}

} // namespace jetwork::pinn
