// Ceres Solver's jets: forward, all directions at once. They nest, but a nested jet does not combine with plain
// constants.
#include "benchmarks/derivatives/contest.hpp"
#include "benchmarks/derivatives/workloads/bodies.hpp"
#include "benchmarks/derivatives/workloads/composite.hpp"
#include "benchmarks/derivatives/workloads/helmholtz.hpp"

#include <ceres/jet.h>

namespace jetwork::benchmarks {

namespace {

template <class Workload>
struct CeresGradient {
  explicit CeresGradient(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> gradient) const {
    using Number = ceres::Jet<double, static_cast<int>(Workload::size)>;
    std::array<Number, Workload::size> inputs;
    for (std::size_t i = 0; i < inputs.size(); ++i) inputs[i] = Number(x[i], static_cast<int>(i));
    const Number y = f(std::span<const Number>(inputs));
    for (std::size_t i = 0; i < inputs.size(); ++i) gradient[i] = y.v[static_cast<Eigen::Index>(i)];
  }
  const Workload& f;
};

template <class Workload>
struct CeresSlope {
  explicit CeresSlope(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> slope) const {
    using Number = ceres::Jet<double, 1>;
    const std::array inputs{Number(x[0], 0)};
    slope[0] = f(std::span<const Number>(inputs)).v[0];
  }
  const Workload& f;
};

// clang-format off
const bool entered[] = {
    enter<Bodies,         CeresGradient>("Ceres, Jet<30>"),
    enter<Helmholtz,      CeresGradient>("Ceres, Jet<10>"),
    enter<CompositeSlope, CeresSlope>   ("Ceres, Jet<1>"),
};
// clang-format on

} // namespace

} // namespace jetwork::benchmarks
