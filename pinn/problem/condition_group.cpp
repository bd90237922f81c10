#include "pinn/problem/condition_group.hpp"

#include "pinn/problem/dependence.hpp"
#include "pinn/problem/kind.hpp"

#include <Eigen/LU>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jetwork::pinn {

namespace {

// Where Newton's method fails from one guess, it may not from the next.
constexpr double guesses[] = {0.0,  1.0,  -1.0, 0.3,   0.1, -0.1, 3.0,
                              -3.0, 0.01, 30.0, -30.0, 1e3, -1e3, 1e-4};

} // namespace

ConditionArgumentValues::ConditionArgumentValues(const Problem& problem) : problem_(&problem) {
  std::vector<Derivatives<Value>> views;
  for (std::size_t i = 0; i < problem.unknowns.size(); ++i) {
    const auto order = static_cast<std::size_t>(problem.unknowns[i].order);
    for (std::size_t n = 0; n < order; ++n) places_.push_back({i, n});
    values_.emplace_back(order + 1, Value(0.0));
  }
  for (const std::vector<Value>& of_one : values_) views.emplace_back(of_one);
  at_.push_back(std::move(views));
}

ConditionGroup::ConditionGroup(const Problem& problem, Members members,
                               ConditionArgumentValues& arguments)
    : problem_(problem), members_(std::move(members)), point_(initial_point(problem)) {
  record(arguments);
  find_dependences();
  replay_.emplace(tape_, 1);
  for (const Value& value : highest_) replay_->set(value, 0.0);
  std::vector<Value> inputs_of_derivatives = values_;
  inputs_of_derivatives.insert(inputs_of_derivatives.end(), parameters_.begin(), parameters_.end());
  replay_->with_respect_to(inputs_of_derivatives, {});
}

void ConditionGroup::record(ConditionArgumentValues& arguments) {
  for (const std::size_t number : members_.values) {
    values_.push_back(arguments.value(number) = tape_.input(1));
    names_.push_back(arguments.name(number));
    Value& highest = arguments.highest(number); // not allowed
    if (highest.tape() == 0) highest_.push_back(highest = tape_.input(1));
  }
  for (std::size_t k = 0; k < problem_.parameters.size(); ++k)
    parameters_.push_back(tape_.input(1));
  for (const std::size_t c : members_.conditions) {
    const Condition& condition = problem_.conditions[c];
    residuals_.push_back(
        condition.residual({arguments.at(condition.points.size()), {}, parameters_}));
  }
  for (const std::size_t number : members_.values)
    arguments.value(number) = arguments.highest(number) = Value(0.0);
}

void ConditionGroup::find_dependences() {
  Ancestors ancestors(tape_);
  for (std::size_t c = 0; c < residuals_.size(); ++c)
    if (depends_on_.push_back(places_among(values_, ancestors.of(residuals_[c])));
        depends_on_[c].empty())
      throw error(c,
                  fmt::format("{} depends on no value of an unknown below its order", quoted(c)));
}

auto ConditionGroup::name(std::size_t value) const -> std::string {
  return fmt::format("{}({})", names_[value], point_);
}

auto ConditionGroup::quoted(std::size_t condition) const -> std::string {
  return quoted_condition(problem_, members_.conditions[condition]);
}

auto ConditionGroup::step_from(const Eigen::VectorXd& z, const Places& conditions,
                               const Places& values, NewtonStep& step) -> std::optional<Failure> {
  const Eigen::Index size = z.size();
  for (Eigen::Index i = 0; i < size; ++i)
    replay_->set(values_[values[static_cast<std::size_t>(i)]], z[i]);
  replay_->forward();
  step.defect.resize(size);
  step.jacobian.resize(size, size);
  for (Eigen::Index row = 0; row < size; ++row) {
    const Value& residual = residuals_[conditions[static_cast<std::size_t>(row)]];
    step.defect[row] = replay_->value(residual)(0, 0);
    replay_->reverse(residual);
    for (Eigen::Index column = 0; column < size; ++column)
      step.jacobian(row, column) =
          replay_->adjoint(values_[values[static_cast<std::size_t>(column)]])(0, 0);
  }
  if (!step.defect.allFinite() || !step.jacobian.allFinite()) return Failure::no_number;
  if (size == 1) {
    if (step.jacobian(0, 0) == 0) return Failure::singular;
    step.change = step.defect / step.jacobian(0, 0);
    return {};
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> factors(step.jacobian);
  if (!factors.isInvertible()) return Failure::singular;
  step.change = factors.solve(step.defect);
  return {};
}

auto ConditionGroup::newton(const Places& conditions, const Places& values, double guess)
    -> std::optional<Failure> {
  constexpr int most_steps = 60;
  Eigen::VectorXd z = Eigen::VectorXd::Constant(static_cast<Eigen::Index>(values.size()), guess);
  NewtonStep step;
  Eigen::MatrixXd first_jacobian;
  double largest_defect = 0;
  for (int count = 0; count < most_steps; ++count) {
    if (const auto failure = step_from(z, conditions, values, step)) return failure;
    if (count == 0) first_jacobian = step.jacobian;
    largest_defect = std::max(largest_defect, step.defect.cwiseAbs().maxCoeff());
    z -= step.change;
    if (!z.allFinite()) return Failure::not_found;
    const double change = step.change.lpNorm<Eigen::Infinity>(), size = z.lpNorm<Eigen::Infinity>();
    if (change > 1e-15 * size && !(count > 8 && change <= 1e-13 * size)) continue;
    // The steps may be small beside a value that runs away from a condition that it never satisfies.
    constexpr double satisfied = 1e-8;
    if (step.defect.cwiseAbs().maxCoeff()
            > satisfied * (largest_defect + (step.jacobian * z).cwiseAbs().maxCoeff())
        && count > 1)
      return Failure::not_found;
    for (Eigen::Index i = 0; i < z.size(); ++i) {
      const std::size_t value = values[static_cast<std::size_t>(i)];
      number_[value] = z[i];
      known_[value] = true;
      replay_->set(values_[value], z[i]);
    }
    // What is curved has terms as large as it was elsewhere, and these are rounded.
    const bool is_linear = step.jacobian == first_jacobian;
    for (const std::size_t condition : conditions)
      rounding_[condition] =
          is_linear ? 0.0 : std::numeric_limits<double>::epsilon() * largest_defect;
    return {};
  }
  return Failure::not_found;
}

void ConditionGroup::take_single_values() {
  for (bool found = true; found;) {
    found = false;
    for (std::size_t c = 0; c < used_.size(); ++c) {
      if (used_[c]) continue;
      Places open;
      for (const std::size_t value : depends_on_[c])
        if (!known_[value]) open.push_back(value);
      if (open.empty() && depends_on_[c].size() == 1) {
        const std::size_t value = depends_on_[c].front();
        replay_->forward();
        const bool contradicts = replay_->value(residuals_[c])(0, 0) != 0;
        throw error(c, fmt::format("{} is given by {} already{}", name(value),
                                   quoted(given_by_[value]),
                                   contradicts ? ", and the two contradict each other" : ""));
      }
      if (open.size() != 1) continue;
      const auto fails = [&](double guess) { return newton({c}, open, guess).has_value(); };
      if (std::ranges::all_of(guesses, fails)) continue; // together with others it may do
      used_[c] = found = true;
      given_by_[open.front()] = c;
    }
  }
}

void ConditionGroup::solve_the_rest() {
  Places values, conditions;
  for (std::size_t v = 0; v < known_.size(); ++v)
    if (!known_[v]) values.push_back(v);
  for (std::size_t c = 0; c < used_.size(); ++c)
    if (!used_[c]) conditions.push_back(c);
  if (values.empty()) return;
  if (conditions.size() != values.size())
    throw error(conditions.empty() ? 0 : conditions.front(),
                fmt::format("{} values are open and {} conditions are left for them", values.size(),
                            conditions.size()));
  Failure least = Failure::no_number; // of all guesses
  for (const double guess : guesses) {
    const auto failure = newton(conditions, values, guess);
    if (!failure) return;
    least = std::max(least, *failure);
  }
  std::vector<std::string> names;
  for (const std::size_t value : values) names.push_back(name(value));
  const std::string open = fmt::format("{}", fmt::join(names, ", "));
  const auto why = [&]() -> std::string {
    switch (least) {
    case Failure::no_number: return "the conditions on {} have no finite value";
    case Failure::singular:
      return "the conditions leave {} open: they are not independent of each other";
    default: return "no values of {} were found that satisfy the conditions";
    }
  }();
  throw error(conditions.front(), fmt::format(fmt::runtime(why), open));
}

auto ConditionGroup::jacobian_by_values() -> Eigen::MatrixXd {
  const auto size = static_cast<Eigen::Index>(values_.size());
  Eigen::MatrixXd jacobian(size, size);
  for (Eigen::Index c = 0; c < size; ++c) {
    replay_->reverse(residuals_[static_cast<std::size_t>(c)]);
    for (Eigen::Index v = 0; v < size; ++v)
      jacobian(c, v) = replay_->adjoint(values_[static_cast<std::size_t>(v)])(0, 0);
  }
  return jacobian;
}

auto ConditionGroup::residuals_at(const Eigen::VectorXd& values) -> Eigen::VectorXd {
  for (std::size_t v = 0; v < values_.size(); ++v)
    replay_->set(values_[v], values[static_cast<Eigen::Index>(v)]);
  replay_->forward();
  Eigen::VectorXd residuals(static_cast<Eigen::Index>(residuals_.size()));
  for (std::size_t c = 0; c < residuals_.size(); ++c)
    residuals[static_cast<Eigen::Index>(c)] = replay_->value(residuals_[c])(0, 0);
  return residuals;
}

/// Rounding is seen where the values are moved by a few of their last digits: it is what the residuals then differ by from what
/// the Jacobian says. With a value alone on a side, as in r(0) = 1, nothing is lost.
auto ConditionGroup::deviations() -> Eigen::VectorXd {
  const Eigen::VectorXd found =
      Eigen::Map<const Eigen::VectorXd>(number_.data(), static_cast<Eigen::Index>(number_.size()));
  const Eigen::VectorXd residual = residuals_at(found);
  const Eigen::MatrixXd jacobian = jacobian_by_values();
  Eigen::VectorXd noise = residual.cwiseAbs().cwiseMax(
      Eigen::Map<const Eigen::VectorXd>(rounding_.data(), residual.size()));
  for (const double digits : {3.0, -5.0, 11.0, -14.0}) {
    const Eigen::VectorXd moved = found * (1 + digits * std::numeric_limits<double>::epsilon());
    const Eigen::VectorXd expected = residual + jacobian * (moved - found);
    noise = noise.cwiseMax((residuals_at(moved) - expected).cwiseAbs());
  }
  (void)residuals_at(found);
  if ((noise.array() == 0).all()) return noise;
  const Eigen::FullPivLU<Eigen::MatrixXd> factors(jacobian);
  if (!factors.isInvertible())
    return Eigen::VectorXd::Constant(found.size(), std::numeric_limits<double>::infinity());
  return factors.inverse().cwiseAbs() * noise;
}

auto ConditionGroup::solve(std::span<const double> parameters) -> const std::vector<double>& {
  number_.assign(values_.size(), 0.0);
  known_.assign(values_.size(), false);
  given_by_.assign(values_.size(), 0);
  used_.assign(residuals_.size(), false);
  rounding_.assign(residuals_.size(), 0.0);
  for (const Value& value : values_) replay_->set(value, 0.0);
  for (std::size_t k = 0; k < parameters_.size(); ++k) replay_->set(parameters_[k], parameters[k]);
  take_single_values();
  solve_the_rest();
  return number_;
}

auto ConditionGroup::derivatives_by_parameters() -> Eigen::MatrixXd {
  replay_->forward();
  const Eigen::MatrixXd by_values = jacobian_by_values();
  Eigen::MatrixXd by_parameters(by_values.rows(), static_cast<Eigen::Index>(parameters_.size()));
  for (Eigen::Index c = 0; c < by_parameters.rows(); ++c) {
    replay_->reverse(residuals_[static_cast<std::size_t>(c)]);
    for (Eigen::Index k = 0; k < by_parameters.cols(); ++k)
      by_parameters(c, k) = replay_->adjoint(parameters_[static_cast<std::size_t>(k)])(0, 0);
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> factors(by_values);
  if (!factors.isInvertible())
    throw error(0, "the initial values have no derivatives by the parameters: the "
                   "conditions' Jacobian is singular");
  return -factors.solve(by_parameters);
}

} // namespace jetwork::pinn
