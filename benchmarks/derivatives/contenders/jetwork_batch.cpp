// Jetwork's batch tape: recorded once, replayed on new numbers.
#include "autodiff/batch.hpp"
#include "benchmarks/derivatives/contest.hpp"
#include "benchmarks/derivatives/workloads/log_sum_exp.hpp"
#include "benchmarks/derivatives/workloads/network.hpp"
#include "benchmarks/derivatives/workloads/product.hpp"
#include "benchmarks/derivatives/workloads/rosenbrock.hpp"

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

/// One sample, all inputs as the rows of one array.
template <class Workload, BatchVariable (*of_all)(const BatchVariable& x)>
class BatchArray {
public:
  explicit BatchArray(const Workload&) : replay_(tape_, 1) {}

  void operator()(std::span<const double> x, std::span<double> gradient) {
    const auto size = static_cast<Eigen::Index>(x.size());
    replay_.set(x_, Eigen::Map<const Eigen::VectorXd>(x.data(), size));
    replay_.forward();
    replay_.reverse(y_);
    Eigen::Map<Eigen::VectorXd>(gradient.data(), size) = replay_.adjoint(x_);
  }

private:
  BatchTape tape_;
  BatchVariable x_ = tape_.input(static_cast<int>(Workload::size)), y_ = of_all(x_);
  BatchReplay replay_;
};

auto valley(const BatchVariable& x) -> BatchVariable {
  const auto term = [](const auto& now, const auto& next) {
    const auto across = next - now * now, along = 1 - now;
    return 100 * across * across + along * along;
  };
  return sum_of(term, rows(x, 0, x.rows() - 1), rows(x, 1, x.rows() - 1));
}
auto product_of_rows(const BatchVariable& x) -> BatchVariable { return product(x); }
auto log_sum_exp_of_rows(const BatchVariable& x) -> BatchVariable { return log_sum_exp(x); }

template <class Workload>
using BatchRosenbrock = BatchArray<Workload, valley>;
template <class Workload>
using BatchProduct = BatchArray<Workload, product_of_rows>;
template <class Workload>
using BatchLogSumExp = BatchArray<Workload, log_sum_exp_of_rows>;

// clang-format off
const bool entered[] = {
    enter<Rosenbrock, BatchRosenbrock>("Jetwork, batch tape", 2),
    enter<Product, BatchProduct>("Jetwork, batch tape", 2),
    enter<LogSumExp, BatchLogSumExp>("Jetwork, batch tape", 0.5),
    enter<Network, BatchNetwork>("Jetwork, batch tape", 0.4),
};
// clang-format on

} // namespace

} // namespace jetwork::benchmarks
