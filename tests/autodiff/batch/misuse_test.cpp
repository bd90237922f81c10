// The batch tape misused: every mistake is an exception that says what to do.
#include "autodiff/batch.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace jetwork::autodiff;

auto says(const char* words) {
  return [=](const std::exception& error) {
    return std::string(error.what()).find(words) != std::string::npos;
  };
}

} // namespace

BOOST_AUTO_TEST_SUITE(batch_misuse)

BOOST_AUTO_TEST_CASE(misuse_is_an_exception_that_says_what_to_do) {
  using std::invalid_argument, std::logic_error;
  BatchTape tape, other;
  const BatchVariable x = tape.input(), pair = tape.input(2), stranger = other.input();
  const BatchParameter w = tape.parameter(3, 2);
  const BatchVariable y = sum(w * pair) + x;
  BOOST_CHECK_EXCEPTION(x + stranger, invalid_argument, says("different batch tapes"));
  BOOST_CHECK_EXCEPTION(select(x > stranger, x, x), invalid_argument,
                        says("different batch tapes"));
  BOOST_CHECK_EXCEPTION(pair + w * pair, invalid_argument, says("2 and 3 rows"));
  BOOST_CHECK_EXCEPTION(w * x, invalid_argument, says("2 columns meet a variable of 1 rows"));
  BOOST_CHECK_EXCEPTION(row(pair, 2), invalid_argument, says("2 rows"));
  BOOST_CHECK_EXCEPTION(broadcast(w), invalid_argument, says("column"));
  BOOST_CHECK_EXCEPTION(broadcast(BatchParameter()), invalid_argument, says("tape.parameter"));
  BOOST_CHECK_EXCEPTION(tape.input(0), invalid_argument, says("at least one row"));

  BatchReplay replay(tape, 4);
  const BatchVariable late = x * 7;
  BOOST_CHECK_EXCEPTION(replay.forward(), logic_error, says("set"));
  BOOST_CHECK_EXCEPTION(replay.value(x), logic_error, says("give it numbers by set"));
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
  BOOST_CHECK_EXCEPTION(replay.jacobian(y, {w, w}), invalid_argument, says("twice"));
  BOOST_CHECK_EXCEPTION(replay.gradient(x), logic_error, says("reverse(output)"));
  replay.reverse(y);
  BOOST_CHECK_EXCEPTION(replay.gradient(x), invalid_argument, says("adjoint(x)"));

  BOOST_CHECK_EXCEPTION(replay.tangent(y), logic_error, says("forward_tangent()"));
  BOOST_CHECK_EXCEPTION(replay.set_tangent(y, 1.0), invalid_argument, says("tape.input"));
  replay.set_tangent(x, 1.0);
  replay.forward_tangent();
  BOOST_TEST(replay.tangent(y)(0, 0) == 1.0);
  replay.set(x, 3.0);
  BOOST_CHECK_EXCEPTION(replay.tangent(y), logic_error, says("forward_tangent()"));
  BOOST_CHECK_EXCEPTION(replay.forward_tangent(), logic_error, says("forward()"));
  replay.compute_only({x});
  replay.forward();
  BOOST_CHECK_EXCEPTION(replay.value(y), logic_error, says("compute_only"));
  BOOST_CHECK_EXCEPTION(replay.reverse(y), logic_error, says("compute_only"));
  BOOST_CHECK_EXCEPTION(replay.differentiate(y), logic_error, says("compute_only"));
}

BOOST_AUTO_TEST_CASE(a_variable_that_outlives_its_tape_is_noticed) {
  auto tape = std::make_unique<BatchTape>();
  const BatchVariable x = tape->input(2);
  const BatchParameter w = tape->parameter(1, 2);
  const BatchVariable y = w * (x * x);
  BatchReplay replay(*tape, 3);
  tape.reset();
  BatchTape next; // perhaps in the same memory
  const BatchVariable z = next.input(2);
  for (const auto& record : {+[](const BatchVariable& a) { return a * a; },
                             +[](const BatchVariable& a) { return exp(a); },
                             +[](const BatchVariable& a) { return rows(a, 0, 1); },
                             +[](const BatchVariable& a) { return sum(a); },
                             +[](const BatchVariable& a) { return select(a > 0, a, 1.0); },
                             +[](const BatchVariable& a) { return stack({a, 2.0}); }})
    BOOST_CHECK_EXCEPTION(record(x), std::invalid_argument, says("no longer exists"));
  BOOST_CHECK_EXCEPTION(w * x, std::invalid_argument, says("no longer exists"));
  BOOST_CHECK_EXCEPTION(w * BatchVariable(2), std::invalid_argument, says("no longer exists"));
  const BatchParameter lost = [] { return BatchTape().parameter(2); }();
  BOOST_CHECK_EXCEPTION(broadcast(lost), std::invalid_argument, says("no longer exists"));
  BOOST_CHECK_THROW(x + z, std::invalid_argument);
  BOOST_TEST(x.rows() == 2);
  // The replay has all it needs.
  replay.set(x, Eigen::MatrixXd::Constant(2, 3, 3));
  replay.set(w, Eigen::RowVector2d(1, 2));
  replay.differentiate(y);
  BOOST_TEST(replay.value(y)(0, 2) == 27.0);
  BOOST_TEST(replay.adjoint(x)(1, 2) == 12.0);
  BOOST_CHECK_EXCEPTION(replay.value(z), std::invalid_argument, says("another batch tape"));
}

BOOST_AUTO_TEST_CASE(variables_go_along_with_a_tape_that_is_moved) {
  BatchTape tape;
  const BatchVariable x = tape.input(2);
  const BatchParameter w = tape.parameter(1, 2);
  std::vector<BatchTape> tapes;
  for (int i = 0; i < 3; ++i) tapes.emplace_back(); // and moves them about
  tapes.push_back(std::move(tape));
  const BatchVariable y = w * (x * x);
  const auto slope = [&](BatchTape& on) {
    BatchReplay replay(on, 2);
    replay.set(x, 3.0);
    replay.set(w, 2.0);
    replay.differentiate(y);
    return replay.adjoint(x)(1, 0);
  };
  BOOST_TEST(slope(tapes.back()) == 12.0);
  BOOST_TEST(tape.nodes().empty()); // NOLINT(bugprone-use-after-move): what is tested
  BOOST_CHECK_EXCEPTION(slope(tape), std::invalid_argument, says("another batch tape"));
  const BatchVariable fresh = tape.input(2); // it may be used again
  BOOST_CHECK_EXCEPTION(fresh + x, std::invalid_argument, says("different batch tapes"));
  tape = std::move(tapes.back()); // what was on it is gone
  tapes.clear();
  BOOST_TEST(slope(tape) == 12.0);
  BOOST_CHECK_EXCEPTION(fresh * 2, std::invalid_argument, says("no longer exists"));
}

BOOST_AUTO_TEST_CASE(what_is_not_computed_needs_no_numbers) {
  BatchTape tape;
  const BatchVariable x = tape.input(), y = tape.input();
  const BatchVariable z = x * 2, other = y * 3;
  BatchReplay replay(tape, 2);
  replay.set(x, 4.0);
  BOOST_CHECK_EXCEPTION(replay.forward(), std::logic_error, says("have no numbers"));
  replay.compute_only({z});
  replay.forward();
  BOOST_TEST(replay.value(z)(0, 1) == 8.0);
  replay.compute_only({z, other});
  BOOST_CHECK_EXCEPTION(replay.forward(), std::logic_error, says("1 inputs or parameters have"));
}

BOOST_AUTO_TEST_CASE(numbers_may_come_as_any_expression) {
  BatchTape tape;
  const BatchVariable x = tape.input(2);
  const BatchParameter w = tape.parameter(2, 2);
  const BatchVariable y = w * x;
  BatchReplay replay(tape, 3);
  const Eigen::Matrix2d A{{1, 2}, {3, 4}};
  const Eigen::Matrix<double, 2, 3> X{{1, 0, 2}, {0, 1, 1}};
  replay.set(w, A.array());
  replay.set(x, A * X);
  replay.forward();
  replay.reverse(y, A * X); // a product has no entries before it is computed
  BOOST_TEST((replay.value(y) == A * A * X));
  BOOST_TEST((replay.adjoint(x) == A.transpose() * A * X));
  replay.set(w, 2.0); // every entry
  replay.forward();
  BOOST_TEST((replay.value(y) == Eigen::Matrix2d::Constant(2) * A * X));
}

BOOST_AUTO_TEST_CASE(what_is_not_a_number_is_no_error) {
  BatchTape tape;
  const BatchVariable x = tape.input();
  const BatchVariable y = x * x;
  BatchReplay replay(tape, 2);
  replay.set(x, Eigen::Vector2d(std::numeric_limits<double>::quiet_NaN(), 3));
  replay.differentiate(y);
  BOOST_TEST(std::isnan(replay.value(y)(0, 0)));
  BOOST_TEST(std::isnan(replay.adjoint(x)(0, 0)));
  BOOST_TEST(replay.adjoint(x)(0, 1) == 6.0);
}

BOOST_AUTO_TEST_SUITE_END()
