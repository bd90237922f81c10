// A number that knows which inputs it depends on: where Jacobians and Hessians may differ from zero.
//
//   DependenceGraph graph;
//   auto x = graph.input(0, 2.0), y = graph.input(1, 3.0);      // numbers, and their values at a point
//   auto z = x * y + sin(x);
//   graph.inputs_of(z);                                         // {0, 1}
//   graph.interactions(2);                                      // {(0, 0), (1, 0)}: second derivatives
//
// Which second derivatives an operation has is read off the rule table: a rule's slope is computed once in
// ArgumentSets, which carry nothing but the arguments that they are made of. The slope of x·y by x is y, so x meets
// y; the slope of a sum is constant, so nothing meets. Both branches of a rule (of min, of a convention at zero)
// count. (Sets of inputs: Griewank and Walther 2008, section 7.1; interactions: Walther 2008, on Hessian patterns.)
#pragma once

#include "autodiff/numbers/arithmetic.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace jetwork::autodiff {

/// A condition that nothing is known about.
struct UnknownCondition {};
/// Unknown, as is whatever is made of it.
constexpr auto operator&(UnknownCondition, UnknownCondition) -> UnknownCondition { return {}; }
/// Unknown.
constexpr auto operator&(UnknownCondition, bool) -> UnknownCondition { return {}; }
/// Unknown.
constexpr auto operator&(bool, UnknownCondition) -> UnknownCondition { return {}; }
/// Unknown.
constexpr auto operator|(UnknownCondition, UnknownCondition) -> UnknownCondition { return {}; }
/// Unknown.
constexpr auto operator|(UnknownCondition, bool) -> UnknownCondition { return {}; }
/// Unknown.
constexpr auto operator|(bool, UnknownCondition) -> UnknownCondition { return {}; }
/// Unknown.
constexpr auto operator!(UnknownCondition) -> UnknownCondition { return {}; }

/// What a rule's slope is made of: bit i stands for argument i.
struct ArgumentSet {
  std::uint32_t arguments = 0; ///< a bit for each
  /// Made of no argument.
  constexpr ArgumentSet() = default;
  /// A constant, made of no argument.
  template <class C>
  requires std::convertible_to<C, double>
  constexpr ArgumentSet(const C&) {} // NOLINT(google-explicit-constructor): made of no argument
  /// Made of the arguments whose bits are set.
  static constexpr auto of(std::uint32_t bits) -> ArgumentSet {
    ArgumentSet x;
    x.arguments = bits;
    return x;
  }
  constexpr auto operator-() const -> ArgumentSet { return *this; }
  constexpr auto operator+=(const ArgumentSet& other) -> ArgumentSet& {
    arguments |= other.arguments;
    return *this;
  }
  constexpr auto operator-=(const ArgumentSet& other) -> ArgumentSet& { return *this += other; }
};

template <>
inline constexpr bool is_mask<UnknownCondition> = true;
template <>
inline constexpr bool is_active<ArgumentSet> = true;
template <>
struct UnderlyingOf<ArgumentSet> {
  using type = double;
};

/// Not known.
constexpr auto is_zero(const ArgumentSet&) -> UnknownCondition { return {}; }
/// Made of both branches, as either may be taken.
constexpr auto blend(UnknownCondition, ArgumentSet a, const ArgumentSet& b) -> ArgumentSet {
  return a += b;
}
// To compare sets of arguments tells nothing of the numbers.
/// A comparison of which an operand is a set.
template <class X, class Y>
concept WithArgumentSet = std::same_as<X, ArgumentSet> || std::same_as<Y, ArgumentSet>;
#define JETWORK_UNKNOWN(comparison)                                          \
  template <class X, class Y>                                                \
  requires WithArgumentSet<X, Y>                                             \
  constexpr auto operator comparison(const X&, const Y&)->UnknownCondition { \
    return {};                                                               \
  }
JETWORK_UNKNOWN(==)
JETWORK_UNKNOWN(!=)
JETWORK_UNKNOWN(<)
JETWORK_UNKNOWN(>)
JETWORK_UNKNOWN(<=)
JETWORK_UNKNOWN(>=)
#undef JETWORK_UNKNOWN

template <>
struct RuleOn<ArgumentSet> {
  template <class Rule, class... X>
  static constexpr auto apply(const X&... x) -> ArgumentSet {
    // sign(x) does not move with x, since its slope is zero everywhere.
    if constexpr (std::same_as<Rule, sign_rule>) return {};
    else {
      ArgumentSet y;
      for_each_active<ArgumentSet>([&](auto, const ArgumentSet& x_i) { y += x_i; }, x...);
      return y;
    }
  }
};

class DependenceGraph;
class DependentNumber;
template <>
inline constexpr bool is_active<DependentNumber> = true;
template <>
struct UnderlyingOf<DependentNumber> {
  using type = double;
};

/// A number of a DependenceGraph, with its value; or a constant.
class DependentNumber {
public:
  /// The constant zero.
  constexpr DependentNumber() = default;
  /// A constant, which depends on nothing.
  template <class C>
  requires std::convertible_to<C, double>
  constexpr DependentNumber(const C& constant) // NOLINT(google-explicit-constructor)
      : value_(static_cast<double>(constant)) {}

  auto value() const -> const double& { return value_; } ///< at the point where the function is run
  auto is_constant() const -> bool { return graph_ == nullptr; } ///< of no graph

  auto operator-() const -> DependentNumber {
    DependentNumber y = *this;
    y.value_ = -value_;
    return y;
  }
  inline auto operator+=(const DependentNumber& other) -> DependentNumber&;
  inline auto operator-=(const DependentNumber& other) -> DependentNumber&;
  inline auto operator*=(const DependentNumber& other) -> DependentNumber&;
  inline auto operator/=(const DependentNumber& other) -> DependentNumber&;

private:
  friend class DependenceGraph;
  friend struct RuleOn<DependentNumber>;
  double value_ = 0;
  int node_ = -1;
  DependenceGraph* graph_ = nullptr;
};

/// Whether x is the constant zero: what depends on an input may differ from zero elsewhere.
inline auto is_zero(const DependentNumber& x) -> bool { return x.is_constant() && x.value() == 0; }

/// Records which number is computed from which; sets of inputs are found when they are asked for.
class DependenceGraph {
public:
  /// The input of this number (0, 1, …), with its value at the point.
  auto input(int number, double value) -> DependentNumber {
    nodes_.push_back({-1 - number, -1});
    sets_.emplace_back();
    return made(value);
  }
  /// The inputs that x depends on, in ascending order.
  auto inputs_of(const DependentNumber& x) -> std::vector<int> {
    if (x.is_constant()) return {};
    if (x.graph_ != this)
      throw std::logic_error("DependenceGraph: this number is of another graph; ask that graph");
    return set_of(x.node_);
  }
  /// The pairs i >= j of inputs with a second derivative in anything that was computed, as lists of j for each
  /// of the n inputs i, in ascending order.
  auto interactions(int n) -> std::vector<std::vector<int>> {
    std::sort(products_.begin(), products_.end());
    products_.erase(std::unique(products_.begin(), products_.end()), products_.end());
    std::vector<std::vector<int>> pairs(static_cast<std::size_t>(n));
    std::vector<std::size_t> tidy_at(pairs.size(), 64);
    for (const auto& [a, b] : products_) {
      const std::vector<int> of_a = set_of(a);
      const std::vector<int> of_b = a == b ? of_a : set_of(b);
      for (const int i : of_a)
        for (const int j : of_b) {
          const auto row = static_cast<std::size_t>(std::max(i, j));
          pairs[row].push_back(std::min(i, j));
          if (pairs[row].size() > tidy_at[row]) {
            tidy(pairs[row]);
            tidy_at[row] = 64 + 2 * pairs[row].size();
          }
        }
    }
    for (auto& row : pairs) tidy(row);
    return pairs;
  }

private:
  friend class DependentNumber;
  friend struct RuleOn<DependentNumber>;
  /// Its two operands; for an input, -1 - number and -1.
  struct Node {
    int first, second;
  };

  auto made(double value) -> DependentNumber {
    DependentNumber x;
    x.value_ = value;
    x.node_ = static_cast<int>(nodes_.size()) - 1;
    x.graph_ = this;
    return x;
  }
  /// The node of a number that depends on both; -1 stands for a constant.
  auto join(int a, int b) -> int {
    if (a < 0 || a == b) return b;
    if (b < 0) return a;
    nodes_.push_back({a, b});
    sets_.emplace_back();
    return static_cast<int>(nodes_.size()) - 1;
  }
  void meet(int a, int b) {
    products_.emplace_back(std::max(a, b), std::min(a, b));
    // A loop adds the same pairs again and again: repeated pairs are dropped before the list grows large.
    if (products_.size() > tidy_products_at_) {
      tidy(products_);
      tidy_products_at_ = 1024 + 2 * products_.size();
    }
  }
  template <class T>
  static void tidy(std::vector<T>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  /// Goes down from a node to the inputs, without recursion, and stops where a set is known.
  auto set_of(int node) -> std::vector<int> {
    auto& set = sets_[static_cast<std::size_t>(node)];
    if (!set.empty()) return set;
    seen_.resize(nodes_.size(), 0);
    ++visit_;
    std::vector<int> todo{node}, found;
    while (!todo.empty()) {
      const int at = todo.back();
      todo.pop_back();
      const auto place = static_cast<std::size_t>(at);
      if (std::exchange(seen_[place], visit_) == visit_) continue;
      if (!sets_[place].empty()) {
        found.insert(found.end(), sets_[place].begin(), sets_[place].end());
      } else if (nodes_[place].first < 0) {
        found.push_back(-1 - nodes_[place].first);
      } else {
        todo.push_back(nodes_[place].first);
        todo.push_back(nodes_[place].second);
      }
    }
    tidy(found);
    return set = std::move(found);
  }

  std::vector<Node> nodes_;
  std::vector<std::vector<int>> sets_;
  std::vector<std::pair<int, int>> products_;
  std::size_t tidy_products_at_ = 1024;
  std::vector<std::uint64_t> seen_;
  std::uint64_t visit_ = 0;
};

template <>
struct RuleOn<DependentNumber> {
  template <class Rule, class... X>
  static auto apply(const X&... x) -> DependentNumber {
    DependentNumber y(apply_rule<Rule>(value_of(x)...));
    for_each_active<DependentNumber>(
        [&](auto, const DependentNumber& x_i) {
          if (x_i.is_constant()) return;
          if (y.graph_ != nullptr && y.graph_ != x_i.graph_)
            throw std::logic_error("DependenceGraph: numbers of two graphs meet in one operation; "
                                   "make all inputs by the same graph");
          y.graph_ = x_i.graph_;
          y.node_ = y.graph_->join(y.node_, x_i.node_);
        },
        x...);
    if (y.graph_ == nullptr) return y;

    const std::array<int, sizeof...(X)> nodes{node_of(x)...};
    const auto meet = [&]<int i>(std::integral_constant<int, i>) {
      if (nodes[i] < 0) return;
      const std::uint32_t others = slope_is_made_of<Rule, i>(x...);
      for (std::size_t j = 0; j < nodes.size(); ++j)
        if (((others >> j) & 1U) != 0 && nodes[j] >= 0) y.graph_->meet(nodes[i], nodes[j]);
    };
    [&]<int... i>(std::integer_sequence<int, i...>) {
      (meet(std::integral_constant<int, i>{}), ...);
    }(std::make_integer_sequence<int, sizeof...(X)>{});
    return y;
  }

private:
  template <class Rule, int i, class... X>
  static auto slope_is_made_of(const X&... x) -> std::uint32_t {
    constexpr auto all = (std::uint32_t{1} << sizeof...(X)) - 1;
    const ArgumentSet slope = [&]<int... j>(std::integer_sequence<int, j...>) -> ArgumentSet {
      return Rule::template partial<i>(as_argument_set(x, j)..., ArgumentSet::of(all));
    }(std::make_integer_sequence<int, sizeof...(X)>{});
    return slope.arguments;
  }
  static auto as_argument_set(const DependentNumber&, int i) -> ArgumentSet {
    return ArgumentSet::of(std::uint32_t{1} << static_cast<unsigned>(i));
  }
  template <class Constant>
  static auto as_argument_set(const Constant& x, int) -> const Constant& {
    return x;
  }
  static auto value_of(const DependentNumber& x) -> double { return x.value(); }
  template <class Constant>
  static auto value_of(const Constant& x) -> const Constant& {
    return x;
  }
  static auto node_of(const DependentNumber& x) -> int { return x.node_; }
  template <class Constant>
  static auto node_of(const Constant&) -> int {
    return -1;
  }
};

inline auto DependentNumber::operator+=(const DependentNumber& other) -> DependentNumber& {
  return *this = RuleOn<DependentNumber>::apply<add_rule>(*this, other);
}
inline auto DependentNumber::operator-=(const DependentNumber& other) -> DependentNumber& {
  return *this = RuleOn<DependentNumber>::apply<subtract_rule>(*this, other);
}
inline auto DependentNumber::operator*=(const DependentNumber& other) -> DependentNumber& {
  return *this = RuleOn<DependentNumber>::apply<multiply_rule>(*this, other);
}
inline auto DependentNumber::operator/=(const DependentNumber& other) -> DependentNumber& {
  return *this = RuleOn<DependentNumber>::apply<divide_rule>(*this, other);
}

} // namespace jetwork::autodiff
