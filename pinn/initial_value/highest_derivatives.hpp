// The values that equations allow their highest derivatives at a point, where they may allow several: y'² = 1 has two.
//
//   HighestDerivatives highest(recorded);
//   highest.set_parameters(values);
//   for (const AllowedValues& allowed : highest.at(t, initial)) …      // of y': -1 and 1
//
// An equation that holds the highest derivative of one unknown alone is a function of one number, and is scanned: over eighteen
// orders of magnitude to either side of one, and evenly around zero and around what was chosen. Where equations share highest
// derivatives, Newton's method is started from many places.
#pragma once

#include "pinn/collocation/recorded_residual.hpp"

#include <Eigen/Core>

#include <optional>
#include <span>
#include <vector>

namespace jetwork::pinn {

/// Some unknowns, and the values that their highest derivatives may have together.
struct AllowedValues {
  struct Value {
    Eigen::VectorXd highest; ///< one for each of the unknowns
    bool is_double = false;  ///< two values meet here
  };
  std::vector<int> unknowns;
  std::vector<Value> values = {}; ///< ascending
  bool has_more = false;          ///< than those
  bool is_open = false;           ///< all values beyond some number satisfy the equations
};

class HighestDerivatives {
public:
  /// `recorded` must outlive it.
  explicit HighestDerivatives(const RecordedResidual& recorded);

  /// Whether there may be anything to find; see RecordedResidual.
  [[nodiscard]] auto may_be_several() const -> bool { return recorded_->may_have_branches(); }
  void set_parameters(std::span<const double> values) { replay_.set_parameters(values); }

  /// At t, given [unknown][derivative] below the orders: those of the curved equations, with a closer look near `chosen`
  /// (of each unknown, if there is one). What could not be found is missing. Throws DeadlinePassed.
  [[nodiscard]] auto at(double t, const std::vector<std::vector<double>>& values,
                        const std::vector<std::optional<double>>& chosen, const Deadline& deadline)
      -> std::vector<AllowedValues>;

private:
  /// Numbers, ascending, and an equation's residual there.
  struct Samples {
    Eigen::VectorXd at, residual;
  };
  [[nodiscard]] auto scan(int equation, const Eigen::VectorXd& at) -> Samples;
  void add_crossing(AllowedValues& allowed, int equation, Samples cell);
  void add_touching(AllowedValues& allowed, int equation, Samples cell);
  void add_all(AllowedValues& allowed, int equation, std::optional<double> chosen);
  [[nodiscard]] auto together() -> AllowedValues;
  [[nodiscard]] auto residual_at(const Eigen::VectorXd& highest) -> Eigen::VectorXd;
  [[nodiscard]] auto newton(Eigen::VectorXd& highest) -> bool;

  static constexpr int points = 64; // at a time

  const RecordedResidual* recorded_;
  RecordedResidual::Replay replay_;
  std::vector<int> own_; // see RecordedResidual::sole_highest_derivatives
};

} // namespace jetwork::pinn
