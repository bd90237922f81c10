// A claim: what is true and what is claimed, as functions of a point; and the verdict on a claim.
//
//   Claim claim = derivative_claim<1>(f, claimed, {0}, {{.name = "x"}});   // verify/derivatives.hpp
//   Verdict verdict = verify(claim);                                       // verify/referee.hpp
//   verdict.outcome;                                                       // Outcome::fails
//   verdict.counterexample->truth, verdict.counterexample->claimed;        // 1.2, 0.7
//
// Each side can be evaluated twice, in double and in a hundred digits: this is how rounding is told apart from
// a wrong formula. Needs Boost.Multiprecision.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::verify {

using HundredDigits = boost::multiprecision::cpp_bin_float_100;

/// A variable and the closed interval from which its values are taken. Ends must be finite, lower <= upper.
struct ClaimVariable {
  std::string name = "x";
  double lower = -10;
  double upper = 10;
};

/// What is true and what is claimed at one point, for each component; NaN where there is no such number.
template <class T>
struct Sides {
  std::vector<T> truth;
  std::vector<T> claimed;
};

struct Claim {
  std::vector<ClaimVariable> variables;
  /// What the components are called in a report: {"df/dx", "df/dy"}. A claim about one number has one.
  std::vector<std::string> components = {""};
  std::function<Sides<double>(std::span<const double>)> in_double;
  std::function<Sides<HundredDigits>(std::span<const HundredDigits>)> in_hundred_digits;
  /// The value of the function whose derivative is claimed; tells 'not defined' from 'no derivative'. May be empty.
  std::function<HundredDigits(std::span<const HundredDigits>)> function = {};
  /// How far off rounding in a hundred digits can make each side. Where `rounding` is empty or gives NaN, the error
  /// is guessed from how the difference shrinks between double and a hundred digits.
  std::function<Sides<HundredDigits>(std::span<const HundredDigits>)> rounding = {};
  /// Parts of the formulas. Where a part is zero, a formula may behave differently: at a kink, a pole, a narrow peak.
  std::vector<std::function<double(std::span<const double>)>> landmarks = {};
};

/// Asked again and again by all that may take long; true ends the work with what was found.
using Stop = std::function<bool()>;
[[nodiscard]] inline auto is_over(const Stop& stop) -> bool { return stop && stop(); }

enum class Outcome { holds, fails, undecided };

/// A point at which the claim is false: as simple a one as was found.
struct Counterexample {
  std::vector<double> at; ///< in the order of the variables
  std::size_t component = 0;
  double truth = 0;
  std::optional<double> claimed; ///< nothing where the claim gives no number
  double relative_error = 0;
  int wrong_digit = 0; ///< the first decimal digit of the claimed value that is wrong, from 1
};

/// A point at which nothing can be compared, and why: "the function has no derivative".
struct ExcludedPoint {
  std::vector<double> at;
  std::string reason;
};

/// A change of the claim that makes it true on all points that were checked.
struct Repair {
  std::string change; ///< "multiply by 2*x"
  std::string claim;  ///< the claim with that change, as text, where it is text: "2*x*cos(x^2)"
};

struct Verdict {
  Outcome outcome = Outcome::undecided;
  std::size_t points = 0;            ///< at which both sides are numbers
  double largest_relative_error = 0; ///< of the claimed value, where rounding is not to blame
  std::optional<Counterexample> counterexample;
  std::vector<ExcludedPoint> excluded; ///< the simplest few
  std::size_t excluded_points = 0;     ///< all of them
  std::string reason;                  ///< in a sentence: why undecided, or the exceptions
  std::optional<Repair> repair;

  explicit operator bool() const { return outcome == Outcome::holds; }
};

auto to_string(Outcome outcome) -> std::string;

/// "x = 1/2, y = 2"
auto to_string(std::span<const double> at, std::span<const ClaimVariable> variables) -> std::string;

} // namespace jetwork::verify
