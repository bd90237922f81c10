#include "pinn/problem/condition_solver.hpp"

#include "pinn/problem/groups.hpp"

#include <cstddef>
#include <numeric>
#include <utility>

namespace jetwork::pinn {

namespace {

/// So few are solved together: to find groups and record them takes longer.
constexpr std::size_t few = 64;

} // namespace

ConditionSolver::ConditionSolver(const Problem& problem) : problem_(problem) {
  ConditionGroup::Members all;
  all.conditions.resize(problem.conditions.size());
  std::iota(all.conditions.begin(), all.conditions.end(), std::size_t{0});
  all.values.resize(total_order(problem));
  std::iota(all.values.begin(), all.values.end(), std::size_t{0});
  ConditionArgumentValues arguments(problem);
  groups_.push_back(std::make_unique<ConditionGroup>(problem, std::move(all), arguments));
  if (problem.conditions.size() > few && problem.conditions.size() == total_order(problem)) split();
}

void ConditionSolver::split() {
  std::vector<Dependence> dependences;
  const auto& of_conditions = groups_[0]->dependences();
  for (std::size_t c = 0; c < of_conditions.size(); ++c)
    for (const std::size_t value : of_conditions[c])
      dependences.push_back({static_cast<int>(c), static_cast<int>(value), 0});
  const Groups groups(static_cast<int>(of_conditions.size()), dependences);
  if (groups.count() == 1) return;
  groups_.clear();
  ConditionArgumentValues arguments(problem_);
  for (int g = 0; g < groups.count(); ++g) {
    const auto& [conditions, values] = groups[g];
    groups_.push_back(std::make_unique<ConditionGroup>(
        problem_,
        ConditionGroup::Members{{conditions.begin(), conditions.end()},
                                {values.begin(), values.end()}},
        arguments));
  }
}

auto ConditionSolver::initial_values(std::span<const double> parameters)
    -> std::vector<std::vector<double>> {
  std::vector<double> number(total_order(problem_));
  for (const auto& group : groups_) {
    const std::vector<double>& found = group->solve(parameters);
    for (std::size_t k = 0; k < found.size(); ++k) number[group->members().values[k]] = found[k];
  }
  std::vector<std::vector<double>> initial;
  auto next = number.begin();
  for (const Unknown& unknown : problem_.unknowns) {
    initial.emplace_back(next, next + unknown.order);
    next += unknown.order;
  }
  return initial;
}

auto ConditionSolver::deviations() -> Eigen::VectorXd {
  Eigen::VectorXd all(static_cast<Eigen::Index>(total_order(problem_)));
  for (const auto& group : groups_) all(group->members().values) = group->deviations();
  return all;
}

auto ConditionSolver::derivatives_by_parameters() -> Eigen::MatrixXd {
  Eigen::MatrixXd all(static_cast<Eigen::Index>(total_order(problem_)),
                      static_cast<Eigen::Index>(problem_.parameters.size()));
  for (const auto& group : groups_)
    all(group->members().values, Eigen::all) = group->derivatives_by_parameters();
  return all;
}

auto initial_values(const Problem& problem) -> std::vector<std::vector<double>> {
  return ConditionSolver(problem).initial_values(parameter_values(problem));
}

} // namespace jetwork::pinn
