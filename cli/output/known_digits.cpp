#include "cli/output/known_digits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace jetwork::cli {

auto with_known_digits(double value, double error) -> std::string {
  constexpr int most = 15;
  if (!std::isfinite(value)) return "-";
  if (!std::isfinite(error)) return fmt::format("{:.6g}", value);
  const int last = error > 0 ? static_cast<int>(std::ceil(std::log10(error))) : -400;
  if (std::abs(value) < std::pow(10.0, last) / 2 || value == 0.0) // no digit is known but zeros
    return last > -most && last < 0 ? fmt::format("{:.{}f}", 0.0, -last) : "0";
  const int first = static_cast<int>(std::floor(std::log10(std::abs(value))));
  const int digits = std::clamp(first - last + 1, 1, most);
  if (first < -4 || first >= most) return fmt::format("{:.{}e}", value, digits - 1);
  return fmt::format("{:.{}f}", value, std::max(digits - 1 - first, 0));
}

auto within(double error) -> std::string {
  return std::isfinite(error) ? fmt::format("{:.1e}", error) : "unknown";
}

} // namespace jetwork::cli
