// Reductions, views, broadcasts and whole functions on the batch tape, on one long vector and on many samples: values and
// derivatives against Dual numbers run through the same mathematics row by row.
#include "autodiff/batch.hpp"
#include "autodiff/dual.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace jetwork::autodiff;
using Numbers = std::vector<Dual<double>>;

/// A program on the tape, and what it computes, row by row.
struct Program {
  std::string name;
  std::function<BatchVariable(const BatchVariable&)> recorded;
  std::function<Dual<double>(const Numbers&)> plain;
};

constexpr auto valley = [](const auto& now, const auto& next) {
  const auto across = next - now * now;
  return 100 * across * across + (1 - now) * (1 - now);
};
constexpr auto weighted = [](const auto& x, const auto& weight, const auto& shift) {
  return select(x > 0, sin(x) * weight, x * shift);
};

auto programs() -> std::vector<Program> {
  const auto size = [](const Numbers& x) { return x.size(); };
  return {
      {"sum", [](const auto& x) { return sum(x * x); },
       [](const Numbers& x) {
         Dual<double> y = 0.0;
         for (const auto& each : x) y += each * each;
         return y;
       }},
      {"a function of all rows and of one", // in either order: the adjoint of the row is part of that of all rows
       [](const auto& x) {
         return sum_of(valley, x, row(x, x.rows() - 1)) + sum_of(valley, row(x, 1), x)
                + sum(elementwise(valley, x, row(x, 2)));
       },
       [=](const Numbers& x) {
         Dual<double> y = 0.0;
         for (const auto& each : x)
           y += valley(each, x.back()) + valley(x[1], each) + valley(each, x[2]);
         return y;
       }},
      {"mean", [](const auto& x) { return mean(exp(x)); },
       [=](const Numbers& x) {
         Dual<double> y = 0.0;
         for (const auto& each : x) y += exp(each) / static_cast<double>(size(x));
         return y;
       }},
      {"dot", [](const auto& x) { return dot(x, sin(x)) * dot(x, x); },
       [](const Numbers& x) {
         Dual<double> y = 0.0, z = 0.0;
         for (const auto& each : x) y += each * sin(each), z += each * each;
         return y * z;
       }},
      {"product", [](const auto& x) { return product(x); },
       [](const Numbers& x) {
         Dual<double> y = 1.0;
         for (const auto& each : x) y *= each;
         return y;
       }},
      {"max and min", [](const auto& x) { return exp(max(x)) + 3 * min(x); },
       [](const Numbers& x) {
         Dual<double> large = x[0], small = x[0];
         for (const auto& each : x) large = max(large, each), small = min(small, each);
         return exp(large) + 3 * small;
       }},
      {"log_sum_exp", [](const auto& x) { return log_sum_exp(3 * x) * 2; },
       [](const Numbers& x) {
         Dual<double> y = 0.0;
         for (const auto& each : x) y += exp(3 * each);
         return 2 * log(y);
       }},
      {"shifted views",
       [](const auto& x) {
         const auto now = rows(x, 0, x.rows() - 1), next = rows(x, 1, x.rows() - 1);
         return 100 * squared_norm(next - now * now) + squared_norm(1 - now);
       },
       [](const Numbers& x) {
         Dual<double> y = 0.0;
         for (std::size_t i = 0; i + 1 < x.size(); ++i) y += valley(x[i], x[i + 1]);
         return y;
       }},
      {"a function in one pass",
       [](const auto& x) {
         return sum_of(valley, rows(x, 0, x.rows() - 1), rows(x, 1, x.rows() - 1));
       },
       [](const Numbers& x) {
         Dual<double> y = 0.0;
         for (std::size_t i = 0; i + 1 < x.size(); ++i) y += valley(x[i], x[i + 1]);
         return y;
       }},
      {"a row that serves all rows",
       [](const auto& x) {
         const auto first = row(x, 0), last = row(x, x.rows() - 1);
         return sum(x * last + first / (2 + x * x)) + sum_of(weighted, x, last, 0.3)
                + sum(elementwise(weighted, x, 2.0, first));
       },
       [](const Numbers& x) {
         Dual<double> y = 0.0;
         for (const auto& each : x)
           y += each * x.back() + x[0] / (2 + each * each) + weighted(each, x.back(), 0.3)
                + weighted(each, 2.0, x[0]);
         return y;
       }},
      {"stack and select",
       [](const auto& x) {
         const auto tall = stack({rows(x, 1, 2), 3.0, x, row(x, 0)});
         return squared_norm(select(tall > 0.2, tall, cos(tall) * row(x, 1)));
       },
       [](const Numbers& x) {
         Numbers tall{x[1], x[2], 3.0};
         tall.insert(tall.end(), x.begin(), x.end());
         tall.push_back(x[0]);
         Dual<double> y = 0.0;
         for (const auto& each : tall) {
           const Dual<double> z = select(each > 0.2, each, cos(each) * x[1]);
           y += z * z;
         }
         return y;
       }},
  };
}

/// Numbers without a pattern, of magnitude one, none of them zero.
auto irregular(Eigen::Index rows, Eigen::Index cols) -> Eigen::MatrixXd {
  Eigen::MatrixXd x(rows, cols);
  for (Eigen::Index i = 0; i < rows; ++i)
    for (Eigen::Index j = 0; j < cols; ++j)
      x(i, j) = 1.4 * std::sin(static_cast<double>(7 * i * i + 3 * i + 5 * j * j + 2 * j + 1));
  return x;
}

} // namespace

BOOST_AUTO_TEST_SUITE(batch_matrix)

BOOST_AUTO_TEST_CASE(one_vector_or_many_samples_forward_reverse_and_tangent) {
  for (const auto& [name, recorded, plain] : programs())
    for (const int height : {3, 8, 21})
      for (const int samples : {1, 5, 600}) // 600: several blocks
        BOOST_TEST_CONTEXT(name << ", " << height << " rows, " << samples << " samples") {
          BatchTape tape;
          const BatchVariable x = tape.input(height);
          const BatchVariable y = recorded(x);
          BatchReplay replay(tape, samples);
          const Eigen::MatrixXd xs = irregular(height, samples);
          replay.set(x, xs);
          replay.set_tangent(x, Eigen::MatrixXd(xs.array() + 2));
          replay.differentiate(y);
          replay.forward_tangent();
          double worst = 0;
          for (int j = 0; j < samples; j += samples > 100 ? 37 : 1) {
            double tangent = 0, largest = 1;
            Numbers column(static_cast<std::size_t>(height));
            for (int moving = 0; moving < height; ++moving) {
              for (int i = 0; i < height; ++i)
                column[static_cast<std::size_t>(i)] = {xs(i, j), i == moving ? 1.0 : 0.0};
              const Dual<double> expected = plain(column);
              largest =
                  std::max({largest, std::abs(expected.value()), std::abs(expected.tangent())});
              worst =
                  std::max({worst, std::abs(replay.value(y)(0, j) - expected.value()) / largest,
                            std::abs(replay.adjoint(x)(moving, j) - expected.tangent()) / largest});
              tangent += expected.tangent() * (xs(moving, j) + 2);
              largest = std::max(largest, std::abs(tangent));
            }
            worst = std::max(worst, std::abs(replay.tangent(y)(0, j) - tangent) / largest);
          }
          BOOST_TEST(worst < 1e-13);
          if (samples == 1) BOOST_TEST((replay.gradient(x) == replay.adjoint(x).col(0)));
        }
}

BOOST_AUTO_TEST_CASE(a_product_with_zeros_and_a_maximum_at_a_tie) {
  for (const int samples : {1, 3}) {
    BatchTape tape;
    const BatchVariable x = tape.input(11);
    const BatchVariable y = product(x), z = max(x);
    BatchReplay replay(tape, samples);
    Eigen::MatrixXd xs = Eigen::MatrixXd::Constant(11, samples, 2);
    xs.row(9).setZero();
    replay.set(x, xs);
    replay.differentiate(y);
    BOOST_TEST(replay.value(y)(0, 0) == 0.0);
    BOOST_TEST(replay.adjoint(x)(9, samples - 1) == 1024.0);
    BOOST_TEST(replay.adjoint(x)(8, samples - 1) == 0.0);
    xs.row(3).setZero();
    replay.set(x, xs);
    replay.differentiate(y);
    BOOST_TEST(replay.adjoint(x).cwiseAbs().maxCoeff() == 0.0);
    replay.reverse(z);
    BOOST_TEST(replay.adjoint(x)(0, 0) == 1.0);
    BOOST_TEST(replay.adjoint(x).col(0).sum() == 1.0);
  }
}

BOOST_AUTO_TEST_CASE(a_maximum_of_nan_is_nan) {
  for (const int samples : {1, 3})
    for (int at = 0; at < 11; at += 5) {
      BatchTape tape;
      const BatchVariable x = tape.input(11);
      const BatchVariable largest = max(x), smallest = min(x);
      BatchReplay replay(tape, samples);
      Eigen::VectorXd numbers = Eigen::VectorXd::LinSpaced(11, -2, 3);
      numbers[at] = std::nan("");
      replay.set(x, numbers.replicate(1, samples));
      replay.set_tangent(x, 1.0);
      replay.forward();
      replay.forward_tangent();
      for (const BatchVariable& y : {largest, smallest}) {
        replay.reverse(y);
        BOOST_TEST(std::isnan(replay.value(y)(0, samples - 1)));
        BOOST_TEST(std::isnan(replay.tangent(y)(0, samples - 1)));
        for (int i = 0; i < 11; ++i) BOOST_TEST(std::isnan(replay.adjoint(x)(i, samples - 1)));
      }
    }
}

BOOST_AUTO_TEST_CASE(log_sum_exp_neither_overflows_nor_loses_infinities) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const int samples : {1, 2}) {
    BatchTape tape;
    const BatchVariable x = tape.input(3);
    const BatchVariable y = log_sum_exp(x);
    BatchReplay replay(tape, samples);
    const auto at = [&](double a, double b, double c) {
      replay.set(x, Eigen::Vector3d(a, b, c).replicate(1, samples));
      replay.differentiate(y);
      return replay.value(y)(0, 0);
    };
    BOOST_TEST(at(1000, 1000, -1000) == 1000 + std::log(2.0));
    BOOST_TEST(replay.adjoint(x)(0, 0) == 0.5);
    BOOST_TEST(replay.adjoint(x)(2, 0) == 0.0);
    BOOST_TEST(at(-infinity, 5, -infinity) == 5.0);
    BOOST_TEST(replay.adjoint(x)(1, 0) == 1.0);
    BOOST_TEST(replay.adjoint(x)(0, 0) == 0.0);
    BOOST_TEST(at(-infinity, -infinity, -infinity) == -infinity);
    BOOST_TEST(replay.adjoint(x)(0, 0) == 0.0);
    BOOST_TEST(at(infinity, 1, 2) == infinity);
    BOOST_TEST(replay.adjoint(x)(0, 0) == 0.0); // as log(exp(x) + exp(y)) at infinity
    BOOST_TEST(std::isnan(at(std::nan(""), 1, 2)));
  }
}

BOOST_AUTO_TEST_CASE(a_dense_layer_of_one_vector) {
  BatchTape tape;
  const BatchVariable x = tape.input(5);
  const BatchParameter w = tape.parameter(7, 5), b = tape.parameter(7);
  const BatchVariable y = squared_norm(affine(w, x, b) * broadcast(b));
  BatchReplay replay(tape, 1);
  const Eigen::MatrixXd ws = irregular(7, 5), dw = irregular(5, 7).transpose();
  const Eigen::VectorXd bs = irregular(7, 1), xs = irregular(5, 1), db = Eigen::VectorXd::Ones(7);
  replay.set(x, xs);
  replay.set(w, ws);
  replay.set(b, bs);
  replay.set_tangent(w, dw);
  replay.set_tangent(b, db);
  replay.differentiate(y);
  replay.forward_tangent();
  const Eigen::VectorXd z = ws * xs + bs;
  const Eigen::VectorXd delta = 2 * z.cwiseProduct(bs).cwiseProduct(bs);
  const Eigen::VectorXd by_b = delta + 2 * bs.cwiseProduct(z).cwiseProduct(z);
  BOOST_TEST(std::abs(replay.value(y)(0, 0) - z.cwiseProduct(bs).squaredNorm()) < 1e-12);
  BOOST_TEST((replay.gradient(w) - delta * xs.transpose()).norm() < 1e-12);
  BOOST_TEST((replay.gradient(b) - by_b).norm() < 1e-12);
  BOOST_TEST((replay.gradient(x) - ws.transpose() * delta).norm() < 1e-12);
  const double tangent = (delta * xs.transpose()).cwiseProduct(dw).sum() + by_b.dot(db);
  BOOST_TEST(std::abs(replay.tangent(y)(0, 0) - tangent) < 1e-12);
  const auto jacobian = replay.jacobian(y, {w, b});
  BOOST_TEST_REQUIRE(jacobian.rows() == 1);
  BOOST_TEST((jacobian.rightCols(7).transpose() - by_b).norm() < 1e-12);
}

BOOST_AUTO_TEST_SUITE_END()
