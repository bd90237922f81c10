// The batch tape: recorded programs against closed forms, the other number types and matrix calculus.
#include "autodiff/batch.hpp"
#include "tests/autodiff/allocation_count.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace jetwork::autodiff;
void check_close(double value, double expected, double tolerance = 1e-14) {
  BOOST_TEST(std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected)),
             value << " is not " << expected << " but off by " << value - expected);
}

template <class X>
concept UsableAsBool = requires(X x) { x ? 1 : 0; };
static_assert(!UsableAsBool<BatchMask>);
static_assert(Active<BatchVariable>);
static_assert(std::is_trivially_copyable_v<BatchVariable>);

} // namespace

BOOST_AUTO_TEST_SUITE(batch)

BOOST_AUTO_TEST_CASE(constant_powers_are_right_at_and_away_from_zero) {
  BatchTape tape;
  const BatchVariable x = tape.input();
  std::vector<BatchVariable> powers;
  for (int half = -8; half <= 8; ++half) powers.push_back(pow(x, half / 2.0));
  powers.push_back(pow(x, 2.3));
  BatchReplay replay(tape, 2);
  replay.set(x, Eigen::Vector2d(1.3, 0));
  replay.forward();
  for (std::size_t k = 0; k < powers.size(); ++k) {
    const double c = k == 17 ? 2.3 : static_cast<double>(k) / 2 - 4;
    if (powers[k].is_constant()) {
      BOOST_TEST(c == 0.0);
      BOOST_TEST(powers[k].constant() == 1.0);
      continue;
    }
    check_close(replay.value(powers[k])(0, 0), std::pow(1.3, c));
    BOOST_TEST(replay.value(powers[k])(0, 1) == std::pow(0.0, c));
    replay.reverse(powers[k]);
    check_close(replay.adjoint(x)(0, 0), c * std::pow(1.3, c - 1));
    if (c > 0) BOOST_TEST(replay.adjoint(x)(0, 1) == c * std::pow(0.0, c - 1));
  }
}

BOOST_AUTO_TEST_CASE(a_zero_adjoint_wins_over_an_infinite_slope) {
  BatchTape tape;
  const BatchVariable x = tape.input(), y = tape.input();
  const BatchVariable root = sqrt(x * x);
  const BatchVariable other = select(x > 0, sqrt(x) * y, y);
  BatchReplay replay(tape, 3);
  replay.set(x, Eigen::Vector3d(0, -2, 4));
  replay.set(y, 1.0);
  replay.forward();
  replay.reverse(root);
  BOOST_TEST(replay.adjoint(x)(0, 0) == 0.0);
  BOOST_TEST(replay.adjoint(x)(0, 1) == -1.0);
  replay.reverse(other);
  BOOST_TEST(replay.adjoint(x)(0, 0) == 0.0);
  BOOST_TEST(replay.adjoint(x)(0, 1) == 0.0); // NaN in the branch not taken
  BOOST_TEST(replay.adjoint(x)(0, 2) == 0.25);
}

BOOST_AUTO_TEST_CASE(each_sample_takes_its_own_branch_on_every_replay) {
  BatchTape tape;
  const BatchVariable x = tape.input();
  const auto f = [](const auto& a) {
    return select((a > 1) & (a != 3), a * a, select(a <= 0, -a, decltype(+a)(7)));
  };
  const BatchVariable y = f(x);
  const BatchVariable step_function = select(x < 0, BatchVariable(-1), BatchVariable(1));
  BatchReplay replay(tape, 5);
  for (const double shift : {0.0, 1.0, -2.5}) {
    Eigen::VectorXd points(5);
    points << -1, 0.5, 2, 3, 4;
    points.array() += shift;
    replay.set(x, points);
    replay.forward();
    replay.reverse(y);
    for (Eigen::Index i = 0; i < 5; ++i) {
      const double a = points[i];
      const bool square = a > 1 && a != 3;
      BOOST_TEST(replay.value(y)(0, i) == (square ? a * a : a <= 0 ? -a : 7));
      BOOST_TEST(replay.adjoint(x)(0, i) == (square ? 2 * a : a <= 0 ? -1 : 0));
      BOOST_TEST(replay.value(step_function)(0, i) == (a < 0 ? -1 : 1));
    }
  }
}

BOOST_AUTO_TEST_CASE(dense_layers_gradients_and_jacobians_agree_with_matrix_calculus) {
  constexpr int samples = 11;
  BatchTape tape;
  const BatchVariable x = tape.input(3);
  const BatchParameter w = tape.parameter(7, 3), b = tape.parameter(7), v = tape.parameter(1, 7);
  const BatchVariable y = v * sin(affine(w, x, b));
  BatchReplay replay(tape, samples);
  std::srand(5);
  const Eigen::MatrixXd xs = Eigen::MatrixXd::Random(3, samples),
                        ws = Eigen::MatrixXd::Random(7, 3);
  const Eigen::VectorXd bs = Eigen::VectorXd::Random(7);
  const Eigen::RowVectorXd vs = Eigen::RowVectorXd::Random(7);
  replay.set(x, xs);
  replay.set(w, ws);
  replay.set(b, bs);
  replay.set(v, vs);
  replay.forward();

  const Eigen::MatrixXd z = (ws * xs).colwise() + bs;
  const Eigen::MatrixXd a = z.array().sin(),
                        delta = vs.transpose().asDiagonal() * z.array().cos().matrix();
  BOOST_TEST((replay.value(y) - vs * a).norm() < 1e-14);
  replay.reverse(y);
  BOOST_TEST((replay.gradient(v) - a.rowwise().sum().transpose()).norm() < 1e-13);
  BOOST_TEST((replay.gradient(b) - delta.rowwise().sum()).norm() < 1e-13);
  BOOST_TEST((replay.gradient(w) - delta * xs.transpose()).norm() < 1e-13);
  BOOST_TEST((replay.adjoint(x) - ws.transpose() * delta).norm() < 1e-13);

  const auto jacobian = replay.jacobian(y, {b, v, w});
  BOOST_TEST_REQUIRE(jacobian.rows() == samples);
  BOOST_TEST_REQUIRE(jacobian.cols() == 7 + 7 + 21);
  BOOST_TEST((jacobian.leftCols(7) - delta.transpose()).norm() < 1e-14);
  BOOST_TEST((jacobian.middleCols(7, 7) - a.transpose()).norm() < 1e-14);
  for (Eigen::Index n = 0; n < samples; ++n) {
    const Eigen::MatrixXd by_w = delta.col(n) * xs.col(n).transpose();
    BOOST_TEST((jacobian.row(n).tail(21) - by_w.reshaped().transpose()).norm() < 1e-14);
  }
  replay.reverse(y); // the gradients are in place again
  BOOST_TEST((replay.gradient(w) - delta * xs.transpose()).norm() < 1e-13);
}

BOOST_AUTO_TEST_CASE(rows_stacks_and_sums) {
  BatchTape tape;
  const BatchVariable x = tape.input(4);
  const BatchVariable middle = rows(x, 1, 2);
  const BatchVariable y = stack({row(middle, 1) * row(x, 0), middle, 5.0});
  const BatchVariable total = sum(y * y);
  BatchReplay replay(tape, 2);
  Eigen::MatrixXd xs(4, 2);
  xs << 1, 2, 3, 4, 5, 6, 7, 8;
  replay.set(x, xs);
  replay.forward();
  Eigen::MatrixXd expected(4, 2);
  expected << 5, 12, 3, 4, 5, 6, 5, 5;
  BOOST_TEST((replay.value(y) - expected).norm() == 0.0);
  replay.reverse(total);
  Eigen::MatrixXd adjoint(4, 2); // total = (x2·x0)² + x1² + x2² + 25
  adjoint << 2 * 5 * 5, 2 * 12 * 6, 6, 8, 2 * 5 * 1 + 10, 2 * 12 * 2 + 12, 0, 0;
  BOOST_TEST((replay.adjoint(x) - adjoint).norm() == 0.0);
}

BOOST_AUTO_TEST_CASE(recording_simplifies_and_repeats_nothing) {
  BatchTape tape;
  const BatchVariable x = tape.input(), y = tape.input();
  const std::size_t before = tape.nodes().size();
  BOOST_TEST(((1 * x).index() == x.index() && (x + 0).index() == x.index()
              && (x / 1).index() == x.index()));
  BOOST_TEST((0 * x).is_constant(0));
  BOOST_TEST(chain(sqrt(x), BatchVariable()).is_constant(0));
  BOOST_TEST((BatchVariable(2) * 3).is_constant(6));
  BOOST_TEST(tape.nodes().size() == before + 1); // the root alone
  const BatchVariable product = x * y;
  BOOST_TEST((y * x).index() == product.index());
  BOOST_TEST(exp(x * y).index() == exp(y * x).index());
  BatchVariable shared = x; // a chain of shared sub-expressions is linear in its length
  const std::size_t start = tape.nodes().size();
  for (int i = 0; i < 20; ++i) shared = shared * shared / 2 + shared / 4;
  BOOST_TEST(tape.nodes().size() - start <= 82u); // four operations each, and two constants
}

BOOST_AUTO_TEST_CASE(a_replay_allocates_nothing,
                     *boost::unit_test::enable_if<counts_allocations>()) {
  BatchTape tape;
  const BatchVariable x = tape.input(2);
  const BatchParameter w = tape.parameter(20, 2), v = tape.parameter(1, 20);
  const BatchVariable y = v * tanh(w * x);
  const BatchVariable z = select(y > 0, y, exp(y)) * row(x, 0);
  BatchReplay replay(tape, 64);
  const Eigen::MatrixXd xs = Eigen::MatrixXd::Random(2, 64), ws = Eigen::MatrixXd::Random(20, 2);
  replay.set(v, Eigen::RowVectorXd::Random(20));
  const auto run = [&] {
    replay.set(x, xs);
    replay.set(w, ws);
    replay.differentiate(z);
    replay.reverse(z);
    replay.set_tangent(w, ws);
    replay.forward_tangent();
    return replay.adjoint(x)(0, 0) + replay.gradient(w)(0, 0) + replay.jacobian(z, {w, v})(0, 0)
           + replay.tangent(z)(0, 0);
  };
  const double first = run();
  const std::size_t before = allocations();
  const double second = run();
  BOOST_TEST(allocations() == before);
  BOOST_TEST(first == second);
}

BOOST_AUTO_TEST_CASE(sweeps_repeat_and_leave_out_what_is_not_asked_for) {
  BatchTape tape;
  const BatchVariable x = tape.input(), y = tape.input();
  const BatchParameter k = tape.parameter(1);
  const BatchVariable u = x * y;
  const BatchVariable z = sin(u) * broadcast(k) + x;
  BatchReplay replay(tape, 3);
  replay.set(x, Eigen::Vector3d(1, 2, 3));
  replay.set(y, Eigen::Vector3d(0.1, 0.2, 0.3));
  replay.set(k, 2.0);
  replay.forward();
  for (int repeat = 0; repeat < 2; ++repeat) {
    replay.reverse(z);
    check_close(replay.adjoint(x)(0, 1), std::cos(0.4) * 2 * 0.2 + 1);
    check_close(replay.gradient(k)(0, 0), std::sin(0.1) + std::sin(0.4) + std::sin(0.9));
  }
  replay.with_respect_to({u});
  replay.reverse(z);
  check_close(replay.adjoint(u)(0, 2), 2 * std::cos(0.9));
  BOOST_CHECK_THROW(replay.adjoint(x), std::logic_error);
  BOOST_CHECK_THROW(replay.gradient(k), std::logic_error);
  replay.reverse(z, Eigen::RowVector3d(0, 0, 5));
  check_close(replay.adjoint(u)(0, 2), 10 * std::cos(0.9));
  BOOST_TEST(replay.adjoint(u)(0, 1) == 0.0);
}

BOOST_AUTO_TEST_CASE(held_inputs_are_followed_wherever_they_lead) {
  BatchTape tape;
  const BatchVariable x = tape.input(), k = tape.input(), unused = tape.input();
  const BatchVariable root = sqrt(k), y = root * sin(x) + k, from_k = exp(root);
  BatchReplay replay(tape, 3);
  replay.hold(std::array{k});
  replay.set(unused, 0.0);
  Eigen::Vector3d points(0.1, 0.7, -2.0);
  for (const double number : {4.0, 9.0, 9.0, 0.25}) {
    replay.set(k, number);
    for (int repeat = 0; repeat < 2; ++repeat) {
      points.array() += 0.5;
      replay.set(x, points);
      replay.forward();
      for (int j = 0; j < 3; ++j)
        BOOST_TEST(replay.value(y)(0, j) == std::sqrt(number) * std::sin(points[j]) + number,
                   boost::test_tools::tolerance(1e-15));
      BOOST_TEST(replay.value(from_k)(0, 2) == std::exp(std::sqrt(number)),
                 boost::test_tools::tolerance(1e-15));
      replay.differentiate(y);
      for (int j = 0; j < 3; ++j) {
        BOOST_TEST(replay.adjoint(x)(0, j) == std::sqrt(number) * std::cos(points[j]),
                   boost::test_tools::tolerance(1e-15));
        BOOST_TEST(replay.adjoint(k)(0, j) == std::sin(points[j]) / (2 * std::sqrt(number)) + 1,
                   boost::test_tools::tolerance(1e-15));
      }
    }
  }
  // What is asked for may change, and with it what is held.
  replay.compute_only({from_k});
  replay.forward();
  replay.compute_only({y});
  replay.set(k, 16.0);
  replay.forward();
  BOOST_TEST(replay.value(y)(0, 0) == 4 * std::sin(points[0]) + 16,
             boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_SUITE_END()
