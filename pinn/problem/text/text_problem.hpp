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

/// Happens where `when` says, or at `times`. `when` is a formula that passes through zero, "h" or "h, falling"; an equation that
/// comes to hold, "h = 0.5"; or a relation that becomes true, "h < 0".
struct TextEvent {
  std::string name = {}; ///< if none is given, the formula in `when`
  std::string when = {};
  std::vector<std::string> times =
      {};                             ///< numbers, or expressions in parameters; in place of `when`
  std::vector<std::string> then = {}; ///< "h' = -0.9*h'"; the solution ends there if there are none
};

/// Of an event's texts: `when` is the first, then come the times, then the entries of `then`.
[[nodiscard]] inline auto text_of(const TextEvent& event, std::size_t piece) -> const std::string& {
  if (piece == 0) return event.when;
  const std::size_t times = event.times.size();
  return piece <= times ? event.times[piece - 1] : event.then.at(piece - 1 - times);
}

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
  /// Of initial-value problems.
  std::vector<TextEvent> events = {};
};

/// What is wrong with a text problem, and where.
class TextProblemError : public std::runtime_error {
public:
  enum class Part {
    domain,
    equation,
    condition,
    parameter,
    definition,
    guess,
    bounds,
    event,
    problem
  };
  TextProblemError(Part part, std::size_t index, std::size_t column, const std::string& message,
                   std::size_t piece = 0)
      : std::runtime_error(message), part_(part), index_(index), column_(column), piece_(piece) {}

  [[nodiscard]] auto part() const -> Part { return part_; }
  /// Which equation, condition, parameter, definition, guess, bounds, event or end of the domain, from 0.
  [[nodiscard]] auto index() const -> std::size_t { return index_; }
  /// From 1, in characters; 0 where the whole text is meant.
  [[nodiscard]] auto column() const -> std::size_t { return column_; }
  /// Which of an event's texts the column is in, as in text_of().
  [[nodiscard]] auto piece() const -> std::size_t { return piece_; }

private:
  Part part_;
  std::size_t index_;
  std::size_t column_;
  std::size_t piece_;
};

/// Parses and checks everything. Throws TextProblemError.
[[nodiscard]] auto read_problem(const TextProblem& text) -> Problem;

} // namespace jetwork::pinn
