// By what small disturbances of a periodic solution are multiplied, once around (Floquet 1883), and what follows from that.
//
//   result.multipliers->stability == Stability::stable        // all but one, which is 1, are inside of the unit circle
#pragma once

#include <complex>
#include <string_view>
#include <vector>

namespace jetwork::pinn {

enum class Stability {
  stable,
  unstable,
  undecided ///< a multiplier besides the one that is 1 lies on the unit circle, as far as can be told
};

/// What a report calls it.
[[nodiscard]] auto name_of(Stability stability) -> std::string_view;

struct Multipliers {
  std::vector<std::complex<double>> values; ///< from the largest to the smallest
  Stability stability = Stability::undecided;
};

/// Of an autonomous problem's cycle, from the largest to the smallest. The multiplier along the cycle is 1: how far the nearest one is
/// away from that tells how exact they are, besides what is known of it.
[[nodiscard]] auto multipliers_of_cycle(std::vector<std::complex<double>> values,
                                        double uncertainty) -> Multipliers;

} // namespace jetwork::pinn
