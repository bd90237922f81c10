// An initial-value problem whose solution was chosen first, so that the truth is known at every point.
//
//   ChosenProblem decay = chosen({"y' = -2*y"}, {{"y", {1.0}}}, {0.0, 5.0},
//                                [](const Real& t) -> Reals { return {exp(-2 * t)}; });
//   decay.truths[0](Real(0.1))[0];                 // y(0.1) to fifty digits
//   command_line(decay);                           // jetwork solve --equation "y' = -2*y" …
//
// A truth is a function of the same doubles that the text has: it solves the problem as it is read, not a problem near
// it. Initial values are those of the text as well: a family either chooses a solution whose start is a double exactly,
// or puts the start into the general solution.
#pragma once

#include "pinn/problem/text/text_problem.hpp"
#include "tests/honesty/problems/draw.hpp"
#include "tests/honesty/problems/real.hpp"

#include <array>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jetwork::honesty {

enum class Kind {
  decay_then_growth,
  kinks,
  pulses,
  stiff,
  resonance,
  scales,
  symmetry,
  implicit,
  long_time,
  high_order,
  coupled, ///< problems of the kinds above, in other variables
  rounding ///< problems of the kinds above, with a rounding error in the equations
};
inline constexpr std::array kind_names = {
    "decay_then_growth", "kinks",    "pulses",    "stiff",      "resonance", "scales",
    "symmetry",          "implicit", "long_time", "high_order", "coupled",   "rounding"};
inline auto name_of(Kind kind) -> std::string_view {
  return kind_names[static_cast<std::size_t>(kind)];
}

using Reals = std::vector<Real>;
/// The values of all unknowns at t.
using Truth = std::function<Reals(const Real& t)>;

/// An unknown, with the values of u, u', … at the start; their number is its order.
struct UnknownAtStart {
  std::string name;
  std::vector<double> initial;
};

struct Interval {
  double start = 0.0, end = 1.0;
};

struct ChosenProblem {
  Kind kind = Kind::stiff;
  std::string family = {};
  std::vector<std::string> equations = {};
  std::vector<UnknownAtStart> unknowns = {};
  Interval domain = {};
  double tolerance = 1e-8;
  /// All solutions of the problem: more than one where the equations have several branches.
  std::vector<Truth> truths = {};
  /// Where the solution has a peak, a kink or a pulse, at which the judge looks as well.
  std::vector<double> places = {};
  /// Conditions that say which of several highest derivatives is meant: "y'(0) = 2".
  std::vector<std::string> choices = {};
  /// Several are allowed, and nothing says which is meant: the solver may ask.
  bool is_ambiguous = false;
};

inline auto chosen(std::vector<std::string> equations, std::vector<UnknownAtStart> unknowns,
                   Interval domain, Truth truth, std::vector<double> places = {}) -> ChosenProblem {
  return {.equations = std::move(equations),
          .unknowns = std::move(unknowns),
          .domain = domain,
          .truths = {std::move(truth)},
          .places = std::move(places)};
}

/// The same for one equation in y of first order.
template <class Function>
auto chosen_scalar(std::string equation, double initial, Interval domain, Function truth,
                   std::vector<double> places = {}) -> ChosenProblem {
  return chosen(
      {std::move(equation)}, {{"y", {initial}}}, domain,
      [truth](const Real& t) -> Reals { return {truth(t)}; }, std::move(places));
}

/// Problems of one form, with random numbers in it.
struct Family {
  std::string_view name;
  ChosenProblem (*draw)(Draw& draw);
};

/// The problem as the solver reads it.
[[nodiscard]] auto text_problem(const ChosenProblem& problem) -> pinn::TextProblem;
/// The command that solves it.
[[nodiscard]] auto command_line(const ChosenProblem& problem) -> std::string;

} // namespace jetwork::honesty
