#include "pinn/free_end/unit_domain.hpp"

#include "pinn/collocation/state_layout.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

/// Values in t of unknowns whose values in s are given.
class ValuesInTime {
public:
  ValuesInTime(std::span<const Derivatives<Value>> in_unit, const std::vector<int>& counts,
               const Value& length) {
    values_.reserve(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
      std::vector<Value>& its = values_.emplace_back();
      Value power = length;
      for (int n = 0; n < counts[i]; ++n) {
        if (n > 1) power = power * length;
        its.push_back(n == 0 ? in_unit[i][n] : in_unit[i][n] / power);
      }
    }
    for (const std::vector<Value>& its : values_) derivatives_.emplace_back(its);
  }
  [[nodiscard]] auto all() const -> const std::vector<Derivatives<Value>>& { return derivatives_; }

private:
  std::vector<std::vector<Value>> values_;
  std::vector<Derivatives<Value>> derivatives_;
};

/// How many derivatives of each unknown there are: below its order, and the highest one too.
auto counts(const Problem& problem, int beyond) -> std::vector<int> {
  std::vector<int> result;
  for (const Unknown& unknown : problem.unknowns) result.push_back(unknown.order + beyond);
  return result;
}

/// The part of the domain at which a point lies.
auto part(const Problem& problem, double point) -> double {
  const auto& [start, end] = problem.domain;
  return point == end ? 1.0 : (point - start) / (end - start);
}

auto unit_integral(const Problem& problem, const Integral& integral) -> Integral {
  Integral unit;
  if (integral.over)
    unit.over = Domain{part(problem, integral.over->start), part(problem, integral.over->end)};
  unit.integrand =
      [start = problem.domain.start, end = *problem.free_end, values = counts(problem, 1),
       integrand = integral.integrand](const Value& s, Values u, ParameterValues p) -> Value {
    const Value length = p[end] - start;
    const ValuesInTime in_time(u, values, length);
    return length * integrand(start + length * s, in_time.all(), p);
  };
  return unit;
}

auto unit_condition(const Problem& problem, const Condition& condition) -> Condition {
  Condition unit{.points = {}, .residual = {}, .text = condition.text};
  for (const double point : condition.points) unit.points.push_back(part(problem, point));
  for (const Integral& integral : condition.integrals)
    unit.integrals.push_back(unit_integral(problem, integral));
  unit.residual = [start = problem.domain.start, end = *problem.free_end,
                   values = counts(problem, 0),
                   residual = condition.residual](const ConditionArguments& given) -> Value {
    const Value length = given.parameters[end] - start;
    std::vector<ValuesInTime> in_time;
    in_time.reserve(given.at.size());
    std::vector<std::vector<Derivatives<Value>>> at;
    for (const auto& there : given.at)
      at.push_back(in_time.emplace_back(there, values, length).all());
    return residual({at, given.integrals, given.parameters});
  };
  return unit;
}

} // namespace

auto with_unit_domain(const Problem& problem) -> Problem {
  const auto& [start, end] = problem.domain;
  Problem unit = problem;
  unit.domain = {0.0, 1.0};
  unit.free_end.reset();
  unit.residual = [first = start, last = *problem.free_end, values = counts(problem, 1),
                   residual = problem.residual](const Value& s, Values u, ParameterValues p) {
    const Value length = p[last] - first;
    const ValuesInTime in_time(u, values, length);
    return residual(first + length * s, in_time.all(), p);
  };
  for (Condition& condition : unit.conditions) condition = unit_condition(problem, condition);
  for (Unknown& unknown : unit.unknowns)
    if (unknown.guess)
      unknown.guess = [first = start, length = end - start, guess = unknown.guess](double s) {
        return guess(first + length * s);
      };
  Bounds& bounds = *unit.parameters[*problem.free_end].searched;
  bounds.lower = std::max(bounds.lower, start);
  return unit;
}

auto end_of(const Result& result, const Problem& problem) -> const FoundParameter& {
  const std::string& name = problem.parameters[*problem.free_end].name;
  return *std::ranges::find(result.parameters, name, &FoundParameter::name);
}

void make_function_of_time(Result& result, const Problem& problem) {
  const double start = problem.domain.start;
  if (result.solution.segments().empty()) {
    result.trusted_until = start;
    return;
  }
  const double end = end_of(result, problem).value;
  const double length = end - start;
  const auto time = [&](double s) { return s == 1.0 ? end : start + length * s; };
  std::vector<Segment> segments = result.solution.segments();
  for (Segment& segment : segments) {
    const double from = time(segment.start), to = time(segment.start + segment.length);
    segment.start = from;
    segment.length = to - from;
    for (Eigen::Index n = 1; n < segment.initial.rows(); ++n)
      segment.initial.row(n) /= whole_power(length, static_cast<int>(n));
  }
  for (double& place : result.error_location) place = time(place);
  result.trusted_until = time(result.trusted_until);
  result.solution = solution_of(problem, std::move(segments));
}

auto on_unit_domain(const Solution& solution, double from, double length,
                    std::shared_ptr<const StateLayout> layout) -> MeshFunction {
  constexpr double least = 1e-6; // of a segment of the solution: what the ends cut off
  std::vector<double> nodes = {0.0};
  // Nodes in the middle of segments: where a march ends one the equations may have a kink, and no check looks at a node.
  for (const Segment& segment : solution.segments()) {
    const double size = std::abs(segment.length) / length,
                 node = (segment.start + segment.length / 2 - from) / length;
    if (node > least * size && node < 1.0 - least * size) nodes.push_back(node);
  }
  nodes.push_back(1.0);
  const std::size_t segments = nodes.size() - 1;
  MeshFunction u(std::move(layout), std::move(nodes), {0, segments});
  const StateLayout& states = u.layout();
  const auto value = [&](int i, double s, int n) {
    const double t = std::clamp(from + length * s, solution.start(), solution.end());
    return solution(static_cast<std::size_t>(i), t, n) * whole_power(length, n);
  };
  for (std::size_t segment = 0; segment < segments; ++segment)
    for (int i = 0; i < states.unknowns(); ++i) {
      for (int n = 0; n < states.order(i); ++n) {
        u.states(states.offset(i) + n, u.start_of(segment)) = value(i, u.start(segment), n);
        u.states(states.offset(i) + n, u.end_of(segment)) =
            value(i, u.start(segment) + u.length(segment), n);
      }
      const auto& theta = gauss_nodes().quadrature().point;
      for (Eigen::Index k = 0; k < GaussNodes::count; ++k)
        u.highest(i, segment)[k] =
            value(i, u.start(segment) + u.length(segment) * theta[k], states.order(i));
    }
  return u;
}

} // namespace jetwork::pinn
