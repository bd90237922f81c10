// Activations: any function of the rule table, or of the user's own.
//
//   DenseNetwork network({1, 24, 1}, activation("tanh"));                  // by its name in the table
//   DenseNetwork other({1, 24, 1}, activation<autodiff::sigmoid_rule>());  // by its rule
//
// There is no list of activations: every row of the table (autodiff/rules.hpp) is one, and so is a rule that
// a program makes for itself by JETWORK_UNARY_RULE, on every number type.
#pragma once

#include "autodiff/rules.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace jetwork::nn {

/// An activation known when the program is compiled.
template <class Rule>
struct RuleActivation {
  template <class T>
  auto operator()(const T& x) const -> T {
    using autodiff::apply_rule;
    return apply_rule<Rule>(x);
  }
  static constexpr auto name() -> std::string_view { return Rule::name; }
};

/// An activation looked up by name when the program runs.
class NamedActivation {
public:
  explicit NamedActivation(std::string_view name) {
    std::string names;
    autodiff::for_each_unary_rule([&]<class Rule>(Rule) {
      if (Rule::name == name) name_ = Rule::name;
      names += (names.empty() ? "" : ", ") + std::string(Rule::name);
    });
    if (name_.empty())
      throw std::invalid_argument("there is no activation \"" + std::string(name) + "\"; there are "
                                  + names);
  }
  template <class T>
  auto operator()(const T& x) const -> T {
    using autodiff::apply_rule;
    T y(x);
    autodiff::for_each_unary_rule([&]<class Rule>(Rule) {
      if (Rule::name == name_) y = apply_rule<Rule>(x);
    });
    return y;
  }
  auto name() const -> std::string_view { return name_; }

private:
  std::string_view name_; // the table's own, which lives as long as the program
};

inline auto activation(std::string_view name) -> NamedActivation { return NamedActivation(name); }

template <class Rule>
constexpr auto activation() -> RuleActivation<Rule> {
  return {};
}

} // namespace jetwork::nn
