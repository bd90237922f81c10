// COLNEW (Bader and Ascher 1987, a new basis for COLSYS by Ascher, Christiansen and Russell 1981): collocation at Gauss
// points, of equations of mixed order, with exact Jacobians; with its own choice of collocation points a subinterval,
// and with as many as it takes.
//
// Its source is the user's (JETWORK_COLNEW_SOURCE); it is called as the comment at its head says.
#include "benchmarks/cpu_time.hpp"
#include "benchmarks/problem_sets/peers/peer.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

extern "C" {

using ColnewFunction = void (*)(const double* x, const double* z, double* f);
using ColnewCondition = void (*)(const int* i, const double* z, double* g);
using ColnewGuess = void (*)(const double* x, double* z, double* highest);

void colnew_(const int* unknowns, const int* orders, const double* left, const double* right,
             const double* condition_points, const int* settings, const int* controlled,
             const double* tolerances, const double* fixed_points, int* integers, double* numbers,
             int* ending, ColnewFunction f, ColnewFunction f_by_z, ColnewCondition g,
             ColnewCondition g_by_z, ColnewGuess guess);
void appsln_(const double* x, double* z, const double* numbers, const int* integers);
}

namespace jetwork::benchmarks {

namespace {

/// A problem as COLNEW asks for it.
class ColnewProblem {
public:
  explicit ColnewProblem(const KnownProblem& known)
      : known_(&known),
        states_(known.magnitude.size()),
        slope_(states_),
        jacobian_(states_ * states_) {
    for (std::size_t i = 0; i < known.problem.conditions.size(); ++i) {
      const auto& its = known.problem.conditions[i].points;
      is_separated_ = is_separated_ && its.size() == 1;
      conditions_.push_back(i);
    }
    if (!is_separated_) return;
    std::ranges::stable_sort(conditions_, {}, [&](std::size_t i) { return point_of(i); });
    for (const std::size_t i : conditions_) points.push_back(point_of(i));
    for (const auto& unknown : known.problem.unknowns) {
      highest_.push_back(static_cast<std::size_t>(known.offset[orders.size()] + unknown.order - 1));
      controlled.push_back(known.offset[orders.size()] + 1);
      orders.push_back(unknown.order);
    }
  }

  [[nodiscard]] auto can_be_stated() const -> bool {
    return is_separated_ && !known_->lines.empty();
  }
  [[nodiscard]] auto known() const -> const KnownProblem& { return *known_; }
  void end_after(double seconds) { limited_.emplace(*known_, seconds); }

  void f(double x, const double* z, double* f) {
    (*limited_)(x, z, slope_.data());
    for (std::size_t i = 0; i < highest_.size(); ++i) f[i] = slope_[highest_[i]];
  }
  void f_by_z(double x, const double* z, double* by_z) {
    known_->right_side->by_state(x, z, jacobian_.data());
    for (std::size_t k = 0; k < states_; ++k) // by columns
      for (const std::size_t row : highest_) *by_z++ = jacobian_[row * states_ + k];
  }
  void g(std::size_t i, const double* z, double* g) {
    known_->right_side->boundary.plain(z, z, slope_.data());
    *g = slope_[conditions_[i]];
  }
  void g_by_z(std::size_t i, const double* z, double* by_z) {
    known_->right_side->boundary.by_state(z, jacobian_.data());
    const auto row = static_cast<std::ptrdiff_t>(conditions_[i] * states_);
    std::copy_n(jacobian_.begin() + row, states_, by_z);
  }
  void guess(double x, double* z, double* highest) const {
    const auto &left = known_->lines.front(), &right = known_->lines.back();
    const double part = (x - known_->problem.domain.start)
                        / (known_->problem.domain.end - known_->problem.domain.start);
    for (std::size_t k = 0; k < states_; ++k) z[k] = left[k] + part * (right[k] - left[k]);
    for (std::size_t i = 0; i < highest_.size(); ++i)
      highest[i] = (right[highest_[i]] - left[highest_[i]])
                   / (known_->problem.domain.end - known_->problem.domain.start);
  }

  std::vector<int> orders;
  std::vector<double> points;  ///< of the conditions, ascending
  std::vector<int> controlled; ///< which entries of a state have a tolerance, from 1: the unknowns

private:
  [[nodiscard]] auto point_of(std::size_t condition) const -> double {
    return known_->problem.conditions[condition].points.front();
  }

  const KnownProblem* known_;
  std::size_t states_;
  std::vector<double> slope_, jacobian_;
  bool is_separated_ = true;
  std::vector<std::size_t> conditions_; // in the order of their points
  std::vector<std::size_t> highest_;    // where each unknown's highest derivative lies in a slope
  std::optional<LimitedRightSide> limited_;
};

ColnewProblem* current = nullptr; // COLNEW's functions have no argument for it

void f(const double* x, const double* z, double* f) { current->f(*x, z, f); }
void f_by_z(const double* x, const double* z, double* by_z) { current->f_by_z(*x, z, by_z); }
void g(const int* i, const double* z, double* g) {
  current->g(static_cast<std::size_t>(*i - 1), z, g);
}
void g_by_z(const int* i, const double* z, double* by_z) {
  current->g_by_z(static_cast<std::size_t>(*i - 1), z, by_z);
}
void guess(const double* x, double* z, double* highest) { current->guess(*x, z, highest); }

struct Workspace {
  std::vector<int> integers = std::vector<int>(2'000'000);
  std::vector<double> numbers = std::vector<double>(20'000'000);
};

/// Whether a solution was found, which is then in `work`. `points` are the collocation points of a subinterval.
auto solve(ColnewProblem& problem, int points, double tolerance, Workspace& work) -> bool {
  const KnownProblem& known = problem.known();
  const auto unknowns = static_cast<int>(problem.orders.size());
  const int settings[] = {known.linear ? 0 : 1,
                          points,
                          /*first subintervals: as it chooses*/ 0,
                          unknowns,
                          static_cast<int>(work.numbers.size()),
                          static_cast<int>(work.integers.size()),
                          /*no output*/ 1,
                          /*uniform first mesh*/ 0,
                          /*guessed*/ 1,
                          /*regular*/ 0,
                          /*fixed points*/ 0};
  const std::vector<double> tolerances(problem.orders.size(), tolerance);
  const double no_fixed_point = 0.0;
  int ending = 0;
  current = &problem;
  colnew_(&unknowns, problem.orders.data(), &known.problem.domain.start, &known.problem.domain.end,
          problem.points.data(), settings, problem.controlled.data(), tolerances.data(),
          &no_fixed_point, work.integers.data(), work.numbers.data(), &ending, f, f_by_z, g, g_by_z,
          guess);
  return ending == 1;
}

auto values_of(const KnownProblem& known, const Workspace& work)
    -> std::vector<std::vector<double>> {
  std::vector<std::vector<double>> values(known.reference.size());
  std::vector<double> z(known.magnitude.size());
  for (const double t : known.t) {
    appsln_(&t, z.data(), work.numbers.data(), work.integers.data());
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i].push_back(z[static_cast<std::size_t>(known.offset[i])]);
  }
  return values;
}

} // namespace

auto colnew_peer() -> Peer;
auto colnew_peer() -> Peer {
  return {"COLNEW", [](const KnownProblem& known, double limit) {
            std::vector<Run> runs;
            if (known.group != Group::boundary_values) return runs;
            ColnewProblem problem(known);
            if (!problem.can_be_stated()) return runs;
            Workspace work;
            for (const int points : {/*as it chooses*/ 0, /*most*/ 7})
              for (const double tolerance : peer_tolerances) {
                bool found = false;
                double seconds = 0.0;
                try {
                  seconds = cpu_seconds([&] {
                    problem.end_after(limit);
                    found = solve(problem, points, tolerance, work);
                  });
                } catch (const TooLong&) { break; } // tighter tolerances take longer still
                if (found)
                  runs.push_back({points == 0 ? "usual points" : "7 points", tolerance,
                                  known.error(values_of(known, work)), seconds});
              }
            return runs;
          }};
}

} // namespace jetwork::benchmarks
