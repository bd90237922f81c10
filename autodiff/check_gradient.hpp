// Derivatives written by hand, held against the engine. For anyone's tests; needs Eigen alone.
//
//   auto f = [](const auto& x) { return x[0] * x[0] * sin(x[1]); };
//   auto mine = [](const Eigen::Vector2d& x) { return Eigen::Vector2d(2 * x[0] * std::sin(x[1]), 0); };
//   BOOST_TEST(check_gradient(f, mine, Eigen::Vector2d(1, 2)));       // Boost.Test prints the report
//   EXPECT_TRUE(check_gradient(f, mine, x)) << check_gradient(f, mine, x);   // GoogleTest
//   // 1 of 2 wrong at (1, 2)
//   //   component 1: true -0.41614683654714241, by hand 0, relative error 1
//
// check_jacobian and check_hessian_vector_product do the same for matrices and for H·v. A derivative by hand is
// a callable that takes the point (and v) as it was given and returns an Eigen vector or matrix, a std::array or
// a std::vector, of as many numbers as there are derivatives; another size is a failure that the report names.
#pragma once

#include "autodiff/derivatives.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

namespace jetwork::autodiff {

/// How far a derivative by hand may be from the engine's. A component is right if either bound holds.
struct GradientTolerance {
  double relative = 1e-8;  ///< of each component
  double absolute = 1e-12; ///< times the largest component, for those that are nearly zero
};

/// Whether a derivative by hand is right, and where it is not.
class GradientCheck {
public:
  /// One component that is wrong.
  struct Mismatch {
    std::string component; ///< "component 1", "row 0, column 2"
    /// The engine's number, the one by hand, and their distance relative to the larger of them.
    double truth = 0, by_hand = 0, relative_error = 0;
  };

  /// Right in every component.
  explicit operator bool() const { return mismatches_.empty() && complaint_.empty(); }
  /// The wrong components, in order; none if the size was wrong.
  auto mismatches() const -> const std::vector<Mismatch>& { return mismatches_; }
  /// The largest relative error of a component, but for those within the absolute tolerance.
  auto largest_relative_error() const -> double { return largest_relative_error_; }

  /// The report: "right at (1, 2)", or what is wrong, at most ten components in full.
  friend auto operator<<(std::ostream& out, const GradientCheck& check) -> std::ostream& {
    constexpr std::size_t most_listed = 10;
    if (!check.complaint_.empty()) return out << check.complaint_ << " at " << check.at_;
    if (check) return out << "right at " << check.at_;
    const auto precision = out.precision(17);
    out << check.mismatches_.size() << " of " << check.compared_ << " wrong at " << check.at_;
    for (std::size_t i = 0; i < std::min(check.mismatches_.size(), most_listed); ++i) {
      const auto& [component, truth, by_hand, error] = check.mismatches_[i];
      out << "\n  " << component << ": true " << truth << ", by hand " << by_hand;
      out.precision(2);
      out << ", relative error " << error;
      out.precision(17);
    }
    if (check.mismatches_.size() > most_listed)
      out << "\n  and " << check.mismatches_.size() - most_listed << " more";
    out.precision(precision);
    return out;
  }

private:
  friend class GradientComparison;
  std::string at_;
  std::string complaint_;
  std::size_t compared_ = 0;
  double largest_relative_error_ = 0;
  std::vector<Mismatch> mismatches_;
};

/// Compares component by component. Used by the functions below.
class GradientComparison {
public:
  /// `at` is the point at which derivatives are compared; reports name it.
  template <class P>
  GradientComparison(const P& at, const GradientTolerance& tolerance) : tolerance_(tolerance) {
    constexpr std::size_t most_shown = 8;
    const std::size_t n = detail::count(at);
    check_.at_ = "(";
    for (std::size_t i = 0; i < std::min(n, most_shown); ++i)
      check_.at_ += (i == 0 ? "" : ", ") + shown(static_cast<double>(detail::at(at, i)));
    check_.at_ += n > most_shown ? ", …)" : ")";
  }

  /// `name(i)` says what the i-th number is.
  template <class Name>
  auto compare(const std::vector<double>& truth, const std::vector<double>& by_hand, Name&& name)
      -> GradientCheck {
    if (truth.size() != by_hand.size()) {
      check_.complaint_ = "by hand there are " + std::to_string(by_hand.size()) + " numbers where "
                          + std::to_string(truth.size()) + " are needed";
      return check_;
    }
    double largest = 0;
    for (const double x : truth)
      if (std::isfinite(x)) largest = std::max(largest, std::abs(x));
    check_.compared_ = truth.size();
    for (std::size_t i = 0; i < truth.size(); ++i) {
      if (truth[i] == by_hand[i] || (std::isnan(truth[i]) && std::isnan(by_hand[i]))) continue;
      const double difference = std::abs(truth[i] - by_hand[i]);
      const double size = std::max(std::abs(truth[i]), std::abs(by_hand[i]));
      const bool is_small = difference <= tolerance_.absolute * largest;
      const double error = std::isfinite(difference) ? difference / size : INFINITY;
      if (!is_small)
        check_.largest_relative_error_ = std::max(check_.largest_relative_error_, error);
      if (!is_small && !(error <= tolerance_.relative))
        check_.mismatches_.push_back({name(i), truth[i], by_hand[i], error});
    }
    return check_;
  }

private:
  /// The fewest digits that tell this number from every other.
  static auto shown(double x) -> std::string {
    std::array<char, 32> text;
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), x).ptr};
  }

  GradientTolerance tolerance_;
  GradientCheck check_;
};

namespace detail {

/// Row by row; a vector is one row.
template <class R>
auto numbers_of(const R& result) -> std::vector<double> {
  std::vector<double> numbers;
  if constexpr (std::is_arithmetic_v<R>) {
    numbers.push_back(static_cast<double>(result));
  } else if constexpr (DerivedFromEigen<R, Eigen::DenseBase>) {
    const auto values = result.eval();
    for (Eigen::Index i = 0; i < values.rows(); ++i)
      for (Eigen::Index j = 0; j < values.cols(); ++j)
        numbers.push_back(static_cast<double>(values(i, j)));
  } else {
    for (const auto& x : result) numbers.push_back(static_cast<double>(x));
  }
  return numbers;
}
inline auto component_name(std::size_t i) -> std::string {
  return "component " + std::to_string(i);
}

} // namespace detail

/// ∇f by hand, for f that returns one number: by_hand(at) gives as many numbers as `at` has.
template <class F, class G, Point P>
auto check_gradient(F&& f, G&& by_hand, const P& at, const GradientTolerance& tolerance = {})
    -> GradientCheck {
  const auto truth = autodiff::gradient(f, at);
  return GradientComparison(at, tolerance)
      .compare(detail::numbers_of(truth), detail::numbers_of(by_hand(at)), detail::component_name);
}

/// J by hand, for f that returns several: a matrix, or its entries row by row.
template <class F, class G, Point P>
auto check_jacobian(F&& f, G&& by_hand, const P& at, const GradientTolerance& tolerance = {})
    -> GradientCheck {
  const auto truth = autodiff::jacobian(f, at);
  const auto columns = static_cast<std::size_t>(truth.cols());
  return GradientComparison(at, tolerance)
      .compare(detail::numbers_of(truth), detail::numbers_of(by_hand(at)), [&](std::size_t i) {
        return "row " + std::to_string(i / columns) + ", column " + std::to_string(i % columns);
      });
}

/// H·v by hand: by_hand(x, v).
template <class F, class G, Point P>
auto check_hessian_vector_product(F&& f, G&& by_hand, const P& at, const P& v,
                                  const GradientTolerance& tolerance = {}) -> GradientCheck {
  const auto truth = autodiff::hessian_vector_product(f, at, v);
  return GradientComparison(at, tolerance)
      .compare(detail::numbers_of(truth), detail::numbers_of(by_hand(at, v)),
               detail::component_name);
}

} // namespace jetwork::autodiff
