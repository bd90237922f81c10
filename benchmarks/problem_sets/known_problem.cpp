#include "benchmarks/problem_sets/known_problem.hpp"

#include "pinn/problem/condition_solver.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>

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

auto read(const std::string& set, const nlohmann::json& json, const RightSide& right_side)
    -> KnownProblem {
  KnownProblem known;
  known.set = set;
  known.id = json.at("id");
  const auto tags = json.at("tags").get<std::vector<std::string>>();
  known.stiff = std::find(tags.begin(), tags.end(), "stiff") != tags.end();
  known.problem = pinn::read_problem(text_problem(json));
  known.right_side = &right_side;

  const auto& reference = json.at("reference");
  known.t = reference.at("t").get<std::vector<double>>();
  known.vouched = largest_number(reference.value("vouched_abs_error", nlohmann::json(0.0)));
  known.sensitivity = largest_number(reference.value("ic_roundoff_sensitivity", nlohmann::json()));
  std::vector<int> orders;
  const auto initial = pinn::initial_values(known.problem);
  for (std::size_t i = 0; i < known.problem.unknowns.size(); ++i) {
    const auto& unknown = known.problem.unknowns[i];
    known.offset.push_back(static_cast<int>(known.start.size()));
    orders.push_back(unknown.order);
    std::string name = unknown.name;
    for (const double value : initial[i]) {
      const auto values = reference.at("y").at(name).get<std::vector<double>>();
      if (name == unknown.name) {
        known.reference.push_back(values);
        known.largest.push_back(largest_of(values));
      }
      known.start.push_back(value);
      known.magnitude.push_back(largest_of(values));
      name += '\'';
    }
  }
  known.problem.residual = residual_of(right_side, orders);
  return known;
}

} // namespace

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
  for (const auto& problem : json.at("problems")) {
    const auto found = std::find_if(right_sides().begin(), right_sides().end(),
                                    [&](const RightSide& f) { return f.id == problem.at("id"); });
    if (problem.at("kind") == "ivp" && found != right_sides().end())
      result.push_back(read(name, problem, *found));
  }
  return result;
}

} // namespace jetwork::benchmarks
