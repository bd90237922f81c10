// Optimisers against closed forms on quadratics, their papers' algorithms in plain loops, and known minima.
#include "nn/optimise/optimiser.hpp"

#include <Eigen/Dense>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

namespace {

using namespace jetwork::nn;
using Precise = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                              boost::multiprecision::et_off>;

// E = ½ (w - c)ᵀ H (w - c), whose gradient is H (w - c). The last parameter is a bias.
const Eigen::Matrix3d H{{2.0, 0.5, 0.1}, {0.5, 1.0, -0.3}, {0.1, -0.3, 0.8}};
const Eigen::Vector3d c(0.3, -1.0, 2.0), start(1.0, 1.0, -1.0);
const BiasMask is_bias = Eigen::Array3d(0, 0, 1);

auto gradient_at(const Eigen::VectorXd& w) -> Eigen::VectorXd { return H * (w - c); }

template <class Optimiser>
auto after_steps(Optimiser& optimiser, int steps, Eigen::VectorXd w, double schedule = 1)
    -> Eigen::VectorXd {
  for (int i = 0; i < steps; ++i) optimiser.step(w, gradient_at(w), is_bias, schedule);
  return w;
}

void check_close(const Eigen::VectorXd& value, const Eigen::VectorXd& expected, double tolerance) {
  BOOST_TEST((value - expected).cwiseAbs().maxCoeff() <= tolerance,
             "[" << value.transpose() << "] is not [" << expected.transpose() << "]");
}

auto power(const Eigen::MatrixXd& matrix, int exponent) -> Eigen::MatrixXd {
  Eigen::MatrixXd result = Eigen::MatrixXd::Identity(matrix.rows(), matrix.cols());
  for (int i = 0; i < exponent; ++i) result = matrix * result;
  return result;
}

/// Rosenbrock's function of n numbers, summed over pairs; its minimum is 0 at (1, …, 1).
auto rosenbrock(const Eigen::VectorXd& x, Eigen::VectorXd& gradient) -> double {
  double sum = 0;
  gradient.setZero(x.size());
  for (Eigen::Index i = 0; i + 1 < x.size(); ++i) {
    const double a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
    sum += 100 * a * a + b * b;
    gradient[i] += -400 * a * x[i] - 2 * b;
    gradient[i + 1] += 200 * a;
  }
  return sum;
}

} // namespace

BOOST_AUTO_TEST_SUITE(optimisers)

BOOST_AUTO_TEST_CASE(gradient_descent_has_its_closed_form) {
  // w_T = c + (I - R H)^T (w_0 - c), R the diagonal of rates.
  GradientDescent descent({.learning_rate = 0.2, .bias_learning_rate = 0.05});
  const Eigen::Matrix3d R = Eigen::Vector3d(0.2, 0.2, 0.05).asDiagonal();
  const Eigen::Matrix3d once = Eigen::Matrix3d::Identity() - R * H;
  check_close(after_steps(descent, 50, start), c + power(once, 50) * (start - c), 1e-14);
  GradientDescent slower({.learning_rate = 0.4, .bias_learning_rate = 0.1});
  check_close(after_steps(slower, 50, start, 0.5), c + power(once, 50) * (start - c), 1e-14);
}

BOOST_AUTO_TEST_CASE(momentum_has_its_closed_form) {
  // (w - c, v) is multiplied by one matrix in every step: v ← μ v + H (w - c), w ← w - η v.
  const double eta = 0.1, mu = 0.9;
  Eigen::MatrixXd once(6, 6), nesterov(6, 6);
  const Eigen::Matrix3d I = Eigen::Matrix3d::Identity();
  once << I - eta * H, -eta * mu * I, H, mu * I;
  // Nesterov: w ← w - η (g + μ v), with the new v.
  nesterov << I - eta * (1 + mu) * H, -eta * mu * mu * I, H, mu * I;
  Eigen::VectorXd state = Eigen::VectorXd::Zero(6);
  state.head(3) = start - c;
  GradientDescent plain({.learning_rate = eta, .momentum = mu});
  GradientDescent ahead({.learning_rate = eta, .momentum = mu, .nesterov = true});
  check_close(after_steps(plain, 40, start), c + (power(once, 40) * state).head(3), 1e-13);
  check_close(after_steps(ahead, 40, start), c + (power(nesterov, 40) * state).head(3), 1e-13);
}

BOOST_AUTO_TEST_CASE(adam_is_algorithm_1_of_its_paper) {
  const AdamOptions options{.learning_rate = 0.03, .beta1 = 0.8, .beta2 = 0.95, .epsilon = 1e-6};
  Adam adam(options);
  const int steps = 25;
  const Eigen::VectorXd found = after_steps(adam, steps, start);

  std::vector<Precise> w(start.begin(), start.end()), m(3), v(3);
  for (int t = 1; t <= steps; ++t) {
    std::vector<Precise> g(3);
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j)
        g[i] += Precise(H(static_cast<int>(i), static_cast<int>(j)))
                * (w[j] - Precise(c[static_cast<int>(j)]));
    for (std::size_t i = 0; i < 3; ++i) {
      m[i] = Precise(options.beta1) * m[i] + (1 - Precise(options.beta1)) * g[i];
      v[i] = Precise(options.beta2) * v[i] + (1 - Precise(options.beta2)) * g[i] * g[i];
      const Precise m_hat = m[i] / (1 - pow(Precise(options.beta1), t));
      const Precise v_hat = v[i] / (1 - pow(Precise(options.beta2), t));
      w[i] -= Precise(options.learning_rate) * m_hat / (sqrt(v_hat) + Precise(options.epsilon));
    }
  }
  for (int i = 0; i < 3; ++i)
    BOOST_TEST(std::abs(found[i] - static_cast<double>(w[static_cast<std::size_t>(i)])) < 1e-14);

  Adam first; // the first step is -η g/(|g| + ε), whatever the betas
  const Eigen::VectorXd moved = after_steps(first, 1, start) - start, g = gradient_at(start);
  for (int i = 0; i < 3; ++i)
    BOOST_TEST(std::abs(moved[i] + 1e-3 * g[i] / (std::abs(g[i]) + 1e-8)) < 1e-15);
}

BOOST_AUTO_TEST_CASE(adamw_lets_weights_decay_apart_from_the_gradient) {
  const Eigen::VectorXd none = Eigen::VectorXd::Zero(3);
  AdamW decaying({.learning_rate = 0.1, .weight_decay = 0.2});
  AdamW biases_too({.learning_rate = 0.1, .weight_decay = 0.2, .decay_biases = true});
  Eigen::VectorXd w = start, all = start;
  for (int i = 0; i < 10; ++i) {
    decaying.step(w, none, is_bias);
    biases_too.step(all, none, is_bias);
  }
  const double left = std::pow(1 - 0.02, 10);
  check_close(w, Eigen::Vector3d(left, left, -1), 1e-15);
  check_close(all, left * start, 1e-15);
  // Without decay it is Adam.
  AdamW still({.learning_rate = 0.01, .weight_decay = 0});
  Adam adam({.learning_rate = 0.01});
  BOOST_TEST(after_steps(still, 7, start) == after_steps(adam, 7, start));
}

BOOST_AUTO_TEST_CASE(the_line_search_meets_both_conditions) {
  // Moré and Thuente 1994, functions 1 and 2, and a quartic; from first lengths over six decades.
  const std::vector<std::function<LinePoint(double)>> functions{
      [](double a) { return LinePoint{a, -a / (a * a + 2), (a * a - 2) / std::pow(a * a + 2, 2)}; },
      [](double a) {
        const double b = a + 0.004;
        return LinePoint{a, std::pow(b, 5) - 2 * std::pow(b, 4),
                         5 * std::pow(b, 4) - 8 * std::pow(b, 3)};
      },
      [](double a) { return LinePoint{a, std::pow(a - 3, 4) + a, 4 * std::pow(a - 3, 3) + 1}; }};
  for (const auto& function : functions)
    for (const double first : {1e-3, 1e-1, 1.0, 10.0, 1e3})
      for (const double curvature : {0.9, 0.1, 1e-3}) {
        // Near its minimum, function 2 is flatter than its values resolve.
        if (&function == &functions[1] && curvature < 0.9) continue;
        const LinePoint zero = function(0);
        const auto found = strong_wolfe(function, zero, first, {.curvature = curvature});
        BOOST_TEST(found.satisfied);
        const LinePoint there = function(found.point.length);
        BOOST_TEST(there.value <= zero.value + 1e-4 * found.point.length * zero.slope);
        BOOST_TEST(std::abs(there.slope) <= curvature * std::abs(zero.slope));
        BOOST_TEST(found.evaluations <= 30);
      }
  // A function that is NaN beyond a barrier.
  const auto barrier = [](double a) {
    return LinePoint{a, a < 2 ? -std::log(2 - a) - 3 * a : std::nan(""),
                     a < 2 ? 1 / (2 - a) - 3 : std::nan("")};
  };
  BOOST_TEST(strong_wolfe(barrier, barrier(0), 100).satisfied);
  // A function without a minimum, and a direction that leads up.
  const auto bottomless = [](double a) { return LinePoint{a, -a, -1.0}; };
  BOOST_TEST(!strong_wolfe(bottomless, bottomless(0), 1).satisfied);
  BOOST_CHECK_THROW(strong_wolfe(bottomless, {.slope = 1}, 1), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(lbfgs_walks_down_rosenbrocks_valley) {
  for (const Eigen::Index n : {2, 10, 50}) {
    Lbfgs lbfgs({.memory = 8});
    Eigen::VectorXd x = Eigen::VectorXd::Constant(n, -1.2);
    int steps = 0;
    StepStatus status = StepStatus::moved;
    double before = std::numeric_limits<double>::infinity();
    while (status == StepStatus::moved && steps < 400) {
      status = lbfgs.step(rosenbrock, x);
      BOOST_TEST(lbfgs.loss() <= before);
      before = lbfgs.loss();
      ++steps;
    }
    BOOST_TEST((status == StepStatus::converged));
    // Started at -1.2 throughout, the valley of n > 3 may lead to its other minimum, whose gradient is zero too.
    Eigen::VectorXd gradient;
    const double value = rosenbrock(x, gradient);
    BOOST_TEST(gradient.cwiseAbs().maxCoeff() < 1e-9);
    if (n == 2) BOOST_TEST(value < 1e-18);
    BOOST_TEST(steps < 400);
  }
}

BOOST_AUTO_TEST_CASE(lbfgs_says_what_became_of_it) {
  const auto at_minimum = [](const Eigen::VectorXd& x, Eigen::VectorXd& g) {
    g = 2 * x;
    return x.squaredNorm();
  };
  Lbfgs lbfgs;
  Eigen::VectorXd x = Eigen::Vector2d::Zero();
  BOOST_TEST((lbfgs.step(at_minimum, x) == StepStatus::converged));
  const auto infinite = [](const Eigen::VectorXd& w, Eigen::VectorXd& g) {
    g.setOnes(w.size());
    return std::nan("");
  };
  Lbfgs lost;
  BOOST_TEST((lost.step(infinite, x) == StepStatus::not_finite));
  const auto steep = [](const Eigen::VectorXd& w, Eigen::VectorXd& g) { // finite, but not ‖g‖²
    g = Eigen::VectorXd::Constant(w.size(), 1e200);
    return 1e200 * w.sum();
  };
  Lbfgs overflowed;
  BOOST_TEST((overflowed.step(steep, x) == StepStatus::not_finite));
  const auto wrong = [](const Eigen::VectorXd& w, Eigen::VectorXd& g) { // a wrong gradient
    g = -2 * w;
    return w.squaredNorm();
  };
  Lbfgs misled;
  Eigen::VectorXd one = Eigen::Vector2d::Ones();
  BOOST_TEST((misled.step(wrong, one) == StepStatus::stalled));
  BOOST_TEST(one == Eigen::Vector2d::Ones());
}

BOOST_AUTO_TEST_CASE(every_optimiser_goes_on_from_its_state_bit_for_bit) {
  const auto goes_on = [](auto optimiser) {
    auto other = optimiser; // the same options, and nothing done yet
    const Eigen::VectorXd middle = after_steps(optimiser, 5, start);
    other.restore(optimiser.state());
    BOOST_TEST(after_steps(optimiser, 5, middle) == after_steps(other, 5, middle));
    BOOST_CHECK_THROW(other.restore({{"something", Eigen::VectorXd()}}), std::invalid_argument);
  };
  goes_on(GradientDescent({.learning_rate = 0.1, .momentum = 0.9}));
  goes_on(Adam());
  goes_on(AdamW());

  Lbfgs lbfgs, other;
  Eigen::VectorXd x = Eigen::VectorXd::Constant(6, -1.2);
  for (int i = 0; i < 15; ++i) lbfgs.step(rosenbrock, x);
  other.restore(lbfgs.state());
  Eigen::VectorXd y = x;
  for (int i = 0; i < 15; ++i) {
    lbfgs.step(rosenbrock, x);
    other.step(rosenbrock, y);
  }
  BOOST_TEST(x == y);
  BOOST_TEST(lbfgs.evaluations() == other.evaluations());
}

BOOST_AUTO_TEST_CASE(senseless_options_are_refused) {
  BOOST_CHECK_THROW(GradientDescent({.learning_rate = 0}), std::invalid_argument);
  BOOST_CHECK_THROW(GradientDescent({.learning_rate = std::nan("")}), std::invalid_argument);
  BOOST_CHECK_THROW(GradientDescent({.momentum = 1}), std::invalid_argument);
  BOOST_CHECK_THROW(GradientDescent({.nesterov = true}), std::invalid_argument);
  BOOST_CHECK_THROW(Adam({.beta1 = 1}), std::invalid_argument);
  BOOST_CHECK_THROW(AdamW({.weight_decay = -1}), std::invalid_argument);
  BOOST_CHECK_THROW(Lbfgs({.memory = 0}), std::invalid_argument);
  BOOST_CHECK_THROW(Lbfgs({.gradient_tolerance = std::nan("")}), std::invalid_argument);
  BOOST_CHECK_THROW(Lbfgs({.line_search = {.decrease = 0.9, .curvature = 0.1}}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(Lbfgs({.line_search = {.evaluations = 0}}), std::invalid_argument);
  BOOST_CHECK_THROW(Lbfgs({.line_search = {.longest = 0}}), std::invalid_argument);
  for (const double damping : {0.0, -1e-3, std::nan(""), double(INFINITY)})
    BOOST_CHECK_THROW(LeastSquares({.damping = damping}), std::invalid_argument);
  BOOST_CHECK_THROW(LeastSquares({.step_tolerance = -1}), std::invalid_argument);
  BOOST_CHECK_THROW(LeastSquares({.gradient_tolerance = std::nan("")}), std::invalid_argument);
  BOOST_CHECK_THROW(LeastSquares({.iterations = -1}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
