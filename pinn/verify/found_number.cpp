#include "pinn/verify/found_number.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <algorithm>
#include <cmath>
#include <queue>
#include <span>
#include <vector>

namespace jetwork::pinn::detail {

namespace {

using boost::multiprecision::isfinite;
using boost::multiprecision::isinf;
using verify::ExactFormula;
using verify::HundredDigits;

/// A number that is not known to twelve digits of the largest that it was made of proves nothing.
auto is_known(const HundredDigits& error, const HundredDigits& size) -> bool {
  static const HundredDigits needed("1e-12");
  return error <= needed * size;
}
/// Forty of a hundred digits may be lost on the way.
auto rounding(const HundredDigits& size) -> HundredDigits {
  static const HundredDigits relative("1e-60");
  return relative * size;
}

auto largest(std::span<const HundredDigits> values) -> HundredDigits {
  HundredDigits size = 0;
  for (const HundredDigits& value : values) size = std::max(size, HundredDigits(abs(value)));
  return size;
}

/// Whether numbers that do not settle go on growing, or up and down.
auto has_no_limit(std::span<const HundredDigits> values, std::span<const HundredDigits> changes)
    -> bool {
  constexpr std::size_t last = 10;
  if (changes.size() < 2 * last) return false;
  const auto end = values.last(last + 1);
  const bool grows = std::ranges::is_sorted(
      end, [](const HundredDigits& a, const HundredDigits& b) { return abs(a) < abs(b); });
  if (grows && abs(end.back()) > 4 * abs(end.front())) return true;
  const HundredDigits change = largest(changes.last(last));
  return change > largest(changes.last(2 * last).first(last)) / 2
         && change > largest(values) / 1000;
}

using Rule = boost::math::quadrature::gauss_kronrod<HundredDigits, 61>;

struct Panel {
  HundredDigits start, end, integral, error, size;
};

/// The integral of a function of s on [0, 1].
class Adaptive {
public:
  Adaptive(const std::function<HundredDigits(const HundredDigits&)>& function,
           const verify::Stop& stop)
      : function_(function), stop_(stop) {
    // Narrow layers lie at the ends.
    constexpr int layers = 10;
    const HundredDigits eighth = HundredDigits(1) / 8;
    std::vector<HundredDigits> ends = {0, 1};
    for (int k = 1; k <= layers; ++k) {
      ends.push_back(pow(eighth, k));
      ends.push_back(1 - pow(eighth, k));
    }
    for (int k = 2; k < 7; ++k) ends.push_back(k * eighth);
    std::ranges::sort(ends);
    for (std::size_t k = 1; k < ends.size(); ++k) add(ends[k - 1], ends[k]);
  }

  auto halve_until_known() -> std::optional<FoundNumber> {
    constexpr std::size_t most_panels = 600;
    static const HundredDigits enough("1e-40");
    for (;;) {
      FoundNumber sum{0, 0};
      HundredDigits size = 0;
      for (const Panel& panel : panels_) {
        sum.value += panel.integral;
        sum.error += panel.error;
        size += panel.size;
      }
      if (!isfinite(sum.value) || !isfinite(sum.error) || verify::is_over(stop_))
        return std::nullopt;
      if (sum.error <= enough * size || panels_.size() >= most_panels) {
        sum.error += rounding(size);
        return is_known(sum.error, size) ? std::optional(sum) : std::nullopt;
      }
      std::ranges::pop_heap(panels_, {}, &Panel::error);
      const Panel worst = panels_.back();
      panels_.pop_back();
      const HundredDigits middle = (worst.start + worst.end) / 2;
      add(worst.start, middle);
      add(middle, worst.end);
    }
  }

private:
  void add(const HundredDigits& start, const HundredDigits& end) {
    Panel panel{start, end, 0, 0, 0};
    if (verify::is_over(stop_)) return;
    panel.integral =
        Rule::integrate(function_, start, end, 0, HundredDigits(0), &panel.error, &panel.size);
    panels_.push_back(std::move(panel));
    std::ranges::push_heap(panels_, {}, &Panel::error);
  }

  const std::function<HundredDigits(const HundredDigits&)>& function_;
  const verify::Stop& stop_;
  std::vector<Panel> panels_; // a heap, the worst on top
};

} // namespace

auto limit_at_infinity(const ExactFormula& formula, std::size_t order, double from, int direction)
    -> LimitAtInfinity {
  constexpr int doublings = 160; // then the reciprocal of a square root has 24 digits
  constexpr std::size_t settled = 3;
  LimitAtInfinity limit;
  std::vector<HundredDigits> values, changes;
  HundredDigits distance = direction;
  for (int k = 0; k < doublings; ++k, distance *= 2) {
    const HundredDigits value = formula.derivatives(from + distance)[order];
    if (isinf(value)) limit.kind = LimitAtInfinity::Kind::none;
    if (!isfinite(value)) break;
    limit.reached = static_cast<double>(from + distance);
    if (!values.empty()) changes.emplace_back(abs(value - values.back()));
    values.push_back(value);
  }
  if (changes.size() < settled || limit.kind == LimitAtInfinity::Kind::none) return limit;
  const HundredDigits size = largest(values);
  // What changes by a factor 2^(-1/2) or less at each doubling is farther from its limit than its last change, by 2.5 at most.
  const HundredDigits error = 4 * largest(std::span(changes).last(settled));
  if (is_known(error, size))
    return {LimitAtInfinity::Kind::found, {values.back(), error + rounding(size)}, limit.reached};
  if (has_no_limit(values, changes)) limit.kind = LimitAtInfinity::Kind::none;
  return limit;
}

auto limit_beside(const ExactFormula& formula, std::size_t order, const HundredDigits& at,
                  double distance) -> std::optional<FoundNumber> {
  const auto derivatives = formula.derivatives(HundredDigits(at + distance));
  FoundNumber limit{0, 0};
  HundredDigits size = 0, power = 1; // (-distance)^k/k!
  for (std::size_t k = order; k < derivatives.size(); ++k) {
    const HundredDigits term = derivatives[k] * power;
    limit.value += term;
    limit.error = abs(term);
    size = std::max(size, limit.error);
    power *= HundredDigits(-distance) / static_cast<int>(k - order + 1);
  }
  if (!isfinite(limit.value)) return std::nullopt;
  limit.error += rounding(size);
  return is_known(limit.error, size) ? std::optional(limit) : std::nullopt;
}

auto integral(const std::function<HundredDigits(const HundredDigits&)>& integrand,
              const HundredDigits& start, const HundredDigits& end, const verify::Stop& stop)
    -> std::optional<FoundNumber> {
  if (start > end) {
    auto turned = integral(integrand, end, start, stop);
    if (turned) turned->value = -turned->value;
    return turned;
  }
  const std::function<HundredDigits(const HundredDigits&)> on_unit =
      [&](const HundredDigits& s) -> HundredDigits {
    if (isinf(start) && isinf(end)) {
      const HundredDigits x = 2 * s - 1, rest = 4 * s * (1 - s); // t = x/(1 - x²)
      return integrand(x / rest) * (1 + x * x) / (rest * rest) * 2;
    }
    if (isinf(end)) return integrand(start + s / (1 - s)) / ((1 - s) * (1 - s));
    if (isinf(start)) return integrand(end - s / (1 - s)) / ((1 - s) * (1 - s));
    return integrand(start + s * (end - start)) * (end - start);
  };
  return Adaptive(on_unit, stop).halve_until_known();
}

} // namespace jetwork::pinn::detail
