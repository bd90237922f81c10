// A text problem in parts: parsed, its numbers known, its unknowns and their orders found. A
// private header of pinn/problem/text/read_problem.cpp and its neighbours.
#pragma once

#include "formula/expression.hpp"
#include "formula/formula.hpp"
#include "formula/parameters.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/problem/text/text_problem.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jetwork::pinn::detail {

using Part = TextProblemError::Part;

/// An unknown's name, and where its highest derivative stands: in which equation, at which column.
struct TextUnknown {
  std::string name;
  int order = 0;
  std::size_t equation = 0;
  std::size_t column = 0;
  bool has_condition = true; ///< whether a condition mentions it
};

/// The parameters of a text problem. Those whose value is a number of its own are inputs of what is recorded, unless an
/// exponent, the domain or a point depends on them: these stay constants, so that a small power stays one. What is
/// derived from inputs is computed from them.
struct TextParameters {
  struct Derived {
    std::string name;
    formula::Formula formula; ///< of the inputs, and what was derived before
  };
  formula::Parameters values = {};      ///< of all
  std::vector<std::string> inputs = {}; ///< names, in the order of Problem::parameters
  std::vector<Derived> derived = {};    ///< in an order in which each can be computed

  /// Adds inputs and derived parameters as variables behind those that are there, and the others as constants.
  void add_to(formula::Symbols& symbols) const;
  /// The numbers of these variables, for values of the inputs; others may stand behind, of a problem that was made from this one.
  template <class T>
  void append(std::span<const T> values_of_inputs, std::vector<T>& variables) const {
    const auto own = values_of_inputs.first(inputs.size());
    std::vector<T> numbers(own.begin(), own.end());
    numbers.reserve(inputs.size() + derived.size());
    for (const Derived& each : derived) numbers.push_back(each.formula.evaluate(numbers));
    variables.insert(variables.end(), numbers.begin(), numbers.end());
  }
};

/// What formulas depend on: t, then u, u', … of each unknown, end to end, then the parameters.
class TextVariables {
public:
  /// Of unknowns that have a name and an order.
  template <class Unknowns>
  TextVariables(const Unknowns& unknowns, TextParameters parameters)
      : parameters_(std::move(parameters)) {
    for (const auto& unknown : unknowns) unknowns_.push_back({unknown.name, unknown.order});
  }

  [[nodiscard]] auto symbols(const std::string& independent) const -> formula::Symbols;
  /// The numbers that these symbols stand for.
  template <class T>
  [[nodiscard]] auto numbers(const T& t, std::span<const Derivatives<T>> u,
                             std::span<const T> values_of_inputs) const -> std::vector<T> {
    std::vector<T> variables = {t};
    for (std::size_t i = 0; i < unknowns_.size(); ++i)
      for (int n = 0; n <= unknowns_[i].order; ++n) variables.push_back(u[i][n]);
    parameters_.append(values_of_inputs, variables);
    return variables;
  }

private:
  std::vector<Unknown> unknowns_;
  TextParameters parameters_;
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

struct TextParts {
  const TextProblem& text;
  std::vector<formula::ParameterDefinition> definitions = {}; ///< of the parameters
  std::vector<std::size_t> definition_order = {};             ///< each after those that it needs
  formula::Parameters parameters = {};                        ///< their values
  double start = 0.0;
  double end = 0.0;
  std::string free_end = {}; ///< the unknown number that the domain's end is, if it is one
  std::vector<formula::Equation> equations = {};
  std::vector<formula::Equation> conditions = {};
  std::vector<std::size_t> origins =
      {}; ///< of each of these: which of the text's conditions it is, or follows from
  std::vector<TextIntegral> integrals = {};
  std::vector<TextJump> jumps = {};
  std::vector<double> points = {};        ///< at which conditions hold
  std::vector<TextUnknown> unknowns = {}; ///< in the order in which the conditions name them
};

/// How many conditions the unknowns and the unknown numbers need; eigenvalues do with one less.
struct NeededConditions {
  std::size_t fewest, most;
  std::optional<std::size_t> or_so_many = {}; ///< of a periodic solution through given values
};
[[nodiscard]] auto needed_conditions(const TextParts& parts) -> NeededConditions;

/// Throws a TextProblemError whose message begins with the part: "equation 1, column 3: …"; column
/// 0 is left out.
[[noreturn]] void fail(const TextProblem& text, Part part, std::size_t index, std::size_t column,
                       const std::string& message);
/// The same for a ParseError, whose message names its column already.
[[noreturn]] void fail(const TextProblem& text, Part part, std::size_t index,
                       const formula::ParseError& error);

/// Calls read(), and lets a ParseError become a TextProblemError about the part.
template <class Read>
auto reading(const TextProblem& text, Part part, std::size_t index, Read read) {
  try {
    return read();
  } catch (const formula::ParseError& error) { fail(text, part, index, error); }
}

[[nodiscard]] auto parse_all(const TextProblem& text, Part part,
                             const std::vector<std::string>& formulas)
    -> std::vector<formula::Equation>;

/// The name of infinity, which nothing else can bear.
inline constexpr std::string_view infinity = "inf";

/// Whether the text is a name, without primes.
[[nodiscard]] auto is_name(const std::string& text) -> bool;

/// The parameters and their values, whatever the order in which they refer to each other
/// (pinn/problem/text/parameters.cpp).
void read_parameters(TextParts& parts);

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
[[nodiscard]] auto compiled_conditions(const TextParts& parts, const TextParameters& parameters)
    -> std::vector<Condition>;

/// The jumps as a problem has them (pinn/problem/text/compiled_conditions.cpp).
[[nodiscard]] auto found_jumps(const TextParts& parts) -> std::vector<Jump>;

/// The conditions that only choose among several highest derivatives (pinn/problem/text/compiled_conditions.cpp).
[[nodiscard]] auto chosen_branches(const TextParts& parts) -> std::vector<Branch>;

/// The parameters that are inputs (pinn/problem/text/parameters.cpp).
[[nodiscard]] auto find_inputs(const TextParts& parts) -> std::vector<std::string>;

/// How the others follow from these (pinn/problem/text/parameters.cpp).
[[nodiscard]] auto text_parameters(const TextParts& parts, std::vector<std::string> inputs)
    -> TextParameters;

} // namespace jetwork::pinn::detail
