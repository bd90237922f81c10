// Places of a mesh where the equations switch along the function on it, as those of u'' = -sign(u) do where u passes zero: nodes,
// so that every segment is smooth.
//
//   SwitchingNodes switching(problem, unknown_parameters, deadline);
//   switching.set_parameters(parameters);
//   while (auto better = switching.placed(system, u, deadline)) { u = *better;  newton(system, u, …); }
//   switching.reach(system, fine, step, deadline);      // what errors of the places make of errors of u
//
// Where a node is moved the function answers, and its zero moves, too. Both are known to first order from Newton's linear system, so the
// nodes are found by Newton's method: with s the nodes, z the zeros and K = ∂z/∂s, (I - K)·δ = z - s.
#pragma once

#include "pinn/boundary_value/newton_system.hpp"
#include "pinn/collocation/switching_functions.hpp"
#include "pinn/limits.hpp"
#include "pinn/problem/problem.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <vector>

namespace jetwork::pinn {

class SwitchingNodes {
public:
  /// Throws DeadlinePassed.
  SwitchingNodes(const Problem& problem, std::vector<std::size_t> unknown_parameters,
                 const Deadline& deadline);

  void set_parameters(std::vector<double> parameters);

  /// The function on a mesh with better places of the nodes, or nothing where they are as good as rounding lets them be, or too many to
  /// tell. Linearises the system. Throws DeadlinePassed.
  [[nodiscard]] auto placed(NewtonSystem& system, const MeshFunction& u, const Deadline& deadline)
      -> std::optional<MeshFunction>;
  /// What is to be added to an error for each unknown, and for each unknown number.
  struct Reach {
    Eigen::VectorXd of_unknowns, of_numbers;
  };
  /// How far errors reach that move the nodes: those of the function, which are as large as this step. The system is linearised at u.
  [[nodiscard]] auto reach(NewtonSystem& system, const MeshFunction& u, const MeshFunction& step)
      -> Reach;

private:
  struct Zero {
    std::size_t function = 0;
    double bound = 0.0, place = 0.0;
    std::optional<std::size_t> segment = {}; ///< that ends in a node close to it
  };
  /// How the function and the zeros answer to nodes that move.
  struct Answer {
    std::vector<MeshFunction> of_function;
    Eigen::MatrixXd of_zeros; // K
  };
  void put(const MeshFunction& u, std::size_t segment, double theta);
  [[nodiscard]] auto value(const MeshFunction& u, std::size_t function, double x) -> double;
  [[nodiscard]] auto zeros(const MeshFunction& u) -> std::vector<Zero>;
  [[nodiscard]] static auto with_nodes_at(const std::vector<Zero>& zeros, const MeshFunction& u)
      -> MeshFunction;
  void add_zeros(const MeshFunction& u, std::size_t function, double low, double high,
                 double before, double after, std::vector<Zero>& found);
  [[nodiscard]] auto answer(NewtonSystem& system, const MeshFunction& u,
                            const std::vector<Zero>& at_nodes) -> Answer;
  /// By how much a zero moves if the function changes by this.
  [[nodiscard]] auto shift(const MeshFunction& u, const MeshFunction& change, const Zero& zero)
      -> double;

  RecordedResidual recorded_;
  RecordedResidual::SwitchingFunctions functions_;
  std::vector<std::size_t> unknown_parameters_;
  std::vector<double> parameters_; // and sides
};

} // namespace jetwork::pinn
