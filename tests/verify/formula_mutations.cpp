#include "tests/verify/formula_mutations.hpp"

#include <algorithm>
#include <iterator>
#include <random>

namespace jetwork::verify::tests {

using namespace formula;

namespace {

auto begins_of(const std::vector<Node>& nodes) -> std::vector<std::size_t> {
  std::vector<std::size_t> stack, begins;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (const auto* operation = std::get_if<Operation>(&nodes[i]))
      for (int k = 1; k < arity(*operation); ++k) stack.pop_back();
    else stack.push_back(i);
    begins.push_back(stack.back());
  }
  return begins; // where the sub-expression that ends at i begins
}

/// A function of one argument that is taken for another.
auto confused(Operation function) -> Operation {
  using enum Operation;
  constexpr std::pair<Operation, Operation> pairs[] = {
      {sin, cos},   {cos, sin},      {tan, sin},   {sinh, cosh}, {cosh, sinh}, {tanh, tan},
      {exp, sinh},  {log, sqrt},     {sqrt, cbrt}, {cbrt, sqrt}, {asin, acos}, {acos, atan},
      {atan, tanh}, {sigmoid, tanh}, {sign, abs},  {abs, negate}};
  for (const auto& [right, wrong] : pairs)
    if (right == function) return wrong;
  return sin;
}

class Pen {
public:
  Pen(const Expression& formula, const std::vector<std::string>& names, std::uint64_t seed)
      : nodes_(formula.postfix), names_(names), engine_(seed) {}

  auto slip() -> Mutant {
    for (;;) { // until a slip is possible in this formula
      switch (below(6)) {
      case 0: return sign();
      case 1: return factor();
      case 2:
        if (number()) return {{nodes_}, "exponent or number"};
        break;
      case 3:
        if (variable()) return {{nodes_}, "variable"};
        break;
      case 4:
        if (drop()) return {{nodes_}, "dropped term"};
        break;
      default:
        if (function()) return {{nodes_}, "function"};
      }
    }
  }

private:
  auto below(std::size_t n) -> std::size_t { return engine_() % n; }
  auto places(auto&& admits) const -> std::vector<std::size_t> {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (admits(nodes_[i])) found.push_back(i);
    return found;
  }
  auto at(std::size_t place) { return nodes_.begin() + static_cast<std::ptrdiff_t>(place); }

  auto sign() -> Mutant {
    const auto sums = places([](const Node& node) {
      return node == Node(Operation::add) || node == Node(Operation::subtract);
    });
    if (!sums.empty() && below(2) == 0) {
      Node& sum = nodes_[sums[below(sums.size())]];
      sum = sum == Node(Operation::add) ? Operation::subtract : Operation::add;
    } else {
      nodes_.insert(at(below(nodes_.size())) + 1, Operation::negate);
    }
    return {{nodes_}, "sign"};
  }
  auto factor() -> Mutant {
    constexpr double factors[] = {2, 3, 0.5, 10, 1.01};
    const auto place = at(below(nodes_.size())) + 1;
    const Node both[] = {factors[below(std::size(factors))], Operation::multiply};
    nodes_.insert(place, std::begin(both), std::end(both));
    return {{nodes_}, "factor"};
  }
  auto number() -> bool {
    const auto numbers =
        places([](const Node& node) { return std::holds_alternative<double>(node); });
    if (numbers.empty()) return false;
    constexpr double changes[] = {1, -1, 2};
    std::get<double>(nodes_[numbers[below(numbers.size())]]) += changes[below(3)];
    return true;
  }
  auto variable() -> bool {
    const auto symbols =
        places([](const Node& node) { return std::holds_alternative<Symbol>(node); });
    if (symbols.empty() || names_.size() < 2) return false;
    auto& symbol = std::get<Symbol>(nodes_[symbols[below(symbols.size())]]);
    const std::string& other = names_[below(names_.size())];
    if (other == symbol.name) return false;
    symbol = Symbol{other};
    return true;
  }
  auto drop() -> bool {
    const auto sums = places([](const Node& node) {
      return node == Node(Operation::add) || node == Node(Operation::subtract)
             || node == Node(Operation::multiply);
    });
    if (sums.empty()) return false;
    const auto begins = begins_of(nodes_);
    const std::size_t sum = sums[below(sums.size())];
    const std::size_t right = begins[sum - 1];
    if (below(2) == 0) {
      nodes_.erase(at(right), at(sum) + 1);
    } else {
      nodes_.erase(at(sum));
      nodes_.erase(at(begins[sum]), at(right));
    }
    return true;
  }
  auto function() -> bool {
    const auto functions = places([](const Node& node) {
      const auto* operation = std::get_if<Operation>(&node);
      return operation != nullptr && is_function(*operation) && arity(*operation) == 1;
    });
    if (functions.empty()) return false;
    Node& node = nodes_[functions[below(functions.size())]];
    node = confused(std::get<Operation>(node));
    return true;
  }

  std::vector<Node> nodes_;
  const std::vector<std::string>& names_;
  std::mt19937_64 engine_;
};

} // namespace

auto mutant(const Expression& formula, const std::vector<std::string>& names, std::uint64_t seed)
    -> Mutant {
  return Pen(formula, names, seed).slip();
}

} // namespace jetwork::verify::tests
