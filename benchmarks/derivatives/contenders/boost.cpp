// Boost.Math's autodiff: forward to any order. Its numbers nest a level for every input, so ten inputs would be
// 2¹⁰ coefficients for a gradient; so it is entered only where there is one input.
#include "benchmarks/derivatives/contest.hpp"
#include "benchmarks/derivatives/workloads/composite.hpp"

#include <boost/math/differentiation/autodiff.hpp>

namespace jetwork::benchmarks {

namespace {

template <std::size_t order, class Workload>
auto evaluate(const Workload& f, double x) {
  const std::array inputs{boost::math::differentiation::make_fvar<double, order>(x)};
  using Number = typename decltype(inputs)::value_type;
  return f(std::span<const Number>(inputs));
}

template <class Workload>
struct BoostDerivatives {
  explicit BoostDerivatives(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> derivatives) const {
    constexpr bool both = std::is_same_v<Workload, CompositeCurvature>;
    const auto y = evaluate<both ? 2 : 1>(f, x[0]);
    derivatives[0] = y.derivative(1);
    if constexpr (both) derivatives[1] = y.derivative(2);
  }
  const Workload& f;
};

template <class Workload>
struct BoostTaylor {
  explicit BoostTaylor(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> coefficients) const {
    const auto y = evaluate<Workload::order>(f, x[0]);
    for (std::size_t k = 0; k <= Workload::order; ++k) coefficients[k] = y.at(k);
  }
  const Workload& f;
};

// clang-format off
const bool entered[] = {
    enter<CompositeSlope,     BoostDerivatives>("Boost.Math, fvar<1>"),
    enter<CompositeCurvature, BoostDerivatives>("Boost.Math, fvar<2>"),
    enter<CompositeTaylor,    BoostTaylor>     ("Boost.Math, fvar<8>"),
};
// clang-format on

} // namespace

} // namespace jetwork::benchmarks
