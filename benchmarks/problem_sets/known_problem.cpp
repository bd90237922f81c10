#include "benchmarks/problem_sets/known_problem.hpp"

#include "pinn/boundary_value/first_guess.hpp"
#include "pinn/problem/condition_solver.hpp"
#include "pinn/problem/kind.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <memory>
#include <utility>

namespace jetwork::benchmarks {

namespace {

using autodiff::BatchVariable;

/// The residual: highest derivative - right-hand side, of every unknown.
auto residual_of(const RightSide& right_side, std::vector<int> orders) -> pinn::Residual {
  return [slope = right_side.recorded, orders = std::move(orders)](
             const BatchVariable& t, pinn::Values u, pinn::ParameterValues /*in the right side*/) {
    std::vector<BatchVariable> state, residuals;
    for (std::size_t i = 0; i < orders.size(); ++i)
      for (int n = 0; n < orders[i]; ++n) state.push_back(u[i][n]);
    std::vector<BatchVariable> slopes(state.size());
    slope(t, state.data(), slopes.data());
    int end = 0;
    for (std::size_t i = 0; i < orders.size(); ++i) {
      end += orders[i];
      residuals.push_back(u[i][orders[i]] - slopes[static_cast<std::size_t>(end - 1)]);
    }
    return residuals;
  };
}

auto largest_of(const std::vector<double>& values) -> double {
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  return largest > 0 ? largest : 1.0;
}

/// A number, or the largest of those in a list or an object.
auto largest_number(const nlohmann::json& value) -> double {
  if (value.is_number()) return value.get<double>();
  double largest = 0.0;
  for (const auto& part : value) largest = std::max(largest, largest_number(part));
  return largest;
}

auto group_of(const pinn::Problem& problem, bool stiff) -> Group {
  if (pinn::kind(problem) == pinn::Kind::boundary_value) return Group::boundary_values;
  return stiff ? Group::stiff : Group::not_stiff;
}

auto first_lines(const pinn::Problem& problem) -> std::vector<std::vector<double>> {
  const std::vector<double> ends = pinn::places_of_conditions(problem);
  pinn::RecordedConditions conditions(problem, ends);
  pinn::MeshFunction u(
      std::make_shared<const pinn::StateLayout>(problem.unknowns, pinn::default_seed), ends,
      {0, 1});
  pinn::guess_lines(u, conditions, pinn::parameter_values(problem), 0.0);
  return {{u.states.col(0).begin(), u.states.col(0).end()},
          {u.states.col(1).begin(), u.states.col(1).end()}};
}

/// Enters the reference's values, and where they lie in a state.
void read_reference(KnownProblem& known, const nlohmann::json& reference) {
  known.t = reference.at("t").get<std::vector<double>>();
  known.vouched = largest_number(reference.value("vouched_abs_error", nlohmann::json(0.0)));
  known.sensitivity = largest_number(reference.value("ic_roundoff_sensitivity", nlohmann::json()));
  for (const auto& unknown : known.problem.unknowns) {
    known.offset.push_back(static_cast<int>(known.magnitude.size()));
    for (int n = 0; n < unknown.order; ++n) {
      const auto values =
          reference.at("y").at(pinn::primed(unknown.name, n)).get<std::vector<double>>();
      known.magnitude.push_back(largest_of(values));
      if (n > 0) continue;
      known.reference.push_back(values);
      known.largest.push_back(largest_of(values));
    }
  }
}

auto read(const std::string& set, const nlohmann::json& json, const RightSide& right_side)
    -> KnownProblem {
  KnownProblem known;
  known.set = set;
  known.id = json.at("id");
  const auto tags = json.at("tags").get<std::vector<std::string>>();
  const auto has_tag = [&](const std::string& tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  };
  known.linear = has_tag("linear");
  known.problem = pinn::read_problem(text_problem(json));
  known.group = group_of(known.problem, has_tag("stiff"));
  known.right_side = &right_side;
  read_reference(known, json.at("reference"));
  std::vector<int> orders;
  for (const auto& unknown : known.problem.unknowns) orders.push_back(unknown.order);
  known.problem.residual = residual_of(right_side, std::move(orders));
  if (known.group != Group::boundary_values)
    for (const auto& values : pinn::initial_values(known.problem))
      known.start.insert(known.start.end(), values.begin(), values.end());
  else if (right_side.boundary.plain != nullptr) known.lines = first_lines(known.problem);
  return known;
}

/// Whether only their references differ.
auto are_same_problem(const nlohmann::json& a, const nlohmann::json& b) -> bool {
  return std::ranges::all_of(std::array{"domain", "equations", "conditions", "parameters"},
                             [&](const char* part) { return a.at(part) == b.at(part); });
}

} // namespace

auto name_of(Group group) -> std::string {
  switch (group) {
  case Group::not_stiff: return "not stiff";
  case Group::stiff: return "stiff";
  default: return "boundary values";
  }
}

auto KnownProblem::errors(const std::vector<std::vector<double>>& values) const
    -> std::vector<double> {
  std::vector<double> result;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    double worst = 0.0;
    for (std::size_t j = 0; j < t.size(); ++j) {
      const double error = j < values[i].size() ? std::abs(values[i][j] - reference[i][j])
                                                : std::numeric_limits<double>::infinity();
      worst = std::isfinite(error) ? std::max(worst, error - floor(i))
                                   : std::numeric_limits<double>::infinity();
      if (std::isinf(worst)) break;
    }
    result.push_back(worst);
  }
  return result;
}

auto KnownProblem::error(const std::vector<std::vector<double>>& values) const -> double {
  const auto absolute = errors(values);
  double worst = 0.0;
  for (std::size_t i = 0; i < absolute.size(); ++i)
    worst = std::max(worst, absolute[i] / largest[i]);
  return worst;
}

auto read_problem_set(const std::string& name) -> std::vector<KnownProblem> {
  std::ifstream file(std::string(JETWORK_PROBLEM_DATA) + "/" + name + ".json");
  std::vector<KnownProblem> result;
  const auto json = nlohmann::json::parse(file);
  const auto& problems = json.at("problems");
  for (auto problem = problems.begin(); problem != problems.end(); ++problem) {
    if (!is_compared(*problem)) continue;
    if (std::any_of(problems.begin(), problem,
                    [&](const auto& earlier) { return are_same_problem(earlier, *problem); }))
      continue;
    const auto found = std::find_if(right_sides().begin(), right_sides().end(),
                                    [&](const RightSide& f) { return f.id == problem->at("id"); });
    if (found != right_sides().end()) result.push_back(read(name, *problem, *found));
  }
  return result;
}

} // namespace jetwork::benchmarks
