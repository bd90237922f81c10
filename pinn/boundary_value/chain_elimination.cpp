#include "pinn/boundary_value/chain_elimination.hpp"

#include <cmath>

namespace jetwork::pinn {

namespace {

/// column - factor·vector·(vectorᵀ·column), of a Householder vector whose first entry is 1, whatever is stored there.
void reflect_column(const double* vector, double factor, Eigen::Index rows, double* column) {
  double sum = column[0];
  for (Eigen::Index i = 1; i < rows; ++i) sum += vector[i] * column[i];
  sum *= factor;
  column[0] -= sum;
  for (Eigen::Index i = 1; i < rows; ++i) column[i] -= sum * vector[i];
}

/// Householder's QR in place: R above, and the vectors, whose first entries are 1, below the diagonal.
void factor_in_place(Eigen::MatrixXd& a, Eigen::VectorXd& factors) {
  const Eigen::Index rows = a.rows(), columns = a.cols();
  factors.resize(columns);
  for (Eigen::Index k = 0; k < columns; ++k) {
    double* const column = &a(k, k);
    double square = 0.0;
    for (Eigen::Index i = 1; i < rows - k; ++i) square += column[i] * column[i];
    if (square == 0) {
      factors[k] = 0.0;
      continue;
    }
    const double norm = std::sqrt(column[0] * column[0] + square);
    const double beta = column[0] > 0 ? -norm : norm;
    factors[k] = (beta - column[0]) / beta;
    const double inverse = 1.0 / (column[0] - beta);
    for (Eigen::Index i = 1; i < rows - k; ++i) column[i] *= inverse;
    column[0] = beta;
    for (Eigen::Index j = k + 1; j < columns; ++j)
      reflect_column(column, factors[k], rows - k, &a(k, j));
  }
}

} // namespace

void ChainElimination::reflect(const Step& step, Eigen::Ref<Eigen::MatrixXd> stacked) {
  const Eigen::Index rows = step.reflections.rows();
  for (Eigen::Index k = 0; k < step.factors.size(); ++k) {
    if (step.factors[k] == 0) continue;
    for (Eigen::Index j = 0; j < stacked.cols(); ++j)
      reflect_column(&step.reflections(k, k), step.factors[k], rows - k, &stacked(k, j));
  }
}

void ChainElimination::factor(const Eigen::Ref<const Eigen::MatrixXd>& transfers) {
  const Eigen::Index states = transfers.rows();
  count_ = transfers.cols() / states;
  steps_.resize(static_cast<std::size_t>(count_ - 1));
  first_ = -transfers.leftCols(states);
  last_.setIdentity(states, states);
  Eigen::MatrixXd stacked(2 * states, 2 * states); // of the next state and of the first
  for (Eigen::Index s = 1; s < count_; ++s) {
    Step& step = steps_[static_cast<std::size_t>(s - 1)];
    step.reflections.resize(2 * states, states);
    step.reflections.topRows(states) = last_;
    step.reflections.bottomRows(states) = -transfers.middleCols(s * states, states);
    factor_in_place(step.reflections, step.factors);
    stacked.setZero();
    stacked.bottomLeftCorner(states, states).setIdentity();
    stacked.topRightCorner(states, states) = first_;
    reflect(step, stacked);
    step.of_next = stacked.topLeftCorner(states, states);
    step.of_first = stacked.topRightCorner(states, states);
    last_ = stacked.bottomLeftCorner(states, states);
    first_ = stacked.bottomRightCorner(states, states);
  }
}

void ChainElimination::reduce(Eigen::Ref<Eigen::MatrixXd> right, Eigen::Index columns) const {
  const Eigen::Index states = right.rows();
  Eigen::MatrixXd stacked(2 * states, columns);
  for (Eigen::Index s = 1; s < count_; ++s) {
    stacked.topRows(states) = right.middleCols((s - 1) * columns, columns);
    stacked.bottomRows(states) = right.middleCols(s * columns, columns);
    reflect(steps_[static_cast<std::size_t>(s - 1)], stacked);
    right.middleCols((s - 1) * columns, columns) = stacked.topRows(states);
    right.middleCols(s * columns, columns) = stacked.bottomRows(states);
  }
}

auto ChainElimination::state(Eigen::Index s, const Eigen::Ref<const Eigen::VectorXd>& reduced,
                             const Eigen::Ref<const Eigen::VectorXd>& first,
                             const Eigen::Ref<const Eigen::VectorXd>& next) const
    -> Eigen::VectorXd {
  const Step& step = steps_[static_cast<std::size_t>(s - 1)];
  Eigen::VectorXd right = reduced;
  right.noalias() -= step.of_next * next;
  right.noalias() -= step.of_first * first;
  step.reflections.topRows(first.size()).triangularView<Eigen::Upper>().solveInPlace(right);
  return right;
}

} // namespace jetwork::pinn
