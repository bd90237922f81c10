// Names of functions that stand for something else in a problem.
#include "formula/utf8.hpp"
#include "pinn/problem/text/parts.hpp"

namespace jetwork::pinn::detail {
namespace {

constexpr std::string_view blanks = " \t\r\n";

auto is_prime(std::string_view text) -> bool {
  return text.starts_with('\'') || text.starts_with("′") || text.starts_with("″");
}

/// Whether what follows a name makes it an unknown: primes, and no argument but the independent variable. (In "sin'(x)" something
/// else went wrong.)
auto is_differentiated(std::string_view after, std::string_view independent) -> bool {
  if (!is_prime(after)) return false;
  while (is_prime(after)) after.remove_prefix(after.starts_with('\'') ? 1 : 3);
  after.remove_prefix(std::min(after.find_first_not_of(blanks), after.size()));
  if (!after.starts_with('(')) return true;
  const std::string_view argument = after.substr(1, after.find(')') - 1);
  const std::size_t first = argument.find_first_not_of(blanks);
  return first != std::string_view::npos
         && argument.substr(first, argument.find_last_not_of(blanks) + 1 - first) == independent;
}

/// Adds the functions' names that a formula differentiates.
void add_differentiated(std::string_view formula, std::string_view independent,
                        formula::NameSet& names) {
  std::size_t first = 0; // of a word
  for (std::size_t i = 0; i < formula.size(); ++i) {
    if (formula::stands_in_name(formula, i)) continue;
    const std::string_view word = formula.substr(first, i - first);
    first = i + 1;
    if (is_differentiated(formula.substr(i), independent) && formula::is_function_name(word))
      names.emplace(word);
  }
}

} // namespace

auto names_that_shadow(const TextProblem& text) -> formula::NameSet {
  formula::NameSet names;
  for (const auto* named : {&text.parameters, &text.definitions})
    for (const auto& [name, value] : *named)
      if (formula::is_function_name(name)) names.insert(name);
  for (const std::string& equation : text.equations)
    add_differentiated(equation, text.independent, names);
  for (const auto& [name, definition] : text.definitions)
    add_differentiated(definition, text.independent, names);
  return names;
}

} // namespace jetwork::pinn::detail
