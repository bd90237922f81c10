#include "cli/options/quantities.hpp"

#include "cli/exit_status.hpp"
#include "cli/options/numbers.hpp"
#include "cli/options/printable.hpp"
#include "formula/expression.hpp"
#include "pinn/text_problem.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jetwork::cli {
namespace {

auto read(const ProblemSource& source, const pinn::Problem& problem, const std::string& place,
          const std::string& formula) -> pinn::Quantity {
  try {
    return pinn::read_quantity(source.text, problem, formula);
  } catch (const formula::ParseError& error) {
    throw InputError(fmt::format("{}: {}", place, error.what()));
  }
}

auto read_tolerance(const std::string& text) -> double {
  const double value = read_number("--absolute-tolerance", text);
  if (value < 0)
    throw InputError(fmt::format("--absolute-tolerance {}: expected a number of at least 0", text));
  return value;
}

/// From one number for all unknowns, or name=number for some.
auto absolute_tolerances(const std::string& given, const pinn::Problem& problem)
    -> std::vector<double> {
  if (given.empty()) return {};
  std::vector<double> result(problem.unknowns.size(), 0.0);
  const auto parts = split_list(given);
  if (parts.size() == 1 && given.find('=') == std::string::npos)
    return std::vector<double>(problem.unknowns.size(), read_tolerance(given));
  std::vector<std::string> names;
  for (const auto& unknown : problem.unknowns) names.push_back(unknown.name);
  for (const auto& part : parts) {
    const auto equals = part.find('=');
    if (equals == std::string::npos)
      throw InputError(
          fmt::format("--absolute-tolerance {}: expected one number, or names and numbers, "
                      "as in x=1e-9,y=1e-6",
                      given));
    std::string name = part.substr(0, equals);
    while (!name.empty() && name.back() == ' ') name.pop_back();
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
      throw InputError(fmt::format("--absolute-tolerance {}: '{}' is no unknown of the problem{}",
                                   given, name, formula::suggestion(name, names)));
    result[static_cast<std::size_t>(found - names.begin())] =
        read_tolerance(part.substr(equals + 1));
  }
  return result;
}

} // namespace

void add_stops(const SolverOptions& options, ProblemSource& source) {
  for (const auto& given : options.stops) {
    source.text.events.push_back({.when = given});
    source.events.push_back({.whole = fmt::format("--stop {}", printable(given))});
  }
}

void add_quantities(const SolverOptions& options, const ProblemSource& source,
                    const pinn::Problem& problem, pinn::Options& solver) {
  solver.absolute_tolerance = absolute_tolerances(options.absolute_tolerance, problem);
  for (std::size_t i = 0; i < source.invariants.size(); ++i)
    solver.invariants.push_back(
        {.name = source.invariants[i].first,
         .value = read(source, problem,
                       fmt::format("{}: invariant {}", source.invariant_places[i],
                                   source.invariants[i].first),
                       source.invariants[i].second)});
}

} // namespace jetwork::cli
