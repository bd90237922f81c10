#include "pinn/verify/claimed_conditions.hpp"

#include "formula/utf8.hpp"
#include "pinn/problem/text/condition_forms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace jetwork::pinn::detail {

using formula::Symbol;
using formula::ValueAt;
using verify::ExactFormula;
using verify::HundredDigits;

namespace {

/// Distance from a jump at which the solution's derivatives are taken.
constexpr double beside_a_jump = 1e-12; // of the domain

auto shown(const std::string& name, std::size_t order) -> std::string {
  return formula::to_string(Symbol{name, static_cast<int>(order)});
}

} // namespace

auto ConditionReader::quoted(std::size_t text_condition) const -> std::string {
  constexpr std::size_t longest = 100;
  return fmt::format("condition {}, '{}'", text_condition + 1,
                     formula::shortened(parts_.text.conditions[text_condition], longest));
}

void ConditionReader::add_component(std::size_t text_condition) {
  claims_.conditions.components.push_back(fmt::format("condition {}", text_condition + 1));
  claims_.quoted_conditions.push_back(quoted(text_condition));
}

void ConditionReader::read() {
  for (const TextJump& jump : parts_.jumps) read_jump(jump);
  std::map<Symbol, std::size_t> integrals;
  for (const TextIntegral& integral : parts_.integrals) {
    integrals[{integral.name}] = integrals.size();
    read_integral(integral);
  }
  const std::vector<ValueAt> values = read_points();
  for (std::size_t i = 0; i < parts_.conditions.size(); ++i) {
    const auto& [left, right] = parts_.conditions[i];
    reading(parts_.text, Part::condition, parts_.origins[i], [&, l = left, r = right] {
      claimed_.conditions.push_back({ExactFormula(l, integrals, parameters_, values),
                                     ExactFormula(r, integrals, parameters_, values)});
      return 0;
    });
    add_component(parts_.origins[i]);
    if (parts_.text.conditions[parts_.origins[i]].find('=') == std::string::npos)
      claims_.quoted_conditions.back() +=
          fmt::format(": {}", formula::to_string(parts_.conditions[i])); // of "periodic"
  }
  for (const TextJump& jump : parts_.jumps) add_component(jump.condition);
}

void ConditionReader::read_jump(const TextJump& jump) {
  const auto order = static_cast<std::size_t>(jump.symbol.order);
  const auto solution = solution_for_(jump.symbol, Part::condition, jump.condition);
  if (!solution || order >= ClaimedSystem::orders)
    fail(parts_.text, Part::condition, jump.condition, 0,
         fmt::format("jump() is of an unknown or a derivative of it, up to order 8; found {}",
                     shown(jump.symbol.name, order)));
  const ExactFormula place(jump.text_of_at, {}, parameters_);
  const HundredDigits at = place.derivative(std::span<const HundredDigits>(), {});
  const auto& [name, start, end] = claims_.equations.variables[0];
  const auto beside = [&](int side) {
    const auto limit = limit_beside(claimed_.solutions[*solution].formula, order, at,
                                    side * beside_a_jump * (end - start));
    if (!limit)
      claims_.undecided.push_back(fmt::format(
          "what {} tends to {} of the jump is not known, for {}", shown(jump.symbol.name, order),
          side < 0 ? "left" : "right", quoted(jump.condition)));
    return limit.value_or(no_number());
  };
  claimed_.given_jumps.push_back({*solution, order, jump.at, beside(-1), beside(1),
                                  ExactFormula(jump.text_of_amount, {}, parameters_)});
}

void ConditionReader::read_integral(const TextIntegral& integral) {
  const std::size_t condition = parts_.origins[integral.condition];
  const ExactFormula integrand = reading(parts_.text, Part::condition, condition, [&] {
    for (const Symbol& symbol : formula::names(integral.integrand, parts_.text.independent))
      (void)solution_for_(symbol, Part::condition, condition);
    return ExactFormula(without_argument(integral.integrand, parts_.text.independent),
                        claimed_.variables(parts_.text.independent), parameters_);
  });
  const auto end = [&](std::size_t which, double in_double) -> HundredDigits {
    if (std::isinf(in_double)) return in_double;
    return ExactFormula(integral.text_of_ends[which], {}, parameters_)
        .derivative(std::span<const HundredDigits>(), {});
  };
  const auto found = detail::integral(
      [&](const HundredDigits& t) {
        return integrand.derivative(std::span<const HundredDigits>(claimed_.values_at(t)), {});
      },
      end(0, integral.over.start), end(1, integral.over.end), stop_);
  if (!found)
    claims_.undecided.push_back(fmt::format("the integral in {} was not found", quoted(condition)));
  claimed_.integrals.push_back(found.value_or(no_number()));
}

/// All values at points that conditions name, each with a place of its own.
auto ConditionReader::read_points() -> std::vector<ValueAt> {
  std::vector<ValueAt> values;
  for (std::size_t i = 0; i < parts_.conditions.size(); ++i)
    reading(parts_.text, Part::condition, parts_.origins[i], [&] {
      for (const ValueAt& value : formula::values_at(parts_.conditions[i]))
        if (std::ranges::find(values, value) == values.end()) {
          read_point(value, parts_.origins[i]);
          values.push_back(value);
        }
      return 0;
    });
  return values;
}

void ConditionReader::read_point(const ValueAt& value, std::size_t condition) {
  const auto& [name, order, column] = value.unknown;
  const auto refuse = [&, at = column](const std::string& message) {
    fail(parts_.text, Part::condition, condition, at, message);
  };
  const auto solution = solution_for_(value.unknown, Part::condition, condition);
  if (!solution) refuse(fmt::format("'{}' is no unknown", name));
  if (order > ExactFormula::highest_order) refuse("derivatives go up to order 8 here");
  const double point = formula::constant_or_infinity(value.point, parts_.parameters);
  if (!(point >= parts_.start || near(parts_, point, parts_.start))
      || !(point <= parts_.end || near(parts_, point, parts_.end)))
    refuse(fmt::format("the point {} = {} lies outside the domain [{}, {}]",
                       parts_.text.independent, point, parts_.start, parts_.end));
  const auto place =
      std::isinf(point) ? ExactFormula() : ExactFormula(value.point, {}, parameters_);
  const auto derivative = static_cast<std::size_t>(order);
  claimed_.points.push_back(
      {*solution, derivative, place, limit_of(*solution, derivative, place, point, condition)});
}

auto ConditionReader::limit_of(std::size_t solution, std::size_t order, const ExactFormula& place,
                               double point, std::size_t condition) -> std::optional<FoundNumber> {
  const auto& [text, name, formula, rounding, landmarks] = claimed_.solutions[solution];
  const auto& [independent, start, end] = claims_.equations.variables[0];
  if (std::isinf(point)) {
    const double from = point > 0 ? std::isfinite(parts_.start) ? parts_.start : 0.0
                        : std::isfinite(parts_.end) ? parts_.end
                                                    : 0.0;
    const auto limit = limit_at_infinity(formula, order, from, point > 0 ? 1 : -1);
    const std::string what = fmt::format("{}({})", shown(name, order), point > 0 ? "inf" : "-inf");
    using Kind = LimitAtInfinity::Kind;
    if (limit.kind == Kind::none)
      claims_.gaps.push_back(fmt::format("{}: the claimed solution has no limit {} along growing "
                                         "distances, up to {} = {:.2g}",
                                         quoted(condition), what, independent, limit.reached));
    if (limit.kind == Kind::unknown)
      claims_.undecided.push_back(fmt::format("the limit {} was not found along growing distances, "
                                              "up to {} = {:.2g}, for {}",
                                              what, independent, limit.reached, quoted(condition)));
    if (limit.kind == Kind::found)
      claims_.notes.push_back(fmt::format("{} taken along growing distances, up to {} = {:.2g}",
                                          what, independent, limit.reached));
    return limit.number;
  }
  // At a jump, the value is that right of it, as it is for the solver.
  const bool jumps = std::ranges::any_of(claimed_.given_jumps, [&](const auto& jump) {
    return jump.solution == solution && near(parts_, jump.at, point);
  });
  if (!jumps) return std::nullopt;
  const auto limit =
      limit_beside(formula, order, place.derivative(std::span<const HundredDigits>(), {}),
                   beside_a_jump * (end - start));
  if (!limit)
    claims_.undecided.push_back(
        fmt::format("what {} tends to right of the jump is not known, for {}", shown(name, order),
                    quoted(condition)));
  return limit.value_or(no_number());
}

} // namespace jetwork::pinn::detail
