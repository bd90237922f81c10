// Writes the right-hand sides of a problem set as C++ and as Python, from their text.
//
//   generate detest.json detest.cpp detest.py
//
// Constants are folded and repeated sub-expressions computed once, as formula/formula.hpp does for any formula, so
// that the peers get code as a careful user would have written it.
#include "benchmarks/problem_sets/known_problem.hpp"
#include "formula/expression.hpp"
#include "formula/formula.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

namespace {

using namespace jetwork;
using formula::Formula;
using formula::Operation;
using Source = Formula::Operand::Source;

/// One language's statements for a problem, equal sub-expressions once.
class Statements {
public:
  explicit Statements(bool python) : python_(python) {}

  auto result_of(const Formula& formula) -> std::string {
    std::vector<std::string> results;
    const auto text = [&](const Formula::Operand& operand) -> std::string {
      switch (operand.source) {
      case Source::variable: return variable(operand.index);
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
  [[nodiscard]] auto lines() const -> const std::string& { return lines_; }

private:
  [[nodiscard]] auto variable(std::size_t index) const -> std::string {
    if (index == 0) return "t";
    return python_ ? fmt::format("y{}", index - 1) : fmt::format("y[{}]", index - 1);
  }

  static auto literal(double value) -> std::string {
    std::string text = fmt::format("{}", value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return value < 0 ? "(" + text + ")" : text;
  }

  auto apply(Operation operation, const std::string& x, const std::string& y,
             const std::string& z) const -> std::string {
    switch (operation) {
    case Operation::negate: return "-" + x;
    case Operation::add: return x + " + " + y;
    case Operation::subtract: return x + " - " + y;
    case Operation::multiply: return x + " * " + y;
    case Operation::divide: return x + " / " + y;
    case Operation::pow: return python_ ? x + "**" + y : fmt::format("pow({}, {})", x, y);
    default:
      return fmt::format("{}({}{}{}{}{})", formula::name_of(operation), x, y.empty() ? "" : ", ", y,
                         z.empty() ? "" : ", ", z);
    }
  }

  auto name_of(const std::string& expression) -> std::string {
    const auto [place, is_new] = names_.try_emplace(expression, fmt::format("v{}", names_.size()));
    if (is_new)
      lines_ += fmt::format("    {}{} = {}{}\n", python_ ? "" : "const T ", place->second,
                            expression, python_ ? "" : ";");
    return place->second;
  }

  bool python_;
  std::map<std::string, std::string> names_;
  std::string lines_;
};

struct Written {
  std::string cpp, python;
};

auto write(const nlohmann::json& json, std::size_t number) -> Written {
  const std::string id = json.at("id");
  const auto text = benchmarks::text_problem(json);
  const auto problem = pinn::read_problem(text);
  formula::Symbols symbols{.independent = text.independent};
  symbols.variables[{text.independent, 0}] = 0;
  for (const auto& unknown : problem.unknowns)
    for (int n = 0; n < unknown.order; ++n)
      symbols.variables.try_emplace({unknown.name, n}, symbols.variables.size());
  for (const auto& [name, value] : text.parameters)
    symbols.parameters[name] =
        formula::compile(formula::parse(value), {}).evaluate(std::vector<double>{});

  std::map<std::string, Formula> right_sides;
  for (const auto& equation : text.equations) {
    const auto parsed = formula::parse_equation(equation);
    const auto* left = parsed.left.postfix.size() == 1
                           ? std::get_if<formula::Symbol>(&parsed.left.postfix.front())
                           : nullptr;
    if (left == nullptr)
      throw std::runtime_error(id + ": the highest derivative must stand alone on the left of "
                               + equation);
    right_sides.emplace(left->name, formula::compile(parsed.right, symbols));
  }

  std::string names;
  Statements cpp(false), python(true);
  std::string cpp_slopes, python_slopes;
  std::size_t k = 0;
  for (const auto& unknown : problem.unknowns)
    for (int n = 0; n < unknown.order; ++n, ++k) {
      const bool last = n + 1 == unknown.order;
      const Formula* formula = last ? &right_sides.at(unknown.name) : nullptr;
      names += fmt::format("y{}, ", k);
      cpp_slopes += fmt::format("    slope[{}] = {};\n", k,
                                last ? cpp.result_of(*formula) : fmt::format("y[{}]", k + 1));
      python_slopes += (last ? python.result_of(*formula) : fmt::format("y{}", k + 1)) + ", ";
    }
  return {fmt::format("struct Problem{0} {{\n  static constexpr const char* id = \"{1}\";\n"
                      "  template <class T>\n"
                      "  static void slope([[maybe_unused]] const T& t, [[maybe_unused]] const T* "
                      "y, T* slope) {{\n"
                      "{2}{3}  }}\n}};\n\n",
                      number, id, cpp.lines(), cpp_slopes),
          fmt::format("def _{0}(t, y):\n    {1}= y.tolist()\n{2}    return [{3}]\n"
                      "right_sides[\"{4}\"] = _{0}\n\n",
                      number, names, python.lines(), python_slopes, id)};
}

} // namespace

auto main(int count, char** arguments) -> int {
  try {
    if (count != 4) throw std::runtime_error("usage: generate SET.json SET.cpp SET.py");
    const std::string set = std::filesystem::path(arguments[1]).stem().string();
    std::ifstream input(arguments[1]);
    std::string structs, calls, functions;
    std::size_t number = 0;
    const auto json = nlohmann::json::parse(input);
    for (const auto& problem : json.at("problems")) {
      if (problem.at("kind") != "ivp") continue;
      const Written written = write(problem, number);
      structs += written.cpp;
      functions += written.python;
      calls += fmt::format("  add_right_side<Problem{}>(all);\n", number++);
    }
    std::ofstream(arguments[2])
        << "// Made by benchmarks/problem_sets/generate.cpp.\n"
           "#include \"benchmarks/problem_sets/right_side.hpp\"\n\n"
           "namespace jetwork::benchmarks {\nnamespace {\n\n"
           "using std::abs, std::cos, std::exp, std::log, std::pow, std::sin, std::sqrt;\n\n"
        << structs << "} // namespace\n\nvoid add_" << set
        << "(std::vector<RightSide>& all);\nvoid add_" << set << "(std::vector<RightSide>& all) {\n"
        << calls << "}\n\n} // namespace jetwork::benchmarks\n";
    std::ofstream(arguments[3]) << "# Made by benchmarks/problem_sets/generate.cpp.\n"
                                   "from math import cos, exp, log, sin, sqrt\n\n"
                                   "right_sides = {}\n\n\n"
                                << functions;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
