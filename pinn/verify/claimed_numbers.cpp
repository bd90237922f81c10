#include "pinn/verify/claimed_numbers.hpp"

#include "pinn/verify/claimed_solution_error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jetwork::pinn::detail {

ClaimedNumbers::ClaimedNumbers(const TextProblem& text, const std::vector<std::string>& solutions)
    : text_(text) {
  for (const std::string& solution : solutions)
    if (!read(solution)) others_.push_back(solution);
  for (const auto& [name, bounds] : text_.searched)
    if (!claims_.contains(name))
      throw ClaimedSolutionError(fmt::format(
          "the number '{0}' is unknown in this problem; claim its value too, as in \"{0} = 1\"",
          name));
}

auto ClaimedNumbers::read(const std::string& solution) -> bool {
  try {
    const auto [left, right] = formula::parse_equation(solution, names_that_shadow(text_));
    const auto* name =
        left.postfix.size() == 1 ? std::get_if<formula::Symbol>(&left.postfix[0]) : nullptr;
    if (name == nullptr || name->order > 0) return false;
    const auto is_its = [&](const auto& named) { return named.first == name->name; };
    if (std::ranges::none_of(text_.searched, is_its)) return false;
    if (!claims_.emplace(name->name, solution).second)
      throw ClaimedSolutionError(
          fmt::format("{}: column 1: there is a claim for '{}' already", solution, name->name));
    std::ranges::find_if(text_.parameters, is_its)->second = formula::to_string(right);
    return true;
  } catch (const formula::ParseError&) { return false; } // which is said of it as of a solution
}

void ClaimedNumbers::read_parameters(TextParts& parts) const {
  try {
    detail::read_parameters(parts);
  } catch (const TextProblemError& error) {
    if (error.part() == Part::parameter)
      if (const auto claim = claims_.find(text_.parameters[error.index()].first);
          claim != claims_.end())
        throw ClaimedSolutionError(fmt::format("{}: {}", claim->second, error.what()));
    throw;
  }
}

auto ClaimedNumbers::out_of_bounds(const TextParts& parts) const -> std::vector<std::string> {
  std::vector<std::string> words;
  for (const auto& [name, bounds] : text_.searched)
    if (const double value = parts.parameters.at(name);
        !(bounds.lower <= value && value <= bounds.upper))
      words.push_back(fmt::format("{} = {:.15g} lies outside of its bounds, [{:g}, {:g}]", name,
                                  value, bounds.lower, bounds.upper));
  return words;
}

} // namespace jetwork::pinn::detail
