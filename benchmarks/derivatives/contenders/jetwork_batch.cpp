// Jetwork's batch tape: recorded once, replayed on new numbers.
#include "autodiff/batch_replay.hpp"
#include "benchmarks/derivatives/contest.hpp"
#include "benchmarks/derivatives/workloads/network.hpp"

namespace jetwork::benchmarks {

namespace {

using namespace autodiff;

/// The network in four matrix operations, all points side by side.
template <class Workload>
class BatchNetwork {
public:
  explicit BatchNetwork(const Workload& workload) {
    const BatchVariable input = tape_.input(), target = tape_.input();
    const BatchVariable first = tanh(affine(W1_, input, b1_));
    const BatchVariable second = tanh(affine(W2_, first, b2_));
    const BatchVariable error = affine(w3_, second, b3_) - target;
    loss_ = error * error;
    replay_ = std::make_unique<BatchReplay>(tape_, static_cast<int>(Workload::points));
    replay_->set(input, column(workload.input.data(), workload.input.size()));
    replay_->set(target, column(workload.target.data(), workload.target.size()));
    replay_->with_respect_to({}, {W1_, b1_, W2_, b2_, w3_, b3_});
  }

  void operator()(std::span<const double> weights, std::span<double> gradient) {
    const double* w = weights.data();
    for (const BatchParameter& p : parameters_) {
      replay_->set(p, Eigen::Map<const Eigen::MatrixXd>(w, p.rows(), p.cols()));
      w += std::ptrdiff_t{p.rows()} * p.cols();
    }
    replay_->forward();
    replay_->reverse(loss_);
    double* g = gradient.data();
    for (const BatchParameter& p : parameters_) {
      Eigen::Map<Eigen::MatrixXd>(g, p.rows(), p.cols()) = replay_->gradient(p);
      g += std::ptrdiff_t{p.rows()} * p.cols();
    }
  }

private:
  static auto column(const double* numbers, std::size_t size) -> Eigen::Map<const Eigen::VectorXd> {
    return {numbers, static_cast<Eigen::Index>(size)};
  }

  static constexpr int width = Workload::width;
  BatchTape tape_;
  BatchParameter W1_ = tape_.parameter(width), b1_ = tape_.parameter(width),
                 W2_ = tape_.parameter(width, width), b2_ = tape_.parameter(width),
                 w3_ = tape_.parameter(1, width), b3_ = tape_.parameter(1);
  std::array<BatchParameter, 6> parameters_ = {W1_, b1_, W2_, b2_, w3_, b3_};
  BatchVariable loss_;
  std::unique_ptr<BatchReplay> replay_;
};

// Of another workload's own program on the batch tape, a class like the one above, and a line here.
// clang-format off
const bool entered[] = {
    enter<Network, BatchNetwork>("Jetwork, batch tape", 0.4),
};
// clang-format on

} // namespace

} // namespace jetwork::benchmarks
