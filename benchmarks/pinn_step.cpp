// One step of training a network to solve an equation: loss and gradient by all weights.
//
// Network 1-32-32-1, tanh, double; 256 points; residual r = u'' + u; loss ½ Σ r². Through the engine (a jet over the
// batch tape), by hand in Eigen, and in PyTorch where Debian's python3-torch is installed. All must come to the same
// loss. `ratios` measures them in turns and divides each one's time by the engine's.
#include "benchmarks/cpu_time.hpp"
#include "benchmarks/pytorch.hpp"
#include "nn/dense_network.hpp"
#include "nn/initialise.hpp"

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <vector>

namespace {

using namespace jetwork::autodiff;
using namespace jetwork::benchmarks;
using namespace jetwork::nn;

constexpr int width = 32, points = 256;
const Eigen::VectorXd times = Eigen::VectorXd::LinSpaced(points, -2, 2);

auto make_network() -> DenseNetwork<RuleActivation<tanh_rule>> {
  DenseNetwork network({1, width, width, 1}, activation<tanh_rule>());
  glorot_uniform(network, 7);
  UniformGenerator uniform(8);
  for (std::size_t l = 0; l < 3; ++l)
    for (double& b : network.biases(l)) b = uniform(-0.5, 0.5);
  return network;
}

class Engine {
public:
  static constexpr const char* name = "engine";
  Engine() : network_(make_network()), gradient(network_.parameters().size()) {
    replay_.set(t_, times);
    replay_.with_respect_to(recorded_.parameters());
  }
  auto step() -> double {
    recorded_.set(replay_, network_.parameters());
    replay_.differentiate(loss_);
    recorded_.gradient(replay_, gradient);
    return replay_.value(loss_).sum();
  }

private:
  auto residual() const -> BatchVariable {
    const auto u = recorded_(Jet<BatchVariable, 2>::variable(t_));
    return u.derivative(2) + u[0];
  }
  DenseNetwork<RuleActivation<tanh_rule>> network_;
  BatchTape tape_;
  BatchVariable t_ = tape_.input();
  RecordedNetwork<RuleActivation<tanh_rule>> recorded_ = network_.record(tape_);
  BatchVariable residual_ = residual(), loss_ = 0.5 * residual_ * residual_;
  BatchReplay replay_{tape_, points};

public:
  Eigen::VectorXd gradient;
};

/// tanh by the standard library, number by number: Eigen 3.4 has no packet of doubles for it.
struct StandardTanh {
  static constexpr const char* name = "eigen_with_standard_tanh";
  static void apply(const Eigen::Ref<const Eigen::ArrayXXd>& z, Eigen::ArrayXXd& y) {
    y = z.tanh();
  }
};
/// tanh by Eigen's vectorised exp.
struct ExpTanh {
  static constexpr const char* name = "eigen_with_vectorised_tanh";
  static void apply(const Eigen::Ref<const Eigen::ArrayXXd>& z, Eigen::ArrayXXd& y) {
    y = 1 - 2 / ((2 * z).exp() + 1);
  }
};

/// By hand: the coefficients of u, u', u''/2 side by side in one matrix of 3 × 256 columns, so that each layer is one
/// product; memory taken once.
template <class Tanh>
class ByHand {
public:
  static constexpr const char* name = Tanh::name;
  using Matrix = Eigen::MatrixXd;
  ByHand() : network_(make_network()), gradient(network_.parameters().size()) {
    x_.setZero(1, 3 * points);
    x_.leftCols(points) = times.transpose();
    x_.middleCols(points, points).setOnes();
  }
  auto step() -> double {
    const Matrix* input = &x_;
    for (std::size_t l = 0; l < 2; ++l) {
      Layer& layer = layers_[l];
      layer.z.noalias() = network_.weights(l) * *input;
      layer.z.leftCols(points).colwise() += network_.biases(l);
      const auto z0 = layer.z.leftCols(points).array(),
                 z1 = layer.z.middleCols(points, points).array(),
                 z2 = layer.z.rightCols(points).array();
      Tanh::apply(z0, layer.y0);
      layer.s = 1 - layer.y0.square();
      layer.a.resize(width, 3 * points);
      layer.a.leftCols(points) = layer.y0.matrix();
      layer.a.middleCols(points, points).array() = layer.s * z1;
      layer.a.rightCols(points).array() = layer.s * (z2 - layer.y0 * z1.square());
      input = &layer.a;
    }
    u_.noalias() = network_.weights(2) * *input;
    u_.leftCols(points).array() += network_.biases(2)[0];
    r_ = 2 * u_.rightCols(points) + u_.leftCols(points);
    adjoint_.setZero(1, 3 * points);
    adjoint_.leftCols(points) = r_;
    adjoint_.rightCols(points) = 2 * r_;
    backward(2, layers_[1].a, adjoint_);
    for (std::size_t l = 2; l-- > 0;) {
      Layer& layer = layers_[l];
      layer.a_adjoint.noalias() =
          network_.weights(l + 1).transpose() * (l == 1 ? adjoint_ : layers_[1].z_adjoint);
      layer.z_adjoint.resize(width, 3 * points);
      const auto z1 = layer.z.middleCols(points, points).array(),
                 z2 = layer.z.rightCols(points).array();
      const auto a0 = layer.a_adjoint.leftCols(points).array(),
                 a1 = layer.a_adjoint.middleCols(points, points).array(),
                 a2 = layer.a_adjoint.rightCols(points).array();
      const auto &y = layer.y0, &s = layer.s;
      layer.z_adjoint.leftCols(points).array() =
          s * (a0 - 2 * y * (z1 * a1 + z2 * a2) + (3 * y.square() - 1) * z1.square() * a2);
      layer.z_adjoint.middleCols(points, points).array() = s * (a1 - 2 * y * z1 * a2);
      layer.z_adjoint.rightCols(points).array() = s * a2;
      backward(l, l == 0 ? x_ : layers_[0].a, layer.z_adjoint);
    }
    return 0.5 * r_.squaredNorm();
  }

private:
  struct Layer {
    Matrix z, a, a_adjoint, z_adjoint;
    Eigen::ArrayXXd y0, s;
  };
  void backward(std::size_t l, const Matrix& input, const Matrix& z_adjoint) {
    const DenseLayer& layer = network_.layers()[l];
    Eigen::Map<Matrix>(gradient.data() + layer.weights, layer.outputs, layer.inputs).noalias() =
        z_adjoint * input.transpose();
    gradient.segment(layer.biases, layer.outputs) = z_adjoint.leftCols(points).rowwise().sum();
  }

  DenseNetwork<RuleActivation<tanh_rule>> network_;
  Matrix x_, u_, r_, adjoint_;
  std::array<Layer, 2> layers_;

public:
  Eigen::VectorXd gradient;
};

template <class Contender>
void one_step(benchmark::State& state) {
  Contender contender;
  for (auto _ : state) benchmark::DoNotOptimize(contender.step());
  const double loss = Engine().step();
  if (!(std::abs(contender.step() - loss) <= 1e-10 * loss)) state.SkipWithError("another loss");
  Engine engine;
  engine.step();
  if (!(contender.gradient - engine.gradient).isZero(1e-9 * engine.gradient.norm()))
    state.SkipWithError("another gradient");
}
BENCHMARK_TEMPLATE(one_step, Engine)->Name(Engine::name)->Unit(benchmark::kMicrosecond);
BENCHMARK_TEMPLATE(one_step, ByHand<ExpTanh>)->Name(ExpTanh::name)->Unit(benchmark::kMicrosecond);
BENCHMARK_TEMPLATE(one_step, ByHand<StandardTanh>)
    ->Name(StandardTanh::name)
    ->Unit(benchmark::kMicrosecond);

template <class Contender>
auto seconds(Contender& contender) -> double {
  std::vector<double> all(200);
  for (double& time : all) {
    const double begin = cpu_now();
    benchmark::DoNotOptimize(contender.step());
    time = cpu_now() - begin;
  }
  return median(all);
}

/// The seconds of PyTorch's step; 0 if it is not installed or gives another loss.
auto pytorch_seconds(double loss) -> double {
  const Eigen::VectorXd parameters = make_network().parameters();
  const auto said = pytorch("pinn_step", {parameters.begin(), parameters.end()});
  return said.size() == 2 && std::abs(said[1] - loss) <= 1e-10 * loss ? said[0] : 0;
}

void ratios(benchmark::State& state) {
  // Eigen takes memory for every product: without this, each may be given back to the system and faulted in again.
  ::mallopt(M_MMAP_THRESHOLD, 1 << 30);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
  Engine engine;
  ByHand<ExpTanh> vectorised;
  ByHand<StandardTanh> standard;
  std::vector<double> engine_times, vectorised_ratios, standard_ratios, pytorch_ratios;
  const double loss = engine.step();
  for (auto _ : state) {
    const double ours = seconds(engine);
    engine_times.push_back(ours);
    vectorised_ratios.push_back(seconds(vectorised) / seconds(engine));
    standard_ratios.push_back(seconds(standard) / seconds(engine));
    const double before = seconds(engine);
    pytorch_ratios.push_back(pytorch_seconds(loss) / std::min(before, seconds(engine)));
  }
  state.counters["engine_ms"] = 1e3 * median(engine_times);
  state.counters[ExpTanh::name] = median(vectorised_ratios);
  state.counters[StandardTanh::name] = median(standard_ratios);
  state.counters["pytorch"] = median(pytorch_ratios);
  if (median(pytorch_ratios) == 0)
    state.SetLabel("PyTorch is not installed (python3-torch), or gives another loss");
}
BENCHMARK(ratios)->Iterations(5)->Unit(benchmark::kMillisecond);

} // namespace
