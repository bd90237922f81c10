// Structured orthogonal elimination of the states of a piece, but for its first and its last.
//
//   ChainElimination chain;
//   chain.factor(transfers);              // z_(s+1) - T_s·z_s = t_s, s = 0 … count - 1
//   chain.reduce(right, 1);               // right: t_s, a column a segment; its last column becomes c in what is left,
//   chain.at_first(), chain.at_last();    //     G·z_0 + H·z_count = c
//   chain.find_state(s, z_0, z_(s + 1), state);       // the states between, from the last to the first
//
// Each state is eliminated from two blocks of equations by Householder reflections: stable whether solutions grow or decay, which
// elimination by the transfers alone is not (Wright 1992, SIAM J. Sci. Stat. Comput. 13).
#pragma once

#include "pinn/boundary_value/determinant.hpp"

#include <Eigen/Core>

namespace jetwork::pinn {

class ChainElimination {
public:
  /// Of square transfers, one a segment, one beside the other.
  void factor(const Eigen::Ref<const Eigen::MatrixXd>& transfers);

  [[nodiscard]] auto count() const -> Eigen::Index { return count_; }
  [[nodiscard]] auto at_first() const -> const Eigen::MatrixXd& { return first_; }
  [[nodiscard]] auto at_last() const -> const Eigen::MatrixXd& { return last_; }
  /// Of at_last(), from the reflections: where it has no digits, too.
  [[nodiscard]] auto determinant_at_last() const -> Determinant;

  /// Transforms right-hand sides, `columns` of them for each segment, in place. Those of the last segment become what is left.
  void reduce(Eigen::Ref<Eigen::MatrixXd> right, Eigen::Index columns);
  /// The state that segment s begins with, 0 < s < count, in place of the reduced right-hand side of the segment before, from the
  /// piece's first state and the one after it.
  void find_state(Eigen::Index s, const Eigen::Ref<const Eigen::VectorXd>& first,
                  const Eigen::Ref<const Eigen::VectorXd>& next,
                  Eigen::Ref<Eigen::VectorXd> state) const;

private:
  void reflect(Eigen::Index step, Eigen::Ref<Eigen::MatrixXd> stacked) const;

  Eigen::Index count_ = 0;
  // Of the states between, one beside the other:
  Eigen::MatrixXd reflections_; // (2·state, state): R above, Householder vectors below
  Eigen::MatrixXd factors_;     // of the reflections
  Eigen::MatrixXd of_next_, of_first_;
  Eigen::MatrixXd first_, last_;
  Eigen::MatrixXd stacked_; // to work in
};

} // namespace jetwork::pinn
