#include "pinn/verify/solution_claim.hpp"

#include "pinn/problem/text/condition_forms.hpp"
#include "pinn/problem/text/parts.hpp"
#include "pinn/verify/claimed_conditions.hpp"
#include "pinn/verify/claimed_numbers.hpp"
#include "pinn/verify/claimed_system.hpp"
#include "pinn/verify/solution_breaks.hpp"
#include "pinn/verify/written_out.hpp"
#include "verify/exact_formula.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

namespace jetwork::pinn {

namespace {

using detail::ClaimedSolution;
using detail::ClaimedSystem;
using detail::Part;
using formula::Expression;
using formula::Symbol;
using formula::ValueAt;
using verify::ExactFormula;
using verify::ExactParameters;
using verify::HundredDigits;

/// Reads a problem's equations and conditions into claims, step by step.
class Reader {
public:
  /// `parts` have the parameters.
  Reader(detail::TextParts& parts, const ExactParameters& parameters,
         const std::vector<std::string>& solutions, const verify::Stop& stop)
      : parts_(parts), text_(parts.text), parameters_(parameters), stop_(stop) {
    claimed_->solutions = detail::read_solutions(parts, solutions, parameters);
    highest_orders_.assign(claimed_->solutions.size(), 0);
    is_used_.assign(claimed_->solutions.size(), false);
    claims_.equations.components.clear();
    claims_.conditions.components.clear();
  }

  void read_equations() {
    const auto variables = claimed_->variables(text_.independent);
    detail::read_equations(parts_);
    const detail::WrittenOut out = written_out();
    for (std::size_t i = 0; i < text_.equations.size(); ++i) {
      detail::reading(text_, Part::equation, i, [&] {
        const auto& equation = parts_.equations[i];
        const Expression left = detail::without_argument(out.of(equation.left), text_.independent);
        const Expression right =
            detail::without_argument(out.of(equation.right), text_.independent);
        note_names(left, i);
        note_names(right, i);
        claimed_->equations.push_back({ExactFormula(left, variables, parameters_),
                                       ExactFormula(right, variables, parameters_)});
        claimed_->equation_rounding.push_back(
            {verify::RoundingProbe(left, variables, parameters_),
             verify::RoundingProbe(right, variables, parameters_)});
        return 0;
      });
      claims_.equations.components.push_back(fmt::format("equation {}", i + 1));
    }
  }

  /// After the domain.
  void read_conditions() {
    detail::read_conditions(parts_);
    write_conditions_out();
    claims_.equations.variables = {part_that_is_checked()};
    const auto solution_for_symbol = [this](const Symbol& symbol, Part part, std::size_t index) {
      return solution_for(symbol, part, index);
    };
    detail::ConditionReader(parts_, parameters_, solution_for_symbol, stop_, *claimed_, claims_)
        .read();
  }

  /// Throws ClaimedSolutionError where a solution is claimed for something that the problem does not have.
  void require_all_used() const {
    std::vector<std::string> unknowns;
    for (std::size_t i = 0; i < is_used_.size(); ++i)
      if (is_used_[i]) unknowns.push_back(claimed_->solutions[i].name);
    for (std::size_t i = 0; i < is_used_.size(); ++i)
      if (!is_used_[i])
        throw ClaimedSolutionError(fmt::format(
            "{}: column 1: the problem has no unknown '{}'; it has {}", claimed_->solutions[i].text,
            claimed_->solutions[i].name, fmt::join(unknowns, ", ")));
  }

  /// Jumps become conditions: what stands before and after one is to be equal. Poles and gaps need no referee.
  void find_breaks() {
    for (std::size_t i = 0; i < claimed_->solutions.size(); ++i) {
      const auto& [text, name, formula, rounding, landmarks] = claimed_->solutions[i];
      for (const auto& landmark : landmarks) claims_.equations.landmarks.push_back(landmark);
      const auto& [independent, start, end] = claims_.equations.variables[0];
      for (const Break& found :
           pinn::find_breaks(formula, landmarks, start, end, highest_orders_[i], stop_)) {
        const std::string derivative = derivative_in(found, name), place = place_of(found);
        if (found.kind == Break::Kind::jump && is_given(found, i)) continue;
        if (found.kind == Break::Kind::jump) {
          claimed_->jumps.push_back({i, found});
          claims_.conditions.components.push_back(
              fmt::format("{} before and after {}", derivative, place));
          claims_.quoted_conditions.push_back(claims_.conditions.components.back());
        } else {
          claims_.gaps.push_back(fmt::format(
              "the claimed solution {} at {}, so that it is none on all of the domain [{:g}, {:g}]",
              found.kind == Break::Kind::pole ? fmt::format("has a pole of {}", derivative)
                                              : fmt::format("has no value of {}", derivative),
              place, start, end));
        }
      }
    }
  }

  /// Jumps of the derivatives that the equations determine, where the solution and all below are in one piece.
  void find_kinks() {
    for (std::size_t i = 0; i < claimed_->solutions.size(); ++i) {
      const std::size_t highest = highest_orders_[i];
      if (highest + 1 >= ClaimedSystem::orders) continue;
      const auto& [text, name, formula, rounding, landmarks] = claimed_->solutions[i];
      const auto& [independent, start, end] = claims_.equations.variables[0];
      double broken = std::numeric_limits<double>::quiet_NaN();
      for (const Break& found :
           pinn::find_breaks(formula, landmarks, start, end, highest + 1, stop_)) {
        if (found.order < highest) broken = found.before;
        else if (found.kind == Break::Kind::jump && found.before != broken)
          claims_.kinks.push_back(fmt::format("at {}, where {} jumps (a kink)", place_of(found),
                                              derivative_in(found, name)));
      }
    }
  }

  auto take() -> SolutionClaims {
    claims_.equations.in_double = [claimed = claimed_](std::span<const double> t) {
      return claimed->on_domain(t);
    };
    claims_.equations.in_hundred_digits = [claimed = claimed_](std::span<const HundredDigits> t) {
      return claimed->on_domain(t);
    };
    claims_.equations.rounding = [claimed = claimed_](std::span<const HundredDigits> t) {
      return claimed->rounding(t[0]);
    };
    claims_.conditions.in_double = [claimed = claimed_](std::span<const double>) {
      return claimed->at_points<double>();
    };
    claims_.conditions.in_hundred_digits = [claimed = claimed_](std::span<const HundredDigits>) {
      return claimed->at_points<HundredDigits>();
    };
    claims_.conditions.rounding = [claimed = claimed_](std::span<const HundredDigits>) {
      return claimed->uncertainty_at_points();
    };
    return std::move(claims_);
  }

private:
  [[nodiscard]] auto written_out() const -> detail::WrittenOut {
    formula::NameSet unknowns;
    for (const ClaimedSolution& solution : claimed_->solutions) unknowns.insert(solution.name);
    return {parts_, std::move(unknowns)};
  }

  void write_conditions_out() {
    const detail::WrittenOut out = written_out();
    for (std::size_t i = 0; i < parts_.conditions.size(); ++i)
      detail::reading(text_, Part::condition, parts_.origins[i], [&] {
        auto& [left, right] = parts_.conditions[i];
        left = out.of(left);
        right = out.of(right);
        return 0;
      });
    for (detail::TextIntegral& integral : parts_.integrals)
      detail::reading(text_, Part::condition, parts_.origins[integral.condition], [&] {
        integral.integrand = out.of(integral.integrand);
        return 0;
      });
  }

  /// All of a finite domain.
  auto part_that_is_checked() -> verify::ClaimVariable {
    constexpr double length = 100;
    double start = parts_.start, end = parts_.end;
    if (std::isfinite(start) && std::isfinite(end)) return {text_.independent, start, end};
    double first = std::isfinite(start) ? start : std::isfinite(end) ? end : 0.0, last = first;
    for (std::size_t i = 0; i < parts_.conditions.size(); ++i)
      for (const ValueAt& value : formula::values_at(parts_.conditions[i])) {
        const double point = detail::reading(text_, Part::condition, parts_.origins[i], [&] {
          return formula::constant_or_infinity(value.point, parts_.parameters);
        });
        if (!std::isfinite(point)) continue;
        first = std::min(first, point);
        last = std::max(last, point);
      }
    if (std::isinf(start)) start = first - length;
    if (std::isinf(end)) end = last + length;
    claims_.notes.push_back(fmt::format("of the domain [{:g}, {:g}], [{:g}, {:g}] was looked at",
                                        parts_.start, parts_.end, start, end));
    return {text_.independent, start, end};
  }

  /// Whether a condition asks for that jump.
  [[nodiscard]] auto is_given(const Break& found, std::size_t solution) const -> bool {
    return std::ranges::any_of(claimed_->given_jumps, [&](const ClaimedSystem::GivenJump& jump) {
      return jump.solution == solution && jump.order == found.order
             && detail::near(parts_, std::midpoint(found.before, found.after), jump.at);
    });
  }

  static auto derivative_in(const Break& found, const std::string& name) -> std::string {
    return formula::to_string(Symbol{name, static_cast<int>(found.order)});
  }
  [[nodiscard]] auto place_of(const Break& found) const -> std::string {
    return fmt::format("{} = {:.15g}", text_.independent,
                       std::midpoint(found.before, found.after) + 0.0); // -0 becomes 0
  }

  /// The place of the solution that is claimed for an unknown; nothing for a parameter and other names that are known.
  auto solution_for(const Symbol& symbol, Part part, std::size_t index)
      -> std::optional<std::size_t> {
    const auto found = std::ranges::find(claimed_->solutions, symbol.name, &ClaimedSolution::name);
    if (found != claimed_->solutions.end()) {
      const auto place = static_cast<std::size_t>(found - claimed_->solutions.begin());
      is_used_[place] = true;
      return place;
    }
    const bool is_known = parameters_.contains(symbol.name) || symbol.name == text_.independent
                          || symbol.name == "pi" || symbol.name == "π" || symbol.name == "e";
    if (is_known) return std::nullopt;
    detail::fail(text_, part, index, symbol.column,
                 fmt::format("no solution is claimed for '{}'; expected --solution \"{} = …\"",
                             symbol.name, symbol.name));
  }

  void note_names(const Expression& side, std::size_t equation) {
    for (const Symbol& symbol : formula::names(side))
      if (const auto place = solution_for(symbol, Part::equation, equation))
        highest_orders_[*place] =
            std::max(highest_orders_[*place], static_cast<std::size_t>(symbol.order));
  }

  detail::TextParts& parts_;
  const TextProblem& text_;
  const ExactParameters& parameters_;
  const verify::Stop& stop_;
  std::shared_ptr<ClaimedSystem> claimed_ = std::make_shared<ClaimedSystem>();
  std::vector<std::size_t> highest_orders_; ///< in the equations, of each unknown
  std::vector<bool> is_used_;               ///< each solution, by an equation or a condition
  SolutionClaims claims_;
};

} // namespace

auto claimed_solution(const TextProblem& text, const std::vector<std::string>& solutions,
                      const verify::Stop& stop) -> SolutionClaims {
  if (!text.events.empty())
    detail::fail(text, Part::event, 0, 0,
                 "a claimed solution of a problem with events cannot be checked yet; leave the "
                 "events away, and end the domain at the first of them");
  const detail::ClaimedNumbers numbers(text, solutions);
  detail::TextParts parts{.text = numbers.text(),
                          .shadowing = detail::names_that_shadow(numbers.text())};
  numbers.read_parameters(parts);
  detail::read_domain(parts);
  detail::read_definitions(parts);
  ExactParameters parameters;
  for (const auto& [name, expression] : parts.parameter_definitions)
    parameters.emplace(name, expression);

  Reader reader(parts, parameters, numbers.other_solutions(), stop);
  reader.read_equations();
  reader.read_conditions();
  reader.require_all_used();
  reader.find_breaks();
  reader.find_kinks();
  SolutionClaims claims = reader.take();
  for (std::string& outside : numbers.out_of_bounds(parts))
    claims.gaps.push_back(std::move(outside));
  return claims;
}

} // namespace jetwork::pinn
