// Random choices, the same for the same seed on every machine.
//
//   Draw draw(7);
//   const double rate = draw.decades(0, 8);      // between 1 and 1e8, every decade equally often: 3.72e5
//   const double weight = draw.dyadic(-2, 2);    // a multiple of 1/8, so that sums and small powers are exact
//
// Numbers have three digits, because they stand in the problem's text, and the text is to be read by people.
#pragma once

#include "nn/initialise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace jetwork::honesty {

/// The double nearest to the number's first digits.
inline auto rounded(double number, int digits = 3) -> double {
  return std::strtod(fmt::format("{:.{}e}", number, digits - 1).c_str(),
                     nullptr); // stod refuses 1e-310
}

/// The shortest text that is read back as this double; with parentheses if it is negative.
inline auto text_of(double number) -> std::string {
  return number < 0 ? fmt::format("({})", number) : fmt::format("{}", number);
}

class Draw {
public:
  explicit Draw(std::uint64_t seed) : uniform_(seed) {}

  auto uniform(double lower, double upper) -> double { return uniform_(lower, upper); }
  auto number(double lower, double upper) -> double { return rounded(uniform_(lower, upper)); }
  /// Between 10^lower and 10^upper.
  auto decades(double lower, double upper) -> double {
    return rounded(std::pow(10.0, uniform_(lower, upper)));
  }
  /// Both ends included.
  auto integer(int lower, int upper) -> int {
    return std::min(upper, lower + static_cast<int>(uniform_(0, upper - lower + 1)));
  }
  /// A multiple of 1/8.
  auto dyadic(double lower, double upper) -> double {
    return integer(static_cast<int>(std::ceil(8 * lower)), static_cast<int>(std::floor(8 * upper)))
           / 8.0;
  }
  /// The same, but not zero.
  auto dyadic_not_zero(double lower, double upper) -> double {
    for (;;)
      if (const double number = dyadic(lower, upper); number != 0) return number;
  }
  auto chance(double probability) -> bool { return uniform_(0, 1) < probability; }
  auto sign() -> double { return chance(0.5) ? 1.0 : -1.0; }
  template <class Choices>
  auto one_of(const Choices& choices) -> const auto& {
    return choices[static_cast<std::size_t>(integer(0, static_cast<int>(choices.size()) - 1))];
  }

private:
  nn::UniformGenerator uniform_;
};

} // namespace jetwork::honesty
