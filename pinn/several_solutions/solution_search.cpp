#include "pinn/several_solutions/solution_search.hpp"

#include "pinn/boundary_value/first_guess.hpp"
#include "pinn/boundary_value/newton.hpp"
#include "pinn/several_solutions/deflated_newton.hpp"
#include "pinn/several_solutions/starting_functions.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jetwork::pinn {

namespace {

/// Where something is zero everywhere, but for rounding, one.
auto or_one(const Eigen::VectorXd& magnitudes) -> Eigen::VectorXd {
  constexpr double rounding = 1e-12;
  return (magnitudes.array() > rounding).select(magnitudes, 1.0);
}

} // namespace

SolutionSearch::SolutionSearch(NewtonSystem& system, std::vector<MeshFunction> guesses,
                               SearchEffort effort, const Deadline& deadline)
    : system_(&system),
      effort_(std::move(effort)),
      deadline_(&deadline),
      guesses_(std::move(guesses)) {
  measure();
  for (const double reach : {1.0, 10.0}) append(guesses_, reach);
}

/// By the largest of the functions that are known, or else of the guesses.
void SolutionSearch::measure() {
  Eigen::VectorXd largest = Eigen::VectorXd::Zero(guesses_.front().layout().unknowns());
  Eigen::VectorXd numbers = Eigen::VectorXd::Zero(guesses_.front().numbers.size());
  for (const MeshFunction& u : known_.empty() ? guesses_ : known_) {
    largest = largest.cwiseMax(u.largest_values());
    numbers = numbers.cwiseMax(u.numbers.cwiseAbs());
  }
  magnitudes_ = or_one(largest);
  deflation_.emplace(guesses_.front(), magnitudes_, or_one(numbers));
  for (const MeshFunction& u : known_) deflation_->add(u);
}

auto SolutionSearch::on_mesh(const MeshFunction& u) const -> MeshFunction {
  return u.on(guesses_.front().nodes(), guesses_.front().breaks());
}

void SolutionSearch::append(std::vector<MeshFunction> starts, double reach) {
  for (MeshFunction& u : starts) starts_.push_back({std::move(u), reach});
}

void SolutionSearch::add(const MeshFunction& known, Around around) {
  constexpr double tolerance = 1e-6;
  MeshFunction u = on_mesh(known);
  MeshFunction there = u; // what the equations on this mesh make of it
  if (newton(*system_, there, tolerance, *deadline_).converged()) u = std::move(there);
  known_.push_back(u);
  if (around == Around::yes) centres_.push_back(std::move(u)), in_vain_ = 0;
  else if (!starts_.empty()) starts_.pop_front();
  measure();
}

/// Each with a function that suits its numbers.
auto SolutionSearch::with_other_numbers(const MeshFunction& u) -> std::vector<MeshFunction> {
  if (u.numbers.size() == 0 || !system_->linearise(u, *deadline_)) return {};
  std::vector<MeshFunction> starts =
      StartingFunctions(magnitudes_).with_other_numbers(u, or_one(system_->number_scales()));
  for (MeshFunction& start : starts)
    start = nearest_with_its_numbers(*system_, std::move(start), *deadline_);
  return starts;
}

/// Further ones: of waves and bumps, once; of each function that is known; of it and each that was known before, one at a time, as
/// functions of large systems are large.
void SolutionSearch::add_starts() {
  constexpr std::size_t most_blended = 20;
  const StartingFunctions make(magnitudes_);
  const auto& [places, width, with_blends, most_in_vain] = effort_;
  if (!std::exchange(has_waves_, true)) {
    const MeshFunction& u = guesses_.front();
    append(with_other_numbers(u), 1.0);
    append(make.waves(u, {1.0}, 8), 1.0);
    for (const double amplitude : {4.0, 16.0, 64.0, 0.25})
      append(make.waves(u, {amplitude}, 3), std::max(1.0, amplitude));
    append(make.bumps(u, {1.0, 2.0, 4.0}, places, width), 4.0);
  } else if (to_blend_ > 0) {
    append(make.blends(centres_[used_ - 1], centres_[--to_blend_]), 1.0);
  } else if (used_ < centres_.size()) {
    const MeshFunction& u = centres_[used_];
    append(make.images(u), 1.0);
    append(make.waves(u, {1.0, 0.3}, 6), 1.0);
    append(make.bumps(u, {2.0}, places, width), 2.0);
    append(with_other_numbers(u), 1.0);
    to_blend_ = with_blends ? std::min(used_, most_blended) : 0;
    ++used_;
  }
}

auto SolutionSearch::next() -> std::optional<MeshFunction> {
  for (;;) {
    if (starts_.empty()) add_starts();
    if (starts_.empty() || in_vain_ == effort_.most_in_vain) return std::nullopt;
    MeshFunction u = starts_.front().u;
    ++attempts_;
    ++in_vain_;
    if (deflated_newton(*system_, u, *deflation_, starts_.front().reach, *deadline_)) return u;
    starts_.pop_front();
  }
}

} // namespace jetwork::pinn
