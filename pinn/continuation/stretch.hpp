// A piece of a branch between two of its points, by a coordinate: how far along the first one's direction points lie.
//
//   Stretch stretch(freed, metric, left, right, options.tolerance);
//   if (const auto between = stretch.at(0.4 * stretch.end())) between->slope;        // of the parameter by the coordinate
#pragma once

#include "pinn/continuation/branch_metric.hpp"
#include "pinn/continuation/freed_problem.hpp"

#include <optional>
#include <vector>

namespace jetwork::pinn {

class Stretch {
public:
  /// What these refer to must outlive it. Folds and branch points are wanted as exactly as they can be had: points are solved to a small
  /// tolerance, and to this one where that fails.
  Stretch(FreedProblem& freed, const BranchMetric& metric, const Standing& left,
          const Standing& right, double tolerance);

  struct Point {
    double coordinate = 0.0;
    double slope = 0.0; ///< of the parameter
    Standing standing;
    Determinant determinant_of_halves; ///< on the halved mesh
    Result result;                     ///< none, of the ends
  };
  [[nodiscard]] auto end() const -> double { return known_[1].coordinate; }
  [[nodiscard]] auto left() const -> const Point& { return known_[0]; }
  [[nodiscard]] auto right() const -> const Point& { return known_[1]; }
  /// Nothing, where no solution is found. Throws DeadlinePassed.
  [[nodiscard]] auto at(double coordinate) -> std::optional<Point>;
  /// The determinant of the equations with the plane of this coordinate, at a solution.
  [[nodiscard]] auto determinant_at(const Standing& solution) -> std::optional<Determinant>;

  [[nodiscard]] auto unit() const -> const Place& { return unit_; }
  [[nodiscard]] auto weights() const -> const Eigen::VectorXd& { return weights_; }

private:
  [[nodiscard]] auto point(const Standing& standing) const -> Point;

  FreedProblem* freed_;
  double tolerance_;
  Place unit_;
  Eigen::VectorXd weights_;
  double level_;
  std::vector<Point> known_;
};

} // namespace jetwork::pinn
