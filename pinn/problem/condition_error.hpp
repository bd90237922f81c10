// What is wrong with conditions, and how messages name one.
//
//   throw ConditionError(1, fmt::format("{} contradicts {}", quoted_condition(problem, 1), quoted_condition(problem, 0)));
#pragma once

#include "pinn/problem/problem.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>

namespace jetwork::pinn {

/// The conditions do not determine the values; the message says which, and why.
class ConditionError : public std::invalid_argument {
public:
  ConditionError(std::size_t condition, const std::string& message)
      : std::invalid_argument(message), condition_(condition) {}
  /// Which condition, from 0.
  [[nodiscard]] auto condition() const -> std::size_t { return condition_; }

private:
  std::size_t condition_;
};

/// Condition 0 as "condition 1, 'u(0) = 1'", or without its text, where it has none.
[[nodiscard]] inline auto quoted_condition(const Problem& problem, std::size_t condition)
    -> std::string {
  const std::string& text = problem.conditions[condition].text;
  return "condition " + std::to_string(condition + 1) + (text.empty() ? "" : ", '" + text + "'");
}

} // namespace jetwork::pinn
