#include "benchmarks/problem_sets/generate/statements.hpp"

#include <fmt/format.h>

#include <utility>

namespace jetwork::benchmarks {

using formula::Formula;
using formula::Operation;
using Source = Formula::Operand::Source;

auto literal(double value) -> std::string {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return value < 0 ? "(" + text + ")" : text;
}

Statements::Statements(Language language, std::vector<std::string> variables)
    : language_(language), variables_(std::move(variables)) {}

auto Statements::result_of(const Formula& formula) -> std::string {
  std::vector<std::string> results;
  const auto text = [&](const Formula::Operand& operand) -> std::string {
    switch (operand.source) {
    case Source::variable: return variables_.at(operand.index);
    case Source::constant: return literal(formula.constants()[operand.index]);
    default: return results[operand.index];
    }
  };
  for (const auto& instruction : formula.instructions()) {
    const int count = formula::arity(instruction.operation);
    const std::string x = text(instruction.x), y = count > 1 ? text(instruction.y) : "",
                      z = count > 2 ? text(instruction.z) : "";
    results.push_back(name_of(apply(instruction.operation, x, y, z)));
  }
  return text(formula.result());
}

auto Statements::apply(Operation operation, const std::string& x, const std::string& y,
                       const std::string& z) const -> std::string {
  switch (operation) {
  case Operation::negate: return "-" + x;
  case Operation::add: return x + " + " + y;
  case Operation::subtract: return x + " - " + y;
  case Operation::multiply: return x + " * " + y;
  case Operation::divide: return x + " / " + y;
  case Operation::pow:
    return language_ == Language::cpp ? fmt::format("pow({}, {})", x, y) : x + "**" + y;
  default:
    return fmt::format("{}{}({}{}{}{}{})", language_ == Language::numpy ? "numpy." : "",
                       formula::name_of(operation), x, y.empty() ? "" : ", ", y,
                       z.empty() ? "" : ", ", z);
  }
}

auto Statements::name_of(const std::string& expression) -> std::string {
  const auto [place, is_new] = names_.try_emplace(expression, fmt::format("v{}", names_.size()));
  const bool cpp = language_ == Language::cpp;
  if (is_new)
    lines_ += fmt::format("    {}{} = {}{}\n", cpp ? "const T " : "", place->second, expression,
                          cpp ? ";" : "");
  return place->second;
}

} // namespace jetwork::benchmarks
