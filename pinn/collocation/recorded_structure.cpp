// What can be told of a problem's equations from the list of their operations, whatever the numbers: the parts of
// RecordedResidual that look.
#include "pinn/collocation/recorded_residual.hpp"
#include "pinn/collocation/recorded_rule.hpp"

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

} // namespace jetwork::pinn
