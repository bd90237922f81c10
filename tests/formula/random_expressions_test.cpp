// Random expressions over the whole rule table, by every mode of differentiation: they must agree with differences
// in sixty digits, and so with each other.
//
// How large rounding errors may be depends on the expression, and single precision tells: its errors are 2^29 times
// as large. An error in double may be a thousand times what that foretells. Points on a kink, where the differences
// from left and right disagree, are left out, as are overflows; that most expressions remain is tested too.
#include "autodiff/batch.hpp"
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
#include "formula/operation.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace jetwork::autodiff;
using jetwork::formula::apply;
using jetwork::formula::arity;
using jetwork::formula::name_of;
using jetwork::formula::Operation;
namespace mp = boost::multiprecision;
using P = mp::number<mp::cpp_bin_float<60>, mp::et_off>;

constexpr auto rows_of_table = static_cast<std::size_t>(Operation::less); // which comes after them

/// An expression in postfix order: a leaf pushes a number, an operation takes its arguments from the stack.
struct Node {
  enum class Kind { x, y, constant, operation };
  Kind kind = Kind::constant;
  double constant = 0;
  Operation operation = Operation::add;
};
using Tree = std::vector<Node>;

auto text_of(const Tree& tree) -> std::string {
  std::vector<std::string> stack;
  for (const Node& node : tree) {
    if (node.kind == Node::Kind::x) stack.emplace_back("x");
    else if (node.kind == Node::Kind::y) stack.emplace_back("y");
    else if (node.kind == Node::Kind::constant) stack.push_back(std::to_string(node.constant));
    else {
      std::string arguments;
      for (int i = 0; i < arity(node.operation); ++i) {
        arguments = stack.back() + (i == 0 ? "" : ", ") + arguments;
        stack.pop_back();
      }
      stack.push_back(std::string(name_of(node.operation)) + "(" + arguments + ")");
    }
  }
  return stack.back();
}

template <class T>
auto evaluate(const Tree& tree, const T& x, const T& y) -> T {
  std::vector<T> stack;
  for (const Node& node : tree) {
    if (node.kind == Node::Kind::x) stack.push_back(x);
    else if (node.kind == Node::Kind::y) stack.push_back(y);
    else if (node.kind == Node::Kind::constant) stack.push_back(T(node.constant));
    else {
      std::array<T, 3> argument;
      const auto count = static_cast<std::size_t>(arity(node.operation));
      for (std::size_t i = count; i-- > 0; stack.pop_back()) argument[i] = stack.back();
      const auto& [a, b, c] = argument;
      stack.push_back(count == 1   ? T(apply(node.operation, a))
                      : count == 2 ? T(apply(node.operation, a, b))
                                   : T(apply(node.operation, a, b, c)));
    }
  }
  return stack.back();
}

class Generator {
public:
  auto tree(int depth) -> Tree {
    Tree result;
    append(result, depth);
    return result;
  }
  /// if(a < b, c, d), or with another relation.
  auto choice(int depth) -> Tree {
    Tree result;
    append(result, depth);
    append(result, depth);
    const auto relation = static_cast<std::size_t>(Operation::less) + below(6);
    result.push_back({Node::Kind::operation, 0, static_cast<Operation>(relation)});
    append(result, depth);
    append(result, depth);
    result.push_back({Node::Kind::operation, 0, Operation::choice});
    return result;
  }
  auto between(double lowest, double highest) -> double {
    return lowest + (highest - lowest) * static_cast<double>(random_()) / 4294967296.0;
  }

private:
  auto below(std::size_t count) -> std::size_t { return random_() % count; }
  void append(Tree& tree, int depth) {
    if (depth == 0 || (depth < 3 && below(6) == 0)) {
      const std::size_t leaf = below(5);
      if (leaf == 0) tree.push_back({Node::Kind::constant, 0.25 * static_cast<double>(below(13))});
      else tree.push_back({leaf < 3 ? Node::Kind::x : Node::Kind::y});
      return;
    }
    const auto operation = static_cast<Operation>(below(rows_of_table));
    for (int i = 0; i < arity(operation); ++i) append(tree, depth - 1);
    tree.push_back({Node::Kind::operation, 0, operation});
  }
  std::mt19937 random_{11};
};

/// f, f_x, f_y, f_xx, f_xy, f_yy.
using Derivatives = std::array<double, 6>;

template <class T>
auto by_hyper_dual(const Tree& tree, double x, double y) -> Derivatives {
  const auto [hx, hy] = HyperDual<T, 2>::variables(x, y);
  const auto f = evaluate(tree, hx, hy);
  return {f.value(),       f.gradient(0),   f.gradient(1),
          f.hessian(0, 0), f.hessian(0, 1), f.hessian(1, 1)};
}

struct Truth {
  Derivatives derivatives;
  bool smooth; ///< in every direction looked at
};
auto by_differences(const Tree& tree, double x, double y) -> Truth try {
  const P h("1e-16");
  const auto f = [&](int i, int j) -> P { return evaluate<P>(tree, x + i * h, y + j * h); };
  const P centre = f(0, 0), right = f(1, 0), left = f(-1, 0), above = f(0, 1), below = f(0, -1);
  const P xx = (right - 2 * centre + left) / (h * h), yy = (above - 2 * centre + below) / (h * h);
  const P xy = (f(1, 1) - f(1, -1) - f(-1, 1) + f(-1, -1)) / (4 * h * h);
  const std::array<P, 6> all{centre, (right - left) / (2 * h), (above - below) / (2 * h), xx, xy,
                             yy};
  Truth truth{{}, true};
  for (std::size_t i = 0; i < 6; ++i) {
    truth.derivatives[i] = static_cast<double>(all[i]);
    // At a kink second differences are 1/h, or infinite.
    truth.smooth = truth.smooth && mp::isfinite(all[i]) && mp::abs(all[i]) < 1e8;
  }
  return truth;
} catch (const std::exception&) {
  return {{}, false}; // Boost throws for some powers of NaN
}

struct Result {
  const char* by;
  std::size_t which;
  double number;
};
auto by_every_mode(const Tree& tree, double x, double y) -> std::vector<Result> {
  std::vector<Result> results;
  const auto [dx, dy] = Dual<double, 2>::variables(x, y);
  const auto dual = evaluate(tree, dx, dy);
  results.insert(
      results.end(),
      {{"Dual", 0, dual.value()}, {"Dual", 1, dual.tangent(0)}, {"Dual", 2, dual.tangent(1)}});
  const Derivatives hyper = by_hyper_dual<double>(tree, x, y);
  for (std::size_t i = 0; i < 6; ++i) results.push_back({"HyperDual", i, hyper[i]});
  using J = Jet<double, 2>;
  const J jet = evaluate(tree, J::variable(x), J(y));
  results.insert(results.end(), {{"Jet", 1, jet[1]}, {"Jet", 3, jet.derivative(2)}});
  using D = Dual<double>;
  const Dual<D> nested = evaluate(tree, Dual<D>(D(x, 1.0)), Dual<D>(D(y), D(1.0)));
  results.insert(results.end(), {{"Dual<Dual>", 1, nested.value().tangent()},
                                 {"Dual<Dual>", 2, nested.tangent().value()},
                                 {"Dual<Dual>", 4, nested.tangent().tangent()}});
  BatchTape tape;
  const BatchVariable bx = tape.input(), by = tape.input(), f = evaluate(tree, bx, by);
  if (!f.is_constant()) {
    BatchReplay replay(tape, 1);
    replay.set(bx, Eigen::VectorXd::Constant(1, x));
    replay.set(by, Eigen::VectorXd::Constant(1, y));
    replay.forward();
    replay.reverse(f);
    results.insert(results.end(), {{"a reverse sweep", 0, replay.value(f)(0, 0)},
                                   {"a reverse sweep", 1, replay.adjoint(bx)(0, 0)},
                                   {"a reverse sweep", 2, replay.adjoint(by)(0, 0)}});
  }
  return results;
}

/// What double precision may be off by at a point, as single precision foretells; infinite where it can't.
/// Every derivative is taken to be as uncertain as the value and the derivatives that it comes from.
auto tolerance_at(const Tree& tree, const Truth& truth, double x, double y) -> double {
  constexpr double safety = 1000, infinity = std::numeric_limits<double>::infinity();
  if (!truth.smooth) return infinity;
  const Derivatives coarse = by_hyper_dual<float>(tree, x, y);
  double error_of_float = 0;
  for (std::size_t k = 0; k < 6; ++k) {
    if (!std::isfinite(coarse[k])) return infinity;
    error_of_float = std::max({error_of_float, std::abs(coarse[k] - truth.derivatives[k]),
                               std::ldexp(std::abs(truth.derivatives[k]), -24)});
  }
  return safety * std::ldexp(error_of_float, -29);
}

void compare(int expressions, auto make_tree) {
  Generator generator;
  int looked_at = 0, undecided = 0;
  for (int i = 0; i < expressions; ++i) {
    const Tree tree = make_tree(generator, i);
    const double x = generator.between(0.1, 1.9), y = generator.between(-1.7, 1.7);
    const Truth truth = by_differences(tree, x, y);
    const double tolerance =
        std::max(tolerance_at(tree, truth, x, y),
                 tolerance_at(tree, by_differences(tree, 1.01 * x, 0.99 * y), 1.01 * x, 0.99 * y));
    if (!std::isfinite(tolerance)) continue;
    ++looked_at;
    BOOST_TEST_CONTEXT(text_of(tree) << " at " << x << ", " << y)
    for (const auto& [by, which, number] : by_every_mode(tree, x, y)) {
      // asin(x/x): the infinite adjoint of x/x reaches x on two ways, as inf - inf, whose sum no sweep can know.
      const bool reverse = by == std::string_view("a reverse sweep");
      if (reverse && which > 0 && std::isnan(number) && ++undecided) continue;
      BOOST_TEST(std::abs(number - truth.derivatives[which]) <= tolerance,
                 by << ", derivative " << which << ": " << number << " is not "
                    << truth.derivatives[which]);
    }
  }
  BOOST_TEST_MESSAGE(looked_at << " of " << expressions << " expressions are smooth and finite, "
                               << undecided << " reverse derivatives are inf - inf");
  BOOST_TEST(looked_at > expressions / 2);
  BOOST_TEST(undecided < looked_at / 200);
}

} // namespace

BOOST_AUTO_TEST_SUITE(random_expressions)

BOOST_AUTO_TEST_CASE(every_mode_agrees_with_differences_in_sixty_digits) {
  compare(3000, [](Generator& generator, int i) { return generator.tree(1 + i % 4); });
}

BOOST_AUTO_TEST_CASE(every_mode_agrees_with_differences_of_choices) {
  compare(500, [](Generator& generator, int i) { return generator.choice(1 + i % 2); });
}

BOOST_AUTO_TEST_SUITE_END()
