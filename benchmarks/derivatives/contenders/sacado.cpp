// Sacado: reverse by Rad, on its arena that each gradient empties; forward by SFad, of fixed size; Taylor by Tay.
#include "benchmarks/derivatives/contest.hpp"
#include "benchmarks/derivatives/workloads/bodies.hpp"
#include "benchmarks/derivatives/workloads/composite.hpp"
#include "benchmarks/derivatives/workloads/gaussian_mixture.hpp"
#include "benchmarks/derivatives/workloads/helmholtz.hpp"
#include "benchmarks/derivatives/workloads/log_sum_exp.hpp"
#include "benchmarks/derivatives/workloads/network.hpp"
#include "benchmarks/derivatives/workloads/product.hpp"
#include "benchmarks/derivatives/workloads/rosenbrock.hpp"

// Debian's Sacado is configured for Kokkos, Teuchos and MPI; this benchmark needs none of them.
#define TRILINOS_NO_CONFIG_H
#define HAVE_SACADO_CXX11
#define SACADO_NEW_FAD_DESIGN_IS_DEFAULT
#include <Sacado_No_Kokkos.hpp>

namespace jetwork::benchmarks {

namespace {

template <class Workload>
class SacadoReverse {
public:
  using Number = Sacado::Rad::ADvar<double>;
  explicit SacadoReverse(const Workload& workload)
      : f_(workload), inputs_(workload.inputs().size()) {}
  void operator()(std::span<const double> x, std::span<double> gradient) {
    for (std::size_t i = 0; i < x.size(); ++i) inputs_[i] = x[i];
    const Number y = f_(std::span<const Number>(inputs_));
    Number::Gradcomp();
    for (std::size_t i = 0; i < x.size(); ++i) gradient[i] = inputs_[i].adj();
  }

private:
  const Workload& f_;
  std::vector<Number> inputs_;
};

template <class Workload>
struct SacadoForward {
  explicit SacadoForward(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> gradient) const {
    constexpr int size = Workload::size;
    using Number = Sacado::Fad::SFad<double, size>;
    std::array<Number, Workload::size> inputs;
    for (std::size_t i = 0; i < inputs.size(); ++i)
      inputs[i] = Number(size, static_cast<int>(i), x[i]);
    const Number y = f(std::span<const Number>(inputs));
    for (std::size_t i = 0; i < inputs.size(); ++i)
      gradient[i] = y.fastAccessDx(static_cast<int>(i));
  }
  const Workload& f;
};

template <class Workload>
struct SacadoHessian {
  explicit SacadoHessian(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> hessian) const {
    constexpr int size = Workload::size;
    using Inner = Sacado::Fad::SFad<double, size>;
    using Number = Sacado::Fad::SFad<Inner, size>;
    std::array<Number, Workload::size> inputs;
    for (int i = 0; i < size; ++i) {
      const auto at = static_cast<std::size_t>(i);
      inputs[at] = Number(size, i, Inner(size, i, x[at]));
    }
    const Number y = f(std::span<const Number>(inputs));
    auto entry = hessian.begin();
    for (int i = 0; i < size; ++i)
      for (int j = 0; j < size; ++j) *entry++ = y.fastAccessDx(i).fastAccessDx(j);
  }
  const Workload& f;
};

template <class Workload>
struct SacadoSlope {
  explicit SacadoSlope(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> slope) const {
    using Number = Sacado::Fad::SFad<double, 1>;
    const std::array inputs{Number(1, 0, x[0])};
    slope[0] = f(std::span<const Number>(inputs)).fastAccessDx(0);
  }
  const Workload& f;
};

template <class Workload>
struct SacadoCurvature {
  explicit SacadoCurvature(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> derivatives) const {
    using Inner = Sacado::Fad::SFad<double, 1>;
    using Number = Sacado::Fad::SFad<Inner, 1>;
    const std::array inputs{Number(1, 0, Inner(1, 0, x[0]))};
    const Number y = f(std::span<const Number>(inputs));
    derivatives[0] = y.fastAccessDx(0).val();
    derivatives[1] = y.fastAccessDx(0).fastAccessDx(0);
  }
  const Workload& f;
};

template <class Workload>
struct SacadoTaylor {
  explicit SacadoTaylor(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> coefficients) const {
    using Number = Sacado::Tay::Taylor<double>;
    Number input(static_cast<int>(Workload::order), x[0]);
    input.fastAccessCoeff(1) = 1;
    const Number y = f(std::span<const Number>(&input, 1));
    for (std::size_t k = 0; k <= Workload::order; ++k)
      coefficients[k] = y.coeff(static_cast<int>(k));
  }
  const Workload& f;
};

// clang-format off
const bool entered[] = {
    enter<Rosenbrock,         SacadoReverse>  ("Sacado, Rad"),
    enter<Product,            SacadoReverse>  ("Sacado, Rad"),
    enter<LogSumExp,          SacadoReverse>  ("Sacado, Rad"),
    enter<Bodies,             SacadoReverse>  ("Sacado, Rad"),
    enter<Bodies,             SacadoForward>  ("Sacado, SFad<30>"),
    enter<GaussianMixture,    SacadoReverse>  ("Sacado, Rad"),
    enter<Network,            SacadoReverse>  ("Sacado, Rad"),
    enter<Helmholtz,          SacadoForward>  ("Sacado, SFad<10>"),
    enter<Helmholtz,          SacadoReverse>  ("Sacado, Rad"),
    enter<HelmholtzHessian,   SacadoHessian>  ("Sacado, SFad<SFad<10>, 10>"),
    enter<CompositeSlope,     SacadoSlope>    ("Sacado, SFad<1>"),
    enter<CompositeCurvature, SacadoCurvature>("Sacado, SFad<SFad<1>, 1>"),
    enter<CompositeTaylor,    SacadoTaylor>   ("Sacado, Tay"),
};
// clang-format on

} // namespace

} // namespace jetwork::benchmarks
