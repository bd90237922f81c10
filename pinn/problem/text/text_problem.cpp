#include "pinn/problem/text/text_problem.hpp"

#include "pinn/problem/text/parts.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace jetwork::pinn {
namespace detail {
namespace {

auto name_of(const TextProblem& text, Part part, std::size_t index) -> std::string {
  switch (part) {
  case Part::domain: return index == 0 ? "the domain's start" : "the domain's end";
  case Part::equation: return fmt::format("equation {}", index + 1);
  case Part::condition: return fmt::format("condition {}", index + 1);
  case Part::parameter: return fmt::format("parameter {}", text.parameters[index].first);
  default: return "";
  }
}

auto parse_all(const TextProblem& text, Part part, const std::vector<std::string>& formulas)
    -> std::vector<autodiff::Equation> {
  std::vector<autodiff::Equation> equations;
  for (std::size_t i = 0; i < formulas.size(); ++i)
    equations.push_back(
        reading(text, part, i, [&] { return autodiff::parse_equation(formulas[i]); }));
  return equations;
}

/// left - right of every equation, on whatever the solver brings: t, then u, u', … of each unknown,
/// end to end.
auto make_residual(const TextParts& parts) -> Residual {
  autodiff::Symbols symbols{.parameters = parts.parameters, .independent = parts.text.independent};
  symbols.variables[{parts.text.independent, 0}] = 0;
  std::vector<int> orders;
  for (const TextUnknown& unknown : parts.unknowns) {
    orders.push_back(unknown.order);
    for (int n = 0; n <= unknown.order; ++n)
      symbols.variables.try_emplace({unknown.name, n}, symbols.variables.size());
  }
  std::vector<autodiff::Formula> formulas;
  for (const auto& equation : parts.equations)
    formulas.push_back(autodiff::compile_residual(equation, symbols));

  using autodiff::BatchVariable;
  return [orders, formulas](const BatchVariable& t, std::span<const Derivatives<BatchVariable>> u) {
    std::vector<BatchVariable> variables = {t};
    for (std::size_t i = 0; i < orders.size(); ++i)
      for (int n = 0; n <= orders[i]; ++n) variables.push_back(u[i][n]);
    std::vector<BatchVariable> residuals;
    for (const autodiff::Formula& formula : formulas)
      residuals.push_back(formula.evaluate(variables));
    return residuals;
  };
}

/// No message grows with a name that has a thousand letters or primes: of a very long word, its
/// beginning and its end are shown.
auto shortened(std::string_view message) -> std::string {
  constexpr std::size_t longest = 100, beginning = 40, end = 10;
  const auto boundary = [](std::string_view word, std::size_t i) { // of a character in UTF-8
    while (i > 0 && (static_cast<unsigned char>(word[i]) & 0xC0) == 0x80) --i;
    return i;
  };
  std::string result;
  while (!message.empty()) {
    const std::string_view word = message.substr(0, message.find(' ', 1));
    message.remove_prefix(word.size());
    if (word.size() <= longest) {
      result += word;
      continue;
    }
    result += word.substr(0, boundary(word, beginning));
    result += "…";
    result += word.substr(boundary(word, word.size() - end));
  }
  return result;
}

} // namespace

void fail(const TextProblem& text, Part part, std::size_t index, std::size_t column,
          const std::string& message) {
  std::string place = name_of(text, part, index);
  if (column > 0) place += fmt::format(", column {}", column);
  throw TextProblemError(part, index, column,
                         shortened(place.empty() ? message : place + ": " + message));
}

void fail(const TextProblem& text, Part part, std::size_t index,
          const autodiff::ParseError& error) {
  throw TextProblemError(
      part, index, error.column(),
      shortened(fmt::format("{}, {}", name_of(text, part, index), error.what())));
}

} // namespace detail

auto read_problem(const TextProblem& text) -> Problem {
  using namespace detail;
  if (!is_name(text.independent) || autodiff::function_named(text.independent))
    fail(text, Part::problem, 0, 0,
         fmt::format("'{}' is no name for the independent variable", text.independent));
  if (text.equations.empty()) fail(text, Part::problem, 0, 0, "there are no equations");

  TextParts parts{.text = text, .parameters = read_parameters(text)};
  read_domain(parts);
  parts.equations = parse_all(text, Part::equation, text.equations);
  parts.conditions = parse_all(text, Part::condition, text.conditions);
  if (text.conditions.empty())
    fail(text, Part::problem, 0, 0,
         fmt::format("there are no conditions; the unknowns are the names that appear with one, as "
                     "in r({}) = 1",
                     parts.start));
  find_unknowns(parts);
  const auto initial = find_initial_values(parts);

  Problem problem{.title = text.title,
                  .independent = text.independent,
                  .domain = {parts.start, parts.end},
                  .unknowns = {},
                  .residual = make_residual(parts)};
  for (std::size_t i = 0; i < parts.unknowns.size(); ++i)
    problem.unknowns.push_back({.name = parts.unknowns[i].name, .initial = initial[i]});
  return problem;
}

} // namespace jetwork::pinn
