#include "pinn/several_solutions/solution_search.hpp"

#include "pinn/boundary_value/newton.hpp"
#include "pinn/several_solutions/deflated_newton.hpp"
#include "pinn/several_solutions/starting_functions.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jetwork::pinn {

namespace {

void append(std::deque<MeshFunction>& starts, std::vector<MeshFunction> others) {
  starts.insert(starts.end(), std::make_move_iterator(others.begin()),
                std::make_move_iterator(others.end()));
}

/// Where something is zero everywhere, one.
auto or_one(const Eigen::VectorXd& magnitudes) -> Eigen::VectorXd {
  return (magnitudes.array() > 0).select(magnitudes, 1.0);
}

} // namespace

SolutionSearch::SolutionSearch(NewtonSystem& system, std::vector<MeshFunction> guesses,
                               const Deadline& deadline)
    : system_(&system), deadline_(&deadline), guesses_(std::move(guesses)) {
  measure();
  append(starts_, guesses_);
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

void SolutionSearch::add(const MeshFunction& known, Around around) {
  constexpr double tolerance = 1e-6;
  MeshFunction u = on_mesh(known);
  MeshFunction there = u; // what the equations on this mesh make of it
  if (newton(*system_, there, tolerance, *deadline_).converged()) u = std::move(there);
  known_.push_back(u);
  if (around == Around::yes) centres_.push_back(std::move(u));
  measure();
}

/// Further ones: of waves, once, and of each function that is known.
void SolutionSearch::add_starts() {
  const StartingFunctions make(magnitudes_);
  if (!std::exchange(has_waves_, true)) {
    append(starts_, make.with_other_numbers(guesses_.front()));
    append(starts_, make.waves(guesses_.front(), {1.0, 4.0, 0.25}, 4));
    return;
  }
  if (used_ == centres_.size()) return;
  const MeshFunction& u = centres_[used_];
  append(starts_, make.images(u));
  append(starts_, make.waves(u, {1.0, 0.3}, 4));
  append(starts_, make.with_other_numbers(u));
  for (std::size_t other = 0; other < used_; ++other)
    append(starts_, make.blends(u, centres_[other]));
  ++used_;
}

auto SolutionSearch::next() -> std::optional<MeshFunction> {
  for (;;) {
    if (starts_.empty()) add_starts();
    if (starts_.empty()) return std::nullopt;
    MeshFunction u = starts_.front();
    ++attempts_;
    if (deflated_newton(*system_, u, *deflation_, *deadline_)) return u;
    starts_.pop_front();
  }
}

} // namespace jetwork::pinn
