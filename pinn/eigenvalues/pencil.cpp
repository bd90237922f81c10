#include "pinn/eigenvalues/pencil.hpp"

#include "pinn/collocation/point_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr Eigen::Index points = GaussNodes::count;

/// Values and states on a mesh, as they follow from x.
class MeshRows {
public:
  explicit MeshRows(const MeshFunction& mesh)
      : layout_(&mesh.layout()),
        size_(static_cast<Eigen::Index>(mesh.segments()) * layout_->unknowns() * points
              + layout_->states()),
        state_(Eigen::MatrixXd::Zero(layout_->states(), size_)) {
    state_.rightCols(layout_->states()).setIdentity();
  }

  [[nodiscard]] auto size() const -> Eigen::Index { return size_; }
  /// Of the node where the present segment starts.
  [[nodiscard]] auto state() const -> const Eigen::MatrixXd& { return state_; }
  /// Where the highest derivatives of an unknown stand in x.
  [[nodiscard]] auto column(std::size_t segment, int unknown) const -> Eigen::Index {
    return (static_cast<Eigen::Index>(segment) * layout_->unknowns() + unknown) * points;
  }

  /// u_i⁽ⁿ⁾ at the Gauss points of the present segment.
  [[nodiscard]] auto values(std::size_t segment, double length, int unknown, int n) const
      -> Eigen::MatrixXd {
    const int order = layout_->order(unknown);
    Eigen::MatrixXd rows = taylor(unknown, n, length * gauss_nodes().quadrature().point);
    rows.middleCols(column(segment, unknown), points) +=
        whole_power(length, order - n) * gauss_nodes().integral(order - n);
    return rows;
  }

  /// On to the next segment.
  void advance(std::size_t segment, double length) {
    Eigen::MatrixXd next(layout_->states(), size_);
    for (int i = 0; i < layout_->unknowns(); ++i)
      for (int n = 0; n < layout_->order(i); ++n) {
        auto row = next.row(layout_->offset(i) + n);
        row = taylor(i, n, Eigen::VectorXd::Constant(1, length));
        row.segment(column(segment, i), points) +=
            whole_power(length, layout_->order(i) - n) * gauss_nodes().end(layout_->order(i) - n);
      }
    state_ = std::move(next);
  }

private:
  /// Σ_{k≥n} u_i⁽ᵏ⁾(start)·xᵏ⁻ⁿ/(k-n)!, a row for each x.
  [[nodiscard]] auto taylor(int unknown, int n, const Eigen::VectorXd& x) const -> Eigen::MatrixXd {
    Eigen::MatrixXd rows = Eigen::MatrixXd::Zero(x.size(), size_);
    Eigen::VectorXd term = Eigen::VectorXd::Ones(x.size());
    for (int k = n; k < layout_->order(unknown); ++k) {
      rows.noalias() += term * state_.row(layout_->offset(unknown) + k);
      term = term.cwiseProduct(x) / (k - n + 1);
    }
    return rows;
  }

  const StateLayout* layout_;
  Eigen::Index size_;
  Eigen::MatrixXd state_;
};

/// The derivatives of all equations and conditions at one value of the eigenvalue.
class Slopes {
public:
  Slopes(const LinearProblem& problem, const MeshFunction& mesh)
      : problem_(&problem),
        layout_(&mesh.layout()),
        points_(problem.recorded, gauss_nodes().quadrature()) {}

  /// What is linear and homogeneous is so wherever it is looked at: here at values of no meaning. False where there are no values.
  auto require_linear(const MeshFunction& mesh, const Deadline& deadline) -> bool {
    const auto everywhere = [&](double eigenvalue, double values) {
      at(eigenvalue, values);
      const auto segments = static_cast<Eigen::Index>(mesh.segments());
      const Eigen::MatrixXd& conditions = problem_->conditions.by_states;
      Eigen::MatrixXd all;
      for (Eigen::Index segment = 0; segment < segments; ++segment) {
        const Eigen::MatrixXd& here = slopes(mesh, static_cast<std::size_t>(segment), deadline);
        all.conservativeResize(points, segments * here.cols());
        all.middleCols(segment * here.cols(), here.cols()) = here;
        if (values == 0 && points_.residual.cwiseAbs().maxCoeff() > 0) is_homogeneous_ = false;
      }
      Eigen::VectorXd flat(all.size() + conditions.size());
      flat << all.reshaped(), conditions.reshaped();
      return flat;
    };
    const Eigen::VectorXd at_zero = everywhere(0.0, 0.0), elsewhere = everywhere(1.0, 1.0),
                          with_one = everywhere(1.0, 0.0), with_two = everywhere(2.0, 0.0);
    if (!has_values_ || !at_zero.allFinite() || !with_two.allFinite()) return false;
    constexpr double rounding = 1e-9;
    const double size = at_zero.cwiseAbs().maxCoeff() + with_one.cwiseAbs().maxCoeff();
    if (!is_homogeneous_)
      throw std::invalid_argument(
          "eigenvalues are those of homogeneous equations and conditions: each term needs an "
          "unknown; take out what has none");
    if (!((elsewhere - with_one).cwiseAbs().maxCoeff() <= rounding * size))
      throw std::invalid_argument(
          "eigenvalues are those of linear equations, and these are not linear in the unknowns");
    if (!((with_two - 2 * with_one + at_zero).cwiseAbs().maxCoeff() <= rounding * size))
      throw std::invalid_argument(
          "the equations are not linear in the unknown number; give it a starting value and one "
          "more condition, and it is found near that");
    return true;
  }

  /// The rows of the equations and of the conditions, one below the other.
  [[nodiscard]] auto matrix(double eigenvalue, const MeshFunction& mesh, const Deadline& deadline)
      -> Eigen::MatrixXd {
    at(eigenvalue, 0.0);
    MeshRows rows(mesh);
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(rows.size(), rows.size());
    add_conditions(matrix, 0, rows.state());
    for (std::size_t segment = 0; segment < mesh.segments(); ++segment) {
      const Eigen::MatrixXd& derivatives = slopes(mesh, segment, deadline);
      Eigen::Index place = 0;
      for (const auto& [equation, unknown, n] : problem_->recorded.dependences())
        matrix.middleRows(rows.column(segment, equation), points) +=
            derivatives.col(place++).asDiagonal()
            * rows.values(segment, mesh.length(segment), unknown, n);
      rows.advance(segment, mesh.length(segment));
      if (segment + 1 == mesh.breaks()[mesh.piece_of(segment) + 1])
        add_conditions(matrix, static_cast<Eigen::Index>(mesh.piece_of(segment)) + 1, rows.state());
    }
    return matrix;
  }

private:
  void at(double eigenvalue, double values) {
    std::vector<double> parameters = problem_->parameters;
    parameters[problem_->eigenvalue] = eigenvalue;
    points_.set_parameters(parameters);
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> between(0.5, 1.0);
    for (auto& of_derivative : points_.values)
      of_derivative = values * of_derivative.unaryExpr([&](double) { return between(random); });
    const auto states = static_cast<Eigen::Index>(layout_->states());
    RecordedConditions& conditions = problem_->conditions;
    Eigen::MatrixXd state(states, std::ssize(conditions.places()));
    if (!conditions.differentiate(state.unaryExpr([&](double) { return values * between(random); }),
                                  parameters))
      has_values_ = false;
    if (values == 0 && conditions.residual.cwiseAbs().maxCoeff() > 0) is_homogeneous_ = false;
  }
  auto slopes(const MeshFunction& mesh, std::size_t segment, const Deadline& deadline)
      -> const Eigen::MatrixXd& {
    if (!points_.differentiate(mesh.start(segment), mesh.length(segment), deadline))
      has_values_ = false;
    return points_.derivatives;
  }
  void add_conditions(Eigen::MatrixXd& matrix, Eigen::Index place, const Eigen::MatrixXd& state) {
    const auto states = static_cast<Eigen::Index>(layout_->states());
    matrix.bottomRows(states).noalias() +=
        problem_->conditions.by_states.middleCols(place * states, states) * state;
  }

  const LinearProblem* problem_;
  const StateLayout* layout_;
  DifferentiablePointSet points_;
  bool is_homogeneous_ = true, has_values_ = true;
};

} // namespace

auto Pencil::function(const Eigen::VectorXd& x) const -> MeshFunction {
  MeshFunction u = mesh;
  const StateLayout& layout = u.layout();
  u.highest_values = x.head(x.size() - layout.states()).reshaped(points, u.highest_values.cols());
  State state = x.tail(layout.states());
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    u.states.col(u.start_of(segment)) = state;
    state = u.arrival(segment);
    u.states.col(u.end_of(segment)) = state;
  }
  return u;
}

auto eigenvalue_pencil(const LinearProblem& problem, MeshFunction mesh, const Deadline& deadline)
    -> std::optional<Pencil> {
  if (problem.conditions.count() != mesh.layout().states())
    throw std::invalid_argument(
        fmt::format("eigenvalues need as many conditions as the orders' sum, {}, not {}; none that "
                    "fixes the size of the solution",
                    mesh.layout().states(), problem.conditions.count()));
  Slopes slopes(problem, mesh);
  if (!slopes.require_linear(mesh, deadline)) return std::nullopt;
  Eigen::MatrixXd a = slopes.matrix(0.0, mesh, deadline);
  Eigen::MatrixXd b = a - slopes.matrix(1.0, mesh, deadline);
  if (!a.allFinite() || !b.allFinite()) return std::nullopt;
  if ((a.topRows(a.rows() - mesh.layout().states()).array() == 0).all())
    throw std::invalid_argument(
        "every term of the equations holds the unknown number: divide by it");
  return Pencil{std::move(a), std::move(b), std::move(mesh)};
}

} // namespace jetwork::pinn
