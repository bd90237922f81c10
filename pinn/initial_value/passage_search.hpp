// Where, on a segment, a switching function first passes a bound.
//
//   PassageSearch search(recorded);
//   search.set_parameters(values_and_sides);
//   const auto passage = search.first_on(segment, watched);       // passage->t, to the last digit
//
// The functions are sampled at Chebyshev points, on shorter and shorter parts until their expansions have converged; so a pulse is
// not passed over that a grid would miss. The first change of sign is then refined on the network itself (Alefeld, Potra and
// Shi 1995).
#pragma once

#include "pinn/collocation/switching_functions.hpp"
#include "pinn/solution/solution.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace jetwork::pinn {

/// A bound that a switching function is not to pass unnoticed.
struct Watched {
  std::size_t function = 0;
  double bound = 0.0;
  /// On which side of it the function is: the sign of their difference; zero if that is to be seen.
  int side = 0;
  bool upwards = true, downwards = true; ///< the passages that count
  bool is_pole_passed = true;            ///< whether one through infinity counts
  bool is_left_from_zero = false; ///< a function that is at its bound passes it where it leaves it
  double left_at_start =
      0.0; ///< how far beside a bound that has just been passed the segment begins
};

struct Passage {
  std::size_t watched = 0;
  double t = 0.0;
  bool upwards = false;
  bool at_start = false; ///< the function is on another side from the beginning
};

class PassageSearch {
public:
  explicit PassageSearch(const RecordedResidual& recorded);

  void set_parameters(std::span<const double> values);

  /// The first on the segment, from its start.
  [[nodiscard]] auto first_on(const Segment& segment, std::span<const Watched> watched)
      -> std::optional<Passage>;
  /// On which side the function was seen last, of what first_on was asked about last; zero if it cannot be told from its bound.
  [[nodiscard]] auto side_seen(std::size_t watched) const -> int {
    return is_seen_[watched] ? watched_[watched].side : 0;
  }

  /// Below which its distance from its bound meant nothing on the part of the segment that was looked at last.
  [[nodiscard]] auto noise(std::size_t watched) const -> double { return noise_[watched]; }

  /// The functions at one point, as they were set last, and those of a segment.
  [[nodiscard]] auto at_point() -> RecordedResidual::SwitchingFunctions& { return at_point_; }
  auto at(const Segment& segment, double t) -> RecordedResidual::SwitchingFunctions&;

private:
  /// The expansion of one function on a part of the segment.
  struct Expansion {
    Eigen::VectorXd samples; ///< less the bound
    Eigen::VectorXd coefficients;
    double noise = 0.0; ///< below which its values mean nothing
    int side_at_start =
        0; ///< on which it begins, or to which it goes from there; zero if that cannot be told
    bool is_resolved = false;
  };
  [[nodiscard]] auto expansion(const Watched& watched, double at_start, double from,
                               double to) const -> Expansion;
  void sample(const Segment& segment, double from, double to);
  [[nodiscard]] auto first_between(double from, double to, int depth) -> std::optional<Passage>;
  class Scan;
  /// Of x from -1 to 1.
  [[nodiscard]] static auto time_at(double from, double to, double x) -> double {
    return x >= 1 ? to : from + (to - from) * 0.5 * (1 + x);
  }
  [[nodiscard]] auto is_rounding(const Watched& watched, double beyond, double from, double to)
      -> bool;
  [[nodiscard]] auto still_on_side(const Watched& watched, double from, double beyond) -> double;
  [[nodiscard]] auto refined(const Watched& watched, double low, double high)
      -> std::optional<double>;
  [[nodiscard]] auto value(const Watched& watched, double t) -> double;

  RecordedResidual::SwitchingFunctions sampled_, at_point_;
  const Segment* segment_ = nullptr;
  std::vector<Watched> watched_;
  std::vector<bool> is_seen_;
  std::vector<double> noise_;
  int parts_ = 0; // that were sampled on this segment
};

/// Along the expansion of one function, from its start: pinn/initial_value/passage_scan.cpp.
class PassageSearch::Scan {
public:
  Scan(PassageSearch& search, std::size_t watched, const Expansion& expansion, double from,
       double to);

  [[nodiscard]] auto first() -> std::optional<Passage>;

private:
  [[nodiscard]] auto is_far_from_zero() const -> bool;
  [[nodiscard]] auto counts() const -> bool {
    return one_->side < 0 ? one_->upwards : one_->downwards;
  }
  [[nodiscard]] auto is_rounding(double beyond) const -> bool;
  [[nodiscard]] auto farthest() const -> double;
  [[nodiscard]] auto passage_in(double from, double to, double beyond) -> std::optional<Passage>;
  [[nodiscard]] auto left_from_zero() -> std::optional<Passage>;
  [[nodiscard]] auto at_start() -> std::optional<Passage>;
  [[nodiscard]] auto may_dip(Eigen::Index place) const -> bool;
  [[nodiscard]] auto in_dip(Eigen::Index place) -> std::optional<Passage>;
  [[nodiscard]] auto up_to(Eigen::Index place) -> std::optional<Passage>;
  void is_on(int side, double t);

  PassageSearch* search_;
  std::size_t watched_;
  Watched* one_;
  const Expansion* expansion_;
  double from_, to_;
  Eigen::VectorXd times_, values_;
  double last_; // where a side was seen last
};

} // namespace jetwork::pinn
