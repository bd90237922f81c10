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
void factor_in_place(Eigen::Ref<Eigen::MatrixXd> a, Eigen::Ref<Eigen::VectorXd> factors) {
  const Eigen::Index rows = a.rows(), columns = a.cols();
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

void ChainElimination::reflect(Eigen::Index step, Eigen::Ref<Eigen::MatrixXd> stacked) const {
  const Eigen::Index rows = stacked.rows(), states = rows / 2;
  for (Eigen::Index k = 0; k < states; ++k) {
    const double factor = factors_(k, step);
    if (factor == 0) continue;
    for (Eigen::Index j = 0; j < stacked.cols(); ++j)
      reflect_column(&reflections_(k, step * states + k), factor, rows - k, &stacked(k, j));
  }
}

void ChainElimination::factor(const Eigen::Ref<const Eigen::MatrixXd>& transfers) {
  const Eigen::Index states = transfers.rows();
  count_ = transfers.cols() / states;
  const Eigen::Index between = count_ - 1;
  reflections_.resize(2 * states, between * states);
  factors_.resize(states, between);
  of_next_.resize(states, between * states);
  of_first_.resize(states, between * states);
  first_ = -transfers.leftCols(states);
  last_.setIdentity(states, states);
  for (Eigen::Index step = 0; step < between; ++step) {
    const Eigen::Index column = step * states;
    auto reflections = reflections_.middleCols(column, states);
    reflections.topRows(states) = last_;
    reflections.bottomRows(states) = -transfers.middleCols(column + states, states);
    factor_in_place(reflections, factors_.col(step));
    stacked_.setZero(2 * states, 2 * states); // of the next state and of the first
    stacked_.bottomLeftCorner(states, states).setIdentity();
    stacked_.topRightCorner(states, states) = first_;
    reflect(step, stacked_);
    of_next_.middleCols(column, states) = stacked_.topLeftCorner(states, states);
    of_first_.middleCols(column, states) = stacked_.topRightCorner(states, states);
    last_ = stacked_.bottomLeftCorner(states, states);
    first_ = stacked_.bottomRightCorner(states, states);
  }
}

void ChainElimination::reduce(Eigen::Ref<Eigen::MatrixXd> right, Eigen::Index columns) {
  const Eigen::Index states = right.rows();
  stacked_.resize(2 * states, columns);
  for (Eigen::Index s = 1; s < count_; ++s) {
    auto before = right.middleCols((s - 1) * columns, columns);
    auto here = right.middleCols(s * columns, columns);
    stacked_.topRows(states) = before;
    stacked_.bottomRows(states) = here;
    reflect(s - 1, stacked_);
    before = stacked_.topRows(states);
    here = stacked_.bottomRows(states);
  }
}

void ChainElimination::find_state(Eigen::Index s, const Eigen::Ref<const Eigen::VectorXd>& first,
                                  const Eigen::Ref<const Eigen::VectorXd>& next,
                                  Eigen::Ref<Eigen::VectorXd> state) const {
  const Eigen::Index states = first.size(), column = (s - 1) * states;
  state.noalias() -= of_next_.middleCols(column, states).lazyProduct(next);
  state.noalias() -= of_first_.middleCols(column, states).lazyProduct(first);
  const auto triangle = reflections_.middleCols(column, states);
  for (Eigen::Index k = states; k-- > 0;) { // back substitution
    state[k] /= triangle(k, k);
    state.head(k) -= state[k] * triangle.col(k).head(k);
  }
}

} // namespace jetwork::pinn
