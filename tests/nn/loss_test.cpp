// Losses and their gradients, against closed forms and against softmax in fifty digits.
#include "autodiff/batch.hpp"
#include "nn/loss.hpp"
#include "nn/samples.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

namespace {

using namespace jetwork::autodiff;
using namespace jetwork::nn;
using Precise = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                              boost::multiprecision::et_off>;

/// The loss of every sample, and its derivatives by the prediction.
struct Evaluated {
  Eigen::RowVectorXd losses;
  Eigen::MatrixXd slopes;
};

auto evaluate(const Loss& loss, const Eigen::MatrixXd& predictions, const Eigen::MatrixXd& targets)
    -> Evaluated {
  BatchTape tape;
  const BatchVariable y = tape.input(static_cast<int>(predictions.rows()));
  const BatchVariable t = tape.input(static_cast<int>(targets.rows()));
  const BatchVariable l = loss.of_sample(y, t);
  BatchReplay replay(tape, static_cast<int>(predictions.cols()));
  replay.set(y, predictions);
  replay.set(t, targets);
  replay.forward();
  replay.reverse(l);
  return {replay.value(l), replay.adjoint(y)};
}

void check_close(double value, double expected, double tolerance) {
  BOOST_TEST(std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected)),
             value << " is not " << expected << " but off by " << value - expected);
}

const Eigen::MatrixXd predictions{{0.5, -1.25, 3.0, 0.0}, {2.0, 0.75, -4.0, 1.0}};
const Eigen::MatrixXd targets{{0.25, 1.0, 3.0, 0.5}, {-1.0, 0.5, 4.0, 1.0}};

} // namespace

BOOST_AUTO_TEST_SUITE(losses)

BOOST_AUTO_TEST_CASE(losses_of_squares) {
  const Evaluated half = evaluate(Loss::half_squares(), predictions, targets);
  const Evaluated mean = evaluate(Loss::mean_squares(), predictions, targets);
  for (Eigen::Index j = 0; j < 4; ++j) {
    const Eigen::Vector2d error = predictions.col(j) - targets.col(j);
    check_close(half.losses[j], (error[0] * error[0] + error[1] * error[1]) / 2, 1e-15);
    check_close(mean.losses[j], (error[0] * error[0] + error[1] * error[1]) / 2, 1e-15);
    for (Eigen::Index i = 0; i < 2; ++i) {
      check_close(half.slopes(i, j), error[i], 1e-15);
      check_close(mean.slopes(i, j), error[i], 1e-15); // 2 r / 2 outputs
    }
  }
  const Evaluated three =
      evaluate(Loss::mean_squares(), Eigen::Vector3d(1, 2, 3), Eigen::Vector3d(0, 0, 0));
  check_close(three.losses[0], 14.0 / 3, 1e-15);
  check_close(three.slopes(2, 0), 2.0, 1e-15);
}

BOOST_AUTO_TEST_CASE(huber_is_a_parabola_between_straight_lines) {
  for (const double delta : {0.5, 1.0, 10.0}) {
    const Evaluated huber = evaluate(Loss::huber(delta), predictions, targets);
    for (Eigen::Index j = 0; j < 4; ++j) {
      double expected = 0;
      for (Eigen::Index i = 0; i < 2; ++i) {
        const double r = predictions(i, j) - targets(i, j);
        expected += std::abs(r) <= delta ? r * r / 2 : delta * (std::abs(r) - delta / 2);
        check_close(huber.slopes(i, j), std::clamp(r, -delta, delta) / 2, 1e-15);
      }
      check_close(huber.losses[j], expected / 2, 1e-15);
    }
  }
  BOOST_CHECK_THROW(evaluate(Loss::huber(0), predictions, targets), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(cross_entropy_agrees_with_softmax_in_fifty_digits) {
  const Eigen::MatrixXd logits{{1.0, 800.0, -800.0, 40.0, 0.0, -3.0},
                               {2.0, -800.0, -801.0, 0.0, 0.0, 5.0},
                               {-0.5, 799.0, -900.0, -2.0, 0.0, 1e-3}};
  const Eigen::MatrixXd classes{{1, 0, 1, 0, 2, 0}};
  const Eigen::MatrixXd columns = one_hot(classes.row(0), 3);
  const Evaluated by_number = evaluate(Loss::cross_entropy(), logits, classes);
  const Evaluated by_column = evaluate(Loss::cross_entropy(), logits, columns);
  for (Eigen::Index j = 0; j < logits.cols(); ++j) {
    Precise sum = 0;
    for (Eigen::Index k = 0; k < 3; ++k) sum += exp(Precise(logits(k, j)));
    const auto chosen = static_cast<Eigen::Index>(classes(0, j));
    const auto loss = static_cast<double>(log(sum) - Precise(logits(chosen, j)));
    for (const Evaluated& found : {by_number, by_column}) {
      check_close(found.losses[j], loss, 1e-15);
      for (Eigen::Index k = 0; k < 3; ++k) {
        const Precise probability = exp(Precise(logits(k, j))) / sum;
        check_close(found.slopes(k, j), static_cast<double>(probability - (k == chosen ? 1 : 0)),
                    2e-15);
      }
    }
  }
  // Probabilities as targets: Σ t (log Σ exp z - z).
  const Evaluated soft =
      evaluate(Loss::cross_entropy(), Eigen::Vector3d(1, 2, -0.5), Eigen::Vector3d(0.2, 0.5, 0.3));
  const double normaliser = std::log(std::exp(1) + std::exp(2) + std::exp(-0.5));
  check_close(soft.losses[0],
              0.2 * (normaliser - 1) + 0.5 * (normaliser - 2) + 0.3 * (normaliser + 0.5), 1e-15);
  check_close(soft.slopes(2, 0), std::exp(-0.5 - normaliser) - 0.3, 1e-15);
}

BOOST_AUTO_TEST_CASE(what_is_no_class_or_does_not_fit_is_noticed) {
  const Evaluated wrong =
      evaluate(Loss::cross_entropy(), Eigen::Matrix3d::Identity(), Eigen::RowVector3d(3, 0.5, -1));
  for (const double loss : wrong.losses) BOOST_TEST(std::isnan(loss));
  BOOST_CHECK_THROW(
      evaluate(Loss::cross_entropy(), Eigen::RowVector2d(1, 2), Eigen::RowVector2d(0, 0)),
      std::invalid_argument);
  BOOST_CHECK_THROW(
      evaluate(Loss::cross_entropy(), Eigen::Vector3d(1, 2, 3), Eigen::Vector2d(0, 1)),
      std::invalid_argument);
  for (const Loss& loss : {Loss::half_squares(), Loss::mean_squares(), Loss::huber()})
    BOOST_CHECK_THROW(evaluate(loss, predictions, targets.topRows(1)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
