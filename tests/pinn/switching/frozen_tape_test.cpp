// Switches that are told their sides: what is recorded of them, and their values on either side.
#include "autodiff/batch.hpp"
#include "pinn/switching/frozen_tape.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace jetwork;
using namespace jetwork::pinn;
namespace data = boost::unit_test::data;

namespace {

/// A function of two numbers that jumps or has a kink, and where.
struct Switching {
  std::string name;
  std::function<Value(const Value& x, const Value& y)> recorded;
  std::function<double(double x, double y)> truth;
  std::size_t switches;

  friend auto operator<<(std::ostream& out, const Switching& one) -> std::ostream& {
    return out << one.name;
  }
};

const std::vector<Switching> functions = {
    {"abs", [](auto x, auto) { return abs(x); }, [](double x, double) { return std::abs(x); }, 1},
    {"sign", [](auto x, auto y) { return sign(x - y); },
     [](double x, double y) { return x > y ? 1.0 : -1.0; }, 1},
    {"max and min", [](auto x, auto y) { return max(x, y) - 3.0 * min(y, x); },
     [](double x, double y) { return std::fmax(x, y) - 3 * std::fmin(x, y); }, 1},
    {"relations", [](auto x, auto y) { return select((x < y) & !(y <= x), x, 2.0 * y); },
     [](double x, double y) { return x < y ? x : 2 * y; }, 1},
    {"clamp", [](auto x, auto y) { return clamp(x, Value(-0.5), Value(0.5)) + y; },
     [](double x, double y) { return std::fmin(std::fmax(x, -0.5), 0.5) + y; }, 2},
    {"floor", [](auto x, auto y) { return floor(x) * y; },
     [](double x, double y) { return std::floor(x) * y; }, 1},
    {"ceil and round", [](auto x, auto) { return ceil(x) + 10.0 * round(x); },
     [](double x, double) { return std::ceil(x) + 10 * std::round(x); }, 2},
    {"fmod", [](auto x, auto) { return fmod(x, Value(0.3)); },
     [](double x, double) { return std::fmod(x, 0.3); }, 1},
    {"remainder", [](auto x, auto) { return remainder(x, Value(0.3)); },
     [](double x, double) { return std::remainder(x, 0.3); }, 1},
    {"copysign", [](auto x, auto y) { return copysign(x, y); },
     [](double x, double y) { return std::copysign(x, y); }, 2},
    {"relu", [](auto x, auto) { return relu(x); },
     [](double x, double) { return std::fmax(x, 0.0); }, 1},
    {"one within another", [](auto x, auto y) { return abs(abs(x) - y); },
     [](double x, double y) { return std::abs(std::abs(x) - y); }, 2},
};

} // namespace

BOOST_AUTO_TEST_SUITE(frozen_tape)

BOOST_DATA_TEST_CASE(on_its_sides_a_function_is_what_it_was, data::make(functions)) {
  autodiff::BatchTape tape;
  const Value x = tape.input(1), y = tape.input(1);
  const Value value = sample.recorded(x, y);
  const std::array moving = {x, y};
  BOOST_TEST_REQUIRE(FrozenTape::is_needed(tape, moving, {}));
  FrozenTape frozen(tape, moving, {});
  BOOST_TEST(frozen.switches().size() == sample.switches);
  autodiff::BatchReplay replay(frozen.tape(), 1);
  const auto set = [&](const Value& input, double number) {
    replay.set(input, Eigen::RowVectorXd::Constant(1, number));
  };
  for (const auto& [at_x, at_y] : {std::array{0.7, 0.2}, {-0.7, 0.2}, {0.7, -1.3}, {-1.9, -1.3}}) {
    set(frozen.image(x), at_x);
    set(frozen.image(y), at_y);
    for (const Switch& one : frozen.switches()) set(one.side, 0.0);
    for (const Switch& one : frozen.switches()) { // an argument may hold the side of one before
      replay.forward();
      const double argument = replay.value(one.argument)(0, 0);
      const double side = side_of(one.kind, argument);
      const auto [lower, upper] = interval(one.kind, side);
      BOOST_TEST((lower <= argument && argument <= upper));
      set(one.side, side);
    }
    replay.forward();
    BOOST_TEST(std::abs(replay.value(frozen.image(value))(0, 0) - sample.truth(at_x, at_y))
               < 1e-14);
  }
}

BOOST_AUTO_TEST_CASE(what_does_not_move_or_is_undetermined_is_left_as_it_is) {
  autodiff::BatchTape tape;
  const Value t = tape.input(1), highest = tape.input(1), parameter = tape.input(1);
  (void)(abs(parameter) * t + abs(highest) + select(parameter < 1.0, t, highest));
  BOOST_TEST(!FrozenTape::is_needed(tape, std::array{t, highest}, std::array{highest}));
  BOOST_TEST(FrozenTape::is_needed(tape, std::array{t, highest}, {}));
}

BOOST_AUTO_TEST_CASE(the_next_side_begins_where_one_ends) {
  using Kind = Switch::Kind;
  for (const Kind kind : {Kind::floor, Kind::ceil, Kind::round, Kind::trunc})
    for (const double side : {-2.0, -1.0, 0.0, 1.0, 2.0}) {
      BOOST_TEST(interval(kind, next_side(kind, side, true)).lower == interval(kind, side).upper);
      BOOST_TEST(interval(kind, next_side(kind, side, false)).upper == interval(kind, side).lower);
    }
}

BOOST_AUTO_TEST_SUITE_END()
