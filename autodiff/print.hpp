// Active numbers on a stream: the value, then derivatives of one order after another.
//
//   std::cout << Dual<double, 2>(3.0, {1, 0});           // (3; 1, 0)
//   std::cout << HyperDual<double>::variable(3.0);       // (3; 1; 0)
//   std::cout << Jet<double, 2>::variable(3.0);          // (3; 1; 0): the Taylor coefficients
//   std::cout << tape.variable(3.0);                     // 3: derivatives are the tape's
//
// Precision, width and notation of the stream hold for every number. autodiff/format.hpp is the same for fmt.
#pragma once

#include "autodiff/rules/number.hpp"

#include <ostream>

namespace jetwork::autodiff {

/// An active number that carries its derivatives: Dual, HyperDual and Jet.
template <class X>
concept CarriesDerivatives = HasValue<X> &&(
    requires(const X& x) { x.tangents(); } || requires(const X& x) { x.gradients(); }
    || requires(const X& x) { x.coefficients(); });
/// Such a number, or a variable of a scalar tape or an expression of variables, which have a value alone.
template <class X>
concept Printable = HasValue<X>;

/// Calls number(v) for the value and every derivative, and text(s) for what stands around them.
template <Printable X, class Number, class Text>
void write_parts(const X& x, Number&& number, Text&& text) {
  if constexpr (CarriesDerivatives<X>) {
    const auto list = [&](const auto& numbers) {
      text("; ");
      bool first = true;
      for (const auto& v : numbers) {
        if (!first) text(", ");
        number(v);
        first = false;
      }
    };
    text("(");
    number(x.value());
    if constexpr (requires { x.coefficients(); })
      for (int k = 1; k <= X::order; ++k) {
        text("; ");
        number(x[k]);
      }
    else if constexpr (requires { x.gradients(); }) {
      list(x.gradients());
      list(x.hessians());
    } else list(x.tangents());
    text(")");
  } else {
    number(x.value());
  }
}

/// Prints x: (value; first derivatives; second derivatives), of a Jet (coefficient 0; coefficient 1; …), of a number on
/// a tape its value. A width set by std::setw holds for every number, not for the whole.
template <Printable X>
auto operator<<(std::ostream& stream, const X& x) -> std::ostream& {
  const std::streamsize width = stream.width();
  stream.width(0);
  write_parts(
      x,
      [&](const auto& number) {
        stream.width(width);
        stream << number;
      },
      [&](const char* text) { stream << text; });
  return stream;
}

} // namespace jetwork::autodiff
