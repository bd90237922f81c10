// A problem written as text, as in a problem file or on the command line.
//
//   TextProblem text{.domain = {"0", "10"},
//                    .equations = {"m*r'' = -k*r"},
//                    .conditions = {"r(0) = 1", "r'(0) = 0"},
//                    .parameters = {{"m", "1"}, {"k", "4"}}};
//   Result result = solve(read_problem(text));
//
// The unknowns are the names that appear with a derivative, or with a value at a point in a condition. The order of an unknown is that of its highest derivative
// in the equations; its initial values are found from the conditions, whatever relations between them they are.
#pragma once

#include "pinn/problem/problem.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn {

struct TextProblem {
  std::string title = {};
  std::string independent = "t";
  std::array<std::string, 2> domain;
  std::vector<std::string> equations;
  std::vector<std::string> conditions;
  /// A number, or an expression in the others.
  std::vector<std::pair<std::string, std::string>> parameters = {};
  /// Names of expressions in unknowns, parameters, the independent variable and each other.
  std::vector<std::pair<std::string, std::string>> definitions = {};
  /// Names of parameters that are to vary, and so stay inputs even where an exponent holds them.
  std::vector<std::string> varied = {};
  /// Parameters whose values are found with the solution: the given ones are where the search starts.
  std::vector<std::pair<std::string, Bounds>> searched = {};
  /// Of unknowns: where a boundary-value problem's solution is looked for first, as an expression in the independent variable and the
  /// parameters, and between which values.
  std::vector<std::pair<std::string, std::string>> guesses = {};
  std::vector<std::pair<std::string, Bounds>> bounds = {};
};

/// What is wrong with a text problem, and where.
class TextProblemError : public std::runtime_error {
public:
  enum class Part { domain, equation, condition, parameter, definition, guess, bounds, problem };
  TextProblemError(Part part, std::size_t index, std::size_t column, const std::string& message)
      : std::runtime_error(message), part_(part), index_(index), column_(column) {}

  [[nodiscard]] auto part() const -> Part { return part_; }
  /// Which equation, condition, parameter, definition, guess, bounds or end of the domain, from 0.
  [[nodiscard]] auto index() const -> std::size_t { return index_; }
  /// From 1, in characters; 0 where the whole text is meant.
  [[nodiscard]] auto column() const -> std::size_t { return column_; }

private:
  Part part_;
  std::size_t index_;
  std::size_t column_;
};

/// Parses and checks everything. Throws TextProblemError.
[[nodiscard]] auto read_problem(const TextProblem& text) -> Problem;

} // namespace jetwork::pinn
