// One answer compared with its reference, and its time with those of the peers.
#pragma once

#include "benchmarks/problem_sets/peers/peer.hpp"
#include "pinn/solve.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace jetwork::benchmarks {

/// Ours divided by a peer's time, on one problem.
struct Comparison {
  double at_same_error = 0.0; ///< the peer's cheapest run that is no less accurate than ours
  /// The peer's cheapest run whose error is within the tolerance we were asked for.
  double at_tolerance = 0.0;
  /// Whether the peer has a run as accurate as ours; if not, its most accurate run counts.
  bool reached = false;
};

/// A tight solution with other random features, which stands for the truth between the reference's points. Many
/// problems have a fast start there.
struct SecondOpinion {
  pinn::Solution solution;
  std::vector<double> uncertainty; ///< its own estimate for each unknown, absolute
};
[[nodiscard]] auto second_opinion(const KnownProblem& known, double limit) -> SecondOpinion;

struct Row {
  std::string set, id;
  Group group = Group::not_stiff;
  double tolerance = 0.0;
  bool solved = false;
  std::string reason;
  /// True, at the reference's points, relative to each unknown's largest magnitude, the worst unknown.
  double error = 0.0;
  double error_between = 0.0; ///< the same anywhere, as far as the second opinion can tell
  double estimate = 0.0;      ///< the estimate, likewise relative, the worst unknown
  bool wrong = false;         ///< called solved, but `error` is above the tolerance
  /// Called solved, but an unknown's estimate is below its true error, at the reference's points or between them.
  bool low = false;
  std::size_t segments = 0;
  double seconds = 0.0;
  std::map<std::string, Comparison> peers;

  [[nodiscard]] auto ratio() const -> double { return estimate / std::max(error, error_between); }
};

/// Solves the problem and judges the answer. A problem that the solver refuses is a row that is not solved.
[[nodiscard]] auto measure(const KnownProblem& known, const SecondOpinion& second, double tolerance,
                           double limit) -> Row;

/// Enters a peer's runs on the same problem.
void compare(Row& row, const std::string& peer, std::vector<Run> runs);

} // namespace jetwork::benchmarks
