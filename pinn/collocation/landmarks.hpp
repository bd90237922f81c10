// Times at which an equation may do something that points on a grid do not see: pulses much shorter than their distance.
//
//   RecordedResidual::Landmarks landmarks(recorded);
//   landmarks.set_parameters(values);
//   landmarks.find(domain);                          // of exp(-((t - 3)/1e-6)^2): 3
//
// A pulse is narrow, but the argument of the function that makes it, -((t - 3)/1e-6)², is not: its largest value shows between
// any points, however far apart. So extrema and zeros are looked for of whatever depends on time alone and is an argument of an
// operation that is not linear, and those are kept around which it changes by too much for the grid. Where a condition on time
// alone changes, or a sign does, an equation jumps: these times are kept, too, so that it is seen between two of them.
#pragma once

#include "pinn/collocation/recorded_residual.hpp"

#include <Eigen/Core>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jetwork::pinn {

class RecordedResidual::Landmarks {
public:
  explicit Landmarks(const RecordedResidual& recorded);

  void set_parameters(std::span<const double> values);
  /// Ascending, and not many: beyond a few hundred, no more are looked for.
  [[nodiscard]] auto find(const Domain& domain) -> std::vector<double>;
  /// Ascending: those found last around which rounding makes an argument jump past what would have been seen, as that of
  /// exp(-((1e15 + t - (1e15 + 3))/1e-6)^2).
  [[nodiscard]] auto rounded_away() const -> const std::vector<double>& { return rounded_away_; }

private:
  struct Argument {
    Value value;
    bool is_magnified;                 ///< near zero, by an operation that takes it
    bool is_compared = false;          ///< an operation jumps where it passes zero
    std::optional<Value> against = {}; ///< what it is compared with, if not with zero
  };
  /// The argument's values at the times sampled last.
  [[nodiscard]] auto sampled(const Argument& argument) const -> Eigen::RowVectorXd;
  /// The arguments at `points` equally spaced times.
  void sample(double from, double to);
  enum class Kind { zero, least, greatest };
  /// Where, between two times, the argument has such a point.
  [[nodiscard]] auto refined(const Argument& argument, Kind kind, double from, double to) -> double;

  [[nodiscard]] auto differs_by_one(const Argument& argument, double t, double step) -> double;
  void add(const Argument& argument, double t, double step);
  void compare(const autodiff::BatchNode& node, const std::vector<std::uint8_t>& by_time,
               const std::vector<std::uint8_t>& by_unknowns);
  void add_jump(double t, double step);
  void look_for_jumps(const Argument& argument, Eigen::Index k, const Eigen::RowVectorXd& times,
                      const Eigen::RowVectorXd& values);
  void look_around(const Argument& argument, Eigen::Index k, const Eigen::RowVectorXd& times,
                   const Eigen::RowVectorXd& values);

  static constexpr int points = 64;

  const RecordedResidual* recorded_;
  std::vector<Argument> arguments_;
  std::optional<autodiff::BatchReplay> replay_; // if there are arguments
  Eigen::RowVectorXd times_;
  std::vector<double> found_, rounded_away_;
};

} // namespace jetwork::pinn
