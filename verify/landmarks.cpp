#include "verify/landmarks.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace jetwork::verify {

using namespace formula;

namespace {

constexpr std::size_t most_landmarks = 48;

/// The operands of the last operation of a part.
auto operands(const Expression& part) -> std::vector<Expression> {
  std::vector<std::size_t> begins;
  const auto& nodes = part.postfix;
  for (std::size_t i = 0; i + 1 < nodes.size(); ++i)
    if (const auto* operation = std::get_if<Operation>(&nodes[i]))
      begins.resize(begins.size() + 1 - static_cast<std::size_t>(arity(*operation)));
    else begins.push_back(i);
  std::vector<Expression> all;
  for (std::size_t k = 0; k < begins.size(); ++k) {
    const auto end = k + 1 < begins.size() ? begins[k + 1] : nodes.size() - 1;
    all.push_back({{nodes.begin() + static_cast<std::ptrdiff_t>(begins[k]),
                    nodes.begin() + static_cast<std::ptrdiff_t>(end)}});
  }
  return all;
}

/// min(a, b), max(a, b) and relations as a - b.
auto compared(const Expression& part) -> std::vector<Expression> {
  const auto* last = std::get_if<Operation>(&part.postfix.back());
  const bool compares =
      last != nullptr && (*last == Operation::min || *last == Operation::max || is_relation(*last));
  if (!compares) return {};
  auto both = operands(part);
  Expression difference = std::move(both[0]);
  difference.postfix.insert(difference.postfix.end(), both[1].postfix.begin(),
                            both[1].postfix.end());
  difference.postfix.emplace_back(Operation::subtract);
  return {difference};
}

} // namespace

auto sub_expressions(const Expression& expression, std::size_t most) -> std::vector<Expression> {
  std::vector<Expression> all;
  std::vector<std::size_t> begins;
  const auto& nodes = expression.postfix;
  for (std::size_t i = 0; i < nodes.size() && all.size() < most; ++i) {
    if (const auto* operation = std::get_if<Operation>(&nodes[i])) {
      for (int k = 1; k < arity(*operation); ++k) begins.pop_back();
    } else {
      begins.push_back(i);
    }
    const auto first = nodes.begin() + static_cast<std::ptrdiff_t>(begins.back());
    Expression part{{first, nodes.begin() + static_cast<std::ptrdiff_t>(i) + 1}};
    if (!std::holds_alternative<double>(nodes[i]) && std::ranges::find(all, part) == all.end())
      all.push_back(std::move(part));
  }
  return all;
}

auto landmarks(const Expression& expression, const std::map<Symbol, std::size_t>& variables,
               const ExactParameters& parameters)
    -> std::vector<std::function<double(std::span<const double>)>> {
  std::vector<std::function<double(std::span<const double>)>> all;
  const auto add = [&](const Expression& part) {
    const auto used = names(part);
    const bool varies =
        std::ranges::any_of(used, [&](const Symbol& symbol) { return variables.contains(symbol); });
    if (!varies || part.postfix.size() == 1 || all.size() >= most_landmarks) return;
    const auto formula = std::make_shared<ExactFormula>(part, variables, parameters);
    all.emplace_back([formula](std::span<const double> at) { return formula->derivative(at, {}); });
  };
  for (const Expression& part : sub_expressions(expression, most_landmarks)) {
    add(part);
    for (const Expression& difference : compared(part)) add(difference);
  }
  return all;
}

} // namespace jetwork::verify
