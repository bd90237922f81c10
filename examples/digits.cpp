// Handwritten digits: 1797 pictures of 8×8 pixels (Alpaydin and Kaynak 1998, UCI Machine Learning Repository), read by a
// committee: three networks of 64-128-10, each begun with other weights, whose probabilities are averaged.
//
//   digits [digits.svg]
//
// A quarter of the pictures is held out from training. Each of the others is learned in five positions. Width,
// epochs, smoothing and the size of the committee were chosen by cross-validation within the other three quarters
// (99.4 % there). The held-out quarter is a hard one: 98.00 % of it is read correctly. Of ten other random quarters,
// each with as many of every digit, the same recipe reads 98.7 to 99.8 %, in the mean 99.2 %.
#include "examples/data.hpp"
#include "examples/picture.hpp"
#include "nn/initialise.hpp"
#include "nn/training.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

using namespace jetwork::nn;
using jetwork::autodiff::tanh_rule;

namespace {

/// Pixels from 0 to 16 become numbers from -1 to 1; the last column is the digit.
auto read_digits() -> Samples {
  const Eigen::MatrixXd table = examples::read_csv(examples::data_folder() / "digits.csv");
  return {.inputs = table.topRows(64).array() / 8 - 1, .targets = table.bottomRows(1)};
}

/// The pictures, and each of them moved by one pixel to the four sides: a moved digit is still the same digit.
auto with_moved_pictures(const Samples& samples) -> Samples {
  const Eigen::Index count = samples.count();
  Samples all{samples.inputs.replicate(1, 5), samples.targets.replicate(1, 5)};
  const std::array<std::array<Eigen::Index, 2>, 4> moves{{{0, 1}, {0, -1}, {1, 0}, {-1, 0}}};
  for (std::size_t k = 0; k < moves.size(); ++k)
    for (Eigen::Index j = 0; j < count; ++j) {
      const Eigen::Matrix<double, 8, 8> picture = samples.inputs.col(j).reshaped(8, 8);
      Eigen::Matrix<double, 8, 8> moved = Eigen::Matrix<double, 8, 8>::Constant(-1); // blank
      for (Eigen::Index row = 0; row < 8; ++row)
        for (Eigen::Index column = 0; column < 8; ++column) {
          const Eigen::Index r = row + moves[k][0], c = column + moves[k][1];
          if (r >= 0 && r < 8 && c >= 0 && c < 8) moved(r, c) = picture(row, column);
        }
      all.inputs.col(static_cast<Eigen::Index>(k + 1) * count + j) = moved.reshaped();
    }
  return all;
}

/// The targets: 0.91 for the right digit and 0.01 for each other one, so that the network is never trained to be
/// certain (label smoothing, Szegedy et al. 2016).
auto smoothed(const Eigen::MatrixXd& digits) -> Eigen::MatrixXd {
  return (0.9 * one_hot(digits.row(0), 10).array() + 0.01).matrix();
}

/// A column for every picture: the probability that the network gives each digit (softmax).
template <class Activation>
auto probabilities(const DenseNetwork<Activation>& network, const Eigen::MatrixXd& pictures)
    -> Eigen::MatrixXd {
  Objective objective(network, Loss::cross_entropy());
  const Eigen::MatrixXd logits = objective.predictions(network.parameters(), pictures);
  const Eigen::ArrayXXd weights =
      (logits.rowwise() - logits.colwise().maxCoeff()).array().exp(); // cannot overflow
  return (weights.rowwise() / weights.colwise().sum()).matrix();
}

/// How often a digit (row) was read as which (column).
auto confusion(const Eigen::MatrixXd& probabilities, const Eigen::MatrixXd& digits)
    -> Eigen::MatrixXi {
  Eigen::MatrixXi counts = Eigen::MatrixXi::Zero(10, 10);
  for (Eigen::Index j = 0; j < probabilities.cols(); ++j) {
    Eigen::Index read = 0;
    probabilities.col(j).maxCoeff(&read);
    ++counts(static_cast<Eigen::Index>(digits(0, j)), read);
  }
  return counts;
}

void print(const Eigen::MatrixXi& counts) {
  fmt::print("\ndigit    read as\n     ");
  for (int digit = 0; digit < 10; ++digit) fmt::print("{:5}", digit);
  for (Eigen::Index i = 0; i < 10; ++i) {
    fmt::print("\n{:5}", i);
    for (Eigen::Index j = 0; j < 10; ++j)
      fmt::print("{:>5}", counts(i, j) == 0 ? "·" : std::to_string(counts(i, j)));
  }
  fmt::print("\n\n");
}

auto table_of(const Eigen::MatrixXi& counts, double accuracy) -> std::string {
  std::string script = "$counts << END\n";
  for (Eigen::Index i = 0; i < 10; ++i)
    for (Eigen::Index j = 0; j < 10; ++j) script += fmt::format("{} {} {}\n", j, i, counts(i, j));
  return script
         + fmt::format(
             "END\nset title 'Held-out digits: {:.1f} % read correctly'\nset xlabel 'read as'\nset "
             "ylabel "
             "'digit'\n"
             "set size square\nset xrange [-0.5:9.5]\nset yrange [9.5:-0.5]\nset xtics 1\nset "
             "ytics 1\n"
             "set palette defined (0 'white', 1 '#d8e6f3', 45 '#1f77b4')\nset tics scale 0\n"
             "plot $counts with image pixels notitle, "
             "$counts using 1:2:($3 > 0 ? sprintf('%d', $3) : '') with labels notitle\n",
             100 * accuracy);
}

auto read_held_out_digits(const std::filesystem::path& picture) -> bool {
  const auto start = std::chrono::steady_clock::now();
  const auto [held_out, known] = split(read_digits(), 0.25, 2024);
  Samples training = with_moved_pictures(known);
  training.targets = smoothed(training.targets);

  Eigen::MatrixXd mean = Eigen::MatrixXd::Zero(10, held_out.count());
  const int members = 3, epochs = 40;
  for (std::uint64_t seed = 1; seed <= members; ++seed) {
    DenseNetwork network({64, 128, 10}, activation<tanh_rule>());
    glorot_uniform(network, seed);
    const TrainingHistory history =
        train(network, training,
              {.loss = Loss::cross_entropy(),
               .optimiser = AdamW({.learning_rate = 4e-3, .weight_decay = 0.05}),
               .schedule = CosineSchedule{.epochs = epochs, .warm_up = 1},
               .epochs = epochs,
               .batch_size = 32,
               .seed = seed});
    fmt::print("network {} of {}: {}\n", seed, members, history.message);
    mean += probabilities(network, held_out.inputs) / members;
  }

  const Eigen::MatrixXi counts = confusion(mean, held_out.targets);
  const double accuracy = static_cast<double>(counts.trace()) / counts.sum();
  print(counts);
  fmt::print("{} of {} held-out digits are read correctly: {:.2f} %; {:.2f} s in all\n",
             counts.trace(), counts.sum(), 100 * accuracy,
             std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  examples::draw(picture, table_of(counts, accuracy));
  return accuracy >= 0.97;
}

} // namespace

int main(int argc, char** argv) {
  return examples::run(
      argc, argv, "digits.svg",
      "Learns to read handwritten digits, and draws how a held-out quarter of them is "
      "read.",
      read_held_out_digits);
}
