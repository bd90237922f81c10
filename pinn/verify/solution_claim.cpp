#include "pinn/verify/solution_claim.hpp"

#include "pinn/problem/text/parts.hpp"
#include "pinn/verify/claimed_system.hpp"
#include "pinn/verify/solution_breaks.hpp"
#include "verify/exact_formula.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
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
  Reader(const TextProblem& text, const ExactParameters& parameters,
         const std::vector<std::string>& solutions, const verify::Stop& stop)
      : text_(text), parameters_(parameters), stop_(stop) {
    claimed_->solutions = detail::read_solutions(text, solutions, parameters);
    highest_orders_.assign(claimed_->solutions.size(), 0);
    is_used_.assign(claimed_->solutions.size(), false);
    claims_.equations.components.clear();
    claims_.conditions.components.clear();
  }

  void read_equations() {
    std::map<Symbol, std::size_t> variables = {{{text_.independent}, 0}};
    for (std::size_t i = 0; i < claimed_->solutions.size(); ++i)
      for (std::size_t order = 0; order < ClaimedSystem::orders; ++order)
        variables[{claimed_->solutions[i].name, static_cast<int>(order)}] =
            1 + i * ClaimedSystem::orders + order;
    for (std::size_t i = 0; i < text_.equations.size(); ++i) {
      detail::reading(text_, Part::equation, i, [&] {
        const auto equation = formula::parse_equation(text_.equations[i]);
        const Expression left = detail::without_argument(equation.left, text_.independent);
        const Expression right = detail::without_argument(equation.right, text_.independent);
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

  void read_conditions() {
    const std::vector<ValueAt> values = read_points();
    for (std::size_t i = 0; i < text_.conditions.size(); ++i) {
      detail::reading(text_, Part::condition, i, [&] {
        const auto condition = formula::parse_equation(text_.conditions[i]);
        claimed_->conditions.push_back({ExactFormula(condition.left, {}, parameters_, values),
                                        ExactFormula(condition.right, {}, parameters_, values)});
        return 0;
      });
      claims_.conditions.components.push_back(fmt::format("condition {}", i + 1));
    }
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

  void read_domain(const formula::Parameters& numbers) {
    std::array<double, 2> ends{};
    for (std::size_t i = 0; i < 2; ++i)
      ends[i] = detail::reading(text_, Part::domain, i, [&] {
        return formula::constant(formula::parse(text_.domain[i]), numbers);
      });
    if (!std::isfinite(ends[0]) || !std::isfinite(ends[1]))
      detail::fail(text_, Part::domain, std::isfinite(ends[0]) ? 1 : 0, 0, "expected a finite end");
    claims_.equations.variables = {
        {text_.independent, std::min(ends[0], ends[1]), std::max(ends[0], ends[1])}};
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
        if (found.kind == Break::Kind::jump) {
          claimed_->jumps.push_back({i, found});
          claims_.conditions.components.push_back(
              fmt::format("{} before and after {}", derivative, place));
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
    return std::move(claims_);
  }

private:
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

  /// All values at points that conditions name, each with a place of its own.
  auto read_points() -> std::vector<ValueAt> {
    std::vector<ValueAt> values;
    for (std::size_t i = 0; i < text_.conditions.size(); ++i)
      detail::reading(text_, Part::condition, i, [&] {
        for (const ValueAt& value :
             formula::values_at(formula::parse_equation(text_.conditions[i])))
          if (std::ranges::find(values, value) == values.end()) {
            read_point(value, i);
            values.push_back(value);
          }
        return 0;
      });
    return values;
  }

  void read_point(const ValueAt& value, std::size_t condition) {
    const auto& [name, order, column] = value.unknown;
    const auto solution = solution_for(value.unknown, Part::condition, condition);
    if (!solution)
      detail::fail(text_, Part::condition, condition, column,
                   fmt::format("'{}' is no unknown", name));
    if (order > ExactFormula::highest_order)
      detail::fail(text_, Part::condition, condition, column, "derivatives go up to order 8 here");
    claimed_->points.push_back(
        {*solution, static_cast<std::size_t>(order), ExactFormula(value.point, {}, parameters_)});
  }

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
  detail::TextParts parts{.text = text};
  detail::read_parameters(parts);
  ExactParameters parameters;
  for (const auto& [name, expression] : parts.definitions) parameters.emplace(name, expression);
  const formula::Parameters& numbers = parts.parameters;

  Reader reader(text, parameters, solutions, stop);
  reader.read_equations();
  reader.read_conditions();
  reader.require_all_used();
  reader.read_domain(numbers);
  reader.find_breaks();
  reader.find_kinks();
  return reader.take();
}

} // namespace jetwork::pinn
