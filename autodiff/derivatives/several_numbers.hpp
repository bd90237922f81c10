// Drivers of functions of several numbers: gradient(f, x, y) is gradient(f, {x, y}) with f given its numbers one by one.
#pragma once

#include "autodiff/derivatives/point.hpp"

/// Defines driver(f, x, y, …) in the namespace in which it stands, as `call`(g, {x, y, …}), g being f of an array.
#define JETWORK_OF_SEVERAL_NUMBERS(driver, call)                \
  template <class F, NumberLike... N>                           \
  requires(sizeof...(N) > 0)                                    \
  auto driver(F&& f, const N&... x) {                           \
    return call(detail::OfArray<F>{f}, detail::array_of(x...)); \
  }
/// The same of all drivers of a namespace.
#define JETWORK_DRIVERS_OF_SEVERAL_NUMBERS(space)                                           \
  JETWORK_OF_SEVERAL_NUMBERS(value_and_gradient, space::value_and_gradient)                 \
  JETWORK_OF_SEVERAL_NUMBERS(gradient, space::gradient)                                     \
  JETWORK_OF_SEVERAL_NUMBERS(value_and_jacobian, space::value_and_jacobian)                 \
  JETWORK_OF_SEVERAL_NUMBERS(jacobian, space::jacobian)                                     \
  JETWORK_OF_SEVERAL_NUMBERS(value_gradient_and_hessian, space::value_gradient_and_hessian) \
  JETWORK_OF_SEVERAL_NUMBERS(hessian, space::hessian)
