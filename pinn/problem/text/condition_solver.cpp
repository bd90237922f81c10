#include "pinn/problem/text/condition_solver.hpp"

#include "autodiff/dual.hpp"

#include <Eigen/LU>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

namespace jetwork::pinn::detail {
namespace {

using formula::Expression;
using formula::ValueAt;
using Dual = autodiff::Dual<double>;

/// The value at a point of which the expression consists, if it does.
auto lone_value(const Expression& expression) -> const ValueAt* {
  return expression.postfix.size() == 1 ? std::get_if<ValueAt>(&expression.postfix.front())
                                        : nullptr;
}

} // namespace

ConditionSolver::ConditionSolver(const TextParts& parts)
    : parts_(parts), used_(parts.conditions.size(), false) {
  std::size_t slots = 0;
  for (const TextUnknown& unknown : parts.unknowns) {
    first_slot_.push_back(slots);
    slots += static_cast<std::size_t>(unknown.order);
  }
  value_.resize(slots);
  given_by_.resize(slots);
  symbols_.parameters = parts.parameters;
  for (const auto& condition : parts.conditions)
    for (const auto& point : formula::point_values(condition, parts.parameters))
      symbols_.values[point] = slot(point.unknown);
}

auto ConditionSolver::slot(const formula::Symbol& symbol) const -> std::size_t {
  for (std::size_t i = 0; i < parts_.unknowns.size(); ++i)
    if (parts_.unknowns[i].name == symbol.name)
      return first_slot_[i] + static_cast<std::size_t>(symbol.order);
  return value_.size();
}

auto ConditionSolver::name(std::size_t slot) const -> std::string {
  const auto after = std::upper_bound(first_slot_.begin(), first_slot_.end(), slot);
  const auto unknown = static_cast<std::size_t>(after - first_slot_.begin()) - 1;
  return primed(parts_.unknowns[unknown].name, static_cast<int>(slot - first_slot_[unknown]));
}

auto ConditionSolver::all_known(const Expression& expression) const -> bool {
  const auto values = formula::values_at(expression);
  return std::all_of(values.begin(), values.end(),
                     [&](const ValueAt& value) { return value_[slot(value.unknown)].has_value(); });
}

void ConditionSolver::take_direct_forms() {
  for (bool found = true; found;) {
    found = false;
    for (std::size_t i = 0; i < used_.size(); ++i)
      if (!used_[i] && take_direct_form(i)) found = used_[i] = true;
  }
}

auto ConditionSolver::take_direct_form(std::size_t condition) -> bool {
  const auto& [left, right] = parts_.conditions[condition];
  return take(condition, left, right) || take(condition, right, left);
}

auto ConditionSolver::take(std::size_t condition, const Expression& alone, const Expression& other)
    -> bool {
  const ValueAt* value = lone_value(alone);
  if (value == nullptr || !all_known(other)) return false;
  const auto refuse = [&](const std::string& message) {
    fail(parts_.text, Part::condition, condition, value->unknown.column, message);
  };
  std::vector<double> known;
  for (const auto& number : value_) known.push_back(number.value_or(0.0));
  const double number = reading(parts_.text, Part::condition, condition,
                                [&] { return formula::compile(other, symbols_).evaluate(known); });
  const std::size_t target = slot(value->unknown);
  if (const auto earlier = given_by_[target])
    refuse(fmt::format("{} is given by condition {} already, '{}'{}", formula::to_string(alone),
                       *earlier + 1, parts_.text.conditions[*earlier],
                       number == *value_[target] ? "" : ", and the two contradict each other"));
  if (!std::isfinite(number))
    refuse(fmt::format("{} is to be {}; expected a finite number", formula::to_string(alone),
                       std::isnan(number) ? std::nan("") : number));
  value_[target] = number;
  given_by_[target] = condition;
  return true;
}

auto ConditionSolver::system(const std::vector<formula::Formula>& formulas,
                             const std::vector<std::size_t>& missing,
                             const Eigen::VectorXd& values) const -> System {
  const auto size = static_cast<Eigen::Index>(missing.size());
  System result{Eigen::VectorXd(size), Eigen::MatrixXd(size, size)};
  std::vector<Dual> variables(value_.size());
  for (std::size_t i = 0; i < value_.size(); ++i) variables[i] = value_[i].value_or(0.0);
  for (Eigen::Index i = 0; i < size; ++i)
    variables[missing[static_cast<std::size_t>(i)]] = values[i];
  for (Eigen::Index column = 0; column < size; ++column) {
    Dual& seeded = variables[missing[static_cast<std::size_t>(column)]];
    seeded = Dual::variable(values[column]);
    for (Eigen::Index row = 0; row < size; ++row) {
      const Dual defect = formulas[static_cast<std::size_t>(row)].evaluate(variables);
      result.defect[row] = defect.value();
      result.jacobian(row, column) = defect.tangent();
    }
    seeded = values[column];
  }
  return result;
}

void ConditionSolver::solve_the_rest() {
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < value_.size(); ++i)
    if (!value_[i]) missing.push_back(i);
  if (missing.empty()) return;
  std::vector<formula::Formula> formulas;
  std::size_t first_left = used_.size();
  for (std::size_t i = 0; i < used_.size(); ++i) {
    if (used_[i]) continue;
    first_left = std::min(first_left, i);
    formulas.push_back(reading(parts_.text, Part::condition, i, [&] {
      return formula::compile_residual(parts_.conditions[i], symbols_);
    }));
  }

  bool singular = true; // at every guess
  constexpr int most_steps = 60;
  for (const double guess :
       {0.0, 1.0, -1.0, 0.3}) { // where one guess is a singular point, the next may not be
    Eigen::VectorXd z = Eigen::VectorXd::Constant(static_cast<Eigen::Index>(missing.size()), guess);
    for (int step = 0; step < most_steps; ++step) {
      const auto [defect, jacobian] = system(formulas, missing, z);
      if (!defect.allFinite() || !jacobian.allFinite()) break;
      const Eigen::FullPivLU<Eigen::MatrixXd> factors(jacobian);
      if (!factors.isInvertible()) break;
      singular = false;
      const Eigen::VectorXd change = factors.solve(defect);
      z -= change;
      if (change.norm() > 1e-15 * z.norm() && !(step > 8 && change.norm() <= 1e-13 * z.norm()))
        continue;
      for (std::size_t i = 0; i < missing.size(); ++i)
        value_[missing[i]] = z[static_cast<Eigen::Index>(i)];
      return;
    }
  }
  std::vector<std::string> names;
  for (const std::size_t slot : missing)
    names.push_back(fmt::format("{}({})", name(slot), parts_.start));
  const std::string values = fmt::format("{}", fmt::join(names, ", "));
  fail(parts_.text, Part::condition, first_left, 0,
       singular
           ? fmt::format("the conditions leave {} open: they are not independent of each other",
                         values)
           : fmt::format("no values of {} were found that satisfy the conditions", values));
}

auto ConditionSolver::initial_values() const -> std::vector<std::vector<double>> {
  std::vector<std::vector<double>> initial;
  for (std::size_t i = 0; i < parts_.unknowns.size(); ++i) {
    auto& values = initial.emplace_back();
    for (int n = 0; n < parts_.unknowns[i].order; ++n)
      values.push_back(*value_[first_slot_[i] + static_cast<std::size_t>(n)]);
  }
  return initial;
}

} // namespace jetwork::pinn::detail
