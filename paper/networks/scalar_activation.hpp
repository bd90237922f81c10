// f, f' and f'' of an activation at a number, as a network that is differentiated by hand needs them.
//
//   const ScalarActivation f = activation("tanh");     // or activation<autodiff::sigmoid_rule>()
//   f(0.5);                                            // tanh 0.5
//   f.slope(0.5);                                      // f'(0.5), the fp(x) of the paper's 2.4.1
//   f.curvature(0.5);                                  // f''(0.5)
//
// All three are made from the activation's row in autodiff/rules.hpp; no derivative is written here.
#pragma once

#include "autodiff/derivatives/univariate.hpp"
#include "nn/activation.hpp"

#include <string_view>

namespace jetwork::paper::networks {

class ScalarActivation {
public:
  template <class Rule>
  ScalarActivation(nn::RuleActivation<Rule> f) // NOLINT(google-explicit-constructor)
      : name_(f.name()),
        value_([](double z) { return nn::RuleActivation<Rule>()(z); }),
        slope_([](double z) { return autodiff::derivative(nn::RuleActivation<Rule>(), z); }),
        curvature_(
            [](double z) { return autodiff::derivatives<2>(nn::RuleActivation<Rule>(), z)[2]; }) {}
  ScalarActivation(const nn::NamedActivation& f); // NOLINT(google-explicit-constructor)

  auto operator()(double z) const -> double { return value_(z); }
  auto slope(double z) const -> double { return slope_(z); }
  auto curvature(double z) const -> double { return curvature_(z); }
  auto name() const -> std::string_view { return name_; }

private:
  std::string_view name_;
  double (*value_)(double);
  double (*slope_)(double);
  double (*curvature_)(double);
};

} // namespace jetwork::paper::networks
