// What a residual says about the error of the unknowns, point by point.
//
// A residual is never judged raw. At each point it is filtered by the inverse of
//
//   G = Σ_n (κ/h)ⁿ ∂F/∂u⁽ⁿ⁾
//
// which turns it into an error of the unknowns: a residual that oscillates κ times faster than the segment is long
// moves u by G⁻¹F. Where the equations are not stiff this is the integral of the residual; where they are, it is the
// residual divided by the fast rates, and long segments stay possible.
//
//   filter.compute(order, points, length, deadline);
//   filter.largest(points.residual);                     // max |G⁻¹F| over the check points, for each unknown
#pragma once

#include "pinn/collocation/elimination.hpp"
#include "pinn/collocation/point_set.hpp"
#include "pinn/network/feature_basis.hpp"

#include <Eigen/Core>

#include <array>
#include <vector>

namespace jetwork::pinn {

/// G of one point, a matrix for each group, scaled so that its entries can be compared: columns by the unknowns' sizes, rows by
/// their largest.
auto comparable_filter(const RecordedResidual& recorded, const DifferentiablePointSet& points,
                       Eigen::Index point, double length, const Eigen::VectorXd& scale)
    -> std::vector<Eigen::MatrixXd>;

class ResidualFilter {
public:
  explicit ResidualFilter(const RecordedResidual& recorded) : recorded_(&recorded) {}

  /// The inverse of G at every check point. Throws DeadlinePassed, and so do all that follow.
  void compute(const EliminationOrder& order, const DifferentiablePointSet& check, double length,
               const Deadline& deadline);

  /// Largest |G⁻¹F| over the check points, per unknown, of a residual (check point, equation).
  [[nodiscard]] auto largest(const Eigen::MatrixXd& residual) const -> Eigen::VectorXd;
  /// The same at a segment's ends, (end, equation), each filtered as the check point next to it.
  [[nodiscard]] auto largest_at_ends(const Eigen::MatrixXd& residual) const -> Eigen::VectorXd;
  /// The same over the audit points, each filtered as the nearest check point: the filter varies slowly.
  [[nodiscard]] auto largest_of_audit(const Eigen::MatrixXd& residual) const -> Eigen::VectorXd;
  /// Largest |G⁻¹|·F over the check points: of a residual of unknown signs.
  [[nodiscard]] auto largest_of_sizes(const Eigen::MatrixXd& sizes) const -> Eigen::VectorXd;

private:
  /// The numbers of one entry at all check points.
  class PointRow {
  public:
    static constexpr int size = check_count, columns = 1, depth = 1;
    auto data() -> double* { return numbers_.data(); }
    auto data() const -> const double* { return numbers_.data(); }
    auto numbers() -> Eigen::Array<double, size, 1>& { return numbers_; }
    void set_zero() { numbers_.setZero(); }
    void invert() { numbers_ = numbers_.inverse().eval(); }
    void multiply(const PointRow& other) { numbers_ *= other.numbers_; }
    static void subtract_product(const double* a, const double* b, double* c, int count) {
      using Row = Eigen::Array<double, size, 1>;
      const Eigen::Map<const Row> factor(a);
      for (int column = 0; column < count; ++column)
        Eigen::Map<Row>(c + column * size) -= factor * Eigen::Map<const Row>(b + column * size);
    }

  private:
    Eigen::Array<double, size, 1> numbers_;
  };

  using Inverse = Eigen::Matrix<double, check_count, Eigen::Dynamic>;

  [[nodiscard]] auto unknowns() const -> int { return recorded_->equations(); }
  void invert(int group, Watch& watch);
  /// For each unknown the largest of Σ of what term(numbers of ∂(unknown)/∂(equation), equation, sum) adds for the equations of
  /// its group.
  template <class Sum, class AddTerm>
  [[nodiscard]] auto largest_sums(const Sum& zero, AddTerm add_term) const -> Eigen::VectorXd;

  const RecordedResidual* recorded_;
  const Deadline* deadline_ = nullptr;
  Elimination<PointRow> system_;
  std::vector<Inverse> inverse_; // of each group: ∂(unknown)/∂(equation), (point, unknown·equation)
  Eigen::MatrixXd part_;         // of one of these, to work in
};

} // namespace jetwork::pinn
