#include "verify/referee.hpp"

#include "verify/sampling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>

namespace jetwork::verify {

namespace {

constexpr double surely_equal_in_double = 1e-13;
constexpr std::size_t most_excluded_listed = 8;
constexpr std::size_t enough_unclaimed = 2; // one could be a coincidence

auto relative_difference(double truth, double claimed) -> double {
  if (truth == claimed) return 0;
  return std::abs(truth - claimed) / std::max(std::abs(truth), std::abs(claimed));
}

/// Whether a coordinate x is so small or large that, as in 1 + x, a few operations lose even a hundred digits. A
/// mistake shows at other points, too, unless the domain has none.
auto is_extreme(const std::vector<double>& at) -> bool {
  constexpr double least = 1e-16, most = 1e16;
  return std::ranges::any_of(
      at, [](double x) { return x != 0 && (std::abs(x) < least || std::abs(x) > most); });
}

/// Whether double holds the number, so that a reader can check it.
auto fits_double(const HundredDigits& x) -> bool {
  const auto nearest = std::abs(x.convert_to<double>());
  return x == 0 || (nearest >= std::numeric_limits<double>::min() && std::isfinite(nearest));
}

/// Of a difference relative to the truth: 0.7 is wrong from the first digit, 3e-4 from the fourth.
auto first_wrong_digit(const HundredDigits& truth, const HundredDigits& claimed) -> int {
  if (truth == 0) return 1;
  const HundredDigits relative = abs((claimed - truth) / truth);
  if (relative >= 1) return 1;
  return std::max(1, static_cast<int>(std::ceil(-std::log10(relative.convert_to<double>()))));
}

class Referee {
public:
  Referee(const Claim& claim, const VerifyOptions& options) : claim_(claim), options_(options) {}

  auto decide() -> Verdict {
    auto points = sample_points(claim_.variables, options_.random_points, options_.seed);
    if (disproved_at(points) || disproved_at(points_at_sign_changes(claim_, points, options_.stop)))
      return std::move(verdict_);
    if (is_over(options_.stop)) {
      verdict_.outcome = Outcome::undecided;
      verdict_.reason =
          fmt::format("the time was over after {} point{}, where nothing was found wrong",
                      verdict_.points, verdict_.points == 1 ? "" : "s");
    } else if (first_beyond_double_ || (first_extreme_ && verdict_.points == 0)) {
      const auto& [point, component, exact] =
          first_beyond_double_ ? *first_beyond_double_ : *first_extreme_;
      note_counterexample(point, component, exact);
    } else if (unclaimed_ >= enough_unclaimed && first_unclaimed_) {
      verdict_.outcome = Outcome::fails;
      verdict_.reason = "the claim is not defined where the function has a derivative";
      verdict_.counterexample = std::move(first_unclaimed_);
    } else if (verdict_.points == 0) {
      verdict_.outcome = Outcome::undecided;
      verdict_.reason = "no point was found in the domain at which both sides are defined";
      if (!verdict_.excluded.empty()) {
        const auto& [at, reason] = verdict_.excluded[0];
        verdict_.reason += at.empty()
                               ? ": " + reason
                               : fmt::format(": at {} {}", to_string(at, claim_.variables), reason);
      }
    } else {
      verdict_.outcome = Outcome::holds;
      verdict_.reason = exceptions();
    }
    return std::move(verdict_);
  }

private:
  auto disproved_at(const std::vector<SamplePoint>& points) -> bool {
    for (const SamplePoint& point : points) {
      if (is_over(options_.stop)) return false;
      if (look_at(point)) return true;
    }
    return false;
  }

  /// True if the claim is false there.
  auto look_at(const SamplePoint& point) -> bool {
    const Sides<double> sides = claim_.in_double(point.at);
    require_components(sides);
    bool counts = true;
    for (std::size_t i = 0; i < claim_.components.size(); ++i) {
      const double truth = sides.truth[i], claimed = sides.claimed[i];
      const double difference = relative_difference(truth, claimed); // NaN where one is
      const bool doubted =
          !(std::isfinite(truth) && std::isfinite(claimed) && difference <= surely_equal_in_double);
      if (doubted || (point.is_generic && in_hundred_digits_ < options_.points_in_hundred_digits)) {
        const PointComparison exact = compare_in_hundred_digits(claim_, point.at, i);
        if (exact.agreement == Agreement::equal) {
          if (point.is_generic && i + 1 == claim_.components.size()) ++in_hundred_digits_;
        } else if (disproves(point, exact)) {
          note_counterexample(point, i, exact);
          return true;
        } else {
          set_aside(point, i, exact, counts);
          counts = false;
        }
      }
      if (!doubted)
        verdict_.largest_relative_error = std::max(verdict_.largest_relative_error, difference);
    }
    if (counts) ++verdict_.points;
    return false;
  }

  static auto disproves(const SamplePoint& point, const PointComparison& exact) -> bool {
    return exact.agreement == Agreement::different && !is_extreme(point.at)
           && fits_double(exact.truth) && fits_double(exact.claimed);
  }
  /// Notes a point that is excluded, or a counterexample that is told only if no better one is found.
  void set_aside(const SamplePoint& point, std::size_t i, const PointComparison& exact,
                 bool first_of_its_components) {
    if (exact.agreement == Agreement::different) {
      auto& held_back = is_extreme(point.at) ? first_extreme_ : first_beyond_double_;
      if (!held_back) held_back = {point, i, exact};
    } else if (exact.agreement == Agreement::not_claimed) {
      if (point.is_generic) ++unclaimed_;
      if (!first_unclaimed_)
        first_unclaimed_ = Counterexample{.at = point.at,
                                          .component = i,
                                          .truth = exact.truth.convert_to<double>(),
                                          .claimed = std::nullopt,
                                          .relative_error = 1,
                                          .wrong_digit = 1};
    } else if (first_of_its_components) {
      note_excluded(point, exact.reason);
    }
  }

  void require_components(const Sides<double>& sides) const {
    for (const std::size_t numbers : {sides.truth.size(), sides.claimed.size()})
      if (numbers != claim_.components.size())
        throw std::invalid_argument(
            fmt::format("verify: a side of the claim has {} numbers, but claim.components has {} "
                        "names; both must have equally many",
                        numbers, claim_.components.size()));
  }

  void note_excluded(const SamplePoint& point, const std::string& reason) {
    ++verdict_.excluded_points;
    ++reasons_[reason];
    if (point.is_generic) ++generic_excluded_;
    if (verdict_.excluded.size() < most_excluded_listed)
      verdict_.excluded.push_back({point.at, reason});
  }

  void note_counterexample(const SamplePoint& point, std::size_t i, const PointComparison& exact) {
    ++verdict_.points;
    const HundredDigits relative =
        abs((exact.claimed - exact.truth) / (exact.truth == 0 ? exact.claimed : exact.truth));
    verdict_.outcome = Outcome::fails;
    verdict_.counterexample =
        Counterexample{.at = point.at,
                       .component = i,
                       .truth = exact.truth.convert_to<double>(),
                       .claimed = exact.claimed.convert_to<double>(),
                       .relative_error = relative.convert_to<double>(),
                       .wrong_digit = first_wrong_digit(exact.truth, exact.claimed)};
    verdict_.largest_relative_error = verdict_.counterexample->relative_error;
  }

  auto exceptions() const -> std::string {
    if (verdict_.excluded.empty()) return "";
    if (generic_excluded_ == 0) {
      constexpr std::size_t most_named = 3;
      const std::size_t named = std::min(verdict_.excluded.size(), most_named);
      std::string text = "except at ";
      for (std::size_t i = 0; i < named; ++i) {
        const auto& [at, reason] = verdict_.excluded[i];
        text += fmt::format("{}{}, where {}", i == 0 ? "" : ", and at ",
                            to_string(at, claim_.variables), reason);
      }
      if (verdict_.excluded_points > named)
        text += fmt::format(", and at {} more", verdict_.excluded_points - named);
      return text;
    }
    std::string text;
    for (const auto& [reason, count] : reasons_)
      text += fmt::format("{}at {} of {} points {}", text.empty() ? "" : ", ", count,
                          verdict_.points + verdict_.excluded_points, reason);
    return text;
  }

  const Claim& claim_;
  const VerifyOptions& options_;
  Verdict verdict_;
  std::size_t in_hundred_digits_ = 0;
  std::size_t unclaimed_ = 0;
  std::size_t generic_excluded_ = 0;
  std::optional<Counterexample> first_unclaimed_;
  // Counterexamples that are given where there is no better one.
  struct HeldBack {
    SamplePoint point;
    std::size_t component = 0;
    PointComparison comparison;
  };
  std::optional<HeldBack> first_beyond_double_, first_extreme_;
  std::map<std::string, std::size_t> reasons_;
};

/// A number as a reader would write it: halves and quarters as fractions, multiples of π/2 by name.
auto readable(double x) -> std::string {
  const double half_turns = x / 1.5707963267948966;
  if (x != 0 && half_turns == std::trunc(half_turns) && std::abs(half_turns) <= 8) {
    const auto n = static_cast<int>(half_turns);
    const int whole = n % 2 == 0 ? n / 2 : n;
    const std::string factor = whole == 1 ? "" : whole == -1 ? "-" : fmt::format("{}*", whole);
    return factor + (n % 2 == 0 ? "pi" : "pi/2");
  }
  for (const int divisor : {2, 4})
    if (x != std::trunc(x) && x * divisor == std::trunc(x * divisor) && std::abs(x) < 100)
      return fmt::format("{}/{}", x * divisor, divisor);
  return fmt::format("{}", x);
}

} // namespace

auto verify(const Claim& claim, const VerifyOptions& options) -> Verdict {
  return Referee(claim, options).decide();
}

auto to_string(Outcome outcome) -> std::string {
  switch (outcome) {
  case Outcome::holds: return "holds";
  case Outcome::fails: return "fails";
  default: return "undecided";
  }
}

auto to_string(std::span<const double> at, std::span<const ClaimVariable> variables)
    -> std::string {
  std::string text;
  for (std::size_t i = 0; i < at.size(); ++i)
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", variables[i].name, readable(at[i]));
  return text;
}

auto to_string(const Verdict& verdict, const Claim& claim) -> std::string {
  std::string text = to_string(verdict.outcome);
  if (verdict.outcome == Outcome::holds)
    text += fmt::format(" at {} point{}{}{}\n", verdict.points, verdict.points == 1 ? "" : "s",
                        verdict.reason.empty() ? "" : "; ", verdict.reason);
  else if (!verdict.counterexample) text += fmt::format(": {}\n", verdict.reason);
  if (const auto& example = verdict.counterexample) {
    const std::string& component = claim.components[example->component];
    if (!example->at.empty()) text += " at " + to_string(example->at, claim.variables);
    if (!component.empty()) text += (example->at.empty() ? ": " : ", ") + component;
    text += fmt::format("\n  true value  {:.17g}\n", example->truth);
    if (example->claimed)
      text += fmt::format("  claimed     {:.17g}\n  relative error {:.2g}, wrong from digit {}{}\n",
                          *example->claimed, example->relative_error, example->wrong_digit,
                          *example->claimed == example->truth ? " (too large or small for double)"
                                                              : "");
    else text += "  claimed     not defined there\n";
  }
  if (verdict.repair) {
    text += fmt::format("  it holds if you {}\n", verdict.repair->change);
    if (!verdict.repair->claim.empty())
      text += fmt::format("  that is, {}\n", verdict.repair->claim);
  }
  return text;
}

} // namespace jetwork::verify
