// Jets and duals of batch variables against jets and duals of every sample.
#include "autodiff/batch.hpp"
#include "autodiff/dual.hpp"
#include "autodiff/jet.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <vector>

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
  constexpr int samples = 77; // three blocks of them with the 80 rows below
  BatchTape tape;
  const BatchVariable k = tape.input(), many = tape.input(80);
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

BOOST_AUTO_TEST_CASE(adjoints_of_coefficients_begin_at_zero_whichever_of_them_are_used) {
  // Sweeps from several outputs in turn: all coefficients used, one alone, one of them by rows, and one by a stack.
  const auto jet = [](const auto& x, const auto& slope) {
    using J = std::remove_cvref_t<decltype(x)>;
    return tanh(x * J(slope) + 0.3);
  };
  const auto output = [](int which, const auto& y) {
    switch (which) {
    case 0: return y[0] * y[1] + y[2];
    case 1: return 3 * y[1];
    case 2: return y[2] * y[2] + y[0];
    default: return y[0] + y[1] * y[1] * y[2] + y[2];
    }
  };
  constexpr int samples = 20;
  const Eigen::Vector3d slopes(0.5, -1.2, 0.8);
  for (const int columns : {samples, 1}) {
    BatchTape tape;
    const BatchVariable t = tape.input(), rows_of = tape.input(3);
    using BatchJet = Jet<BatchVariable, 2>;
    const BatchJet y = jet(BatchJet::variable(t), rows_of);
    std::vector<BatchVariable> outputs;
    for (int which = 0; which < 4; ++which) outputs.push_back(sum(output(which, y)));
    outputs.push_back(row(y[0], 1) * sum(y[2]) + sum(row(y[1], 2) * y[1]));
    outputs.push_back(squared_norm(stack({y[1], y[2]})) + row(stack({y[0], y[2]}), 4));
    BatchReplay replay(tape, columns);
    const Eigen::VectorXd ts = Eigen::VectorXd::LinSpaced(columns, -0.9, 1.0);
    replay.set(t, ts);
    replay.set(rows_of, slopes.replicate(1, columns));
    replay.forward();
    for (const std::size_t which : {0U, 1U, 5U, 2U, 4U, 3U, 1U, 0U, 4U, 5U}) {
      replay.reverse(outputs[which]);
      for (Eigen::Index n = 0; n < columns; ++n) {
        using D = Dual<double>;
        std::array<Jet<D, 2>, 3> of;
        for (std::size_t i = 0; i < 3; ++i)
          of[i] = jet(Jet<D, 2>::variable(D(ts[n], 1)), D(slopes[static_cast<Eigen::Index>(i)]));
        D expected = 0;
        if (which < 4) {
          for (const auto& each : of) expected += output(static_cast<int>(which), each);
        } else if (which == 4) {
          for (const auto& each : of) expected += of[1][0] * each[2] + of[2][1] * each[1];
        } else {
          for (const auto& each : of) expected += each[1] * each[1] + each[2] * each[2];
          expected += of[1][2];
        }
        check_close(replay.adjoint(t)(0, n), expected.tangent(), 1e-13);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
