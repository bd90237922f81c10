#include "pinn/eigenvalues/candidate_search.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace jetwork::pinn {

namespace {

/// Where a segment's node lies, as a part of the distance between two places: towards infinity each segment is longer than the one
/// before by the same factor, and the last point lies `ratio` times as far from the next as the first.
auto spread(double even, bool from_infinity, bool to_infinity, double ratio) -> double {
  const auto graded = [&](double part) { return (std::pow(ratio, part) - 1) / (ratio - 1); };
  if (from_infinity && to_infinity)
    return (1 + std::copysign(graded(std::abs(2 * even - 1)), 2 * even - 1)) / 2;
  if (to_infinity) return graded(even);
  if (from_infinity) return 1 - graded(1 - even);
  return even;
}

} // namespace

CandidateSearch::CandidateSearch(LinearProblem problem, std::shared_ptr<const StateLayout> layout,
                                 KeptDomain domain, const Deadline& deadline)
    : problem_(std::move(problem)),
      layout_(std::move(layout)),
      domain_(domain),
      deadline_(&deadline),
      landmarks_(problem_.recorded) {
  landmarks_.set_parameters(problem_.parameters);
}

auto CandidateSearch::mesh(int parts) -> MeshFunction {
  constexpr std::size_t most_landmarks = 8;
  constexpr double least_distance = 1e-6;
  std::vector<double> nodes;
  std::vector<std::size_t> breaks;
  const auto& places = problem_.conditions.places();
  std::vector<double> landmarks =
      landmarks_.find({domain_.place(places.front()), domain_.place(places.back())});
  if (landmarks.size() > most_landmarks) landmarks.clear();
  for (std::size_t k = 0; k < places.size(); ++k) {
    const double node = domain_.place(places[k]);
    if (k > 0) {
      const double before = nodes.back(), length = node - before;
      std::vector<double> inside = {before};
      for (int part = 1; part < parts; ++part)
        inside.push_back(before
                         + length
                               * spread(static_cast<double>(part) / parts,
                                        std::isinf(places[k - 1]), std::isinf(places[k]),
                                        std::max(4.0, length / 2)));
      inside.push_back(node);
      for (const double landmark : landmarks) {
        const bool is_near = std::ranges::any_of(inside, [&](double other) {
          return std::abs(landmark - other) < least_distance * length;
        });
        if (landmark > before && landmark < node && !is_near) inside.push_back(landmark);
      }
      std::ranges::sort(inside);
      nodes.insert(nodes.end(), inside.begin() + 1, inside.end());
    } else {
      nodes.push_back(node);
    }
    breaks.push_back(nodes.size() - 1);
  }
  return {layout_, std::move(nodes), std::move(breaks)};
}

/// Whether the mesh resolves functions by more than what sets the eigenvalues apart: those of nearly equal ones mix.
auto CandidateSearch::are_told_apart(int count) const -> bool {
  constexpr double part = 0.03, least = 1e-7;
  for (std::size_t k = 0; k + 1 < found_.size() && k < static_cast<std::size_t>(count); ++k) {
    const double one = found_[k].eigenvalue, next = found_[k + 1].eigenvalue;
    const double gap = std::abs(next - one) / std::max(std::abs(one), std::abs(next));
    if (found_[k].tail > part * std::max(gap, least)) return false;
  }
  return true;
}

auto CandidateSearch::look(int count, Bounds bounds) -> bool {
  constexpr std::size_t most_points = 260; // eigenvalues take their cube
  constexpr double resolved = 1e-3, hardly_resolved = 0.05;
  const auto points_with = [&](int parts) {
    const auto segments =
        static_cast<std::size_t>(parts) * (problem_.conditions.places().size() - 1);
    return segments * static_cast<std::size_t>(layout_->unknowns() * GaussNodes::count);
  };
  for (;; parts_ *= 2) {
    const auto pencil = eigenvalue_pencil(problem_, mesh(parts_), *deadline_);
    if (!pencil) return false;
    found_ = candidates(*pencil);
    std::erase_if(found_, [&](const Candidate& candidate) {
      return candidate.tail > hardly_resolved || candidate.eigenvalue < bounds.lower
             || candidate.eigenvalue > bounds.upper;
    });
    const bool are_enough =
        std::ssize(found_) > count && are_told_apart(count)
        && std::all_of(found_.begin(), found_.begin() + count,
                       [&](const Candidate& candidate) { return candidate.tail < resolved; });
    if (are_enough || points_with(2 * parts_) > most_points) return true;
  }
}

auto CandidateSearch::agreeing(const std::vector<Candidate>& before, int count) const
    -> std::size_t {
  constexpr double stays = 1e-3, rounding = 1e-9;
  const std::size_t most =
      std::min({before.size(), found_.size(), static_cast<std::size_t>(count)});
  std::size_t agree = 0;
  while (agree < most
         && std::abs(before[agree].eigenvalue - found_[agree].eigenvalue)
                <= stays * std::abs(found_[agree].eigenvalue) + rounding)
    ++agree;
  return agree;
}

auto CandidateSearch::are_confirmed(const std::vector<Settled>& settled, Bounds bounds) -> bool {
  constexpr double alike = 1e-2, rounding = 1e-6, has_a_shape = 0.5;
  if (settled.empty()) return true;
  domain_ = settled.back().domain;
  const auto pencil = eigenvalue_pencil(problem_, mesh(parts_ + (parts_ + 1) / 2), *deadline_);
  if (!pencil) return false;
  std::vector<Candidate> others = candidates(*pencil);
  std::erase_if(others, [&](const Candidate& candidate) {
    return candidate.tail > has_a_shape || candidate.eigenvalue < bounds.lower
           || candidate.eigenvalue > bounds.upper;
  });
  if (others.size() < settled.size()) return false;
  for (std::size_t k = 0; k < settled.size(); ++k) {
    const double one = settled[k].candidate.eigenvalue, other = others[k].eigenvalue;
    if (std::abs(one - other) > alike * std::max(std::abs(one), std::abs(other)) + rounding)
      return false;
  }
  return true;
}

auto CandidateSearch::first(int count, Bounds bounds) -> std::vector<Settled> {
  constexpr int most_doublings = 10, most_without_change = 6;
  parts_ = domain_.is_cut() ? 4 : problem_.conditions.places().size() > 2 ? 2 : 3;
  if (!look(count, bounds))
    throw std::invalid_argument("the equations or the conditions have no value in the domain");
  std::vector<Settled> settled;
  const auto take_until = [&](std::size_t end) {
    for (std::size_t k = settled.size(); k < end; ++k) settled.push_back({found_[k], domain_});
  };
  if (!domain_.is_cut()) {
    take_until(std::min(found_.size(), static_cast<std::size_t>(count)));
    return settled;
  }
  for (int doubling = 0, unchanged = 0;
       doubling < most_doublings && unchanged < most_without_change && std::ssize(settled) < count;
       ++doubling) {
    const std::vector<Candidate> before = std::move(found_);
    domain_ = domain_.doubled();
    if (!look(count, bounds)) break;
    const std::size_t agree = agreeing(before, count);
    unchanged = agree > settled.size() ? 0 : unchanged + 1;
    take_until(agree);
  }
  return settled;
}

} // namespace jetwork::pinn
