// How long the next segment is, from how the last ones went.
//
//   LengthController controller(whole);
//   const double length = controller.next(t, remaining);      // the next segment's
//   controller.rejected(error_over_goal);                     // or failed(…), or accepted(…)
//
// The local error falls with about the 12th power of the length, less steeply than a polynomial of the modes' degree would
// have it; lengths follow that with a safety factor, within bounds (as in Hairer, Nørsett and Wanner 1993, II.4).
#pragma once

#include "pinn/network/feature_basis.hpp"

#include <algorithm>
#include <cmath>

namespace jetwork::pinn {

class LengthController {
public:
  /// `whole` is the domain's length, negative where it is marched backwards.
  explicit LengthController(double whole) : whole_(whole), length_(whole / fewest_segments) {}

  /// The length of a segment from t on, of which `remaining` is the rest up to where one has to end; exactly that for the last.
  [[nodiscard]] auto next(double t, double remaining) -> double {
    // Longer segments would save little time, and sample the equation at too few points.
    if (std::abs(length_) > std::abs(whole_) / fewest_segments) length_ = whole_ / fewest_segments;
    // A last segment much shorter than its neighbour would waste work, one a little longer would be rejected.
    tried_ = length_;
    if (std::abs(length_) >= 0.999 * std::abs(remaining)) tried_ = remaining;
    else if (std::abs(length_) > 0.5 * std::abs(remaining)) tried_ = 0.5 * remaining;
    // The next segment starts at t + length as it is rounded. Without this, far from t = 0, the solution would lag behind
    // by half a unit in the last place of t in every segment.
    if (tried_ != remaining) tried_ = (t + tried_) - t;
    return tried_;
  }

  /// Newton's method failed. The next error then says nothing about how long a segment may be, so it may not grow.
  void failed(bool finite) {
    most_growth_ = 1.0;
    length_ = tried_ * (finite ? 0.4 : 0.25);
  }
  /// The segment's error is above the goal by this factor.
  void rejected(double error_over_goal) {
    length_ = tried_ * std::min(0.8, factor(error_over_goal));
  }
  /// For another reason: the segment may have this part of its length.
  void shortened(double part) { length_ = tried_ * std::clamp(0.9 * part, most_shrink, 0.8); }
  /// Where the segment had to be shorter than it might have been, the next one may be as long as this one might have been.
  void accepted(double error_over_goal) {
    const double next = tried_ * std::min(most_growth_, factor(error_over_goal));
    length_ = std::abs(tried_) < 0.5 * std::abs(length_) && std::abs(next) < std::abs(length_)
                  ? length_
                  : next;
    most_growth_ = most_growth;
  }

private:
  static constexpr double fewest_segments = 16; // of the domain
  static constexpr double power = FeatureBasis::modes - 4;
  static constexpr double safety = 0.85, most_growth = 4.0, most_shrink = 0.2;

  [[nodiscard]] static auto factor(double error_over_goal) -> double {
    if (!(error_over_goal > 0)) return most_growth;
    return std::clamp(safety * std::pow(error_over_goal, -1.0 / power), most_shrink, most_growth);
  }

  double whole_, length_, tried_ = 0.0;
  double most_growth_ = most_growth;
};

} // namespace jetwork::pinn
