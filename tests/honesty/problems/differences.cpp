#include "tests/honesty/problems/differences.hpp"

#include <array>
#include <map>
#include <utility>

namespace jetwork::honesty {
namespace {

constexpr int points = 25, smallest_distance = 15; // a power of ten

/// weights[n][j]: of the value at nodes[j] in the n-th derivative at 0.
auto fornberg_weights(const std::vector<int>& nodes, int highest) -> std::vector<Reals> {
  std::vector<Reals> weights(static_cast<std::size_t>(highest) + 1, Reals(nodes.size(), Real(0)));
  weights[0][0] = 1;
  Real product = 1;
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    Real next_product = 1;
    for (std::size_t j = 0; j < i; ++j) {
      const Real distance = nodes[i] - nodes[j];
      next_product *= distance;
      for (std::size_t n = weights.size(); n-- > 0;) {
        const Real below = n == 0 ? Real(0) : weights[n - 1][j];
        if (j == i - 1) {
          const Real before = n == 0 ? Real(0) : weights[n - 1][i - 1];
          weights[n][i] = product / next_product
                          * (static_cast<int>(n) * before - nodes[i - 1] * weights[n][i - 1]);
        }
        weights[n][j] = (nodes[i] * weights[n][j] - static_cast<int>(n) * below) / distance;
      }
    }
    product = next_product;
  }
  return weights;
}

auto nodes_of(Side side) -> std::vector<int> {
  std::vector<int> nodes;
  for (int j = 0; j < points; ++j) nodes.push_back(side == Side::both ? j - points / 2 : j);
  return nodes;
}

auto weights_of(Side side, int highest) -> const std::vector<Reals>& {
  static std::map<std::pair<Side, int>, std::vector<Reals>> known;
  auto& weights = known[{side, highest}];
  if (weights.empty()) weights = fornberg_weights(nodes_of(side), highest);
  return weights;
}

auto with_distance(const Truth& truth, const Real& t, const Real& distance, int highest, Side side)
    -> std::vector<Reals> {
  const std::vector<int> nodes = nodes_of(side);
  const auto& weights = weights_of(side, highest);
  std::vector<Reals> derivatives;
  for (std::size_t j = 0; j < nodes.size(); ++j) {
    const Reals values = truth(t + nodes[j] * distance);
    if (derivatives.empty()) derivatives.assign(weights.size(), Reals(values.size(), Real(0)));
    for (std::size_t n = 0; n < weights.size(); ++n)
      for (std::size_t i = 0; i < values.size(); ++i)
        derivatives[n][i] += weights[n][j] * values[i];
  }
  for (std::size_t n = 0; n < weights.size(); ++n)
    for (Real& value : derivatives[n]) value /= pow(distance, static_cast<int>(n));
  return derivatives;
}

} // namespace

auto derivatives_of(const Truth& truth, const Real& t, const Real& length, int highest, Side side)
    -> std::vector<Reals> {
  Real distance = length / 100;
  std::vector<Reals> best = with_distance(truth, t, distance, highest, side), before = best;
  std::vector<Reals> disagreement(best.size(), Reals(best[0].size(), Real("1e100000")));
  for (int power = 3; power <= smallest_distance; ++power) {
    distance /= 10;
    const auto now = with_distance(truth, t, distance, highest, side);
    for (std::size_t n = 0; n < now.size(); ++n)
      for (std::size_t i = 0; i < now[n].size(); ++i)
        if (const Real change = abs(now[n][i] - before[n][i]); change < disagreement[n][i]) {
          disagreement[n][i] = change;
          best[n][i] = now[n][i];
        }
    before = now;
  }
  best[0] = truth(t);
  return best;
}

} // namespace jetwork::honesty
