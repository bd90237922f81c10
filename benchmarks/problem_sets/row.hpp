// One answer held against its reference, and beside it what the peers took.
#pragma once

#include "benchmarks/problem_sets/peers/peer.hpp"
#include "pinn/solve.hpp"

#include <map>
#include <string>
#include <vector>

namespace jetwork::benchmarks {

/// Ours divided by a peer's time, on one problem.
struct Comparison {
  double at_same_error = 0.0; ///< the peer's cheapest run that is no less accurate than ours
  double at_tolerance =
      0.0; ///< the peer's cheapest run whose error is within the tolerance we were asked for
  bool reached =
      false; ///< whether it has a run as accurate as ours; else its most accurate one counts
};

struct Row {
  std::string set, id;
  bool stiff = false;
  double tolerance = 0.0;
  bool solved = false;
  std::string reason;
  double error = 0.0;    ///< true, relative to each unknown's largest magnitude, the worst unknown
  double estimate = 0.0; ///< the same of the estimate
  bool wrong = false;    ///< solved, and it is not
  bool low = false;      ///< solved, and an unknown's estimate is below its true error
  std::size_t segments = 0;
  double seconds = 0.0;
  std::map<std::string, Comparison> peers;

  [[nodiscard]] auto ratio() const -> double { return estimate / error; }
};

/// Solves the problem and judges the answer. A problem that the solver refuses is a row that is not solved.
[[nodiscard]] auto measure(const KnownProblem& known, double tolerance, double limit) -> Row;

/// Enters a peer's runs on the same problem.
void compare(Row& row, const std::string& peer, std::vector<Run> runs);

} // namespace jetwork::benchmarks
