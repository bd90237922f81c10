// ADOL-C: reverse, on a trace that is recorded anew every time. The values are kept while recording (keep = 1), so
// that the sweep follows at once; the buffers are as large as the trace needs, so that it stays in memory.
#include "benchmarks/derivatives/contest.hpp"
#include "benchmarks/derivatives/workloads/bodies.hpp"
#include "benchmarks/derivatives/workloads/composite.hpp"
#include "benchmarks/derivatives/workloads/gaussian_mixture.hpp"
#include "benchmarks/derivatives/workloads/helmholtz.hpp"
#include "benchmarks/derivatives/workloads/log_sum_exp.hpp"
#include "benchmarks/derivatives/workloads/network.hpp"
#include "benchmarks/derivatives/workloads/product.hpp"
#include "benchmarks/derivatives/workloads/rosenbrock.hpp"

#include <adolc/adolc.h>

namespace jetwork::benchmarks {

namespace {

/// Records the workload as one trace.
template <class Workload>
class AdolcTrace {
public:
  explicit AdolcTrace(const Workload& workload) : f_(workload), size_(workload.inputs().size()) {
    record(workload.inputs(), 1);
    std::array<std::size_t, STAT_SIZE> counts{};
    tapestats(tag, counts.data());
    constexpr unsigned spare = 1000;
    operations_ = static_cast<unsigned>(counts[NUM_OPERATIONS]) + spare;
    locations_ = static_cast<unsigned>(counts[NUM_LOCATIONS]) + spare;
    values_ = static_cast<unsigned>(counts[NUM_VALUES]) + spare;
    taylors_ = static_cast<unsigned>(counts[TAY_STACK_SIZE]) + spare;
  }

  void record(std::span<const double> x, int keep) {
    trace_on(tag, keep, operations_, locations_, values_, taylors_, 0);
    std::vector<adouble> inputs(size_); // not kept: every adouble alive is written to every trace
    for (std::size_t i = 0; i < size_; ++i) inputs[i] <<= x[i];
    double value = 0;
    adouble y = f_(std::span<const adouble>(inputs));
    y >>= value;
    trace_off();
  }
  auto size() const -> int { return static_cast<int>(size_); }

  static constexpr short tag = 1;

private:
  static constexpr unsigned large = 1u << 24;
  const Workload& f_;
  std::size_t size_;
  unsigned operations_ = large, locations_ = large, values_ = large, taylors_ = large;
};

template <class Workload>
class AdolcGradient {
public:
  explicit AdolcGradient(const Workload& workload) : trace_(workload) {}
  void operator()(std::span<const double> x, std::span<double> gradient) {
    trace_.record(x, 1);
    double seed = 1;
    reverse(trace_.tag, 1, trace_.size(), 0, &seed, gradient.data());
  }

private:
  AdolcTrace<Workload> trace_;
};

/// By the driver hessian(), which sweeps forward and in reverse once for every input.
template <class Workload>
class AdolcHessian {
public:
  explicit AdolcHessian(const Workload& workload) : trace_(workload) {}
  void operator()(std::span<const double> x, std::span<double> matrix) {
    constexpr std::size_t size = Workload::size;
    trace_.record(x, 0);
    std::array<double, size> at;
    std::copy(x.begin(), x.end(), at.begin());
    std::array<double*, size> rows;
    for (std::size_t i = 0; i < size; ++i) rows[i] = &matrix[i * size];
    hessian(trace_.tag, trace_.size(), at.data(), rows.data());
    for (std::size_t i = 0; i < size; ++i) // it writes the lower triangle
      for (std::size_t j = 0; j < i; ++j) matrix[j * size + i] = matrix[i * size + j];
  }

private:
  AdolcTrace<Workload> trace_;
};

/// Recorded, then propagated forward to the order asked for.
template <class Workload>
class AdolcTaylor {
public:
  explicit AdolcTaylor(const Workload& workload) : trace_(workload) {}
  void operator()(std::span<const double> x, std::span<double> coefficients) {
    trace_.record(x, 0);
    std::array<double, Workload::order> in{1.0}, out{};
    std::array<double*, 1> in_rows{in.data()}, out_rows{out.data()};
    double at = x[0], value = 0;
    hos_forward(trace_.tag, 1, 1, static_cast<int>(Workload::order), 0, &at, in_rows.data(), &value,
                out_rows.data());
    coefficients[0] = value;
    std::copy(out.begin(), out.end(), coefficients.begin() + 1);
  }

private:
  AdolcTrace<Workload> trace_;
};

// clang-format off
const bool entered[] = {
    enter<Rosenbrock,       AdolcGradient>("ADOL-C"),
    enter<Product,          AdolcGradient>("ADOL-C"),
    enter<LogSumExp,        AdolcGradient>("ADOL-C"),
    enter<Bodies,           AdolcGradient>("ADOL-C"),
    enter<GaussianMixture,  AdolcGradient>("ADOL-C"),
    enter<Network,          AdolcGradient>("ADOL-C"),
    enter<Helmholtz,        AdolcGradient>("ADOL-C"),
    enter<HelmholtzHessian, AdolcHessian> ("ADOL-C, hessian()"),
    enter<CompositeTaylor,  AdolcTaylor>  ("ADOL-C, hos_forward()"),
};
// clang-format on

} // namespace

} // namespace jetwork::benchmarks
