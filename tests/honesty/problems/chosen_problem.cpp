#include "tests/honesty/problems/chosen_problem.hpp"

namespace jetwork::honesty {

auto text_problem(const ChosenProblem& problem) -> pinn::TextProblem {
  const auto number = [](double value) { return fmt::format("{}", value); };
  pinn::TextProblem text{.domain = {number(problem.domain.start), number(problem.domain.end)},
                         .equations = problem.equations,
                         .conditions = {}};
  for (const auto& [name, initial] : problem.unknowns)
    for (std::size_t n = 0; n < initial.size(); ++n)
      text.conditions.push_back(fmt::format("{}({}) = {}", pinn::primed(name, static_cast<int>(n)),
                                            problem.domain.start, initial[n]));
  for (const std::string& choice : problem.choices) text.conditions.push_back(choice);
  return text;
}

auto command_line(const ChosenProblem& problem) -> std::string {
  const pinn::TextProblem text = text_problem(problem);
  std::string line = "jetwork solve";
  for (const auto& equation : text.equations) line += fmt::format(" --equation \"{}\"", equation);
  for (const auto& condition : text.conditions)
    line += fmt::format(" --condition \"{}\"", condition);
  return line
         + fmt::format(" --domain={},{} --tolerance {}", text.domain[0], text.domain[1],
                       problem.tolerance);
}

} // namespace jetwork::honesty
