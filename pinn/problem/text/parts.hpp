// A text problem in parts: parsed, its numbers known, its unknowns and their orders found. A
// private header of pinn/problem/text/read_problem.cpp and its neighbours.
#pragma once

#include "formula/expression.hpp"
#include "formula/formula.hpp"
#include "formula/parameters.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/problem/text/text_problem.hpp"
#include "pinn/problem/text/variables.hpp"

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jetwork::pinn::detail {

using Part = TextProblemError::Part;

/// An unknown's name, and where its highest derivative stands: in which equation or definition, at which column.
struct TextUnknown {
  std::string name;
  int order = 0;
  Part part = Part::equation;
  std::size_t index = 0;
  std::size_t column = 0;
  bool has_condition = true; ///< whether a condition mentions it
};

/// A named expression, with all that it depends on.
struct TextDefinition {
  std::string name;
  formula::Expression expression;
  std::size_t place = 0; ///< which of the text's
  std::map<std::string, int, std::less<>>
      needs; ///< names of no definition, each with its highest derivative
};

/// A name in an equation, or in a definition that an equation depends on.
struct Occurrence {
  Part part;
  std::size_t index;
  formula::Symbol symbol;
};

/// jump(r', 1) = 2
struct TextJump {
  formula::Symbol symbol;
  double at = 0.0, amount = 0.0;
  formula::Expression text_of_at, text_of_amount;
  std::size_t condition = 0; ///< which of the text's
};

/// An integral in a condition, where a name takes its place.
struct TextIntegral {
  std::string name;
  formula::Expression integrand;
  Domain over;
  std::array<formula::Expression, 2> text_of_ends;
  std::size_t condition = 0; ///< which of TextParts::conditions
};

/// An event of the text, parsed. Of the two ways in which one is given, one is empty.
struct TextEventParts {
  std::optional<formula::Expression> value = {}; ///< what passes through zero
  Crossing crossing = Crossing::any;
  Zero zero = Zero::neither;
  std::string formula = {}; ///< `when` without its direction
  std::vector<formula::Expression> times = {};
  std::vector<formula::Equation> then = {};
};

struct TextParts {
  const TextProblem& text;
  formula::NameSet shadowing = {}; ///< names of functions that stand for something else
  std::vector<formula::ParameterDefinition> parameter_definitions = {};
  std::vector<std::size_t> parameter_order = {}; ///< each after those that it needs
  formula::Parameters parameters = {};           ///< their values
  std::vector<TextDefinition> definitions = {};  ///< each after those that it needs
  std::map<std::string, std::size_t, std::less<>> places_of_definitions = {};
  double start = 0.0;
  double end = 0.0;
  std::string free_end = {}; ///< the unknown number that the domain's end is, if it is one
  std::vector<formula::Equation> equations = {};
  std::vector<Occurrence> occurrences = {}; ///< of all names that the equations depend on
  std::vector<formula::Equation> conditions = {};
  std::vector<std::size_t> origins =
      {}; ///< of each of these: which of the text's conditions it is, or follows from
  std::vector<TextIntegral> integrals = {};
  std::vector<TextJump> jumps = {};
  std::vector<double> points = {};        ///< at which conditions hold
  std::vector<TextUnknown> unknowns = {}; ///< in the order in which the conditions name them
  std::vector<TextEventParts> events = {};
};

/// How many conditions the unknowns and the unknown numbers need; eigenvalues do with one less.
struct NeededConditions {
  std::size_t fewest, most;
  std::optional<std::size_t> or_so_many = {}; ///< of a periodic solution through given values
};
[[nodiscard]] auto needed_conditions(const TextParts& parts) -> NeededConditions;

/// Throws a TextProblemError whose message begins with the part: "equation 1, column 3: …"; column
/// 0 is left out. `piece` is one of an event's texts.
[[noreturn]] void fail(const TextProblem& text, Part part, std::size_t index, std::size_t column,
                       const std::string& message, std::size_t piece = 0);
/// The same for a ParseError, whose message names its column already.
[[noreturn]] void fail(const TextProblem& text, Part part, std::size_t index,
                       const formula::ParseError& error, std::size_t piece = 0);

/// Calls read(), and lets a ParseError become a TextProblemError about the part.
template <class Read>
auto reading(const TextProblem& text, Part part, std::size_t index, Read read,
             std::size_t piece = 0) {
  try {
    return read();
  } catch (const formula::ParseError& error) { fail(text, part, index, error, piece); }
}

/// The equations, and the names that they depend on. After the definitions.
void read_equations(TextParts& parts);

/// The name of infinity, which nothing else can bear.
inline constexpr std::string_view infinity = "inf";

/// Whether the text is a name, without primes.
[[nodiscard]] auto is_name(const std::string& text) -> bool;

/// Throws where a parameter or a definition cannot bear this name, or another of the names taken by its kind is the same
/// (pinn/problem/text/parameters.cpp).
void require_new_name(const TextProblem& text, Part part, std::size_t index,
                      const std::string& name, std::set<std::string>& taken);

/// Names of functions that are parameters, definitions or unknowns here (pinn/problem/text/shadowing.cpp).
[[nodiscard]] auto names_that_shadow(const TextProblem& text) -> formula::NameSet;

/// The parameters and their values, whatever the order in which they refer to each other
/// (pinn/problem/text/parameters.cpp).
void read_parameters(TextParts& parts);

/// The definitions, in an order in which each can be computed (pinn/problem/text/definitions.cpp). After the parameters.
void read_definitions(TextParts& parts);

/// The definition of this name, or nothing.
[[nodiscard]] auto definition_named(const TextParts& parts, std::string_view name)
    -> const TextDefinition*;

/// Throws formula::ParseError where a definition has primes.
void refuse_derivatives_of_definitions(const TextParts& parts,
                                       const formula::Expression& expression);

/// Both ends of the domain (pinn/problem/text/parameters.cpp).
void read_domain(TextParts& parts);

/// The conditions, with those apart that are more than relations between values (pinn/problem/text/special_conditions.cpp). After
/// the equations.
void read_conditions(TextParts& parts);

/// The unknowns and their orders (pinn/problem/text/unknowns.cpp).
void find_unknowns(TextParts& parts);

/// Checks the conditions: what they say, where, and how many they are (pinn/problem/text/conditions.cpp). Where they hold
/// at the end of the domain alone, its ends are exchanged.
void check_conditions(TextParts& parts);

/// The conditions as a problem has them (pinn/problem/text/compiled_conditions.cpp).
[[nodiscard]] auto compiled_conditions(const TextParts& parts, const SharedVariables& variables)
    -> std::vector<Condition>;

/// The jumps as a problem has them (pinn/problem/text/compiled_conditions.cpp).
[[nodiscard]] auto found_jumps(const TextParts& parts) -> std::vector<Jump>;

/// The conditions that only choose among several highest derivatives (pinn/problem/text/compiled_conditions.cpp).
[[nodiscard]] auto chosen_branches(const TextParts& parts) -> std::vector<Branch>;

/// The events, parsed; what they name is checked where they are compiled (pinn/problem/text/events.cpp). After the unknowns.
void read_events(TextParts& parts);

/// The events as a problem has them (pinn/problem/text/compiled_events.cpp).
[[nodiscard]] auto compiled_events(const TextParts& parts, const SharedVariables& variables)
    -> std::vector<Event>;

/// The parameters that are inputs (pinn/problem/text/parameters.cpp).
[[nodiscard]] auto find_inputs(const TextParts& parts) -> std::vector<std::string>;

/// How the others follow from these (pinn/problem/text/parameters.cpp).
[[nodiscard]] auto text_parameters(const TextParts& parts, std::vector<std::string> inputs)
    -> TextParameters;

/// What formulas depend on, with the definitions compiled (pinn/problem/text/definitions.cpp).
[[nodiscard]] auto text_variables(const TextParts& parts, const std::vector<Unknown>& unknowns,
                                  std::vector<std::string> inputs) -> SharedVariables;

} // namespace jetwork::pinn::detail
