// The part of PassageSearch that goes along one expansion: the first passage that counts.
#include "pinn/initial_value/chebyshev_expansion.hpp"
#include "pinn/initial_value/passage_search.hpp"

#include <algorithm>
#include <cmath>

namespace jetwork::pinn {

PassageSearch::Scan::Scan(PassageSearch& search, std::size_t watched, const Expansion& expansion,
                          double from, double to)
    : search_(&search),
      watched_(watched),
      one_(&search.watched_[watched]),
      expansion_(&expansion),
      from_(from),
      to_(to),
      last_(from) {
  if (is_far_from_zero()) return;
  const bool is_resolved = expansion.is_resolved;
  times_ = (is_resolved ? chebyshev::grid_points() : chebyshev::sample_points())
               .unaryExpr([&](double x) { return time_at(from, to, x); });
  values_ = is_resolved ? Eigen::VectorXd(chebyshev::grid_table() * expansion.coefficients)
                        : expansion.samples;
}

/// By its coefficients alone, and on its side.
auto PassageSearch::Scan::is_far_from_zero() const -> bool {
  const Eigen::VectorXd& c = expansion_->coefficients;
  const double mean = std::abs(c[0]), varies = c.cwiseAbs().sum() - mean;
  return expansion_->is_resolved && varies + expansion_->noise < mean && one_->side != 0
         && sign_of(c[0]) == one_->side;
}

auto PassageSearch::Scan::is_rounding(double beyond) const -> bool {
  return search_->is_rounding(*one_, beyond, from_, to_);
}

/// How far it goes to its other side.
auto PassageSearch::Scan::farthest() const -> double {
  return one_->side == 0 ? values_.cwiseAbs().maxCoeff() : (-one_->side * values_).maxCoeff();
}

void PassageSearch::Scan::is_on(int side, double t) {
  one_->side = side;
  search_->is_seen_[watched_] = true;
  last_ = t;
}

auto PassageSearch::Scan::passage_in(double from, double to, double beyond)
    -> std::optional<Passage> {
  if (!counts() || is_rounding(beyond)) return std::nullopt;
  const bool is_at_start =
      from == from_ && from_ == search_->segment_->start && !search_->is_seen_[watched_];
  if (is_at_start) return Passage{watched_, from_, one_->side < 0, true};
  const auto t = search_->refined(*one_, from, to);
  if (!t) return std::nullopt;
  return Passage{watched_, *t, one_->side < 0, false};
}

/// Of a function that begins at zero: to where it goes from there.
auto PassageSearch::Scan::left_from_zero() -> std::optional<Passage> {
  int side = expansion_->side_at_start;
  for (Eigen::Index j = 0; j < values_.size() && side == 0; ++j)
    if (std::abs(values_[j]) > expansion_->noise) side = sign_of(values_[j]);
  if (side == 0 || is_rounding(farthest())) return std::nullopt;
  return Passage{
      .watched = watched_, .t = search_->segment_->start, .upwards = side > 0, .at_start = true};
}

auto PassageSearch::Scan::at_start() -> std::optional<Passage> {
  const int side = expansion_->side_at_start;
  if (from_ != search_->segment_->start || side == 0) return std::nullopt;
  if (one_->side != 0 && one_->side != side)
    if (auto passage = passage_in(from_, from_, farthest())) return passage;
  is_on(side, from_);
  return std::nullopt;
}

/// Whether it may be below zero between two places, and be back at the next.
auto PassageSearch::Scan::may_dip(Eigen::Index place) const -> bool {
  const bool is_inner = place > 0 && place + 1 < values_.size();
  if (!expansion_->is_resolved || !is_inner || one_->side == 0) return false;
  const Eigen::Array3d around = one_->side * values_.segment<3>(place - 1).array();
  return (around > 0).all() && around[1] <= around[0] && around[1] <= around[2];
}

auto PassageSearch::Scan::in_dip(Eigen::Index place) -> std::optional<Passage> {
  const chebyshev::Vertex dip = chebyshev::lowest_near(expansion_->coefficients, place, one_->side);
  const double lowest = time_at(from_, to_, dip.place), beyond = -one_->side * dip.value;
  if (!(beyond > expansion_->noise)) return std::nullopt;
  const double before = (lowest - times_[place]) * (to_ - from_) < 0 ? last_ : times_[place];
  if (auto passage = passage_in(before, lowest, std::max(farthest(), beyond))) return passage;
  if (!counts() && !is_rounding(beyond)) is_on(-one_->side, lowest); // but the way back may
  return std::nullopt;
}

auto PassageSearch::Scan::up_to(Eigen::Index place) -> std::optional<Passage> {
  const double here = times_[place];
  if (may_dip(place))
    if (auto passage = in_dip(place)) return passage;
  const bool is_passed = (last_ - here) * (to_ - from_) > 0; // by a dip
  if (is_passed || !(std::abs(values_[place]) > expansion_->noise)) return std::nullopt;
  const int side = sign_of(values_[place]);
  if (one_->side != 0 && side != one_->side)
    if (auto passage = passage_in(last_, here, farthest())) return passage;
  is_on(side, here);
  return std::nullopt;
}

auto PassageSearch::Scan::first() -> std::optional<Passage> {
  if (values_.size() == 0) { // far from zero
    search_->is_seen_[watched_] = true;
    return std::nullopt;
  }
  if (one_->is_left_from_zero && !search_->is_seen_[watched_]) return left_from_zero();
  if (auto passage = at_start()) return passage;
  for (Eigen::Index place = 0; place < values_.size(); ++place)
    if (auto passage = up_to(place)) return passage;
  return std::nullopt;
}

} // namespace jetwork::pinn
