// Formulas as statements of a programming language, equal sub-expressions once.
//
//   Statements cpp(Language::cpp, {"t", "y[0]", "y[1]"});
//   const std::string slope = cpp.result_of(formula);    // "v3", or a literal or a variable
//   cpp.lines();                                         // "    const T v0 = sin(y[0]);\n …"
#pragma once

#include "formula/formula.hpp"

#include <map>
#include <string>
#include <vector>

namespace jetwork::benchmarks {

enum class Language {
  cpp,    ///< of any number type T
  python, ///< of floats
  numpy   ///< of arrays, element by element
};

/// A number as all of the languages write it.
[[nodiscard]] auto literal(double value) -> std::string;

class Statements {
public:
  /// `variables` has what stands for each of the formulas' variables.
  Statements(Language language, std::vector<std::string> variables);

  /// Adds the statements that the formula still needs; returns what stands for its value.
  [[nodiscard]] auto result_of(const formula::Formula& formula) -> std::string;
  [[nodiscard]] auto lines() const -> const std::string& { return lines_; }

private:
  [[nodiscard]] auto apply(formula::Operation operation, const std::string& x, const std::string& y,
                           const std::string& z) const -> std::string;
  auto name_of(const std::string& expression) -> std::string;

  Language language_;
  std::vector<std::string> variables_;
  std::map<std::string, std::string> names_;
  std::string lines_;
};

} // namespace jetwork::benchmarks
