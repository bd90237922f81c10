// Jetwork's forward types: Dual, HyperDual and Jet.
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
#include "benchmarks/derivatives/contest.hpp"
#include "benchmarks/derivatives/workloads/bodies.hpp"
#include "benchmarks/derivatives/workloads/composite.hpp"
#include "benchmarks/derivatives/workloads/helmholtz.hpp"

namespace jetwork::benchmarks {

namespace {

using namespace autodiff;

/// All inputs at once, a direction each.
template <class Workload>
struct DualGradient {
  explicit DualGradient(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> gradient) const {
    using Number = Dual<double, static_cast<int>(Workload::size)>;
    std::array<Number, Workload::size> inputs;
    for (std::size_t i = 0; i < inputs.size(); ++i)
      inputs[i] = Number::variable(x[i], static_cast<int>(i));
    const Number y = f(std::span<const Number>(inputs));
    for (std::size_t i = 0; i < inputs.size(); ++i) gradient[i] = y.tangents()[i];
  }
  const Workload& f;
};

template <class Workload>
struct HyperDualHessian {
  explicit HyperDualHessian(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> hessian) const {
    constexpr int size = Workload::size;
    using Number = HyperDual<double, size>;
    std::array<Number, Workload::size> inputs;
    for (std::size_t i = 0; i < inputs.size(); ++i)
      inputs[i] = Number::variable(x[i], static_cast<int>(i));
    const Number y = f(std::span<const Number>(inputs));
    auto entry = hessian.begin();
    for (int i = 0; i < size; ++i)
      for (int j = 0; j < size; ++j) *entry++ = y.hessian(i, j);
  }
  const Workload& f;
};

template <class Workload>
struct DualSlope {
  explicit DualSlope(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> slope) const {
    const std::array inputs{Dual<double>(x[0], 1.0)};
    slope[0] = f(std::span<const Dual<double>>(inputs)).tangent();
  }
  const Workload& f;
};

template <class Workload>
struct HyperDualCurvature {
  explicit HyperDualCurvature(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> derivatives) const {
    const std::array inputs{HyperDual<double>::variable(x[0])};
    const HyperDual<double> y = f(std::span<const HyperDual<double>>(inputs));
    derivatives[0] = y.gradient();
    derivatives[1] = y.hessian();
  }
  const Workload& f;
};

template <class Workload>
struct JetCurvature {
  explicit JetCurvature(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> derivatives) const {
    const std::array inputs{Jet<double, 2>::variable(x[0])};
    const Jet<double, 2> y = f(std::span<const Jet<double, 2>>(inputs));
    derivatives[0] = y.derivative(1);
    derivatives[1] = y.derivative(2);
  }
  const Workload& f;
};

template <class Workload>
struct JetTaylor {
  explicit JetTaylor(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> coefficients) const {
    using Number = Jet<double, static_cast<int>(Workload::order)>;
    const std::array inputs{Number::variable(x[0])};
    const Number y = f(std::span<const Number>(inputs));
    for (std::size_t k = 0; k <= Workload::order; ++k) coefficients[k] = y.coefficients()[k];
  }
  const Workload& f;
};

// clang-format off
const bool entered[] = {
    enter<Bodies,             DualGradient>      ("Jetwork, Dual<30>",      4.5),
    enter<Helmholtz,          DualGradient>      ("Jetwork, Dual<10>",      1.5),
    enter<HelmholtzHessian,   HyperDualHessian>  ("Jetwork, HyperDual<10>", 11),
    enter<CompositeSlope,     DualSlope>         ("Jetwork, Dual",          0.95),
    enter<CompositeCurvature, HyperDualCurvature>("Jetwork, HyperDual",     1.0),
    enter<CompositeCurvature, JetCurvature>      ("Jetwork, Jet<2>",        1.0),
    enter<CompositeTaylor,    JetTaylor>         ("Jetwork, Jet<8>",        0.85),
};
// clang-format on

} // namespace

} // namespace jetwork::benchmarks
