#include "pinn/boundary_value/one_network.hpp"

#include "pinn/problem/kind.hpp"
#include "pinn/training/single_network.hpp"
#include "pinn/training/trial_conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace jetwork::pinn {

void require_suited_to_one_network(const Problem& problem, const TrainingOptions& training) {
  const auto refuse = [](const char* what) {
    throw std::invalid_argument(fmt::format(
        "the single network cannot be trained with {}; leave --method single out", what));
  };
  if (kind(problem) == Kind::free_parameters) refuse("unknown numbers");
  if (!std::isfinite(problem.domain.start) || !std::isfinite(problem.domain.end))
    refuse("an infinite domain");
  if (!problem.jumps.empty()) refuse("jumps");
  for (const Condition& condition : problem.conditions)
    if (!condition.integrals.empty()) refuse("conditions on integrals");
  if (training.conditions == Conditions::exact) require_linear_conditions(problem);
}

void put_one_network(Result& result, const Problem& problem, const Options& options,
                     const Deadline& deadline) {
  const auto as_vector = [](const std::vector<double>& numbers) -> Eigen::VectorXd {
    return Eigen::Map<const Eigen::VectorXd>(numbers.data(), std::ssize(numbers));
  };
  const KnownSolution known{result.solution, as_vector(result.error_estimate),
                            as_vector(result.magnitude)};
  SingleNetworkResult trained = single_network(problem, options, known, deadline);
  bool is_near = true;
  double ratio = 0.0;
  for (std::size_t i = 0; i < result.magnitude.size(); ++i) {
    const double error = trained.error[static_cast<Eigen::Index>(i)];
    double allowed = options.tolerance * result.magnitude[i];
    if (!options.absolute_tolerance.empty())
      allowed = std::max(allowed, options.absolute_tolerance[i]);
    is_near = is_near && error <= allowed;
    ratio = std::max(ratio, error / result.magnitude[i]);
  }
  if (deadline.cancelled()) result.ending = {.outcome = Outcome::cancelled_in_training};
  else if (!is_near)
    result.ending = {.outcome = deadline.out_of_time() ? Outcome::time_limit_in_training
                                                       : Outcome::single_network_off,
                     .limit = options.limits.seconds,
                     .ratio = ratio,
                     .tolerance = options.tolerance};
  if (!result.solved()) result.trusted_until = problem.domain.start;
  result.error_estimate.assign(trained.error.begin(), trained.error.end());
  result.error_location.assign(trained.place.begin(), trained.place.end());
  result.solution = solution_of(problem, {std::move(trained.network)});
  result.training = std::move(trained.history);
}

} // namespace jetwork::pinn
