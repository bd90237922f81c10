#include "pinn/solution/multipliers.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::pinn {

auto name_of(Stability stability) -> std::string_view {
  switch (stability) {
  case Stability::stable: return "stable";
  case Stability::unstable: return "unstable";
  case Stability::undecided: break;
  }
  return "undecided";
}

auto multipliers_of_cycle(std::vector<std::complex<double>> values, double uncertainty)
    -> Multipliers {
  constexpr double least_margin = 1e-6, safety = 10;
  const auto along = std::ranges::min_element(
      values, {}, [](const std::complex<double>& value) { return std::abs(value - 1.0); });
  Multipliers result{.values = values, .stability = Stability::undecided};
  if (along == values.end()) return result;
  const double margin =
      std::max({least_margin, safety * std::abs(*along - 1.0), safety * uncertainty});
  double largest = 0.0; // of the others
  for (auto value = values.begin(); value != values.end(); ++value)
    if (value != along) largest = std::max(largest, std::abs(*value));
  if (largest < 1 - margin) result.stability = Stability::stable;
  if (largest > 1 + margin) result.stability = Stability::unstable;
  return result;
}

} // namespace jetwork::pinn
