// Active numbers in fmt, printed as autodiff/print.hpp prints them. Needs fmt, which nothing else here does.
//
//   fmt::print("{:.3f}", Dual<double>(2.0 / 3, 1.0));    // (0.667; 1.000): the format holds for every number
#pragma once

#include "autodiff/print.hpp"

#include <fmt/format.h>

#include <string_view>

/// Formats an active number as operator<< prints it; the format specification, such as `{:.3f}`, is that of one number
/// and holds for all.
template <jetwork::autodiff::Printable X>
struct fmt::formatter<X, char> : fmt::formatter<jetwork::autodiff::Underlying<X>, char> {
  /// Writes x to the context's output.
  template <class Context>
  auto format(const X& x, Context& context) const {
    write(x, context);
    return context.out();
  }

private:
  template <class Number, class Context>
  void write(const Number& number, Context& context) const {
    using Inner = fmt::formatter<jetwork::autodiff::Underlying<X>, char>;
    if constexpr (jetwork::autodiff::Printable<Number>)
      jetwork::autodiff::write_parts(
          number, [&](const auto& inner) { write(inner, context); },
          [&](std::string_view text) {
            context.advance_to(fmt::format_to(context.out(), "{}", text));
          });
    else context.advance_to(Inner::format(number, context));
  }
};
