#include "cli/options/continuation_options.hpp"

#include "cli/exit_status.hpp"
#include "cli/options/numbers.hpp"
#include "formula/expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::cli {

auto continuation_options(const SolverOptions& options) -> std::optional<pinn::Continuation> {
  constexpr std::uint64_t most_points = 100'000, most_branches = 1000;
  if (options.continued.empty()) {
    for (const auto& [name, is_given] :
         {std::pair{"--maximum-points", !options.maximum_points.empty()},
          std::pair{"--maximum-branches", !options.maximum_branches.empty()},
          std::pair{"--switch-branches", options.switch_branches}})
      if (is_given) throw InputError(fmt::format("{}: belongs to --continue", name));
    return std::nullopt;
  }
  const std::array others = {std::pair{"--eigenvalues", !options.eigenvalues.empty()},
                             std::pair{"--solutions", !options.solutions.empty()},
                             std::pair{"--method single", options.is_single_network()},
                             std::pair{"--stop", !options.stops.empty()},
                             std::pair{"--sensitivities", !options.sensitivities.empty()}};
  for (const auto& [name, is_given] : others)
    if (is_given) throw InputError(fmt::format("--continue: not with {}", name));
  const std::string& text = options.continued;
  const auto refuse = [&](const std::string& why) {
    throw InputError(fmt::format("--continue {}: {}", text, why));
  };
  const auto equals = text.find('=');
  pinn::Continuation result{.parameter = std::string(trimmed(text.substr(0, equals)))};
  if (equals == std::string::npos || result.parameter.empty())
    refuse(
        "expected a parameter and the numbers from which and to which it goes, as in lambda=0,4");
  const auto ends = read_numbers("--continue", text.substr(equals + 1));
  if (ends.size() != 2)
    refuse(fmt::format("expected two numbers behind '=', found {}", ends.size()));
  result.from = ends[0];
  result.to = ends[1];
  if (result.from == result.to) refuse("both ends are the same number");
  result.switches_branches = options.switch_branches;
  if (!options.maximum_branches.empty() && !options.switch_branches)
    throw InputError("--maximum-branches: belongs to --switch-branches");
  if (!options.maximum_branches.empty())
    result.most_branches =
        read_whole_number("--maximum-branches", options.maximum_branches, 1, most_branches);
  if (!options.maximum_points.empty())
    result.most_points =
        read_whole_number("--maximum-points", options.maximum_points, 2, most_points);
  return result;
}

void check_continuation(const pinn::Continuation& continuation, const pinn::TextProblem& text,
                        const pinn::Problem& problem) {
  const std::string& name = continuation.parameter;
  if (std::ranges::find(problem.parameters, name, &pinn::Parameter::name)
      != problem.parameters.end())
    return;
  std::vector<std::string> known;
  for (const auto& [its_name, value] : text.parameters) known.push_back(its_name);
  if (std::ranges::find(known, name) != known.end())
    throw InputError(fmt::format(
        "--continue: {} cannot vary, as the domain or a point holds it, or as it is an expression "
        "in other parameters",
        name));
  throw InputError(fmt::format("--continue: '{}' is no parameter of the problem{}", name,
                               formula::suggestion(name, known)));
}

} // namespace jetwork::cli
