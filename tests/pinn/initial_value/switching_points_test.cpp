// Equations that change their form: against closed forms, and random piecewise-linear systems against exact flows.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <Eigen/Dense>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <unsupported/Eigen/MatrixFunctions>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <string>
#include <vector>

using namespace jetwork::pinn;
namespace data = boost::unit_test::data;

namespace {

using std::numbers::pi;

struct ClosedForm {
  std::string name;
  std::vector<std::string> equations, conditions;
  double end;
  std::function<double(double)> first_unknown;

  friend auto operator<<(std::ostream& out, const ClosedForm& form) -> std::ostream& {
    return out << form.name;
  }
};

/// 2 kinds of spring: half a turn of one, half a turn of the other.
auto bilinear(double t) -> double {
  const double turn = 1.5 * pi;
  t -= turn * std::floor(t / turn);
  if (t < pi / 4) return std::cos(2 * t);
  if (t < pi / 4 + pi) return -2 * std::sin(t - pi / 4);
  return std::sin(2 * (t - pi / 4 - pi));
}

/// Between whole numbers n and n + 1 it grows with n + 1.
auto staircase(double t) -> double {
  double begun = 0.0;
  int n = 0;
  for (; begun + 1.0 / (n + 1) < t; ++n) begun += 1.0 / (n + 1);
  return n + (n + 1) * (t - begun);
}

const std::vector<ClosedForm> closed_forms = {
    {"bilinear spring", {"x'' = -if(x > 0, 4, 1)*x"}, {"x(0) = 1", "x'(0) = 0"}, 20.0, bilinear},
    {"kink in the state",
     {"x' = 1 + abs(x)"},
     {"x(0) = -1"},
     5.0,
     [](double t) {
       const double zero = std::log(2.0);
       return t < zero ? 1 - 2 * std::exp(-t) : std::exp(t - zero) - 1;
     }},
    {"steps in time",
     {"x' = floor(t)"},
     {"x(0) = 0"},
     10.0,
     [](double t) {
       const double n = std::floor(t);
       return n * (n - 1) / 2 + n * (t - n);
     }},
    {"steps in the state", {"x' = 1 + floor(x)"}, {"x(0) = 0"}, 3.0, staircase},
    {"pieces",
     {"x' = piecewise(1, t < 2, -1, t < 5, 3)"},
     {"x(0) = 0"},
     10.0,
     [](double t) { return t < 2   ? t
                           : t < 5 ? 4 - t
                                   : 3 * t - 16; }},
    {"a short pulse",
     {"x' = if(t > 3 and t < 3.0009765625, 1024, 0)"},
     {"x(0) = 0"},
     10.0,
     [](double t) { return std::clamp(1024 * (t - 3), 0.0, 1.0); }},
    {"the larger one",
     {"x' = max(x, 1)"},
     {"x(0) = 0"},
     3.0,
     [](double t) { return t < 1 ? t : std::exp(t - 1); }},
    {"a kink that is touched",
     {"x' = -abs(x - 1)"},
     {"x(0) = 2"},
     5.0,
     [](double t) { return 1 + std::exp(-t); }},
    {"a sign of zero", {"x' = if(x > 0, 1, 0)"}, {"x(0) = 0"}, 10.0, [](double) { return 0.0; }},
    {"a remainder",
     {"x' = fmod(t, 2)"},
     {"x(0) = 0"},
     7.0,
     [](double t) {
       const double turns = std::floor(t / 2), rest = t - 2 * turns;
       return 2 * turns + rest * rest / 2;
     }},
};

auto largest_error(const Solution& solution, const std::function<double(double)>& truth) -> double {
  constexpr int points = 997;
  double largest = 0.0;
  for (int k = 0; k <= points; ++k) {
    const double t = solution.start() + (solution.end() - solution.start()) * k / points;
    largest = std::max(largest, std::abs(solution(0, t) - truth(t)));
  }
  return largest;
}

} // namespace

BOOST_AUTO_TEST_SUITE(switching_points)

BOOST_DATA_TEST_CASE(solutions_with_kinks_are_those_of_closed_forms, data::make(closed_forms)) {
  const Problem problem = read_problem({.domain = {"0", fmt::format("{}", sample.end)},
                                        .equations = sample.equations,
                                        .conditions = sample.conditions});
  const Result result = solve(problem, {.tolerance = 1e-10});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const double error = largest_error(result.solution, sample.first_unknown);
  BOOST_TEST(error <= 1e-10 * result.magnitude[0]);
  BOOST_TEST(error <= result.error_estimate[0] + 1e-15);
}

BOOST_DATA_TEST_CASE(square_waves_are_as_accurate_as_smooth_ones, data::make({1.0, 2 * pi, 100.0}),
                     frequency) {
  const Problem problem = read_problem({.domain = {"0", "10"},
                                        .equations = {"y' = sign(sin(w*t))"},
                                        .conditions = {"y(0) = 0"},
                                        .parameters = {{"w", fmt::format("{:.17g}", frequency)}}});
  const Result result = solve(problem, {.tolerance = 1e-10});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const double turn = 2 * pi / frequency;
  const double error = largest_error(result.solution, [&](double t) {
    t -= turn * std::floor(t / turn);
    return std::min(t, turn - t);
  });
  BOOST_TEST(error <= result.error_estimate[0]);
  BOOST_TEST(result.error_estimate[0] <= 100 * std::max(error, 1e-14));
}

BOOST_AUTO_TEST_CASE(derivatives_pass_switching_points) {
  // x = x0 + k·t up to c, and c·exp(k(t - t1)) from t1 = (c - x0)/k on.
  const Problem problem = read_problem({.domain = {"0", "3"},
                                        .equations = {"x' = if(x < c, k, k*x)"},
                                        .conditions = {"x(0) = 0.1"},
                                        .parameters = {{"c", "1.5"}, {"k", "0.7"}}});
  const Result result = solve(problem, {.tolerance = 1e-10, .sensitivities = {"c", "k", "x"}});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const double c = 1.5, k = 0.7, t1 = (c - 0.1) / k;
  for (const double t : {2.2, 2.9}) {
    const double x = c * std::exp(k * (t - t1));
    const std::vector<double> truth = {x / c - x, x * t, x};
    for (std::size_t s = 0; s < truth.size(); ++s) {
      const double error = std::abs(result.sensitivities[s].derivative(0, t) - truth[s]);
      BOOST_TEST(error <= result.sensitivities[s].error_estimate[0] + 1e-14);
      BOOST_TEST(result.sensitivities[s].error_estimate[0] < 1e-9);
    }
  }
}

BOOST_DATA_TEST_CASE(a_solution_that_slides_ends_where_it_begins_to,
                     data::make({"x' = -sign(x)", "x' = 0.5 - sign(x)", "x' = -if(x > 0, 1, -2)"})
                         ^ data::make({1.0, 2.0, 1.0}),
                     equation, where) {
  const Result result = solve(
      read_problem({.domain = {"0", "10"}, .equations = {equation}, .conditions = {"x(0) = 1"}}));
  BOOST_TEST((result.ending.outcome == Outcome::equations_jump));
  BOOST_TEST(std::abs(result.ending.t - where) < 1e-12);
  BOOST_TEST(std::abs(result.solution(0, 0.5) - (equation[5] == '0' ? 0.75 : 0.5)) < 1e-12);
}

// Vectors of two or three unknowns, one linear system on either side of a plane; flows are exponentials in extended precision.
namespace {

using Number = long double;
using Matrix = Eigen::Matrix<Number, Eigen::Dynamic, Eigen::Dynamic>;
using Vector = Eigen::Matrix<Number, Eigen::Dynamic, 1>;

struct PiecewiseLinear {
  Eigen::MatrixXd matrix[2];
  Eigen::VectorXd constant[2];
  Eigen::VectorXd normal, start;
  double distance;

  [[nodiscard]] auto size() const -> Eigen::Index { return start.size(); }
  /// Of (x, 1), over a time.
  [[nodiscard]] auto flow(int side, Number time) const -> Matrix {
    Matrix generator = Matrix::Zero(size() + 1, size() + 1);
    generator.topLeftCorner(size(), size()) = matrix[side].cast<Number>() * time;
    generator.topRightCorner(size(), 1) = constant[side].cast<Number>() * time;
    return generator.exp();
  }
  [[nodiscard]] auto is_above(const Vector& state) const -> bool {
    return normal.cast<Number>().dot(state.head(size())) > Number(distance);
  }
};

auto random_system(std::mt19937_64& random) -> PiecewiseLinear {
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  const auto size = Eigen::Index{1} + static_cast<Eigen::Index>(3 * uniform(random));
  const auto vector = [&] {
    return Eigen::VectorXd(Eigen::VectorXd::NullaryExpr(size, [&] { return normal(random); }));
  };
  PiecewiseLinear system;
  for (int side = 0; side < 2; ++side) {
    system.matrix[side] = -0.7 * Eigen::MatrixXd::Identity(size, size);
    for (Eigen::Index j = 0; j < size; ++j) system.matrix[side].col(j) += vector();
    if (size > 1 && uniform(random) < 0.6) { // turns, and so crosses often
      system.matrix[side] *= 0.3;
      system.matrix[side](0, 1) += 2;
      system.matrix[side](1, 0) -= 2;
    }
    system.constant[side] = vector();
  }
  system.normal = vector();
  system.distance = 0.5 * normal(random);
  system.start = 1.5 * vector();
  if (uniform(random) < 0.4) { // continuous
    const Eigen::VectorXd difference = vector();
    system.matrix[1] = system.matrix[0] + difference * system.normal.transpose();
    system.constant[1] = system.constant[0] - difference * system.distance;
  }
  return system;
}

auto problem_of(const PiecewiseLinear& system, double end) -> Problem {
  Problem problem{.domain = {0.0, end}};
  const auto size = static_cast<std::size_t>(system.size());
  for (std::size_t i = 0; i < size; ++i) {
    problem.unknowns.push_back({.name = fmt::format("x{}", i), .order = 1});
    problem.conditions.push_back(
        value_condition(i, 0, 0.0, system.start[static_cast<Eigen::Index>(i)]));
  }
  problem.residual = [system](const Value&, Values u, ParameterValues) {
    std::vector<Value> residual;
    Value height = -system.distance;
    for (Eigen::Index i = 0; i < system.size(); ++i)
      height += system.normal[i] * u[static_cast<std::size_t>(i)][0];
    for (Eigen::Index i = 0; i < system.size(); ++i) {
      Value slopes[2] = {system.constant[0][i], system.constant[1][i]};
      for (int side = 0; side < 2; ++side)
        for (Eigen::Index j = 0; j < system.size(); ++j)
          slopes[side] += system.matrix[side](i, j) * u[static_cast<std::size_t>(j)][0];
      residual.push_back(u[static_cast<std::size_t>(i)][1]
                         - select(height > 0, slopes[1], slopes[0]));
    }
    return residual;
  };
  return problem;
}

/// The largest difference from the exact solution, of each unknown.
auto difference_from_flows(const PiecewiseLinear& system, const Solution& solution, double end)
    -> Eigen::VectorXd {
  constexpr int steps = 2000;
  const Number step = Number(end) / steps;
  const Matrix flows[2] = {system.flow(0, step), system.flow(1, step)};
  Vector state(system.size() + 1);
  state << system.start.cast<Number>(), Number(1);
  int side = system.is_above(state) ? 1 : 0;
  Eigen::VectorXd largest = Eigen::VectorXd::Zero(system.size());
  for (int k = 0; k < steps; ++k) {
    Number rest = step;
    Vector next = flows[side] * state;
    while (rest > 0 && system.is_above(next) != (side == 1)) {
      Number low = 0, high = rest;
      for (int halving = 0; halving < 70; ++halving) {
        const Number middle = (low + high) / 2;
        const bool has_passed = system.is_above(system.flow(side, middle) * state) != (side == 1);
        (has_passed ? high : low) = middle;
      }
      state = system.flow(side, high) * state;
      rest -= high;
      side = 1 - side;
      next = system.flow(side, rest) * state;
    }
    state = next;
    for (Eigen::Index i = 0; i < system.size(); ++i) {
      const double value =
          solution(static_cast<std::size_t>(i), static_cast<double>((k + 1) * step));
      largest[i] = std::max(largest[i], static_cast<double>(std::abs(value - state[i])));
    }
  }
  return largest;
}

} // namespace

BOOST_AUTO_TEST_CASE(random_piecewise_linear_systems_are_solved_rightly_or_not_called_solved) {
  constexpr int systems = 100;
  constexpr double end = 8.0, tolerance = 1e-9;
  std::mt19937_64 random(20);
  int solved = 0;
  for (int k = 0; k < systems; ++k) {
    const PiecewiseLinear system = random_system(random);
    const Result result = solve(problem_of(system, end), {.tolerance = tolerance});
    if (!result.solved()) {
      BOOST_TEST((result.ending.outcome == Outcome::equations_jump
                  || result.ending.outcome == Outcome::events_accumulate),
                 "system " << k << ": " << result.reason);
      continue;
    }
    ++solved;
    const Eigen::VectorXd error = difference_from_flows(system, result.solution, end);
    for (std::size_t i = 0; i < result.error_estimate.size(); ++i) {
      const double its = error[static_cast<Eigen::Index>(i)];
      BOOST_TEST(its <= tolerance * result.magnitude[i], "system " << k);
      BOOST_TEST(its <= result.error_estimate[i] + 1e-14 * result.magnitude[i], "system " << k);
    }
  }
  BOOST_TEST(solved > systems / 2); // on the others, most slide
}

BOOST_AUTO_TEST_SUITE_END()
