#include "verify/formula_claim.hpp"

#include "formula/parameters.hpp"
#include "verify/landmarks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace jetwork::verify {

using namespace formula;

namespace {

using Part = FormulaClaimError::Part;

template <class Read>
auto reading(Part part, const std::string& prefix, Read read) {
  try {
    return read();
  } catch (const ParseError& error) { throw FormulaClaimError(part, prefix + error.what()); }
}

auto is_constant(const std::string& name) -> bool {
  return name == "pi" || name == "π" || name == "e";
}

/// Throws unless every parameter comes down to a number: it may refer to others, never to itself or to a variable.
void require_numbers(const ExactParameters& parameters) {
  std::vector<ParameterDefinition> definitions;
  for (const auto& [name, expression] : parameters) definitions.push_back({name, expression});
  try {
    (void)resolve_parameters(definitions);
  } catch (const ParameterError& error) {
    const std::string place =
        error.column() > 0 ? fmt::format("column {}: ", error.column()) : std::string();
    throw FormulaClaimError(
        Part::parameter,
        fmt::format("{}: {}{}", definitions[error.parameter()].name, place, error.what()));
  }
}

/// Throws for a parameter that no formula uses: its name must be a slip.
void require_used(const ExactParameters& parameters, std::vector<const Expression*> formulas) {
  for (const auto& [name, expression] : parameters) formulas.push_back(&expression);
  for (const auto& parameter : parameters) {
    const std::string& name = parameter.first;
    const bool is_used = std::ranges::any_of(formulas, [&](const Expression* formula) {
      const auto used = names(*formula);
      return std::ranges::count(used, Symbol{name}) > 0;
    });
    if (is_used) continue;
    std::vector<std::string> known;
    for (const Expression* formula : formulas)
      for (const Symbol& symbol : names(*formula)) known.push_back(symbol.name);
    throw FormulaClaimError(Part::parameter, fmt::format("{}: neither formula uses '{}'{}", name,
                                                         name, suggestion(name, known)));
  }
}

} // namespace

FormulaClaim::FormulaClaim(const FormulaClaimText& text) {
  NameSet shadowing;
  for (const auto& [name, value] : text.parameters) shadowing.insert(name);
  function_text_ = reading(Part::function, "", [&] { return parse(text.function, shadowing); });
  derivative_text_ =
      reading(Part::derivative, "", [&] { return parse(text.derivative, shadowing); });
  for (const auto& [name, value] : text.parameters)
    parameters_[name] =
        reading(Part::parameter, name + ": ", [&] { return parse(value, shadowing); });
  require_numbers(parameters_);
  require_used(parameters_, {&function_text_, &derivative_text_});

  const auto is_variable = [&](const Symbol& symbol) {
    return symbol.order == 0 && !parameters_.contains(symbol.name)
           && (!is_constant(symbol.name) || std::ranges::count(text.by, symbol.name) > 0);
  };
  std::vector<std::string> known;
  for (const Symbol& symbol : names(function_text_)) {
    if (!is_variable(symbol)) continue;
    if (is_function_name(symbol.name)) continue; // compile() throws: '(' is missing
    places_.emplace(Symbol{symbol.name}, variables_.size());
    variables_.push_back({.name = symbol.name});
    known.push_back(symbol.name);
  }
  function_ = reading(Part::function, "",
                      [&] { return ExactFormula(function_text_, places_, parameters_); });
  if (text.by.empty()) throw FormulaClaimError(Part::by, "expected a variable");
  if (text.by.size() > ExactFormula::highest_order)
    throw FormulaClaimError(Part::by,
                            fmt::format("expected a derivative of order {} at most, found {}",
                                        ExactFormula::highest_order, text.by.size()));
  for (const std::string& name : text.by) {
    const auto place = places_.find({name});
    if (place == places_.end())
      throw FormulaClaimError(
          Part::by,
          parameters_.contains(name)
              ? fmt::format("'{}' is a parameter; leave its value out to make it a variable", name)
              : fmt::format("the function has no variable '{}'; it has {}", name,
                            known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "))));
    by_.push_back(place->second);
  }
  for (const ClaimVariable& domain : text.domains) {
    const auto place = places_.find({domain.name});
    if (place == places_.end())
      throw FormulaClaimError(Part::domain,
                              fmt::format("the function has no variable '{}'{}", domain.name,
                                          suggestion(domain.name, known)));
    if (!(domain.lower <= domain.upper))
      throw FormulaClaimError(Part::domain,
                              fmt::format("{}={},{} is empty; expected the lower end first",
                                          domain.name, domain.lower, domain.upper));
    variables_[place->second] = domain;
  }
  derivative_ = reading(Part::derivative, "",
                        [&] { return ExactFormula(derivative_text_, places_, parameters_); });
  function_rounding_ = RoundingProbe(function_text_, places_, parameters_);
  derivative_rounding_ = RoundingProbe(derivative_text_, places_, parameters_);
}

auto FormulaClaim::claim() const -> Claim {
  Claim claim;
  claim.variables = variables_;
  const auto sides = [this]<class T>(std::span<const T> at) {
    return Sides<T>{{function_.derivative(at, by_)}, {derivative_.derivative(at, {})}};
  };
  claim.in_double = [sides](std::span<const double> at) { return sides(at); };
  claim.in_hundred_digits = [sides](std::span<const HundredDigits> at) { return sides(at); };
  claim.function = [this](std::span<const HundredDigits> at) {
    return function_.derivative(at, {});
  };
  if (by_.size() <= RoundingProbe::highest_order)
    claim.rounding = [this](std::span<const HundredDigits> at) {
      return Sides<HundredDigits>{{function_rounding_.largest(at, by_)},
                                  {derivative_rounding_.largest(at, {})}};
    };
  for (const Expression* side : {&function_text_, &derivative_text_})
    std::ranges::move(landmarks(*side, places_, parameters_), std::back_inserter(claim.landmarks));
  return claim;
}

auto FormulaClaim::verify(const VerifyOptions& options) const -> Verdict {
  Verdict verdict = verify::verify(claim(), options);
  if (verdict.outcome == Outcome::fails) verdict.repair = find_repair(options);
  return verdict;
}

} // namespace jetwork::verify
