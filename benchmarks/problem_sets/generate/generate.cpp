// Writes the right-hand sides, and the boundary conditions, of a problem set as C++ and as Python, from their text.
//
//   generate detest.json detest.cpp detest.py
//
// Constants are folded and repeated sub-expressions computed once, as formula/formula.hpp does for any formula, so
// that the peers get code as a careful user would have written it: in Python, of floats for an initial-value problem,
// of NumPy arrays for a boundary-value problem. Boundary conditions are written where all of them look at the two ends.
#include "benchmarks/problem_sets/generate/statements.hpp"
#include "benchmarks/problem_sets/known_problem.hpp"
#include "formula/expression.hpp"
#include "formula/formula.hpp"
#include "pinn/problem/kind.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <stdexcept>

namespace {

using namespace jetwork;
using benchmarks::Language;
using benchmarks::Statements;
using formula::Formula;

struct Written {
  std::string cpp, python;
};

struct TextAndProblem {
  pinn::TextProblem text;
  pinn::Problem problem;
  formula::Symbols symbols; ///< t is variable 0, those of a state follow
  std::size_t states = 0;
};

auto read(const nlohmann::json& json) -> TextAndProblem {
  TextAndProblem read{.text = benchmarks::text_problem(json), .problem = {}, .symbols = {}};
  read.problem = pinn::read_problem(read.text);
  read.states = pinn::total_order(read.problem);
  auto& symbols = read.symbols;
  symbols.independent = read.text.independent;
  symbols.variables[{read.text.independent, 0}] = 0;
  for (const auto& unknown : read.problem.unknowns)
    for (int n = 0; n < unknown.order; ++n)
      symbols.variables.try_emplace({unknown.name, n}, symbols.variables.size());
  for (const auto& [name, value] : read.text.parameters)
    symbols.parameters[name] =
        formula::compile(formula::parse(value), {}).evaluate(std::vector<double>{});
  return read;
}

/// The highest derivatives, by the names of their unknowns.
auto right_sides(const TextAndProblem& read) -> std::map<std::string, Formula> {
  std::map<std::string, Formula> found;
  for (const auto& equation : read.text.equations) {
    const auto parsed = formula::parse_equation(equation);
    const auto* left = parsed.left.postfix.size() == 1
                           ? std::get_if<formula::Symbol>(&parsed.left.postfix.front())
                           : nullptr;
    if (left == nullptr)
      throw std::runtime_error("the highest derivative must stand alone on the left of "
                               + equation);
    found.emplace(left->name, formula::compile(parsed.right, read.symbols));
  }
  return found;
}

/// name0, name1, … or name[0], name[1], …
auto entries(const std::string& name, std::size_t count, Language language)
    -> std::vector<std::string> {
  std::vector<std::string> all;
  for (std::size_t k = 0; k < count; ++k)
    all.push_back(language == Language::cpp ? fmt::format("{}[{}]", name, k)
                                            : fmt::format("{}{}", name, k));
  return all;
}

/// What stands for y' = f(t, y), after the statements.
auto slopes(const TextAndProblem& read, Language language, Statements& statements)
    -> std::vector<std::string> {
  const auto highest = right_sides(read);
  const auto y = entries("y", read.states, language);
  std::vector<std::string> all;
  for (const auto& unknown : read.problem.unknowns)
    for (int n = 0; n < unknown.order; ++n)
      if (n + 1 < unknown.order) {
        all.push_back(y[all.size() + 1]);
      } else {
        const Formula& formula = highest.at(unknown.name);
        all.push_back(statements.result_of(formula));
        if (language == Language::numpy && formula.variables_needed() == 0)
          all.back() = "numpy.full_like(t, " + all.back() + ")";
      }
  return all;
}

auto slope_function(const TextAndProblem& read, Language language, std::size_t number)
    -> std::string {
  const auto y = entries("y", read.states, language);
  std::vector<std::string> variables = {"t"};
  variables.insert(variables.end(), y.begin(), y.end());
  Statements statements(language, variables);
  const auto slope = slopes(read, language, statements);
  if (language == Language::cpp) {
    std::string assignments;
    for (std::size_t k = 0; k < slope.size(); ++k)
      assignments += fmt::format("    slope[{}] = {};\n", k, slope[k]);
    return fmt::format("  template <class T>\n"
                       "  static void slope([[maybe_unused]] const T& t, [[maybe_unused]] const T* "
                       "y, T* slope) {{\n{}{}  }}\n",
                       statements.lines(), assignments);
  }
  const bool arrays = language == Language::numpy;
  return fmt::format("def _{0}(t, y):\n    {1}, = y{2}\n{3}    return {4}[{5}]{6}\n", number,
                     fmt::join(y, ", "), arrays ? "" : ".tolist()", statements.lines(),
                     arrays ? "numpy.array(" : "", fmt::join(slope, ", "), arrays ? ")" : "");
}

/// The conditions' residuals, of the states at the left end and at the right one; nothing where one looks elsewhere.
auto conditions(const TextAndProblem& read) -> std::optional<std::vector<Formula>> {
  const auto& domain = read.problem.domain;
  if (!std::isfinite(domain.start) || !std::isfinite(domain.end)) return std::nullopt;
  std::vector<Formula> all;
  for (const auto& condition : read.text.conditions) {
    const auto equation = formula::parse_equation(condition);
    formula::Symbols symbols{.parameters = read.symbols.parameters};
    for (const auto& value : formula::point_values(equation, symbols.parameters)) {
      if (value.point != domain.start && value.point != domain.end) return std::nullopt;
      const std::size_t place = read.symbols.variables.at(value.unknown) - 1;
      symbols.values[value] = value.point == domain.start ? place : read.states + place;
    }
    all.push_back(formula::compile_residual(equation, symbols));
  }
  return all;
}

auto boundary_function(const std::vector<Formula>& conditions, std::size_t states,
                       Language language, std::size_t number) -> std::string {
  const auto left = entries("left", states, language), right = entries("right", states, language);
  std::vector<std::string> variables = left, residuals;
  variables.insert(variables.end(), right.begin(), right.end());
  Statements statements(language, variables);
  for (const Formula& condition : conditions) residuals.push_back(statements.result_of(condition));
  if (language == Language::cpp) {
    std::string assignments;
    for (std::size_t k = 0; k < residuals.size(); ++k)
      assignments += fmt::format("    residual[{}] = {};\n", k, residuals[k]);
    return fmt::format("  template <class T>\n"
                       "  static void boundary([[maybe_unused]] const T* left, [[maybe_unused]] "
                       "const T* right, T* residual) {{\n{}{}  }}\n",
                       statements.lines(), assignments);
  }
  return fmt::format("def _{0}_boundary(left, right):\n    {1}, = left\n    {2}, = right\n{3}"
                     "    return numpy.array([{4}])\n",
                     number, fmt::join(left, ", "), fmt::join(right, ", "), statements.lines(),
                     fmt::join(residuals, ", "));
}

auto write(const nlohmann::json& json, std::size_t number) -> Written {
  const std::string id = json.at("id");
  const TextAndProblem problem = read(json);
  const bool is_boundary = pinn::kind(problem.problem) == pinn::Kind::boundary_value;
  Written written{
      .cpp = fmt::format("struct Problem{} {{\n  static constexpr const char* id = \"{}\";\n"
                         "  static constexpr int states = {};\n",
                         number, id, problem.states)
             + slope_function(problem, Language::cpp, number),
      .python = slope_function(problem, is_boundary ? Language::numpy : Language::python, number)
                + fmt::format("right_sides[\"{}\"] = _{}\n\n", id, number)};
  if (const auto residuals = is_boundary ? conditions(problem) : std::nullopt) {
    written.cpp += boundary_function(*residuals, problem.states, Language::cpp, number);
    written.python += boundary_function(*residuals, problem.states, Language::numpy, number)
                      + fmt::format("boundaries[\"{0}\"] = _{1}_boundary\n\n", id, number);
  }
  written.cpp += "};\n\n";
  return written;
}

} // namespace

auto main(int count, char** arguments) -> int {
  std::string id;
  try {
    if (count != 4) throw std::runtime_error("usage: generate SET.json SET.cpp SET.py");
    const std::string set = std::filesystem::path(arguments[1]).stem().string();
    std::ifstream input(arguments[1]);
    std::string structs, calls, functions;
    std::size_t number = 0;
    const auto json = nlohmann::json::parse(input);
    for (const auto& problem : json.at("problems")) {
      id = problem.at("id");
      if (!benchmarks::is_compared(problem)) continue;
      const Written written = write(problem, number);
      structs += written.cpp;
      functions += written.python;
      calls += fmt::format("  add_right_side<Problem{}>(all);\n", number++);
    }
    std::ofstream(arguments[2])
        << "// Made by benchmarks/problem_sets/generate/generate.cpp.\n"
           "#include \"benchmarks/problem_sets/right_side.hpp\"\n\n"
           "namespace jetwork::benchmarks {\nnamespace {\n\n"
           "using std::abs, std::cos, std::exp, std::log, std::pow, std::sin, std::sinh, "
           "std::sqrt, std::tan;\n\n"
        << structs << "} // namespace\n\nvoid add_" << set
        << "(std::vector<RightSide>& all);\nvoid add_" << set << "(std::vector<RightSide>& all) {\n"
        << calls << "}\n\n} // namespace jetwork::benchmarks\n";
    std::ofstream(arguments[3]) << "# Made by benchmarks/problem_sets/generate/generate.cpp.\n"
                                   "from math import cos, exp, log, sin, sqrt\n\n"
                                   "import numpy\n\n"
                                   "right_sides, boundaries = {}, {}\n\n\n"
                                << functions;
  } catch (const std::exception& error) {
    std::cerr << id << ": " << error.what() << '\n';
    return 1;
  }
  return 0;
}
