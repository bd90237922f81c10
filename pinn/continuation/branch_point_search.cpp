#include "pinn/continuation/branch_point_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

/// Values at coordinates: what goes through them is a polynomial.
struct Samples {
  std::vector<double> coordinates;
  std::vector<double> determinants; // each the same part of the real one
  std::vector<double> of_halves;    // on halved meshes
  std::vector<Stretch::Point> points;

  /// What the k-th value is multiplied by, in the polynomial's value at x.
  [[nodiscard]] auto factor(std::size_t k, double x) const -> double {
    double product = 1.0;
    for (std::size_t j = 0; j < coordinates.size(); ++j)
      if (j != k) product *= (x - coordinates[j]) / (coordinates[k] - coordinates[j]);
    return product;
  }
  [[nodiscard]] auto at(double x, std::span<const double> values) const -> double {
    double sum = 0.0;
    for (std::size_t k = 0; k < values.size(); ++k) sum += factor(k, x) * values[k];
    return sum;
  }
  /// Between two neighbours whose determinants have different signs.
  [[nodiscard]] auto root() const -> std::optional<double> {
    for (std::size_t k = 0; k + 1 < coordinates.size(); ++k) {
      if ((determinants[k] > 0) == (determinants[k + 1] > 0)) continue;
      double low = coordinates[k], high = coordinates[k + 1];
      for (int halving = 0; halving < 100; ++halving) {
        const double middle = (low + high) / 2;
        ((at(middle, determinants) > 0) == (determinants[k] > 0) ? low : high) = middle;
      }
      return (low + high) / 2;
    }
    return std::nullopt;
  }
  [[nodiscard]] auto without(std::size_t k) const -> Samples {
    Samples others{coordinates, determinants, {}, {}};
    others.coordinates.erase(others.coordinates.begin() + static_cast<std::ptrdiff_t>(k));
    others.determinants.erase(others.determinants.begin() + static_cast<std::ptrdiff_t>(k));
    return others;
  }
};

/// Whether the points lie on one smooth curve: the first and the last where the others lead. Beside an imperfect branch point, where
/// branches come near each other and turn away, points of both were found.
auto are_of_one_branch(const Samples& samples, const BranchMetric& metric) -> bool {
  constexpr double smooth = 1e-6;
  for (const std::size_t k : {std::size_t{0}, samples.points.size() - 1}) {
    const Samples others = samples.without(k);
    Place expected = Place::Zero(samples.points[k].standing.place.size());
    for (std::size_t j = 0, other = 0; j < samples.points.size(); ++j)
      if (j != k)
        expected +=
            others.factor(other++, samples.coordinates[k]) * samples.points[j].standing.place;
    if (!(metric.length(expected - samples.points[k].standing.place) < smooth)) return false;
  }
  return true;
}

class Search {
public:
  Search(FreedProblem& freed, Stretch& stretch) : freed_(&freed), stretch_(&stretch) {}

  [[nodiscard]] auto samples(std::span<const double> coordinates) -> Samples {
    Samples samples;
    for (const double coordinate : coordinates) {
      auto point = stretch_->at(coordinate);
      if (!point) continue;
      samples.coordinates.push_back(coordinate);
      samples.determinants.push_back(relative(point->standing.determinant));
      samples.of_halves.push_back(relative(point->determinant_of_halves));
      samples.points.push_back(std::move(*point));
    }
    return samples;
  }
  /// The ends of the stretch, which are known, with points between.
  [[nodiscard]] auto first_samples() -> std::optional<Samples> {
    const auto left = stretch_->determinant_at(stretch_->left().standing);
    const auto right = stretch_->determinant_at(stretch_->right().standing);
    if (!left || !right) return std::nullopt;
    unit_ = left->log;
    const double end = stretch_->end();
    Samples all = samples(std::array{0.1 * end, 0.37 * end, 0.63 * end, 0.9 * end});
    all.coordinates.insert(all.coordinates.begin(), 0.0);
    all.determinants.insert(all.determinants.begin(), relative(*left));
    all.coordinates.push_back(end);
    all.determinants.push_back(relative(*right));
    return all;
  }

private:
  [[nodiscard]] auto relative(const Determinant& determinant) const -> double {
    return determinant.sign * std::exp(determinant.log - unit_);
  }

  FreedProblem* freed_;
  Stretch* stretch_;
  double unit_ = 0.0;
};

/// What misses the equations by as much as anything, and so is answered by what they hardly resist.
auto across(FreedProblem& freed, const Stretch& stretch, const Stretch::Point& near,
            const BranchMetric& metric) -> std::optional<MeshFunction> {
  const double level = stretch.weights().dot(near.standing.place);
  freed.set_plane({stretch.weights(), level});
  const auto standing = freed.standing_at(near.standing.u);
  if (!standing) return std::nullopt;
  MeshFunction best;
  double largest = 0.0;
  for (const unsigned seed : {1U, 2U, 3U}) {
    MeshResidual missed = freed.system().rounding(standing->u, seed);
    missed.conditions[freed.condition_of_plane()] = 0.0;
    MeshFunction step = freed.system().solve(missed);
    if (!step.is_finite()) continue;
    if (const double length = metric.length(freed.place(step)); length > largest)
      largest = length, best = std::move(step);
  }
  if (largest == 0) return std::nullopt;
  const Place along = standing->direction;
  best.add(-metric.product(freed.place(best), along) / metric.product(along, along),
           standing->tangent);
  const double length = metric.length(freed.place(best));
  best.states /= length;
  best.highest_values /= length;
  best.numbers /= length;
  return best;
}

/// What rounding in the terms of the equations makes of the parameter at which they are singular: the same in all samples, it does not
/// show in their differences.
auto rounding_at(FreedProblem& freed, const FoundBranchPoint& point) -> double {
  constexpr double rounding = 64 * std::numeric_limits<double>::epsilon();
  MeshFunction u = point.u;
  u.add(1.0, point.across);
  freed.set_parameter(u, point.parameter);
  if (!freed.determinant_at(u)) return 0.0;
  return rounding
         * freed.parameter(freed.system().number_scales(NewtonSystem::MeasuredBy::equations));
}

/// What a look at a part of the stretch around a place shows.
struct Look {
  Samples samples;
  double root = 0.0;
  double parameter = 0.0, error_estimate = 0.0;
};

auto look_around(FreedProblem& freed, Search& search, double place, double part,
                 const BranchMetric& metric) -> std::optional<Look> {
  constexpr std::array places = {-1.0, -0.62, -0.3, 0.3, 0.62, 1.0};
  std::vector<double> around;
  for (const double each : places) around.push_back(place + part * each);
  Look look{.samples = search.samples(around)};
  const Samples& samples = look.samples;
  if (samples.coordinates.size() < places.size()) return std::nullopt;
  const auto root = samples.root();
  if (!root || !are_of_one_branch(samples, metric)) return std::nullopt;
  std::vector<double> parameters;
  double known = 0.0;
  for (const Stretch::Point& point : samples.points) {
    const FoundParameter found = freed.parameter(point.result);
    parameters.push_back(found.value);
    known = std::max(known, found.error_estimate);
  }
  look.root = *root;
  look.parameter = samples.at(*root, parameters);
  double change =
      0.0; // that the inner ones make shows rounding, and the outer ones how smooth it is
  for (std::size_t k = 0; k < samples.points.size(); ++k) {
    const auto other = samples.without(k).root();
    if (!other) return std::nullopt;
    change = std::max(change, std::abs(look.parameter - samples.at(*other, parameters)));
  }
  look.error_estimate = 4 * (change + known);
  return look;
}

} // namespace

auto branch_point_between(FreedProblem& freed, Stretch stretch, const BranchMetric& metric)
    -> std::optional<FoundBranchPoint> {
  constexpr double digits = 1e-11; // that are enough
  Search search(freed, stretch);
  const auto first = search.first_samples();
  if (!first || first->coordinates.size() < 4) return std::nullopt;
  const auto roughly = first->root();
  if (!roughly) return std::nullopt;
  std::optional<Look> best;
  for (const double part : {0.03, 0.006, 0.0012}) { // of the stretch
    const double place = best ? best->root : *roughly;
    auto look = look_around(freed, search, place, part * stretch.end(), metric);
    if (!look && part == 0.03) return std::nullopt;
    if (!look || (best && look->error_estimate > best->error_estimate)) break;
    best = std::move(look);
    if (best->error_estimate < digits * std::abs(best->parameter)) break;
  }
  const Samples& samples = best->samples;
  FoundBranchPoint found{.parameter = best->parameter,
                         .error_estimate = best->error_estimate,
                         .u = {},
                         .place = {},
                         .across = {}};
  const auto finest = std::ranges::max_element(
      samples.points, {}, [](const Stretch::Point& each) { return each.standing.u.segments(); });
  const MeshFunction& mesh = finest->standing.u;
  for (std::size_t k = 0; k < samples.points.size(); ++k) {
    MeshFunction u = samples.points[k].standing.u.on(mesh.nodes(), mesh.breaks());
    if (k == 0) found.u = u, found.u.add(-1.0, u);
    found.u.add(samples.factor(k, best->root), u);
  }
  found.place = freed.place(found.u);
  const auto nearest = std::ranges::min_element(
      samples.points, {}, [&](const auto& each) { return std::abs(each.coordinate - best->root); });
  auto other = across(freed, stretch, *nearest, metric);
  if (!other) return std::nullopt;
  found.across = other->on(mesh.nodes(), mesh.breaks());
  found.error_estimate += rounding_at(freed, found);
  return found;
}

} // namespace jetwork::pinn
