// Jets and duals of batch variables against jets and duals of every sample.
#include "autodiff/batch_replay.hpp"
#include "autodiff/dual.hpp"
#include "autodiff/jet.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

namespace {

using namespace jetwork::autodiff;

void check_close(double value, double expected, double tolerance = 1e-14) {
  BOOST_TEST(std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected)),
             value << " is not " << expected << " but off by " << value - expected);
}

} // namespace

BOOST_AUTO_TEST_SUITE(batch_jet)

BOOST_AUTO_TEST_CASE(jets_over_the_batch_are_the_jets_of_every_sample) {
  const auto f = [](const auto& t, const auto& k) {
    return exp(-t * t) * sin(k * t) + pow(1 + t * t, -1.5) + hypot(t, k) + abs(t) / (2 + tanh(t))
           + atan2(t, k);
  };
  BatchTape tape;
  const BatchVariable t = tape.input(), k = tape.input();
  using BatchJet = Jet<BatchVariable, 4>;
  const BatchJet y = f(BatchJet::variable(t), BatchJet(k));
  const Dual<BatchVariable> dual = f(Dual<BatchVariable>(t, 1.0), Dual<BatchVariable>(k));
  BatchReplay replay(tape, 9);
  const Eigen::VectorXd ts = Eigen::VectorXd::LinSpaced(9, -1.0, 2.0),
                        ks = Eigen::VectorXd::LinSpaced(9, 0.5, 3.0);
  replay.set(t, ts);
  replay.set(k, ks);
  replay.forward();
  for (Eigen::Index i = 0; i < 9; ++i) {
    const auto expected = f(Jet<double, 4>::variable(ts[i]), ks[i]);
    for (int order = 0; order <= 4; ++order)
      check_close(replay.value(y[order])(0, i), expected[order]);
    check_close(replay.value(dual.tangent())(0, i), expected[1]);
  }
  // Forward over reverse: ∂(u''/2)/∂k, by a dual in k of the jet in t.
  replay.reverse(y[2]);
  using Both = Jet<Dual<double>, 2>;
  for (Eigen::Index i = 0; i < 9; ++i) {
    const Both expected = f(Both::variable(Dual<double>(ts[i])), Both(Dual<double>(ks[i], 1)));
    check_close(replay.adjoint(k)(0, i), expected[2].tangent(), 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(a_function_of_a_jet_is_one_operation) {
  // All coefficients move with k, and one of them is a constant; against jets of duals in k.
  const auto f = [](const auto& x) { return tanh(x) + softplus(x) * sqrt(x); };
  constexpr int samples = 77; // three blocks of them with the 40 rows below
  BatchTape tape;
  const BatchVariable k = tape.input(), many = tape.input(40);
  using BatchJet = Jet<BatchVariable, 3>;
  const BatchJet x(std::array<BatchVariable, 4>{k * k, sin(k), 0.7, k});
  const BatchJet y = f(x);
  const BatchVariable sum_of_all = y[0] + 2 * y[1] + 3 * y[2] + 5 * y[3] + sum(many);
  const std::size_t before = tape.nodes().size();
  (void)exp(x);
  BOOST_TEST(tape.nodes().size() == before + 5); // and four views
  BatchReplay replay(tape, samples);
  const Eigen::VectorXd ks = Eigen::VectorXd::LinSpaced(samples, 0.3, 2.0);
  replay.set(k, ks);
  replay.set(many, 0.0);
  replay.set_tangent(k, -1.0);
  replay.differentiate(sum_of_all);
  replay.forward_tangent();
  using D = Dual<double>;
  for (Eigen::Index i = 0; i < samples; ++i) {
    const D at(ks[i], 1);
    const auto expected = f(Jet<D, 3>(std::array<D, 4>{at * at, sin(at), 0.7, at}));
    const D total = expected[0] + 2 * expected[1] + 3 * expected[2] + 5 * expected[3];
    for (int n = 0; n <= 3; ++n) check_close(replay.value(y[n])(0, i), expected[n].value());
    check_close(replay.adjoint(k)(0, i), total.tangent(), 1e-13);
    check_close(replay.tangent(sum_of_all)(0, i), -total.tangent(), 1e-13);
  }
}

BOOST_AUTO_TEST_SUITE_END()
