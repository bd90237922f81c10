// A problem with a parameter set free, and one condition in its place: that what the solution is at some places lies in a plane. So
// solutions are points of a branch, and the branch may turn round.
//
//   FreedProblem freed(problem, 0, options, deadline);
//   Result result = freed.solve(plane, start, 1e-8);
//   if (const auto standing = freed.standing()) …              // where that is, and where the branch goes on
//
// A plane's condition is one for the solver of boundary values as any other, and its numbers are parameters: all is recorded once.
#pragma once

#include "pinn/boundary_value/boundary_value_solver.hpp"
#include "pinn/boundary_value/determinant.hpp"
#include "pinn/boundary_value/mesh_function.hpp"
#include "pinn/limits.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <vector>

namespace jetwork::pinn {

/// What a branch is followed by: the parameter, then the states at some places, one place after the other.
using Place = Eigen::VectorXd;

/// weights·place = level
struct Plane {
  Eigen::VectorXd weights;
  double level = 0.0;
};

/// A point of a branch.
struct Standing {
  MeshFunction u;
  MeshFunction tangent; ///< along the branch; the plane's weights and this make one
  Place place, direction;
  Determinant determinant; ///< of the equations with the plane
};

/// The same, going the other way.
[[nodiscard]] auto reversed(Standing standing) -> Standing;

class FreedProblem {
public:
  /// What these refer to must outlive it. Throws as BoundaryValueSolver does.
  FreedProblem(const Problem& problem, std::size_t parameter, const Options& options,
               const Deadline& deadline);
  FreedProblem(const FreedProblem&) = delete;
  auto operator=(const FreedProblem&) -> FreedProblem& = delete;
  ~FreedProblem() = default;

  /// A solution of the original problem, as a function of this one.
  [[nodiscard]] auto function(const MeshFunction& original, double parameter) const -> MeshFunction;
  [[nodiscard]] auto place(const MeshFunction& u) const -> Place;
  [[nodiscard]] auto parameter(const MeshFunction& u) const -> double { return u.numbers[number_]; }
  [[nodiscard]] auto parameter(const Eigen::VectorXd& of_numbers) const -> double {
    return of_numbers[number_];
  }
  void set_parameter(MeshFunction& u, double value) const { u.numbers[number_] = value; }
  /// Among the result's parameters.
  [[nodiscard]] auto parameter(const Result& result) const -> FoundParameter {
    return result.parameters[static_cast<std::size_t>(number_)];
  }
  /// How many values of a state a place has, and how many entries.
  [[nodiscard]] auto states_at_a_place() const -> Eigen::Index;
  [[nodiscard]] auto size_of_place() const -> Eigen::Index {
    return 1 + std::ssize(looked_at_) * states_at_a_place();
  }

  /// The point of the plane near this function. Throws DeadlinePassed.
  [[nodiscard]] auto solve(const Plane& plane, const MeshFunction& start, double tolerance)
      -> Result;
  [[nodiscard]] auto last_found() const -> const MeshFunction& { return solver_.found(); }
  /// What was found last; nothing, where its derivatives are not finite.
  [[nodiscard]] auto standing() -> std::optional<Standing> { return standing_at(solver_.found()); }
  /// At this solution, with the plane that was set last.
  [[nodiscard]] auto standing_at(const MeshFunction& u) -> std::optional<Standing>;
  [[nodiscard]] auto determinant_at(const MeshFunction& u) -> std::optional<Determinant>;
  void set_plane(const Plane& plane);
  /// Which condition is the plane's.
  [[nodiscard]] auto condition_of_plane() const -> Eigen::Index { return condition_of_plane_; }
  /// The equations at the point where it stands.
  [[nodiscard]] auto system() -> NewtonSystem& { return solver_.system(); }
  [[nodiscard]] auto conditions() const -> const RecordedConditions& {
    return solver_.conditions();
  }
  /// What is missed, where only these conditions are, by one each.
  [[nodiscard]] auto missed_condition(Eigen::Index condition) -> MeshResidual;

private:
  Options options_;
  const Deadline* deadline_;
  std::vector<double> places_;   // at which the plane looks
  std::size_t first_weight_ = 0; // among the parameters; the level is the one behind the weights
  Eigen::Index number_ = 0;      // which of the unknown numbers the parameter is
  Eigen::Index condition_of_plane_ = 0;
  Problem problem_;
  BoundaryValueSolver solver_;
  std::vector<Eigen::Index> looked_at_; // of the conditions' places
};

} // namespace jetwork::pinn
