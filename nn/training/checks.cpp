#include "nn/training/checks.hpp"

#include <fmt/format.h>

namespace jetwork::nn::detail {

auto looks_at_all_samples(const Optimiser& optimiser) -> bool {
  return std::holds_alternative<Lbfgs>(optimiser)
         || std::holds_alternative<LeastSquares>(optimiser);
}

void check_training(const TrainedNetwork& network, const Samples& samples,
                    const TrainingOptions& options) {
  const auto refuse = [](const std::string& message) {
    throw std::invalid_argument("train: " + message);
  };
  const int classes = options.loss.is_of_classes ? network.outputs : 0;
  check(samples, network.inputs, network.outputs, classes);
  if (options.validation) {
    check(*options.validation, network.inputs, network.outputs, classes, "the validation data");
    if (options.validation->targets.rows() != samples.targets.rows())
      refuse("the targets of the validation data have another number of rows than those of the "
             "training data");
  }
  if (!options.loss.of_sample) refuse("the loss has no function: set Loss::of_sample");
  if (options.epochs < 0) refuse("the number of epochs must not be negative");
  if (options.batch_size && *options.batch_size < 1)
    refuse(fmt::format("a batch of {} samples: it must hold at least one", *options.batch_size));
  if (options.patience < 0) refuse("patience must not be negative; 0 never stops early");
  if (options.checkpoint.every_epochs < 1 || options.checkpoint.every_steps < 0)
    refuse("checkpoint.every_epochs must be at least 1, and checkpoint.every_steps at least 0");
  if (!network.parameters.allFinite())
    refuse("a weight of the network is infinite or NaN; initialise it first");
  std::visit([](const auto& schedule) { require_sensible(schedule); }, options.schedule);
  if (looks_at_all_samples(options.optimiser) && options.batch_size
      && *options.batch_size < samples.count())
    refuse("this optimiser looks at all samples at once: leave batch_size out");
  if (std::holds_alternative<LeastSquares>(options.optimiser)) {
    if (!options.loss.is_of_squares)
      refuse(fmt::format(
          "least squares cannot minimise the loss \"{}\", which is not of squares; take "
          "L-BFGS or Adam",
          options.loss.name));
    const double numbers = static_cast<double>(samples.count()) * network.outputs
                           * static_cast<double>(network.parameters.size());
    if (numbers > 5e8)
      refuse(fmt::format("the Jacobian would hold {:.2g} numbers; take L-BFGS or Adam", numbers));
  }
}

} // namespace jetwork::nn::detail
