// What happens between the Gauss points: a pulse or a jump of the equations that falls between those of the mesh and of its halves
// would go unseen.
//
//   Audit audit(recorded);
//   if (const auto finer = audit.with_missed_places(u, check.missed, most_error)) u = *finer;  // and find the solution anew
//
// Every segment is looked at in 320 equispaced points, its ends included; a piece of the mesh that is one segment, in each of its halves.
// The landmarks of the equations are looked at, too (pinn/collocation/landmarks.hpp). There the equations may be missed by no more
// than some times what they are at Gauss points.
#pragma once

#include "pinn/boundary_value/mesh_function.hpp"
#include "pinn/collocation/landmarks.hpp"
#include "pinn/collocation/point_set.hpp"
#include "pinn/collocation/recorded_residual.hpp"

#include <Eigen/Core>

#include <optional>
#include <span>
#include <vector>

namespace jetwork::pinn {

class Audit {
public:
  /// What is recorded must outlive it.
  explicit Audit(const RecordedResidual& recorded);

  void set_parameters(std::span<const double> values);
  /// The function on a mesh with nodes on both sides of each place where equations are missed by more than was seen of it, (equation,
  /// segment), if there is one that may change an unknown by this much.
  [[nodiscard]] auto with_missed_places(const MeshFunction& u, const Eigen::MatrixXd& seen,
                                        const Eigen::VectorXd& most_error)
      -> std::optional<MeshFunction>;

  /// The largest part of `most_error` by which what was missed last, and left as it is, may change an unknown.
  [[nodiscard]] auto overlooked() const -> double { return overlooked_; }
  /// Whether the equations are missed on a segment that nobody solved them on, where the function only goes on.
  [[nodiscard]] auto is_disturbed(const MeshFunction& u, std::size_t segment,
                                  const Eigen::VectorXd& most_error) -> bool;

private:
  /// Takes a segment's residuals. False where they are not finite.
  [[nodiscard]] auto look_at(const MeshFunction& u, std::size_t segment) -> bool;
  enum class Shifted { highest_derivatives, values_too };
  /// What these would change by if unknowns were off by as much as matters: (point, equation); nothing where it is not finite.
  [[nodiscard]] auto that_matter(const MeshFunction& u, std::size_t segment,
                                 const Eigen::VectorXd& most_error, Shifted shifted)
      -> std::optional<Eigen::MatrixXd>;
  /// Where a segment, looked at last, misses the equations most, if it does by more than is known.
  [[nodiscard]] auto missed_place(const MeshFunction& u, std::size_t segment,
                                  const Eigen::VectorXd& most_error, const Eigen::VectorXd& known)
      -> std::optional<double>;
  /// Of each equation, at one place of a segment.
  [[nodiscard]] auto miss_at(const MeshFunction& u, std::size_t segment, double x)
      -> Eigen::VectorXd;
  void fill(const MeshFunction& u, std::size_t segment);

  const RecordedResidual* recorded_;
  std::vector<double> parameters_;
  PointSet points_;
  Eigen::MatrixXd missed_; // (point, equation)
  std::optional<PointSet> at_landmark_;
  RecordedResidual::Landmarks landmarks_;
  double overlooked_ = 0.0;
  std::vector<double> landmark_places_; // of the present domain
};

} // namespace jetwork::pinn
