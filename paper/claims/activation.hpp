// The activations of the networks that judge the paper, on every number type.
//
//   activate(Activation::sigmoid, x);    // x may be a double, Dual, Jet, HyperDual or a tape's Variable
#pragma once

#include "autodiff/rules.hpp"
#include "autodiff/rules/plain_functions.hpp"

#include <string>

namespace jetwork::paper {

enum class Activation { tanh, sigmoid, sin, softplus, identity };

template <class T>
auto activate(Activation f, const T& x) -> T {
  using autodiff::apply_rule;
  switch (f) {
  case Activation::tanh: return apply_rule<autodiff::tanh_rule>(x);
  case Activation::sigmoid: return apply_rule<autodiff::sigmoid_rule>(x);
  case Activation::sin: return apply_rule<autodiff::sin_rule>(x);
  case Activation::softplus: return apply_rule<autodiff::softplus_rule>(x);
  case Activation::identity: break;
  }
  return x;
}

inline auto name_of(Activation f) -> std::string {
  switch (f) {
  case Activation::tanh: return "tanh";
  case Activation::sigmoid: return "sigmoid";
  case Activation::sin: return "sin";
  case Activation::softplus: return "softplus";
  case Activation::identity: break;
  }
  return "identity";
}

} // namespace jetwork::paper
