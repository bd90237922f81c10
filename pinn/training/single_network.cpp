#include "pinn/training/single_network.hpp"

#include "pinn/network/segment_points.hpp"
#include "pinn/training/all_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace jetwork::pinn {

auto single_network(const Problem& problem, const Options& options, const KnownSolution& known,
                    const Deadline& deadline) -> SingleNetworkResult {
  const int neurons = options.single.neurons;
  if (neurons < 1)
    throw std::invalid_argument(
        fmt::format("the one network needs at least one neuron, not {}", neurons));
  constexpr int points_per_neuron = 4;
  constexpr double steepest = 12.0; // a few oscillations over the domain are within reach
  constexpr double between_samples =
      1.2; // the difference may be a little larger where it was not sampled
  const auto unknowns = static_cast<Eigen::Index>(problem.unknowns.size());
  Segment network{known.solution.start(), known.solution.end() - known.solution.start(),
                  draw_hidden_layer(options.seed, {.neurons = neurons, .steepest = steepest}),
                  known.solution.segments().front().initial,
                  Eigen::MatrixXd::Zero(neurons, unknowns)};
  TrainingOptions training = options.single.training;
  training.points = std::max(training.points, points_per_neuron * neurons);
  AllWeightsResult trained =
      train_all_weights(problem, network, training, deadline, known.magnitude);

  SingleNetworkResult result{trained.network, known.error,
                             Eigen::VectorXd::Constant(unknowns, known.solution.start()),
                             std::move(trained.history)};
  for (Eigen::Index i = 0; i < unknowns; ++i) // soft conditions may be missed
    result.error[i] += std::abs(result.network.initial(0, i) - network.initial(0, i));
  const Solution single = solution_of(problem, {result.network});
  for (const Segment& segment : known.solution.segments())
    for (const double theta : check_points().point) {
      const double t = segment.start + theta * segment.length;
      for (Eigen::Index i = 0; i < unknowns; ++i) {
        const auto u = static_cast<std::size_t>(i);
        const double difference = std::abs(single(u, t) - known.solution(u, t));
        const double error = between_samples * difference + known.error[i];
        if (error <= result.error[i]) continue;
        result.error[i] = error;
        result.place[i] = t;
      }
    }
  return result;
}

} // namespace jetwork::pinn
