// Numbers with the digits that are known.
//
//   with_known_digits(0.40808206181339, 1.7e-13);     // "0.408082061813": the last digit may be wrong by about one
//   with_known_digits(2.0833527e-08, 1.2e-11);        // "2.08e-08"
#pragma once

#include <string>

namespace jetwork::cli {

/// The value up to the power of ten at or above the error, at most 15 digits; six, where the error is not known (infinite or NaN); "-",
/// where the value is not.
[[nodiscard]] auto with_known_digits(double value, double error) -> std::string;

/// An error estimate: "1.7e-13", or "unknown".
[[nodiscard]] auto within(double error) -> std::string;

} // namespace jetwork::cli
