// The elimination of a chain's states, against a dense factorisation of the whole chain.
#include "pinn/boundary_value/chain_elimination.hpp"

#include <Eigen/LU>
#include <boost/test/unit_test.hpp>

#include <random>

namespace jetwork::pinn {

BOOST_AUTO_TEST_SUITE(chains)

namespace {

struct Chain {
  Eigen::MatrixXd transfers, right; // of each segment
  Eigen::VectorXd all; // the states, by a dense solve with the first and the last given
  Eigen::VectorXd first, last;
};

/// Its last state is that which the first leads to, so that the dense system has a solution.
auto random_chain(Eigen::Index states, Eigen::Index count, double growth) -> Chain {
  std::mt19937 random(7);
  std::normal_distribution<double> normal;
  const auto draw = [&](double) { return normal(random); };
  Chain chain;
  chain.transfers = Eigen::MatrixXd(states, states * count).unaryExpr(draw);
  chain.right = Eigen::MatrixXd(states, count).unaryExpr(draw);
  for (Eigen::Index s = 0; s < count; ++s) // one state grows, another decays
    chain.transfers.col(s * states) *= growth, chain.transfers.col(s * states + 1) /= growth;
  // z_(s+1) - T·z_s = t, with half of the first state and half of the last given: a boundary-value problem.
  const Eigen::Index size = states * (count + 1);
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(size, size);
  Eigen::VectorXd right(size);
  for (Eigen::Index s = 0; s < count; ++s) {
    matrix.block(s * states, s * states, states, states) =
        -chain.transfers.middleCols(s * states, states);
    matrix.block(s * states, (s + 1) * states, states, states).setIdentity();
    right.segment(s * states, states) = chain.right.col(s);
  }
  for (Eigen::Index k = 0; k < states; ++k) {
    matrix(count * states + k, k % 2 == 0 ? count * states + k : k) = 1.0;
    right[count * states + k] = normal(random);
  }
  chain.all = matrix.fullPivLu().solve(right);
  chain.first = chain.all.head(states);
  chain.last = chain.all.tail(states);
  return chain;
}

void check(Eigen::Index states, Eigen::Index count, double growth) {
  const Chain chain = random_chain(states, count, growth);
  ChainElimination elimination;
  elimination.factor(chain.transfers);
  Eigen::MatrixXd right = chain.right;
  elimination.reduce(right, 1);
  const double size = chain.all.cwiseAbs().maxCoeff();
  const Eigen::VectorXd left = elimination.at_first() * chain.first
                               + elimination.at_last() * chain.last - right.col(count - 1);
  BOOST_TEST(left.cwiseAbs().maxCoeff() < 1e-12 * size);
  Eigen::VectorXd next = chain.last;
  for (Eigen::Index s = count - 1; s > 0; --s) {
    Eigen::VectorXd state = right.col(s - 1);
    elimination.find_state(s, chain.first, next, state);
    next = state;
    BOOST_TEST((next - chain.all.segment(s * states, states)).cwiseAbs().maxCoeff() < 1e-11 * size);
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(of_one_segment_keeps_its_equation) { check(2, 1, 1.0); }
BOOST_AUTO_TEST_CASE(of_moderate_growth) { check(3, 6, 2.0); }
BOOST_AUTO_TEST_CASE(of_growth_and_decay_beyond_all_digits) { check(2, 8, 1e4); }

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
