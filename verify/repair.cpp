// What a wrong claim lacks: a factor or a term. Guessed from the quotient and the difference of both sides at a
// few random points, then checked as a claim of its own.
#include "verify/formula_claim.hpp"
#include "verify/landmarks.hpp"
#include "verify/sampling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <tuple>

namespace jetwork::verify {

using namespace formula;

namespace {

constexpr std::size_t points_to_guess_from = 6;
constexpr std::size_t most_candidates = 64;
constexpr double equal = 1e-9;

/// A sub-expression or its derivative, as it would stand in the claim.
struct Candidate {
  std::string text;
  ExactFormula formula;
  std::vector<std::size_t> by = {}; // its derivative, where not empty
  std::size_t place = 0;            // in the order in which they were found
};

/// What the claim must be multiplied by, or what must be added to it.
struct Change {
  bool is_factor = true;
  double number = 1;
  std::string number_text = {};
  const Candidate* candidate = nullptr;
  bool is_divisor = false;

  template <class T>
  auto value(std::span<const T> at, const ExactFormula& exact_number) const -> T {
    T x = exact_number.derivative(at, {});
    if (candidate != nullptr) {
      const T y = candidate->formula.derivative(at, candidate->by);
      x = is_divisor ? T(x / y) : T(x * y);
    }
    return x;
  }
};

/// A number with a name: ±p/q for small p and q, times 1, π, 1/π, √π, √2, log 2, log 10 or e.
auto named_number(double x) -> std::optional<std::string> {
  struct Unit {
    double value;
    const char* text;
  };
  const std::array units = {Unit{1, ""},
                            Unit{std::numbers::pi, "pi"},
                            Unit{1 / std::numbers::pi, "1/pi"},
                            Unit{std::sqrt(std::numbers::pi), "sqrt(pi)"},
                            Unit{1 / std::sqrt(std::numbers::pi), "1/sqrt(pi)"},
                            Unit{std::numbers::sqrt2, "sqrt(2)"},
                            Unit{std::numbers::ln2, "log(2)"},
                            Unit{1 / std::numbers::ln2, "1/log(2)"},
                            Unit{std::numbers::ln10, "log(10)"},
                            Unit{1 / std::numbers::ln10, "1/log(10)"},
                            Unit{std::numbers::e, "e"}};
  if (!std::isfinite(x) || x == 0) return std::nullopt;
  for (const auto& [value, text] : units)
    for (int q = 1; q <= 12; ++q) {
      const double p = x / value * q;
      if (std::abs(p) > 1000 || std::abs(p) < 0.5
          || std::abs(p - std::round(p)) > equal * std::abs(p))
        continue;
      const auto whole = static_cast<int>(std::round(p));
      const std::string fraction =
          q == 1 ? fmt::format("{}", whole) : fmt::format("{}/{}", whole, q);
      if (*text == '\0') return fraction;
      if (whole == 1 && q == 1) return text;
      return fmt::format("{}*{}", fraction, text);
    }
  return std::nullopt;
}

/// The number to which all values are equal, if they are.
auto constant_of(const std::vector<double>& values) -> std::optional<double> {
  for (const double x : values)
    if (!(std::abs(x - values[0]) <= equal * std::abs(values[0]))) return std::nullopt;
  return values.empty() ? std::nullopt : std::optional(values[0]);
}

auto text_of(const Change& change) -> std::string {
  if (change.candidate == nullptr) return change.number_text;
  const std::string& part = change.candidate->text;
  if (change.is_divisor) return fmt::format("{}/{}", change.number_text, part);
  if (change.number_text == "1") return part;
  if (change.number_text == "-1") return "-" + part;
  return fmt::format("{}*{}", change.number_text, part);
}

} // namespace

auto FormulaClaim::find_repair(const VerifyOptions& options) const -> std::optional<Repair> {
  // Both sides at a few generic points.
  std::vector<std::vector<double>> points;
  std::vector<double> quotient, difference;
  const Claim original = claim();
  for (const SamplePoint& point : sample_points(variables_, 40, options.seed + 1)) {
    if (!point.is_generic || points.size() >= points_to_guess_from) continue;
    const Sides<double> sides = original.in_double(point.at);
    if (!std::isfinite(sides.truth[0]) || !std::isfinite(sides.claimed[0])) continue;
    points.push_back(point.at);
    quotient.push_back(sides.truth[0] / sides.claimed[0]);
    difference.push_back(sides.truth[0] - sides.claimed[0]);
  }
  if (points.size() < 3) return std::nullopt;

  std::vector<Candidate> candidates;
  const auto add = [&](const Expression& part) {
    Candidate candidate{to_string(part), ExactFormula(part, places_, parameters_)};
    const auto* last = std::get_if<Operation>(&part.postfix.back());
    if (last != nullptr && !is_function(*last)) candidate.text = "(" + candidate.text + ")";
    candidates.push_back(candidate);
    // The derivative of the whole function is the truth itself: to name it would be no repair.
    if (last == nullptr || (part == function_text_ && by_.size() == 1)) return;
    candidate.by = {by_.back()};
    candidate.text = fmt::format("d/d{}({})", variables_[by_.back()].name, to_string(part));
    candidates.push_back(std::move(candidate));
  };
  for (const Expression* side : {&function_text_, &derivative_text_})
    for (const Expression& part : sub_expressions(*side, most_candidates))
      if (candidates.size() < most_candidates) add(part);
  for (std::size_t k = 0; k < candidates.size(); ++k) candidates[k].place = k;
  std::ranges::sort(candidates, {}, [](const Candidate& candidate) {
    return std::tuple(!candidate.by.empty(), candidate.text.size(), candidate.place);
  });

  const auto holds_with = [&](const Change& change) -> std::optional<Repair> {
    Claim changed = original;
    changed.rounding = {}; // the original claim's is not that of the changed one
    const ExactFormula number(parse(change.number_text), places_, parameters_);
    const auto repaired = [&]<class T>(Sides<T> sides, std::span<const T> at) {
      const T by = change.value(at, number);
      sides.claimed[0] = change.is_factor ? T(sides.claimed[0] * by) : T(sides.claimed[0] + by);
      return sides;
    };
    changed.in_double = [&](std::span<const double> at) {
      return repaired(original.in_double(at), at);
    };
    changed.in_hundred_digits = [&](std::span<const HundredDigits> at) {
      return repaired(original.in_hundred_digits(at), at);
    };
    if (!verify::verify(changed, options)) return std::nullopt;
    const std::string text = text_of(change), claimed = to_string(derivative_text_);
    const bool is_text = change.candidate == nullptr || change.candidate->by.empty();
    if (change.is_factor)
      return Repair{"multiply by " + text, is_text ? fmt::format("{}*({})", text, claimed) : ""};
    return Repair{"add " + text, is_text ? fmt::format("{} + {}", claimed, text) : ""};
  };
  const auto attempt = [&](bool is_factor, const Candidate* candidate,
                           bool is_divisor) -> std::optional<Repair> {
    if (is_over(options.stop)) return std::nullopt;
    std::vector<double> rest = is_factor ? quotient : difference;
    for (std::size_t k = 0; candidate != nullptr && k < rest.size(); ++k) {
      const double y =
          candidate->formula.derivative(std::span<const double>(points[k]), candidate->by);
      rest[k] = is_divisor ? rest[k] * y : rest[k] / y;
    }
    const auto number = constant_of(rest);
    if (!number) return std::nullopt;
    const auto text = named_number(*number);
    if (!text) return std::nullopt;
    return holds_with({is_factor, *number, *text, candidate, is_divisor});
  };

  for (const bool is_factor : {true, false})
    if (const auto repair = attempt(is_factor, nullptr, false)) return repair;
  for (const Candidate& candidate : candidates)
    for (const bool is_factor : {true, false})
      for (const bool is_divisor : {false, true})
        if (const auto repair = attempt(is_factor, &candidate, is_divisor)) return repair;
  return std::nullopt;
}

} // namespace jetwork::verify
