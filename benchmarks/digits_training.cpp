// Training on the handwritten digits: samples a second, on one thread.
//
// Networks of 64-32-10, 64-128-10 and 64-128-128-10, tanh, softmax and cross-entropy, Adam; three quarters of the pictures
// in batches, and the loss of the other quarter after every epoch. The same training is done in PyTorch where
// Debian's python3-torch is installed: with the same first weights and the same batches in the same order, so that
// both end at the same loss. `pytorch` and `pytorch_float32` are PyTorch's processor time over the engine's, in
// 64-bit numbers, as here, and in its usual 32-bit ones.
#include "benchmarks/cpu_time.hpp"
#include "benchmarks/pytorch.hpp"
#include "examples/data.hpp"
#include "nn/initialise.hpp"
#include "nn/training.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace {

using namespace jetwork::benchmarks;
using namespace jetwork::nn;
using jetwork::autodiff::tanh_rule;

constexpr int epochs = 12;
constexpr std::uint64_t seed = 1;

struct Task {
  std::vector<int> widths;
  Eigen::Index batch;

  auto name() const -> std::string {
    return fmt::format("{}/batch:{}", fmt::join(widths, "-"), batch);
  }
};
const std::vector<Task> tasks{{{64, 32, 10}, 32},
                              {{64, 32, 10}, 256},
                              {{64, 128, 10}, 32},
                              {{64, 128, 128, 10}, 32},
                              {{64, 128, 128, 10}, 256}};

/// A held-out quarter, and the rest.
auto read_digits() -> std::pair<Samples, Samples> {
  const Eigen::MatrixXd table = examples::read_csv(examples::data_folder() / "digits.csv");
  return split({table.topRows(64).array() / 8 - 1, table.bottomRows(1)}, 0.25, 2024);
}

auto make_network(const Task& task) -> DenseNetwork<RuleActivation<tanh_rule>> {
  DenseNetwork network(task.widths, activation<tanh_rule>());
  glorot_uniform(network, 7);
  return network;
}

struct Trained {
  double seconds = 0; ///< of processor time, an epoch
  double loss = 0;    ///< of the held-out quarter at the end
};

auto train_here(const Task& task, const Samples& training, const Samples& held_out) -> Trained {
  DenseNetwork network = make_network(task);
  const double begin = cpu_now();
  const TrainingHistory history = train(network, training,
                                        {.loss = Loss::cross_entropy(),
                                         .optimiser = Adam(),
                                         .epochs = epochs,
                                         .batch_size = task.batch,
                                         .validation = held_out,
                                         .seed = seed});
  return {(cpu_now() - begin) / epochs, history.epochs.back().validation_loss};
}

/// Trains for a second of processor time, because PyTorch takes longer still and short disturbances of the machine
/// are to meet both alike. The median time.
auto train_for_a_second(const Task& task, const Samples& training, const Samples& held_out)
    -> Trained {
  const double begin = cpu_now();
  std::vector<double> all;
  double loss = 0;
  while (all.empty() || cpu_now() - begin < 1) {
    const Trained trained = train_here(task, training, held_out);
    all.push_back(trained.seconds);
    loss = trained.loss;
  }
  return {median(all), loss};
}

/// All that digits_training.py reads, in the order in which it reads.
auto numbers_of(const Task& task, const Samples& training, const Samples& held_out)
    -> std::vector<double> {
  std::vector<double> numbers{static_cast<double>(task.batch), epochs,
                              static_cast<double>(task.widths.size() - 1)};
  numbers.insert(numbers.end(), task.widths.begin(), task.widths.end());
  const Eigen::VectorXd parameters = make_network(task).parameters();
  numbers.insert(numbers.end(), parameters.begin(), parameters.end());
  for (const Samples* samples : {&training, &held_out}) {
    numbers.push_back(static_cast<double>(samples->count()));
    for (const Eigen::MatrixXd* matrix : {&samples->inputs, &samples->targets})
      numbers.insert(numbers.end(), matrix->reshaped().begin(), matrix->reshaped().end());
  }
  for (std::uint64_t epoch = 1; epoch <= epochs; ++epoch)
    for (const Eigen::Index index : shuffled(training.count(), seed, epoch))
      numbers.push_back(static_cast<double>(index));
  return numbers;
}

/// PyTorch's time and loss in 64-bit and in 32-bit numbers; the time is 0 where it is not installed.
auto train_in_pytorch(const std::vector<double>& numbers) -> std::array<Trained, 2> {
  const auto said = pytorch("digits_training", numbers);
  if (said.size() != 4) return {};
  return {{{said[0], said[1]}, {said[2], said[3]}}};
}

auto agree(const Trained& pytorch, const Trained& ours, double tolerance) -> bool {
  return pytorch.seconds == 0 || std::abs(pytorch.loss - ours.loss) <= tolerance * ours.loss;
}

void train_digits(benchmark::State& state, const Task& task) {
  const auto [held_out, training] = read_digits();
  const std::vector<double> numbers = numbers_of(task, training, held_out);
  std::vector<double> times, in_double, in_single;
  for (auto _ : state) {
    const Trained before = train_for_a_second(task, training, held_out);
    const auto [with_double, with_single] = train_in_pytorch(numbers);
    if (!agree(with_double, before, 1e-6) || !agree(with_single, before, 1e-2)) {
      state.SkipWithError("PyTorch ends with another loss");
      return;
    }
    const double after = train_for_a_second(task, training, held_out).seconds;
    const double ours = (before.seconds + after) / 2;
    times.push_back(ours);
    in_double.push_back(with_double.seconds / ours);
    in_single.push_back(with_single.seconds / ours);
  }
  state.counters["samples_per_second"] =
      std::round(static_cast<double>(training.count()) / median(times));
  state.counters["pytorch"] = median(in_double);
  state.counters["pytorch_float32"] = median(in_single);
  if (median(in_double) == 0) state.SetLabel("PyTorch (python3-torch) is not installed");
}

const bool registered = [] {
  for (const Task& task : tasks)
    benchmark::RegisterBenchmark(task.name().c_str(),
                                 [&task](benchmark::State& state) { train_digits(state, task); })
        ->Iterations(3)
        ->Unit(benchmark::kMillisecond);
  return true;
}();

} // namespace
