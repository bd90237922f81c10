// Jetwork's tape of scalars: recorded anew every time, as a program with branches needs it.
#include "autodiff/tape.hpp"
#include "benchmarks/derivatives/contest.hpp"
#include "benchmarks/derivatives/workloads/bodies.hpp"
#include "benchmarks/derivatives/workloads/gaussian_mixture.hpp"
#include "benchmarks/derivatives/workloads/log_sum_exp.hpp"
#include "benchmarks/derivatives/workloads/network.hpp"
#include "benchmarks/derivatives/workloads/product.hpp"
#include "benchmarks/derivatives/workloads/rosenbrock.hpp"

namespace jetwork::benchmarks {

namespace {

template <class Workload>
class TapeGradient {
public:
  explicit TapeGradient(const Workload& workload)
      : f_(workload), inputs_(workload.inputs().size()) {}

  void operator()(std::span<const double> x, std::span<double> gradient) {
    tape_.clear();
    tape_.variables(x, inputs_);
    const autodiff::Variable y = f_(std::span<const autodiff::Variable>(inputs_));
    tape_.reverse(y);
    tape_.adjoints(inputs_, gradient);
  }

private:
  const Workload& f_;
  autodiff::Tape tape_;
  std::vector<autodiff::Variable> inputs_;
};

// clang-format off
const bool entered[] = {
    enter<Rosenbrock,      TapeGradient>("Jetwork, tape", 15),
    enter<Product,         TapeGradient>("Jetwork, tape", 6),
    enter<LogSumExp,       TapeGradient>("Jetwork, tape", 2.5),
    enter<Bodies,          TapeGradient>("Jetwork, tape", 6),
    enter<GaussianMixture, TapeGradient>("Jetwork, tape", 6.5),
    enter<Network,         TapeGradient>("Jetwork, tape", 3),
};
// clang-format on

} // namespace

} // namespace jetwork::benchmarks
