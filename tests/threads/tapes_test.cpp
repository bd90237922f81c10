// Two threads with two tapes, and two replays of one tape on two threads. `scripts/test sanitize-parts` runs this under
// ThreadSanitizer.
#include "autodiff/batch.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <thread>
#include <vector>

namespace {

using namespace jetwork::autodiff;

constexpr int repeats = 300;

/// Runs work(0), work(1), … each on a thread of its own.
template <class Work>
void on_threads(int count, Work work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back([=] { work(i); });
  for (std::thread& thread : threads) thread.join();
}

} // namespace

BOOST_AUTO_TEST_SUITE(threads)

BOOST_AUTO_TEST_CASE(batch_tapes_of_different_threads_are_independent) {
  std::array<double, 3> derivative{};
  on_threads(3, [&](int i) {
    for (int repeat = 0; repeat < repeats / 10; ++repeat) {
      BatchTape tape;
      const BatchVariable x = tape.input(2);
      const BatchVariable y = sum(exp(sin(x)) * (i + 1));
      BatchReplay replay(tape, 70);
      replay.set(x, 0.5);
      replay.forward();
      replay.reverse(y);
      derivative[static_cast<std::size_t>(i)] = replay.adjoint(x)(1, 69);
    }
  });
  for (std::size_t i = 0; i < 3; ++i)
    BOOST_TEST(std::abs(derivative[i]
                        - (static_cast<double>(i) + 1) * std::exp(std::sin(0.5)) * std::cos(0.5))
               < 1e-14);
}

BOOST_AUTO_TEST_CASE(batch_replays_of_one_tape_are_independent) {
  BatchTape tape;
  const BatchVariable x = tape.input();
  const BatchParameter w = tape.parameter(3, 1), v = tape.parameter(1, 3);
  const BatchVariable y = v * tanh(w * x);
  std::array<double, 3> derivative{}, tangent{};
  on_threads(3, [&](int i) {
    BatchReplay replay(tape, 100);
    replay.set(w, Eigen::Vector3d::Constant(0.5));
    replay.set(v, Eigen::RowVector3d::Ones());
    replay.set_tangent(x, 1.0);
    for (int repeat = 0; repeat < repeats; ++repeat) {
      replay.set(x, i);
      replay.differentiate(y);
      replay.forward_tangent();
    }
    derivative[static_cast<std::size_t>(i)] = replay.adjoint(x)(0, 99);
    tangent[static_cast<std::size_t>(i)] = replay.tangent(y)(0, 7);
  });
  for (std::size_t i = 0; i < 3; ++i) {
    const double cosh = std::cosh(0.5 * static_cast<double>(i));
    BOOST_TEST(std::abs(derivative[i] - 1.5 / (cosh * cosh)) < 1e-14);
    BOOST_TEST(std::abs(tangent[i] - 1.5 / (cosh * cosh)) < 1e-14);
  }
}

BOOST_AUTO_TEST_SUITE_END()
