#include "cli/options/solver_options.hpp"

#include "cli/exit_status.hpp"
#include "cli/options/numbers.hpp"
#include "pinn/continuation/bifurcation_diagram.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <set>
#include <string>
#include <utility>

namespace jetwork::cli {
namespace {

constexpr std::size_t most_neurons = 1000;
constexpr int lbfgs_iterations = 5000; // each is far less work than one of Levenberg–Marquardt

/// Throws InputError where an option of the single network is given without --method single.
auto single_network_options(const SolverOptions& options) -> pinn::SingleNetwork {
  pinn::SingleNetwork result;
  if (!options.is_single_network()) {
    const std::array given = {std::pair{"--training", !options.training.empty()},
                              std::pair{"--neurons", !options.neurons.empty()},
                              std::pair{"--soft-conditions", options.soft_conditions}};
    for (const auto& [name, is_given] : given)
      if (is_given)
        throw InputError(
            fmt::format("{}: belongs to --method single; segments are not trained", name));
    return result;
  }
  if (!options.neurons.empty())
    result.neurons =
        static_cast<int>(read_whole_number("--neurons", options.neurons, 1, most_neurons));
  if (options.soft_conditions) result.training.conditions = pinn::Conditions::soft;
  if (options.training == "adam-lbfgs") {
    result.training.optimiser = pinn::Optimiser::adam_then_lbfgs;
    result.training.iterations = lbfgs_iterations;
  } else if (!options.training.empty() && options.training != "levenberg-marquardt") {
    throw InputError(
        fmt::format("--training {}: expected levenberg-marquardt or adam-lbfgs", options.training));
  }
  return result;
}

/// 1e-8 for 1e-08.
auto shown(double tolerance) -> std::string {
  std::string text = fmt::format("{:g}", tolerance);
  if (const auto zero = text.find("e-0"); zero != std::string::npos) text.erase(zero + 2, 1);
  return text;
}

} // namespace

void add_solver_options(CLI::App& command, SolverOptions& options) {
  const pinn::Options standard;
  const OptionGroup group(command, "Solver");
  group.single("--tolerance", options.tolerance,
               fmt::format("The error asked for, relative to each unknown's largest magnitude "
                           "(default: {})",
                           shown(standard.tolerance)),
               "NUMBER");
  group.single(
      "--absolute-tolerance", options.absolute_tolerance,
      "An error that is accepted even where --tolerance asks for less: 1e-9 for all unknowns, or "
      "x=1e-9,y=1e-6",
      "NUMBERS");
  group.repeated("--stop", options.stops,
                 "End where an expression becomes zero, \"x - 0.5\", also \"x - 0.5, rising\" or "
                 "\"x - 0.5, falling\", or where a relation becomes true, \"x < 0.5\"; repeat for "
                 "more",
                 "EXPRESSION");
  group.single("--method", options.method,
               "segments (default): many small networks; single: one for the whole domain",
               "METHOD");
  group.single("--seed", options.seed,
               fmt::format("Seed of the random hidden layer; the same seed gives the same digits "
                           "(default: {})",
                           standard.seed),
               "N");
  group.single("--maximum-segments", options.maximum_segments,
               fmt::format("Stop after N segments and report the part solved so far (default: {})",
                           standard.limits.segments),
               "N");
  group.single(
      "--time-limit", options.time_limit,
      fmt::format("Stop after so many seconds and report the part solved so far (default: {:g})",
                  standard.limits.seconds),
      "SECONDS");
  group.single("--memory-limit", options.memory_limit,
               "Refuse what would take more memory than so many bytes: 4G (default), 500M, 1e9",
               "BYTES");

  group.single("--sensitivities", options.sensitivities,
               "Differentiate the solution by these parameters and initial values: k,r0, or r' for "
               "the initial value of r'",
               "NAMES");

  group.single("--eigenvalues", options.eigenvalues,
               "Find the first N eigenvalues of a linear problem, values of the one number under "
               "[unknown], and their functions",
               "N");
  group.single(
      "--solutions", options.solutions,
      "Find several solutions of a boundary-value problem, N at most, and say how many were "
      "found",
      "N");

  const OptionGroup branches(command, "Branches");
  branches.single(
      "--continue", options.continued,
      "Follow the solution as a parameter goes from one number to another, round folds: "
      "lambda=0,4",
      "NAME=FROM,TO");
  branches.single(
      "--maximum-points", options.maximum_points,
      fmt::format("End a branch after N solutions (default: {})", pinn::Continuation{}.most_points),
      "N");
  branches.flag("--switch-branches", options.switch_branches,
                "Follow the branches that cross at branch points, too");
  branches.single("--maximum-branches", options.maximum_branches,
                  fmt::format("Follow no more than N branches (default: {})",
                              pinn::Continuation{}.most_branches),
                  "N");

  const OptionGroup single_network(command, "Single network");
  single_network.single(
      "--training", options.training,
      "How to train the single network: levenberg-marquardt (default), or adam-lbfgs", "OPTIMISER");
  single_network.single("--neurons", options.neurons,
                        fmt::format("Neurons in the single network's hidden layer (default: {})",
                                    standard.single.neurons),
                        "N");
  single_network.flag(
      "--soft-conditions", options.soft_conditions,
      "Make the conditions part of the single network's loss, instead of holding exactly");
}

namespace {

/// The number that an option asks for, which goes with segments alone.
auto number_of(const char* option, const std::string& given, const SolverOptions& options) -> int {
  constexpr std::uint64_t most = 100;
  if (given.empty()) return 0;
  if (options.is_single_network())
    throw InputError(fmt::format("{}: not with --method single; segments find them", option));
  if (!options.stops.empty()) throw InputError(fmt::format("{}: not with --stop", option));
  if (!options.sensitivities.empty())
    throw InputError(fmt::format("{}: not with --sensitivities", option));
  return static_cast<int>(read_whole_number(option, given, 1, most));
}

} // namespace

auto number_of_eigenvalues(const SolverOptions& options) -> int {
  return number_of("--eigenvalues", options.eigenvalues, options);
}

auto number_of_solutions(const SolverOptions& options) -> int {
  if (!options.solutions.empty() && !options.eigenvalues.empty())
    throw InputError("--solutions: not with --eigenvalues; give one of them");
  return number_of("--solutions", options.solutions, options);
}

auto solver_options(const SolverOptions& options) -> pinn::Options {
  pinn::Options result;
  if (!options.tolerance.empty()) result.tolerance = read_number("--tolerance", options.tolerance);
  if (!(result.tolerance > 0 && result.tolerance < 1))
    throw InputError(fmt::format("--tolerance {}: expected a number between 0 and 1, as in 1e-8",
                                 options.tolerance));
  if (options.is_single_network()) result.method = pinn::Method::single_network;
  else if (!options.method.empty() && options.method != "segments")
    throw InputError(fmt::format("--method {}: expected segments or single", options.method));
  result.single = single_network_options(options);
  if (!options.seed.empty())
    result.seed =
        read_whole_number("--seed", options.seed, 0, std::numeric_limits<std::uint64_t>::max());
  if (!options.maximum_segments.empty())
    result.limits.segments =
        read_whole_number("--maximum-segments", options.maximum_segments, 1, 100'000'000);
  if (!options.time_limit.empty())
    result.limits.seconds = read_seconds("--time-limit", options.time_limit);
  if (!options.memory_limit.empty())
    result.limits.memory = read_bytes("--memory-limit", options.memory_limit);
  if (!options.sensitivities.empty()) {
    result.sensitivities = split_list(options.sensitivities);
    std::set<std::string> seen;
    for (const std::string& name : result.sensitivities) {
      if (name.empty())
        throw InputError(
            fmt::format("--sensitivities {}: expected names between commas, as in k,r0",
                        options.sensitivities));
      if (!seen.insert(name).second)
        throw InputError(
            fmt::format("--sensitivities {}: {} is named twice", options.sensitivities, name));
    }
  }
  return result;
}

} // namespace jetwork::cli
