// Elimination by blocks, against dense factorisations of the same system.
#include "pinn/collocation/elimination.hpp"
#include "pinn/collocation/mode_block.hpp"

#include <Eigen/LU>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <random>

using namespace jetwork::pinn;
namespace data = boost::unit_test::data;

namespace {

constexpr int size = ModeBlock::size;
using Block = Eigen::Matrix<double, size, size>;

auto numbers(std::mt19937& random, Eigen::Index rows, Eigen::Index cols) -> Eigen::MatrixXd {
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  return Eigen::MatrixXd::NullaryExpr(rows, cols, [&] { return uniform(random); });
}

/// Each equation knows its neighbours' unknowns and, where `shifted`, not its own.
auto banded(int count, bool shifted) -> EliminationOrder::Pattern {
  EliminationOrder::Pattern pattern = EliminationOrder::Pattern::Constant(count, count, false);
  for (int e = 0; e < count; ++e)
    for (int i = std::max(0, e - 1); i <= std::min(count - 1, e + 1); ++i)
      pattern(e, i) = !(shifted && i == e);
  return pattern;
}

} // namespace

BOOST_AUTO_TEST_SUITE(elimination_test)

BOOST_AUTO_TEST_CASE(a_block_is_inverted_whatever_its_pivots) {
  std::mt19937 random(1);
  ModeBlock block;
  Eigen::Map<Block> matrix(block.data());
  matrix = numbers(random, size, size);
  matrix.diagonal().setZero();
  matrix(0, 1) = matrix(1, 0) = 1e3;
  const Block before = matrix;
  block.invert();
  BOOST_TEST((matrix * before - Block::Identity()).cwiseAbs().maxCoeff() < 1e-11);
}

BOOST_DATA_TEST_CASE(sparse_systems_are_solved,
                     data::make({1, 2, 4, 7, 12}) * data::make({false, true}), count, shifted) {
  if (shifted && count % 2 != 0) return; // such a system is singular
  std::mt19937 random(static_cast<unsigned>(count));
  const EliminationOrder::Pattern pattern = banded(count, shifted);
  const Eigen::MatrixXd typical =
      pattern.cast<double>().cwiseProduct(numbers(random, count, count));
  const EliminationOrder order(pattern, typical);
  const Deadline never = Deadline::never();
  Watch watch(never);
  BOOST_TEST(order.suits({typical}, watch));

  Elimination<ModeBlock> system;
  system.reset(order, watch);
  Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(count * size, count * size);
  for (int e = 0; e < count; ++e)
    for (int i = 0; i < count; ++i)
      if (pattern(e, i)) {
        const Block block = typical(e, i) * (Block::Identity() + 0.1 * numbers(random, size, size));
        dense.block(e * size, i * size, size, size) = block;
        Eigen::Map<Block>(system.entry(e, i).data()) = block;
      }
  system.factor(watch);
  for (const int columns : {1, 5}) {
    const Eigen::MatrixXd right = numbers(random, size, count * columns);
    Eigen::MatrixXd solution = right;
    system.solve(solution.data(), columns, watch);
    Eigen::MatrixXd stacked(count * size, columns), expected(count * size, columns);
    for (int e = 0; e < count; ++e) {
      expected.middleRows(e * size, size) = right.middleCols(e * columns, columns);
      stacked.middleRows(e * size, size) = solution.middleCols(e * columns, columns);
    }
    BOOST_TEST((dense * stacked - expected).cwiseAbs().maxCoeff() < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(a_chain_is_eliminated_without_filling_up) {
  constexpr int count = 51;
  const EliminationOrder::Pattern pattern = banded(count, false);
  Eigen::MatrixXd typical = -pattern.cast<double>();
  typical.diagonal().setConstant(3.0);
  const EliminationOrder order(pattern, typical);
  BOOST_TEST(order.entries() == 3 * count - 2);
  Eigen::MatrixXd other = typical;
  other.diagonal().setConstant(1e-6);
  const Deadline never = Deadline::never();
  Watch watch(never);
  BOOST_TEST(!order.suits({other}, watch));
}

BOOST_AUTO_TEST_SUITE_END()
