// The batch tape: recorded programs against closed forms, multiprecision differences, and misuse.
#include "autodiff/batch_replay.hpp"
#include "autodiff/dual.hpp"
#include "autodiff/jet.hpp"
#include "tests/autodiff/reference_functions.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <new>
#include <thread>

namespace {
std::size_t allocations = 0;
} // namespace

// Every allocation of this test program is counted.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto unit = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(unit, (size + unit - 1) / unit * unit)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace {

using namespace jetwork::autodiff;
const Precise step("1e-15");
auto slope(const PreciseFunction& f, double x) -> double {
  return static_cast<double>((f(Precise(x) + step) - f(Precise(x) - step)) / (2 * step));
}

void check_close(double value, double expected, double tolerance = 1e-14) {
  BOOST_TEST(std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected)),
             value << " is not " << expected << " but off by " << value - expected);
}

template <class X>
concept UsableAsBool = requires(X x) {
  x ? 1 : 0;
};
static_assert(!UsableAsBool<BatchMask>);
static_assert(Active<BatchVariable>);
static_assert(std::is_trivially_copyable_v<BatchVariable>);

} // namespace

BOOST_AUTO_TEST_SUITE(batch)

BOOST_AUTO_TEST_CASE(every_rule_of_the_table_is_an_operation_of_the_tape) {
  for_each_unary_rule([&]<class Rule>(Rule) {
    BOOST_TEST_CONTEXT(Rule::name) {
      BOOST_TEST_REQUIRE(references().contains(Rule::name));
      const Reference& reference = references().at(Rule::name);
      const auto count = static_cast<int>(reference.points.size());
      BatchTape tape;
      const BatchVariable x = tape.input();
      const BatchVariable y = apply_rule<Rule>(x);
      BatchReplay replay(tape, count);
      replay.set(x, Eigen::Map<const Eigen::VectorXd>(reference.points.data(), count));
      replay.forward();
      replay.reverse(y);
      for (int i = 0; i < count; ++i) {
        const double point = reference.points[static_cast<std::size_t>(i)];
        check_close(replay.value(y)(0, i), static_cast<double>(reference.f(point)));
        check_close(replay.adjoint(x)(0, i), slope(reference.f, point), 4e-14);
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(every_rule_of_two_arguments_with_variables_and_constants) {
  const Eigen::VectorXd left = Eigen::VectorXd::LinSpaced(13, 0.21, 3.13);
  const Eigen::VectorXd right = Eigen::VectorXd::LinSpaced(13, 2.69, 0.43);
  const auto check = [&]<class Rule>(Rule) {
    BOOST_TEST_CONTEXT(Rule::name) {
      BOOST_TEST_REQUIRE(binary_references().contains(Rule::name));
      const auto& f = binary_references().at(Rule::name).f;
      BatchTape tape;
      const BatchVariable x = tape.input(), y = tape.input();
      const BatchVariable both = apply_rule<Rule>(x, y);
      const BatchVariable constant_right = apply_rule<Rule>(x, 1.7);
      const BatchVariable constant_left = apply_rule<Rule>(0.6, y);
      BatchReplay replay(tape, 13);
      replay.set(x, left);
      replay.set(y, right);
      replay.forward();
      const auto by_left = [&](Eigen::Index i, double b) {
        return slope([&](const Precise& a) { return f(a, b); }, left[i]);
      };
      const auto by_right = [&](Eigen::Index i, double a) {
        return slope([&](const Precise& b) { return f(a, b); }, right[i]);
      };
      for (Eigen::Index i = 0; i < 13; ++i) {
        check_close(replay.value(both)(0, i), static_cast<double>(f(left[i], right[i])));
        check_close(replay.value(constant_right)(0, i), static_cast<double>(f(left[i], 1.7)));
        check_close(replay.value(constant_left)(0, i), static_cast<double>(f(0.6, right[i])));
        replay.reverse(both);
        check_close(replay.adjoint(x)(0, i), by_left(i, right[i]));
        check_close(replay.adjoint(y)(0, i), by_right(i, left[i]));
        replay.reverse(constant_right);
        check_close(replay.adjoint(x)(0, i), by_left(i, 1.7));
        check_close(replay.adjoint(y)(0, i), 0.0);
        replay.reverse(constant_left);
        check_close(replay.adjoint(x)(0, i), 0.0);
        check_close(replay.adjoint(y)(0, i), by_right(i, 0.6));
      }
    }
  };
  for_each_binary_rule(check);
  check(add_rule{});
  check(subtract_rule{});
  check(multiply_rule{});
  check(divide_rule{});
}

BOOST_AUTO_TEST_CASE(every_rule_of_three_arguments_with_variables_and_constants) {
  for_each_ternary_rule([&]<class Rule>(Rule) {
    const auto& [f, points, floor] = ternary_references().at(Rule::name);
    BatchTape tape;
    const BatchVariable x = tape.input(), y = tape.input(), z = tape.input();
    const BatchVariable all = apply_rule<Rule>(x, y, z), constant = apply_rule<Rule>(0.65, y, 2);
    BatchReplay replay(tape, 1);
    for (const auto& [a, b, c] : points) {
      replay.set(x, Eigen::VectorXd::Constant(1, a));
      replay.set(y, Eigen::VectorXd::Constant(1, b));
      replay.set(z, Eigen::VectorXd::Constant(1, c));
      replay.forward();
      replay.reverse(all);
      const auto at = [&, a = a, b = b, c = c](const Precise& r, const Precise& s,
                                               const Precise& t) { return f(a + r, b + s, c + t); };
      check_close(replay.value(all)(0, 0), static_cast<double>(f(a, b, c)));
      check_close(replay.adjoint(x)(0, 0),
                  slope([&](const Precise& r) { return at(r, 0, 0); }, 0.0));
      check_close(replay.adjoint(y)(0, 0),
                  slope([&](const Precise& s) { return at(0, s, 0); }, 0.0));
      check_close(replay.adjoint(z)(0, 0),
                  slope([&](const Precise& t) { return at(0, 0, t); }, 0.0));
      replay.reverse(constant);
      check_close(replay.value(constant)(0, 0), static_cast<double>(f(0.65, b, 2)));
      check_close(replay.adjoint(y)(0, 0),
                  slope([&](const Precise& s) { return f(0.65, s, 2); }, b));
    }
  });
}

BOOST_AUTO_TEST_CASE(constant_powers_are_right_at_and_away_from_zero) {
  BatchTape tape;
  const BatchVariable x = tape.input();
  std::vector<BatchVariable> powers;
  for (int half = -8; half <= 8; ++half) powers.push_back(pow(x, half / 2.0));
  powers.push_back(pow(x, 2.3));
  BatchReplay replay(tape, 2);
  replay.set(x, Eigen::Vector2d(1.3, 0));
  replay.forward();
  for (std::size_t k = 0; k < powers.size(); ++k) {
    const double c = k == 17 ? 2.3 : static_cast<double>(k) / 2 - 4;
    if (powers[k].is_constant()) {
      BOOST_TEST(c == 0.0);
      BOOST_TEST(powers[k].constant() == 1.0);
      continue;
    }
    check_close(replay.value(powers[k])(0, 0), std::pow(1.3, c));
    BOOST_TEST(replay.value(powers[k])(0, 1) == std::pow(0.0, c));
    replay.reverse(powers[k]);
    check_close(replay.adjoint(x)(0, 0), c * std::pow(1.3, c - 1));
    if (c > 0) BOOST_TEST(replay.adjoint(x)(0, 1) == c * std::pow(0.0, c - 1));
  }
}

BOOST_AUTO_TEST_CASE(a_zero_adjoint_wins_over_an_infinite_slope) {
  BatchTape tape;
  const BatchVariable x = tape.input(), y = tape.input();
  const BatchVariable root = sqrt(x * x);
  const BatchVariable other = select(x > 0, sqrt(x) * y, y);
  BatchReplay replay(tape, 3);
  replay.set(x, Eigen::Vector3d(0, -2, 4));
  replay.set(y, 1.0);
  replay.forward();
  replay.reverse(root);
  BOOST_TEST(replay.adjoint(x)(0, 0) == 0.0);
  BOOST_TEST(replay.adjoint(x)(0, 1) == -1.0);
  replay.reverse(other);
  BOOST_TEST(replay.adjoint(x)(0, 0) == 0.0);
  BOOST_TEST(replay.adjoint(x)(0, 1) == 0.0); // NaN in the branch not taken
  BOOST_TEST(replay.adjoint(x)(0, 2) == 0.25);
}

BOOST_AUTO_TEST_CASE(each_sample_takes_its_own_branch_on_every_replay) {
  BatchTape tape;
  const BatchVariable x = tape.input();
  const auto f = [](const auto& a) {
    return select((a > 1) & (a != 3), a * a, select(a <= 0, -a, decltype(+a)(7)));
  };
  const BatchVariable y = f(x);
  const BatchVariable step_function = select(x < 0, BatchVariable(-1), BatchVariable(1));
  BatchReplay replay(tape, 5);
  for (const double shift : {0.0, 1.0, -2.5}) {
    Eigen::VectorXd points(5);
    points << -1, 0.5, 2, 3, 4;
    points.array() += shift;
    replay.set(x, points);
    replay.forward();
    replay.reverse(y);
    for (Eigen::Index i = 0; i < 5; ++i) {
      const double a = points[i];
      const bool square = a > 1 && a != 3;
      BOOST_TEST(replay.value(y)(0, i) == (square ? a * a : a <= 0 ? -a : 7));
      BOOST_TEST(replay.adjoint(x)(0, i) == (square ? 2 * a : a <= 0 ? -1 : 0));
      BOOST_TEST(replay.value(step_function)(0, i) == (a < 0 ? -1 : 1));
    }
  }
}

BOOST_AUTO_TEST_CASE(dense_layers_gradients_and_jacobians_agree_with_matrix_calculus) {
  constexpr int samples = 11;
  BatchTape tape;
  const BatchVariable x = tape.input(3);
  const BatchParameter w = tape.parameter(7, 3), b = tape.parameter(7), v = tape.parameter(1, 7);
  const BatchVariable y = v * sin(affine(w, x, b));
  BatchReplay replay(tape, samples);
  std::srand(5);
  const Eigen::MatrixXd xs = Eigen::MatrixXd::Random(3, samples),
                        ws = Eigen::MatrixXd::Random(7, 3);
  const Eigen::VectorXd bs = Eigen::VectorXd::Random(7);
  const Eigen::RowVectorXd vs = Eigen::RowVectorXd::Random(7);
  replay.set(x, xs);
  replay.set(w, ws);
  replay.set(b, bs);
  replay.set(v, vs);
  replay.forward();

  const Eigen::MatrixXd z = (ws * xs).colwise() + bs;
  const Eigen::MatrixXd a = z.array().sin(),
                        delta = vs.transpose().asDiagonal() * z.array().cos().matrix();
  BOOST_TEST((replay.value(y) - vs * a).norm() < 1e-14);
  replay.reverse(y);
  BOOST_TEST((replay.gradient(v) - a.rowwise().sum().transpose()).norm() < 1e-13);
  BOOST_TEST((replay.gradient(b) - delta.rowwise().sum()).norm() < 1e-13);
  BOOST_TEST((replay.gradient(w) - delta * xs.transpose()).norm() < 1e-13);
  BOOST_TEST((replay.adjoint(x) - ws.transpose() * delta).norm() < 1e-13);

  const auto jacobian = replay.jacobian(y, {b, v, w});
  BOOST_TEST_REQUIRE(jacobian.rows() == samples);
  BOOST_TEST_REQUIRE(jacobian.cols() == 7 + 7 + 21);
  BOOST_TEST((jacobian.leftCols(7) - delta.transpose()).norm() < 1e-14);
  BOOST_TEST((jacobian.middleCols(7, 7) - a.transpose()).norm() < 1e-14);
  for (Eigen::Index n = 0; n < samples; ++n) {
    const Eigen::MatrixXd by_w = delta.col(n) * xs.col(n).transpose();
    BOOST_TEST((jacobian.row(n).tail(21) - by_w.reshaped().transpose()).norm() < 1e-14);
  }
  replay.reverse(y); // the gradients are in place again
  BOOST_TEST((replay.gradient(w) - delta * xs.transpose()).norm() < 1e-13);
}

BOOST_AUTO_TEST_CASE(rows_stacks_and_sums) {
  BatchTape tape;
  const BatchVariable x = tape.input(4);
  const BatchVariable middle = rows(x, 1, 2);
  const BatchVariable y = stack({row(middle, 1) * row(x, 0), middle, 5.0});
  const BatchVariable total = sum(y * y);
  BatchReplay replay(tape, 2);
  Eigen::MatrixXd xs(4, 2);
  xs << 1, 2, 3, 4, 5, 6, 7, 8;
  replay.set(x, xs);
  replay.forward();
  Eigen::MatrixXd expected(4, 2);
  expected << 5, 12, 3, 4, 5, 6, 5, 5;
  BOOST_TEST((replay.value(y) - expected).norm() == 0.0);
  replay.reverse(total);
  Eigen::MatrixXd adjoint(4, 2); // total = (x2·x0)² + x1² + x2² + 25
  adjoint << 2 * 5 * 5, 2 * 12 * 6, 6, 8, 2 * 5 * 1 + 10, 2 * 12 * 2 + 12, 0, 0;
  BOOST_TEST((replay.adjoint(x) - adjoint).norm() == 0.0);
}

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

BOOST_AUTO_TEST_CASE(recording_simplifies_and_repeats_nothing) {
  BatchTape tape;
  const BatchVariable x = tape.input(), y = tape.input();
  const std::size_t before = tape.nodes().size();
  BOOST_TEST(((1 * x).index() == x.index() && (x + 0).index() == x.index()
              && (x / 1).index() == x.index()));
  BOOST_TEST((0 * x).is_constant(0));
  BOOST_TEST(chain(sqrt(x), BatchVariable()).is_constant(0));
  BOOST_TEST((BatchVariable(2) * 3).is_constant(6));
  BOOST_TEST(tape.nodes().size() == before + 1); // the root alone
  const BatchVariable product = x * y;
  BOOST_TEST((y * x).index() == product.index());
  BOOST_TEST(exp(x * y).index() == exp(y * x).index());
  BatchVariable shared = x; // a chain of shared sub-expressions is linear in its length
  const std::size_t start = tape.nodes().size();
  for (int i = 0; i < 20; ++i) shared = shared * shared / 2 + shared / 4;
  BOOST_TEST(tape.nodes().size() - start <= 80u);
}

BOOST_AUTO_TEST_CASE(a_replay_allocates_nothing) {
  BatchTape tape;
  const BatchVariable x = tape.input(2);
  const BatchParameter w = tape.parameter(20, 2), v = tape.parameter(1, 20);
  const BatchVariable y = v * tanh(w * x);
  const BatchVariable z = select(y > 0, y, exp(y)) * row(x, 0);
  BatchReplay replay(tape, 64);
  const Eigen::MatrixXd xs = Eigen::MatrixXd::Random(2, 64), ws = Eigen::MatrixXd::Random(20, 2);
  replay.set(v, Eigen::RowVectorXd::Random(20));
  const auto run = [&] {
    replay.set(x, xs);
    replay.set(w, ws);
    replay.forward();
    replay.reverse(z);
    return replay.adjoint(x)(0, 0) + replay.gradient(w)(0, 0) + replay.jacobian(z, {w, v})(0, 0);
  };
  const double first = run();
  const std::size_t before = allocations;
  const double second = run();
  BOOST_TEST(allocations == before);
  BOOST_TEST(first == second);
}

BOOST_AUTO_TEST_CASE(sweeps_repeat_and_leave_out_what_is_not_asked_for) {
  BatchTape tape;
  const BatchVariable x = tape.input(), y = tape.input();
  const BatchParameter k = tape.parameter(1);
  const BatchVariable u = x * y;
  const BatchVariable z = sin(u) * per_sample(k) + x;
  BatchReplay replay(tape, 3);
  replay.set(x, Eigen::Vector3d(1, 2, 3));
  replay.set(y, Eigen::Vector3d(0.1, 0.2, 0.3));
  replay.set(k, 2.0);
  replay.forward();
  for (int repeat = 0; repeat < 2; ++repeat) {
    replay.reverse(z);
    check_close(replay.adjoint(x)(0, 1), std::cos(0.4) * 2 * 0.2 + 1);
    check_close(replay.gradient(k)(0, 0), std::sin(0.1) + std::sin(0.4) + std::sin(0.9));
  }
  replay.with_respect_to({u});
  replay.reverse(z);
  check_close(replay.adjoint(u)(0, 2), 2 * std::cos(0.9));
  BOOST_CHECK_THROW(replay.adjoint(x), std::logic_error);
  BOOST_CHECK_THROW(replay.gradient(k), std::logic_error);
  replay.reverse(z, Eigen::RowVector3d(0, 0, 5));
  check_close(replay.adjoint(u)(0, 2), 10 * std::cos(0.9));
  BOOST_TEST(replay.adjoint(u)(0, 1) == 0.0);
}

BOOST_AUTO_TEST_CASE(misuse_is_an_exception_that_says_what_to_do) {
  const auto says = [](const char* words) {
    return [=](const std::exception& error) {
      return std::string(error.what()).find(words) != std::string::npos;
    };
  };
  using std::invalid_argument, std::logic_error;
  BatchTape tape, other;
  const BatchVariable x = tape.input(), pair = tape.input(2), stranger = other.input();
  const BatchParameter w = tape.parameter(3, 2);
  const BatchVariable y = sum(w * pair) + x;
  BOOST_CHECK_EXCEPTION(x + stranger, invalid_argument, says("different batch tapes"));
  BOOST_CHECK_EXCEPTION(select(x > stranger, x, x), invalid_argument,
                        says("different batch tapes"));
  BOOST_CHECK_EXCEPTION(x + pair, invalid_argument, says("1 and 2 rows"));
  BOOST_CHECK_EXCEPTION(w * x, invalid_argument, says("2 columns meet a variable of 1 rows"));
  BOOST_CHECK_EXCEPTION(row(pair, 2), invalid_argument, says("2 rows"));
  BOOST_CHECK_EXCEPTION(per_sample(w), invalid_argument, says("column"));
  BOOST_CHECK_EXCEPTION(per_sample(BatchParameter()), invalid_argument, says("tape.parameter"));
  BOOST_CHECK_EXCEPTION(tape.input(0), invalid_argument, says("at least one row"));

  BatchReplay replay(tape, 4);
  const BatchVariable late = x * 7;
  BOOST_CHECK_EXCEPTION(replay.forward(), logic_error, says("set"));
  replay.set(x, 1.0);
  replay.set(w, Eigen::MatrixXd::Ones(3, 2));
  BOOST_CHECK_EXCEPTION(
      replay.forward(), logic_error,
      says("1 inputs or parameters have no numbers; the first is the input of 2 rows"));
  replay.set(pair, 1.0);
  BOOST_CHECK_EXCEPTION(replay.reverse(y), logic_error, says("forward()"));
  BOOST_CHECK_EXCEPTION(replay.value(y), logic_error, says("forward()"));
  replay.forward();
  BOOST_CHECK_EXCEPTION(replay.adjoint(x), logic_error, says("reverse(output)"));
  replay.reverse(y);
  BOOST_TEST(replay.value(y)(0, 0) == 7.0);
  BOOST_TEST(replay.adjoint(pair)(1, 3) == 3.0);
  replay.set(x, 2.0);
  BOOST_CHECK_EXCEPTION(replay.reverse(y), logic_error, says("forward()"));
  BOOST_CHECK_EXCEPTION(replay.adjoint(x), logic_error, says("reverse(output)"));
  BOOST_CHECK_EXCEPTION(replay.jacobian(y, {w}), logic_error, says("forward()"));
  replay.forward();
  BOOST_CHECK_EXCEPTION(replay.reverse(pair), invalid_argument, says("several rows"));
  BOOST_CHECK_EXCEPTION(replay.set(pair, Eigen::MatrixXd(2, 3)), invalid_argument, says("2 x 4"));
  BOOST_CHECK_EXCEPTION(replay.set(w, Eigen::MatrixXd(2, 3)), invalid_argument, says("3 x 2"));
  BOOST_CHECK_EXCEPTION(replay.set(y, 1.0), invalid_argument, says("tape.input"));
  BOOST_CHECK_EXCEPTION(replay.value(stranger), invalid_argument, says("another batch tape"));
  BOOST_CHECK_EXCEPTION(replay.value(late), invalid_argument, says("record everything first"));
  BOOST_CHECK_EXCEPTION(replay.value(3.0), invalid_argument, says("constant"));
  BOOST_CHECK_EXCEPTION(BatchReplay(tape, 0), invalid_argument, says("column"));
}

BOOST_AUTO_TEST_CASE(replays_of_one_tape_are_independent) {
  BatchTape tape;
  const BatchVariable x = tape.input();
  const BatchVariable y = exp(sin(x));
  const auto work = [&](double at, double& result) {
    BatchReplay replay(tape, 8);
    for (int i = 0; i < 500; ++i) {
      replay.set(x, at);
      replay.forward();
      replay.reverse(y);
    }
    result = replay.adjoint(x)(0, 7);
  };
  double first = 0, second = 0;
  std::thread thread([&] { work(0.5, first); });
  work(1.5, second);
  thread.join();
  check_close(first, std::exp(std::sin(0.5)) * std::cos(0.5));
  check_close(second, std::exp(std::sin(1.5)) * std::cos(1.5));
}

BOOST_AUTO_TEST_SUITE_END()
