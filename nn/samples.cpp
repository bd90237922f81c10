#include "nn/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>

namespace jetwork::nn {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw std::invalid_argument(message); }

void check_finite(const Eigen::MatrixXd& numbers, std::string_view name, std::string_view what) {
  if (numbers.allFinite()) return;
  for (Eigen::Index j = 0; j < numbers.cols(); ++j)
    for (Eigen::Index i = 0; i < numbers.rows(); ++i)
      if (!std::isfinite(numbers(i, j)))
        refuse(fmt::format("{}: {} {} of sample {} (counted from 0) is {}; every number must be "
                           "finite: mend or leave out this sample",
                           name, what, i, j, numbers(i, j)));
}

void check_classes(const Eigen::MatrixXd& targets, int classes, std::string_view name) {
  for (Eigen::Index j = 0; j < targets.cols(); ++j) {
    if (targets.rows() == 1) {
      const double number = targets(0, j);
      if (number != std::floor(number) || number < 0 || number >= classes)
        refuse(fmt::format("{}: the class of sample {} (counted from 0) is {}; expected a whole "
                           "number from 0 to {}, as the network has {} outputs",
                           name, j, number, classes - 1, classes));
    } else if (std::abs(targets.col(j).sum() - 1) > 1e-9 || targets.col(j).minCoeff() < 0) {
      refuse(fmt::format("{}: the targets of sample {} (counted from 0) sum to {}; expected "
                         "probabilities that sum to 1",
                         name, j, targets.col(j).sum()));
    }
  }
}

/// A number in [0, count), each equally likely: the remainder of 64 random bits; the last, incomplete round is drawn
/// again.
auto index_below(std::uint64_t count, std::mt19937_64& bits) -> std::uint64_t {
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t even =
      most - (most % count + 1) % count; // the last of a whole number of rounds
  std::uint64_t drawn = bits();
  while (drawn > even) drawn = bits();
  return drawn % count;
}

} // namespace

void check(const Samples& samples, int inputs, int outputs, int classes, std::string_view name) {
  const auto [in, out] = std::pair(samples.inputs.rows(), samples.targets.rows());
  if (samples.inputs.cols() == 0) refuse(fmt::format("{}: there is not one sample", name));
  if (samples.inputs.cols() != samples.targets.cols())
    refuse(
        fmt::format("{}: there are {} inputs, but {} targets; give a column each to every sample",
                    name, samples.inputs.cols(), samples.targets.cols()));
  if (in != inputs)
    refuse(fmt::format("{}: a sample has {} inputs, but the network {}", name, in, inputs));
  if (out != outputs && !(classes > 0 && out == 1))
    refuse(
        fmt::format("{}: a sample has {} targets, but the network {} outputs", name, out, outputs));
  check_finite(samples.inputs, name, "input");
  check_finite(samples.targets, name, "target");
  if (classes > 0) check_classes(samples.targets, classes, name);
}

auto chosen(const Samples& samples, const std::vector<Eigen::Index>& which) -> Samples {
  return {samples.inputs(Eigen::all, which), samples.targets(Eigen::all, which)};
}

auto shuffled(Eigen::Index count, std::uint64_t seed, std::uint64_t stream)
    -> std::vector<Eigen::Index> {
  std::seed_seq seeds{seed & 0xffffffff, seed >> 32, stream & 0xffffffff, stream >> 32};
  std::mt19937_64 bits(seeds);
  std::vector<Eigen::Index> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[index_below(i, bits)]);
  return order;
}

auto split(const Samples& samples, double part, std::uint64_t seed) -> std::pair<Samples, Samples> {
  if (samples.targets.cols() != samples.count())
    refuse("split: give every sample a column of inputs and one of targets");
  const auto size =
      static_cast<Eigen::Index>(std::lround(part * static_cast<double>(samples.count())));
  if (!(part > 0 && part < 1) || size < 1 || size >= samples.count())
    refuse(fmt::format("split: a part of {} of {} samples leaves one side empty", part,
                       samples.count()));
  const auto order = shuffled(samples.count(), seed);
  const auto middle = order.begin() + size;
  return {chosen(samples, {order.begin(), middle}), chosen(samples, {middle, order.end()})};
}

auto one_hot(const Eigen::Ref<const Eigen::RowVectorXd>& classes, int count) -> Eigen::MatrixXd {
  if (count < 2) refuse("one_hot: there are at least two classes");
  check_classes(classes, count, "one_hot");
  Eigen::MatrixXd columns = Eigen::MatrixXd::Zero(count, classes.cols());
  for (Eigen::Index j = 0; j < classes.cols(); ++j)
    columns(static_cast<Eigen::Index>(classes[j]), j) = 1;
  return columns;
}

} // namespace jetwork::nn
