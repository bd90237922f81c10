#include "pinn/single_network.hpp"

#include "pinn/all_weights.hpp"
#include "pinn/feature_basis.hpp"

#include <algorithm>

namespace jetwork::pinn {

auto single_network(const Problem& problem, const Options& options, const March& reference,
                    double seconds_left) -> March {
  constexpr int neurons = 40;
  constexpr double steepest = 12.0; // a few oscillations over the domain are within reach
  constexpr double between_samples =
      1.2; // the difference may be a little larger where it was not sampled
  const auto unknowns = static_cast<Eigen::Index>(problem.unknowns.size());
  int highest = 1;
  for (const Unknown& unknown : problem.unknowns) highest = std::max(highest, unknown.order());

  Segment network{problem.domain.start, problem.domain.end - problem.domain.start,
                  draw_hidden_layer(options.seed, {.neurons = neurons, .steepest = steepest}),
                  Eigen::MatrixXd::Zero(highest, unknowns),
                  Eigen::MatrixXd::Zero(neurons, unknowns)};
  for (Eigen::Index i = 0; i < unknowns; ++i) {
    const auto& initial = problem.unknowns[static_cast<std::size_t>(i)].initial;
    for (std::size_t n = 0; n < initial.size(); ++n)
      network.initial(static_cast<Eigen::Index>(n), i) = initial[n];
  }
  const AllWeightsResult trained =
      train_all_weights(problem, network, {.points = 4 * neurons, .seconds = seconds_left});

  March result;
  result.segments = {trained.network};
  result.accepted = 1;
  result.error = reference.error;
  result.largest = reference.largest;
  const Solution single = solution_of(problem, result.segments);
  const Solution known = solution_of(problem, reference.segments);
  for (const Segment& segment : reference.segments)
    for (const double theta : check_points().point) {
      const double t = segment.start + theta * segment.length;
      for (Eigen::Index i = 0; i < unknowns; ++i) {
        const auto u = static_cast<std::size_t>(i);
        const double difference = std::abs(single(u, t) - known(u, t));
        result.error[i] =
            std::max(result.error[i], between_samples * difference + reference.error[i]);
      }
    }
  return result;
}

} // namespace jetwork::pinn
