// What can be told of a problem's equations from the list of their operations, whatever the numbers: the parts of
// RecordedResidual that look.
#include "pinn/collocation/recorded_residual.hpp"
#include "pinn/problem/recorded_rule.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace jetwork::pinn {

namespace {

using autodiff::BatchNode;

/// How a result answers to some inputs, from least to most.
enum class Answer : std::uint8_t { none, linear, curved };

/// Of an operation whose arguments answer so.
auto answer_of(const BatchNode& node, const std::vector<Answer>& arguments) -> Answer {
  using namespace autodiff;
  const Answer largest = *std::ranges::max_element(arguments);
  if (largest != Answer::linear) return largest;
  if (is_recorded_by<add_rule, subtract_rule, negate_rule>(node)
      || node.kind == BatchNode::Kind::view)
    return Answer::linear;
  const bool is_product =
      is_recorded_by<multiply_rule>(node) && std::ranges::count(arguments, Answer::none) == 1;
  const bool is_fraction = is_recorded_by<divide_rule>(node) && arguments[1] == Answer::none;
  return is_product || is_fraction ? Answer::linear : Answer::curved;
}

} // namespace

/// Follows the highest derivatives through the tape.
void RecordedResidual::find_curved() {
  const autodiff::BatchTape& tape = recording_.tape;
  std::vector<Answer> answers(tape.nodes().size(), Answer::none);
  for (const auto& derivatives : recording_.unknowns)
    answers[derivatives.back().index()] = Answer::linear;
  std::vector<Answer> arguments;
  for (std::size_t place = 0; place < tape.nodes().size(); ++place) {
    const BatchNode& node = tape.nodes()[place];
    if (node.arguments == 0) continue;
    arguments.clear();
    for (std::uint32_t k = 0; k < node.arguments; ++k)
      arguments.push_back(answers[tape.arguments()[node.first_argument + k]]);
    answers[place] = answer_of(node, arguments);
  }
  for (const Value& equation : recording_.equations)
    curved_.push_back(equation.tape() != 0 && answers[equation.index()] == Answer::curved);
}

auto RecordedResidual::may_have_branches() const -> bool {
  return std::ranges::count(curved_, true) > 0;
}

auto RecordedResidual::sole_highest_derivatives() const -> std::vector<int> {
  constexpr int none = -1, several = -2;
  std::vector<int> unknown_of(static_cast<std::size_t>(equations()), none);
  std::vector<int> holders(unknown_of.size());
  for (const auto& [equation, unknown, n] : dependences_) {
    if (n != order(unknown)) continue;
    int& sole = unknown_of[static_cast<std::size_t>(equation)];
    sole = sole == none ? unknown : several;
    ++holders[static_cast<std::size_t>(unknown)];
  }
  const bool are_paired = std::ranges::all_of(unknown_of, [](int sole) { return sole >= 0; })
                          && std::ranges::all_of(holders, [](int count) { return count == 1; });
  return are_paired ? unknown_of : std::vector<int>();
}

auto RecordedResidual::may_be_steep() const -> bool {
  using namespace autodiff;
  return std::ranges::any_of(recording_.tape.nodes(), [](const BatchNode& node) {
    return is_recorded_by<sqrt_rule, cbrt_rule, pow_rule, asin_rule, acos_rule, acosh_rule,
                          sign_rule, floor_rule, ceil_rule, round_rule, trunc_rule>(node);
  });
}

/// An equation that holds a switch jumps where the argument of this one does, so it holds the switches of that argument as well.
auto RecordedResidual::equations_of_switches(Watch& watch) const -> std::vector<std::vector<int>> {
  const autodiff::BatchTape& tape = recording_.tape;
  const std::vector<Switch>& all = recording_.switches;
  std::vector<std::vector<int>> result(all.size());
  std::vector<std::vector<int>> held(tape.nodes().size()); // by each number, ascending
  std::vector<int> number_of(tape.nodes().size(), -1);     // of the switch whose side it is
  for (std::size_t k = 0; k < all.size(); ++k) number_of[all[k].side.index()] = static_cast<int>(k);
  for (std::size_t place = 0; place < held.size(); ++place) {
    std::vector<int>& its = held[place];
    const auto add = [&](const std::vector<int>& others) {
      its.insert(its.end(), others.begin(), others.end());
    };
    if (const int number = number_of[place]; number >= 0) {
      its = {number}; // its argument was recorded before it
      const Value& argument = all[static_cast<std::size_t>(number)].argument;
      if (!argument.is_constant()) add(held[argument.index()]);
    }
    const BatchNode& node = tape.nodes()[place];
    for (std::uint32_t k = 0; k < node.arguments; ++k)
      add(held[tape.arguments()[node.first_argument + k]]);
    std::ranges::sort(its);
    const auto repeated = std::ranges::unique(its);
    its.erase(repeated.begin(), repeated.end());
    watch.spend(64 + 16 * its.size());
  }
  for (int e = 0; e < equations(); ++e)
    if (const Value& equation = recording_.equations[static_cast<std::size_t>(e)];
        !equation.is_constant())
      for (const int k : held[equation.index()]) result[static_cast<std::size_t>(k)].push_back(e);
  return result;
}

/// Errors of what decides when an equation changes its form, or an event happens, reach the unknowns that change then: dependences
/// that make one group of them.
auto RecordedResidual::couplings(const Problem& problem, Watch& watch) const
    -> std::vector<Dependence> {
  std::vector<Dependence> result;
  const std::vector<Value> values = recording_.values_of_unknowns();
  std::vector<int> unknown_of, equation_with(orders_.size(), 0);
  for (int i = 0; i < equations(); ++i)
    unknown_of.insert(unknown_of.end(), static_cast<std::size_t>(order(i)) + 1, i);
  for (const auto& [equation, unknown, n] : dependences_)
    equation_with[static_cast<std::size_t>(unknown)] = equation;
  Ancestors ancestors(recording_.tape);
  const auto couple = [&](int equation, const Value& value) {
    const auto& places = ancestors.of(value);
    watch.spend(64 * places.size());
    for (const std::size_t k : places_among(values, places))
      result.push_back({equation, unknown_of[k], 0});
  };
  const auto of_switches = equations_of_switches(watch);
  for (std::size_t k = 0; k < recording_.switches.size(); ++k)
    for (const int equation : of_switches[k]) couple(equation, recording_.switches[k].argument);
  for (std::size_t v = 0; v < recording_.events.size(); ++v)
    for (std::size_t a = 0; a < recording_.assignments[v].size(); ++a) {
      const int equation = equation_with[problem.events[v].then[a].unknown];
      couple(equation, recording_.events[v]);
      couple(equation, recording_.assignments[v][a]);
    }
  return result;
}

} // namespace jetwork::pinn
