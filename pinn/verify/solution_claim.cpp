#include "pinn/verify/solution_claim.hpp"

#include "pinn/problem/text/parts.hpp"
#include "pinn/verify/solution_jumps.hpp"
#include "verify/exact_formula.hpp"
#include "verify/landmarks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <numeric>

namespace jetwork::pinn {

namespace {

using detail::Part;
using formula::Expression;
using formula::Symbol;
using formula::ValueAt;
using verify::Claim;
using verify::ExactFormula;
using verify::ExactParameters;
using verify::HundredDigits;
using verify::Sides;

/// r(t) written as r.
auto without_argument(const Expression& expression, const std::string& independent) -> Expression {
  Expression result = expression;
  for (auto& node : result.postfix)
    if (const auto* value = std::get_if<ValueAt>(&node);
        value != nullptr && formula::is_taken_at(*value, independent))
      node = Symbol(value->unknown);
  return result;
}

struct ClaimedSolution {
  std::string name;
  ExactFormula formula;
  std::vector<std::function<double(std::span<const double>)>> landmarks;
};

auto read_solutions(const TextProblem& text, const std::vector<std::string>& solutions,
                    const ExactParameters& parameters) -> std::vector<ClaimedSolution> {
  std::vector<ClaimedSolution> read;
  for (const std::string& solution : solutions) {
    const auto refuse = [&](const std::string& why) {
      throw ClaimedSolutionError(fmt::format("{}: {}", solution, why));
    };
    try {
      const auto equation = formula::parse_equation(solution);
      const Expression left = without_argument(equation.left, text.independent);
      const auto* name = left.postfix.size() == 1 ? std::get_if<Symbol>(&left.postfix[0]) : nullptr;
      if (name == nullptr || name->order > 0)
        refuse(fmt::format("column 1: expected an unknown alone before '=', as in r = cos(2*{})",
                           text.independent));
      if (parameters.contains(name->name) || name->name == text.independent)
        refuse(fmt::format("column 1: '{}' is no unknown", name->name));
      if (std::ranges::count(read, name->name, &ClaimedSolution::name) > 0)
        refuse(fmt::format("column 1: there is a solution for '{}' already", name->name));
      const std::map<Symbol, std::size_t> variables = {{{text.independent}, 0}};
      read.push_back({name->name, ExactFormula(equation.right, variables, parameters),
                      verify::landmarks(equation.right, variables, parameters)});
    } catch (const formula::ParseError& error) { refuse(error.what()); }
  }
  return read;
}

/// Both sides of several equations, whose variables are t, then r, r', … of each unknown up to order 8, or the
/// values at points that a condition names.
struct BothSides {
  ExactFormula left, right;
};

constexpr std::size_t orders = ExactFormula::highest_order + 1;

struct Claimed {
  std::vector<ClaimedSolution> solutions;
  std::vector<BothSides> equations, conditions;
  struct PointOf {
    std::size_t solution;
    std::size_t order;
    ExactFormula place;
  };
  std::vector<PointOf> points; ///< of all conditions' values
  struct JumpOf {
    std::size_t solution;
    Jump jump;
  };
  std::vector<JumpOf> jumps;

  template <class T>
  static auto sides(const std::vector<BothSides>& all, const std::vector<T>& at) -> Sides<T> {
    Sides<T> result;
    for (const auto& [left, right] : all) {
      result.truth.push_back(right.derivative(std::span<const T>(at), {}));
      result.claimed.push_back(left.derivative(std::span<const T>(at), {}));
    }
    return result;
  }
  template <class T>
  auto on_domain(std::span<const T> t) const -> Sides<T> {
    std::vector<T> at{t[0]};
    for (const ClaimedSolution& solution : solutions)
      for (const T& derivative : solution.formula.derivatives(t[0])) at.push_back(derivative);
    return sides(equations, at);
  }
  template <class T>
  auto at_points() const -> Sides<T> {
    std::vector<T> at;
    for (const auto& [solution, order, place] : points)
      at.push_back(solutions[solution].formula.derivatives(
          place.derivative(std::span<const T>(), {}))[order]);
    auto result = sides(conditions, at);
    for (const auto& [solution, jump] : jumps) {
      const ExactFormula& formula = solutions[solution].formula;
      result.truth.push_back(formula.derivatives(T(jump.before))[jump.order]);
      result.claimed.push_back(formula.derivatives(T(jump.after))[jump.order]);
    }
    return result;
  }
};

} // namespace

auto claimed_solution(const TextProblem& text, const std::vector<std::string>& solutions)
    -> SolutionClaims {
  detail::TextParts parts{.text = text};
  detail::read_parameters(parts);
  ExactParameters parameters;
  for (const auto& [name, expression] : parts.definitions) parameters.emplace(name, expression);
  const formula::Parameters& numbers = parts.parameters;
  auto claimed = std::make_shared<Claimed>();
  claimed->solutions = read_solutions(text, solutions, parameters);

  std::map<Symbol, std::size_t> variables = {{{text.independent}, 0}};
  for (std::size_t i = 0; i < claimed->solutions.size(); ++i)
    for (std::size_t order = 0; order < orders; ++order)
      variables[{claimed->solutions[i].name, static_cast<int>(order)}] = 1 + i * orders + order;
  const auto require_solution = [&](const Symbol& symbol, Part part, std::size_t index) {
    const bool is_known = parameters.contains(symbol.name) || symbol.name == text.independent
                          || symbol.name == "pi" || symbol.name == "π" || symbol.name == "e";
    if (is_known || std::ranges::count(claimed->solutions, symbol.name, &ClaimedSolution::name) > 0)
      return;
    detail::fail(text, part, index, symbol.column,
                 fmt::format("no solution is claimed for '{}'; expected --solution \"{} = …\"",
                             symbol.name, symbol.name));
  };

  SolutionClaims claims;
  std::vector<std::size_t> highest_orders(claimed->solutions.size(), 0);
  claims.equations.components.clear();
  for (std::size_t i = 0; i < text.equations.size(); ++i) {
    detail::reading(text, Part::equation, i, [&] {
      const auto equation = formula::parse_equation(text.equations[i]);
      const Expression left = without_argument(equation.left, text.independent);
      const Expression right = without_argument(equation.right, text.independent);
      for (const Expression* side : {&left, &right})
        for (const Symbol& symbol : formula::names(*side)) {
          require_solution(symbol, Part::equation, i);
          for (std::size_t k = 0; k < claimed->solutions.size(); ++k)
            if (claimed->solutions[k].name == symbol.name)
              highest_orders[k] =
                  std::max(highest_orders[k], static_cast<std::size_t>(symbol.order));
        }
      claimed->equations.push_back(
          {ExactFormula(left, variables, parameters), ExactFormula(right, variables, parameters)});
      return 0;
    });
    claims.equations.components.push_back(fmt::format("equation {}", i + 1));
  }

  // All values at points, each with a place of its own.
  std::vector<ValueAt> values;
  for (std::size_t i = 0; i < text.conditions.size(); ++i)
    detail::reading(text, Part::condition, i, [&] {
      for (const ValueAt& value : formula::values_at(formula::parse_equation(text.conditions[i]))) {
        if (std::ranges::find(values, value) != values.end()) continue;
        require_solution(value.unknown, Part::condition, i);
        const auto solution =
            std::ranges::find(claimed->solutions, value.unknown.name, &ClaimedSolution::name);
        if (solution == claimed->solutions.end())
          detail::fail(text, Part::condition, i, value.unknown.column,
                       fmt::format("'{}' is no unknown", value.unknown.name));
        if (value.unknown.order > ExactFormula::highest_order)
          detail::fail(text, Part::condition, i, value.unknown.column,
                       "derivatives go up to order 8 here");
        values.push_back(value);
        claimed->points.push_back({static_cast<std::size_t>(solution - claimed->solutions.begin()),
                                   static_cast<std::size_t>(value.unknown.order),
                                   ExactFormula(value.point, {}, parameters)});
      }
      return 0;
    });
  claims.conditions.components.clear();
  for (std::size_t i = 0; i < text.conditions.size(); ++i) {
    detail::reading(text, Part::condition, i, [&] {
      const auto condition = formula::parse_equation(text.conditions[i]);
      claimed->conditions.push_back({ExactFormula(condition.left, {}, parameters, values),
                                     ExactFormula(condition.right, {}, parameters, values)});
      return 0;
    });
    claims.conditions.components.push_back(fmt::format("condition {}", i + 1));
  }

  std::array<double, 2> ends{};
  for (std::size_t i = 0; i < 2; ++i)
    ends[i] = detail::reading(text, Part::domain, i, [&] {
      return formula::constant(formula::parse(text.domain[i]), numbers);
    });
  if (!std::isfinite(ends[0]) || !std::isfinite(ends[1]))
    detail::fail(text, Part::domain, std::isfinite(ends[0]) ? 1 : 0, 0, "expected a finite end");
  claims.equations.variables = {
      {text.independent, std::min(ends[0], ends[1]), std::max(ends[0], ends[1])}};
  claims.equations.in_double = [claimed](std::span<const double> t) {
    return claimed->on_domain(t);
  };
  claims.equations.in_hundred_digits = [claimed](std::span<const HundredDigits> t) {
    return claimed->on_domain(t);
  };
  for (std::size_t i = 0; i < claimed->solutions.size(); ++i) {
    const auto& [name, formula, landmarks] = claimed->solutions[i];
    for (const auto& landmark : landmarks) claims.equations.landmarks.push_back(landmark);
    const auto& [independent, start, end] = claims.equations.variables[0];
    for (const Jump& jump : find_jumps(formula, landmarks, start, end, highest_orders[i])) {
      claimed->jumps.push_back({i, jump});
      claims.conditions.components.push_back(
          fmt::format("{} before and after {} = {:.15g}",
                      formula::to_string(Symbol{name, static_cast<int>(jump.order)}), independent,
                      std::midpoint(jump.before, jump.after)));
    }
  }
  claims.conditions.in_double = [claimed](std::span<const double>) {
    return claimed->at_points<double>();
  };
  claims.conditions.in_hundred_digits = [claimed](std::span<const HundredDigits>) {
    return claimed->at_points<HundredDigits>();
  };
  return claims;
}

} // namespace jetwork::pinn
