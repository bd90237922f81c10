#include "paper/networks/scalar_activation.hpp"

namespace jetwork::nn::paper {

ScalarActivation::ScalarActivation(const NamedActivation& f)
    : ScalarActivation(RuleActivation<autodiff::negate_rule>()) {
  autodiff::for_each_unary_rule([&]<class Rule>(Rule) {
    if (Rule::name == f.name()) *this = ScalarActivation(RuleActivation<Rule>());
  });
}

} // namespace jetwork::nn::paper
