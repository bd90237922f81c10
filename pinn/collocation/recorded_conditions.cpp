#include "pinn/collocation/recorded_conditions.hpp"

#include "pinn/problem/dependence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace jetwork::pinn {

auto places_of_conditions(const Problem& problem) -> std::vector<double> {
  std::vector<double> places = {problem.domain.start, problem.domain.end};
  for (const Condition& condition : problem.conditions)
    places.insert(places.end(), condition.points.begin(), condition.points.end());
  for (const Jump& jump : problem.jumps) places.push_back(jump.at);
  std::ranges::sort(places);
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

RecordedConditions::RecordedConditions(const Problem& problem, std::vector<double> places)
    : places_(std::move(places)) {
  std::size_t derivatives = 0; // at one place
  for (const Unknown& unknown : problem.unknowns)
    derivatives += static_cast<std::size_t>(unknown.order) + 1;
  std::vector<Value> values, highest; // of one place after the other, and of one unknown
  values.reserve(places_.size() * derivatives);
  highest.reserve(places_.size() * problem.unknowns.size());
  states_.reserve(values.capacity() - highest.capacity());
  for (std::size_t place = 0; place < places_.size(); ++place)
    for (const Unknown& unknown : problem.unknowns) {
      for (int n = 0; n < unknown.order; ++n)
        states_.push_back(values.emplace_back(tape_.input(1)));
      highest.push_back(values.emplace_back(tape_.input(1))); // not allowed
    }
  for (std::size_t k = 0; k < problem.parameters.size(); ++k) parameters_.push_back(tape_.input(1));
  std::vector<std::vector<Derivatives<Value>>> views(places_.size());
  std::span<const Value> rest = values;
  for (auto& of_place : views) {
    of_place.reserve(problem.unknowns.size());
    for (const Unknown& unknown : problem.unknowns) {
      const auto count = static_cast<std::size_t>(unknown.order) + 1;
      of_place.emplace_back(rest.first(count));
      rest = rest.subspan(count);
    }
  }
  residuals_.reserve(problem.conditions.size());
  std::vector<std::vector<Derivatives<Value>>> at;
  for (const Condition& condition : problem.conditions) {
    at.clear();
    for (const double point : condition.points)
      at.push_back(
          views[static_cast<std::size_t>(std::ranges::find(places_, point) - places_.begin())]);
    residuals_.push_back(condition.residual({at, {}, parameters_}));
  }
  std::vector<Value> inputs = states_;
  inputs.insert(inputs.end(), parameters_.begin(), parameters_.end());
  Ancestors ancestors(tape_);
  for (std::size_t c = 0; c < residuals_.size(); ++c) {
    const auto& its_ancestors = ancestors.of(residuals_[c]);
    if (!places_among(highest, its_ancestors).empty())
      throw std::invalid_argument(
          fmt::format("condition {} holds a derivative that the equations themselves determine; "
                      "conditions may hold derivatives below the order of each unknown",
                      c + 1));
    if (places_among(inputs, its_ancestors).empty())
      throw std::invalid_argument(
          fmt::format("condition {} depends on no value of an unknown", c + 1));
  }
  std::vector<Value> multipliers;
  multipliers.reserve(residuals_.size());
  for (std::size_t c = 0; c < residuals_.size(); ++c) multipliers.push_back(tape_.input(1));
  for (std::size_t c = 0; c < residuals_.size(); ++c)
    sum_ = c == 0 ? multipliers[c] * residuals_[c] : sum_ + multipliers[c] * residuals_[c];
  replay_.emplace(tape_, static_cast<int>(count()));
  for (Eigen::Index c = 0; c < count(); ++c)
    replay_->set(multipliers[static_cast<std::size_t>(c)], Eigen::RowVectorXd::Unit(count(), c));
  for (const Value& value : highest) replay_->set(value, 0.0);
  replay_->with_respect_to(inputs, {});
  replay_->hold(parameters_);
  residual.setZero(count());
  by_states.setZero(count(), static_cast<Eigen::Index>(states_.size()));
  by_parameters.setZero(count(), static_cast<Eigen::Index>(parameters_.size()));
}

auto RecordedConditions::evaluate(const Eigen::MatrixXd& states, std::span<const double> parameters)
    -> bool {
  for (std::size_t s = 0; s < states_.size(); ++s)
    replay_->set(states_[s], states.reshaped()[static_cast<Eigen::Index>(s)]);
  if (!std::ranges::equal(parameters, given_)) {
    given_.assign(parameters.begin(), parameters.end());
    for (std::size_t k = 0; k < given_.size(); ++k) replay_->set(parameters_[k], given_[k]);
  }
  replay_->forward();
  for (Eigen::Index c = 0; c < count(); ++c)
    residual[c] = replay_->value(residuals_[static_cast<std::size_t>(c)])(0, 0);
  return residual.allFinite();
}

auto RecordedConditions::differentiate(const Eigen::MatrixXd& states,
                                       std::span<const double> parameters) -> bool {
  if (!evaluate(states, parameters)) return false;
  replay_->reverse(sum_);
  for (std::size_t s = 0; s < states_.size(); ++s)
    by_states.col(static_cast<Eigen::Index>(s)) = replay_->adjoint(states_[s]).transpose();
  for (std::size_t k = 0; k < parameters_.size(); ++k)
    by_parameters.col(static_cast<Eigen::Index>(k)) = replay_->adjoint(parameters_[k]).transpose();
  return by_states.allFinite() && by_parameters.allFinite();
}

} // namespace jetwork::pinn
