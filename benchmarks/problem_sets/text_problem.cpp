#include "benchmarks/problem_sets/known_problem.hpp"

namespace jetwork::benchmarks {

namespace {

/// The text of a number, which reads back to the same one, or the expression in its place.
auto expression(const nlohmann::json& value) -> std::string {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

} // namespace

auto is_compared(const nlohmann::json& problem) -> bool {
  const std::string kind = problem.at("kind");
  return kind == "ivp" || kind == "bvp";
}

auto text_problem(const nlohmann::json& problem) -> pinn::TextProblem {
  pinn::TextProblem text;
  text.title = problem.at("name");
  text.independent = problem.at("independent");
  text.domain = {expression(problem.at("domain").at(0)), expression(problem.at("domain").at(1))};
  text.equations = problem.at("equations").get<std::vector<std::string>>();
  text.conditions = problem.at("conditions").get<std::vector<std::string>>();
  for (const auto& [name, value] : problem.at("parameters").items())
    text.parameters.emplace_back(name, expression(value));
  return text;
}

} // namespace jetwork::benchmarks
