#include "nn/training/objective.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace jetwork::nn {
namespace {

void check_indices(std::span<const Eigen::Index> which, const Samples& samples) {
  if (which.empty()) throw std::invalid_argument("Objective: name at least one sample");
  if (samples.targets.cols() != samples.count())
    throw std::invalid_argument(fmt::format("Objective: there are {} inputs, but {} targets",
                                            samples.count(), samples.targets.cols()));
  for (const Eigen::Index index : which)
    if (index < 0 || index >= samples.count())
      throw std::invalid_argument(
          fmt::format("Objective: there is no sample {}; there are {}", index, samples.count()));
}

} // namespace

auto Objective::prepared(const Weights& weights, const Samples& samples, Indices which)
    -> autodiff::BatchReplay& {
  check_indices(which, samples);
  std::unique_ptr<autodiff::BatchReplay>& replay = replays_[which.size()];
  if (replay == nullptr) {
    replay = std::make_unique<autodiff::BatchReplay>(tape_, static_cast<int>(which.size()));
    replay->with_respect_to({}, parameters_); // derivatives by the inputs are not needed
  }
  const auto columns = [which](const Eigen::MatrixXd& all) {
    return Eigen::MatrixXd::NullaryExpr(all.rows(), static_cast<Eigen::Index>(which.size()),
                                        [&all, which](Eigen::Index i, Eigen::Index j) {
                                          return all.coeff(i, which[static_cast<std::size_t>(j)]);
                                        });
  };
  replay->set(input_, columns(samples.inputs));
  replay->set(target_, columns(samples.targets));
  set_(*replay, weights);
  last_ = replay.get();
  return *replay;
}

auto Objective::mean_of_losses(const autodiff::BatchReplay& replay) -> double {
  const auto losses = replay.value(loss_);
  double sum = 0;
  for (Eigen::Index j = 0; j < losses.cols(); ++j) sum += losses(0, j);
  return sum / static_cast<double>(losses.cols());
}

auto Objective::value(const Weights& weights, const Samples& samples, Indices which) -> double {
  autodiff::BatchReplay& replay = prepared(weights, samples, which);
  replay.forward();
  return mean_of_losses(replay);
}

auto Objective::gradient(const Weights& weights, const Samples& samples, Indices which,
                         Eigen::Ref<Eigen::VectorXd> gradient) -> double {
  autodiff::BatchReplay& replay = prepared(weights, samples, which);
  replay.differentiate(loss_);
  read_gradient_(replay, gradient);
  gradient /= static_cast<double>(which.size());
  return mean_of_losses(replay);
}

auto Objective::first_not_finite() const -> Eigen::Index {
  if (last_ == nullptr) return -1;
  const auto losses = last_->value(loss_);
  for (Eigen::Index j = 0; j < losses.cols(); ++j)
    if (!std::isfinite(losses(0, j))) return j;
  return -1;
}

void Objective::require_errors(const char* call, Eigen::Index rows, Indices which) const {
  if (errors_.empty())
    throw std::invalid_argument(
        fmt::format("Objective::{}: the loss is not of squares, so it has no errors", call));
  const auto needed = static_cast<Eigen::Index>(which.size() * errors_.size());
  if (rows != needed)
    throw std::invalid_argument(fmt::format("Objective::{}: there is room for {} errors, but {} "
                                            "samples have {}",
                                            call, rows, which.size(), needed));
}

void Objective::errors(const Weights& weights, const Samples& samples, Indices which,
                       Eigen::Ref<Eigen::VectorXd> errors) {
  require_errors("errors", errors.size(), which);
  autodiff::BatchReplay& replay = prepared(weights, samples, which);
  replay.forward();
  const auto outputs = static_cast<Eigen::Index>(errors_.size());
  Eigen::Map<Eigen::MatrixXd> by_sample(errors.data(), outputs, replay.columns());
  for (Eigen::Index i = 0; i < outputs; ++i)
    by_sample.row(i) = replay.value(errors_[static_cast<std::size_t>(i)]);
}

void Objective::jacobian(const Weights& weights, const Samples& samples, Indices which,
                         Eigen::Ref<Eigen::MatrixXd> jacobian) {
  require_errors("jacobian", jacobian.rows(), which);
  if (jacobian.cols() != size_)
    throw std::invalid_argument(fmt::format(
        "Objective::jacobian: there is room for {} columns, but the network has {} parameters",
        jacobian.cols(), size_));
  autodiff::BatchReplay& replay = prepared(weights, samples, which);
  replay.forward();
  const auto outputs = static_cast<Eigen::Index>(errors_.size());
  for (Eigen::Index i = 0; i < outputs; ++i) {
    const auto slopes = replay.jacobian(errors_[static_cast<std::size_t>(i)], parameters_);
    for (Eigen::Index j = 0; j < slopes.rows(); ++j) jacobian.row(j * outputs + i) = slopes.row(j);
  }
}

auto Objective::predictions(const Weights& weights, const Eigen::MatrixXd& inputs)
    -> Eigen::MatrixXd {
  std::vector<Eigen::Index> all(static_cast<std::size_t>(inputs.cols()));
  for (std::size_t j = 0; j < all.size(); ++j) all[j] = static_cast<Eigen::Index>(j);
  const Samples samples{inputs, Eigen::MatrixXd::Zero(target_.rows(), inputs.cols())};
  autodiff::BatchReplay& replay = prepared(weights, samples, all);
  replay.forward();
  return replay.value(prediction_);
}

} // namespace jetwork::nn
