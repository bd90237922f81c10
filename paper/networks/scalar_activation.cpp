#include "paper/networks/scalar_activation.hpp"

namespace jetwork::paper::networks {

ScalarActivation::ScalarActivation(const nn::NamedActivation& f)
    : ScalarActivation(nn::RuleActivation<autodiff::negate_rule>()) {
  autodiff::for_each_unary_rule([&]<class Rule>(Rule) {
    if (Rule::name == f.name()) *this = ScalarActivation(nn::RuleActivation<Rule>());
  });
}

} // namespace jetwork::paper::networks
