#include "pinn/problem/condition_solver.hpp"

#include "pinn/problem/dependence.hpp"
#include "pinn/problem/kind.hpp"

#include <Eigen/LU>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::pinn {

namespace {

// Where one guess is a singular point, the next may not be.
constexpr double guesses[] = {0.0, 1.0, -1.0, 0.3};

} // namespace

ConditionSolver::ConditionSolver(const Problem& problem)
    : problem_(problem), point_(initial_point(problem)) {
  std::vector<std::vector<Value>>
      inputs; // [unknown][derivative], with the highest, which is not allowed
  std::vector<Value> highest;
  for (const Unknown& unknown : problem.unknowns) {
    auto& of_one = inputs.emplace_back();
    for (int n = 0; n < unknown.order; ++n) {
      of_one.push_back(tape_.input(1));
      values_.push_back(of_one.back());
      names_.push_back(primed(unknown.name, n));
    }
    of_one.push_back(tape_.input(1));
    highest.push_back(of_one.back());
  }
  for (std::size_t k = 0; k < problem.parameters.size(); ++k) parameters_.push_back(tape_.input(1));
  for (const Condition& condition : problem.conditions) {
    std::vector<std::vector<Derivatives<Value>>> at(condition.points.size());
    for (auto& u : at)
      for (const auto& of_one : inputs) u.emplace_back(of_one);
    residuals_.push_back(condition.residual({at, {}, parameters_}));
  }
  find_dependences();
  replay_.emplace(tape_, 1);
  for (const Value& value : highest) replay_->set(value, 0.0);
  std::vector<Value> inputs_of_derivatives = values_;
  inputs_of_derivatives.insert(inputs_of_derivatives.end(), parameters_.begin(), parameters_.end());
  replay_->with_respect_to(inputs_of_derivatives, {});
}

void ConditionSolver::find_dependences() {
  const autodiff::BatchProgram program(tape_);
  depends_on_.resize(residuals_.size());
  for (std::size_t v = 0; v < values_.size(); ++v)
    for (const std::size_t c : places_that_depend_on(values_[v], residuals_, program))
      depends_on_[c].push_back(v);
  for (std::size_t c = 0; c < residuals_.size(); ++c)
    if (depends_on_[c].empty())
      throw ConditionError(
          c, fmt::format("{} depends on no value of an unknown below its order", quoted(c)));
}

auto ConditionSolver::name(std::size_t value) const -> std::string {
  return fmt::format("{}({})", names_[value], point_);
}

auto ConditionSolver::quoted(std::size_t condition) const -> std::string {
  const std::string& text = problem_.conditions[condition].text;
  return fmt::format("condition {}{}", condition + 1, text.empty() ? "" : ", '" + text + "'");
}

auto ConditionSolver::newton(const Places& conditions, const Places& values, double guess,
                             bool& singular) -> bool {
  constexpr int most_steps = 60;
  const auto size = static_cast<Eigen::Index>(values.size());
  Eigen::VectorXd z = Eigen::VectorXd::Constant(size, guess);
  Eigen::VectorXd defect(size);
  Eigen::MatrixXd jacobian(size, size);
  for (int step = 0; step < most_steps; ++step) {
    for (Eigen::Index i = 0; i < size; ++i)
      replay_->set(values_[values[static_cast<std::size_t>(i)]], z[i]);
    replay_->forward();
    for (Eigen::Index row = 0; row < size; ++row) {
      const Value& residual = residuals_[conditions[static_cast<std::size_t>(row)]];
      defect[row] = replay_->value(residual)(0, 0);
      replay_->reverse(residual);
      for (Eigen::Index column = 0; column < size; ++column)
        jacobian(row, column) =
            replay_->adjoint(values_[values[static_cast<std::size_t>(column)]])(0, 0);
    }
    if (!defect.allFinite() || !jacobian.allFinite()) return false;
    const Eigen::FullPivLU<Eigen::MatrixXd> factors(jacobian);
    if (!factors.isInvertible()) return false;
    singular = false;
    const Eigen::VectorXd change = factors.solve(defect);
    z -= change;
    if (change.norm() > 1e-15 * z.norm() && !(step > 8 && change.norm() <= 1e-13 * z.norm()))
      continue;
    for (Eigen::Index i = 0; i < size; ++i) {
      const std::size_t value = values[static_cast<std::size_t>(i)];
      number_[value] = z[i];
      known_[value] = true;
      replay_->set(values_[value], z[i]);
    }
    return true;
  }
  return false;
}

void ConditionSolver::take_single_values() {
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
        throw ConditionError(
            c, fmt::format("{} is given by {} already{}", name(value), quoted(given_by_[value]),
                           contradicts ? ", and the two contradict each other" : ""));
      }
      if (open.size() != 1) continue;
      bool singular = true;
      if (std::ranges::none_of(guesses,
                               [&](double guess) { return newton({c}, open, guess, singular); }))
        continue; // together with others it may do
      used_[c] = found = true;
      given_by_[open.front()] = c;
    }
  }
}

void ConditionSolver::solve_the_rest() {
  Places values, conditions;
  for (std::size_t v = 0; v < known_.size(); ++v)
    if (!known_[v]) values.push_back(v);
  for (std::size_t c = 0; c < used_.size(); ++c)
    if (!used_[c]) conditions.push_back(c);
  if (values.empty()) return;
  if (conditions.size() != values.size())
    throw ConditionError(conditions.empty() ? 0 : conditions.front(),
                         fmt::format("{} values are open and {} conditions are left for them",
                                     values.size(), conditions.size()));
  bool singular = true; // at every guess
  if (std::ranges::any_of(
          guesses, [&](double guess) { return newton(conditions, values, guess, singular); }))
    return;
  std::vector<std::string> names;
  for (const std::size_t value : values) names.push_back(name(value));
  const std::string open = fmt::format("{}", fmt::join(names, ", "));
  throw ConditionError(
      conditions.front(),
      singular ? fmt::format("the conditions leave {} open: they are not independent of each other",
                             open)
               : fmt::format("no values of {} were found that satisfy the conditions", open));
}

auto ConditionSolver::initial_values(std::span<const double> parameters)
    -> std::vector<std::vector<double>> {
  number_.assign(values_.size(), 0.0);
  known_.assign(values_.size(), false);
  given_by_.assign(values_.size(), 0);
  used_.assign(residuals_.size(), false);
  for (const Value& value : values_) replay_->set(value, 0.0);
  for (std::size_t k = 0; k < parameters_.size(); ++k) replay_->set(parameters_[k], parameters[k]);
  take_single_values();
  solve_the_rest();
  std::vector<std::vector<double>> initial;
  auto next = number_.begin();
  for (const Unknown& unknown : problem_.unknowns) {
    initial.emplace_back(next, next + unknown.order);
    next += unknown.order;
  }
  return initial;
}

auto ConditionSolver::derivatives_by_parameters() -> Eigen::MatrixXd {
  const auto size = static_cast<Eigen::Index>(values_.size());
  Eigen::MatrixXd by_values(size, size);
  Eigen::MatrixXd by_parameters(size, static_cast<Eigen::Index>(parameters_.size()));
  replay_->forward();
  for (Eigen::Index c = 0; c < size; ++c) {
    replay_->reverse(residuals_[static_cast<std::size_t>(c)]);
    for (Eigen::Index v = 0; v < size; ++v)
      by_values(c, v) = replay_->adjoint(values_[static_cast<std::size_t>(v)])(0, 0);
    for (Eigen::Index k = 0; k < by_parameters.cols(); ++k)
      by_parameters(c, k) = replay_->adjoint(parameters_[static_cast<std::size_t>(k)])(0, 0);
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> factors(by_values);
  if (!factors.isInvertible())
    throw ConditionError(0, "the initial values have no derivatives by the parameters: the "
                            "conditions' Jacobian is singular");
  return -factors.solve(by_parameters);
}

auto initial_values(const Problem& problem) -> std::vector<std::vector<double>> {
  return ConditionSolver(problem).initial_values(parameter_values(problem));
}

} // namespace jetwork::pinn
