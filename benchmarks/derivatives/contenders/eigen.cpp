// Eigen's AutoDiffScalar (unsupported modules): forward, on vectors of fixed size; nested for second derivatives.
#include "benchmarks/derivatives/contest.hpp"
#include "benchmarks/derivatives/workloads/bodies.hpp"
#include "benchmarks/derivatives/workloads/composite.hpp"
#include "benchmarks/derivatives/workloads/helmholtz.hpp"

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

namespace jetwork::benchmarks {

namespace {

template <class T, std::size_t size>
using EigenNumber = Eigen::AutoDiffScalar<Eigen::Matrix<T, static_cast<int>(size), 1>>;

template <class Workload>
struct EigenGradient {
  explicit EigenGradient(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> gradient) const {
    constexpr std::size_t size = Workload::size;
    using Number = EigenNumber<double, size>;
    std::array<Number, size> inputs;
    for (std::size_t i = 0; i < size; ++i)
      inputs[i] = Number(x[i], static_cast<int>(size), static_cast<int>(i));
    const Number y = f(std::span<const Number>(inputs));
    for (std::size_t i = 0; i < size; ++i)
      gradient[i] = y.derivatives()[static_cast<Eigen::Index>(i)];
  }
  const Workload& f;
};

template <class Workload>
struct EigenHessian {
  explicit EigenHessian(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> hessian) const {
    constexpr int size = Workload::size;
    using Inner = EigenNumber<double, Workload::size>;
    using Number = EigenNumber<Inner, Workload::size>;
    std::array<Number, Workload::size> inputs;
    for (int i = 0; i < size; ++i) {
      const auto at = static_cast<std::size_t>(i);
      inputs[at] = Number(Inner(x[at], size, i), size, i);
    }
    const Number y = f(std::span<const Number>(inputs));
    auto entry = hessian.begin();
    for (int i = 0; i < size; ++i)
      for (int j = 0; j < size; ++j) *entry++ = y.derivatives()[i].derivatives()[j];
  }
  const Workload& f;
};

template <class Workload>
struct EigenSlope {
  explicit EigenSlope(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> slope) const {
    using Number = EigenNumber<double, 1>;
    const std::array inputs{Number(x[0], 1, 0)};
    slope[0] = f(std::span<const Number>(inputs)).derivatives()[0];
  }
  const Workload& f;
};

// clang-format off
const bool entered[] = {
    enter<Bodies,           EigenGradient>("Eigen, AutoDiffScalar<Vector30>"),
    enter<Helmholtz,        EigenGradient>("Eigen, AutoDiffScalar<Vector10>"),
    enter<HelmholtzHessian, EigenHessian> ("Eigen, nested AutoDiffScalar"),
    enter<CompositeSlope,   EigenSlope>   ("Eigen, AutoDiffScalar<Vector1>"),
};
// clang-format on

} // namespace

} // namespace jetwork::benchmarks
