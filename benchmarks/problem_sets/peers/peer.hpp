// Other solvers on the same problems: each is run at several tolerances, and every run has its true error and its
// time.
#pragma once

#include "benchmarks/problem_sets/known_problem.hpp"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace jetwork::benchmarks {

struct Run {
  std::string method;
  double tolerance = 0.0;
  double error = 0.0; ///< the true error, by KnownProblem::error
  double seconds = 0.0;
};

struct Peer {
  std::string name;
  /// All runs that ended; none of a problem that the peer cannot state. A run that takes longer than `limit` seconds is given up,
  /// and so are those of tighter tolerance.
  std::function<std::vector<Run>(const KnownProblem& known, double limit)> runs;
};

/// The peers whose libraries were found when this was built; SciPy if python3 finds it now.
auto compiled_peers() -> std::vector<Peer>;
auto scipy_peer(const std::vector<KnownProblem>& problems, double limit) -> std::optional<Peer>;

inline constexpr std::array peer_tolerances = {1e-3, 1e-4,  1e-5,  1e-6,  1e-7,  1e-8,
                                               1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14};

/// Thrown out of a right-hand side where a run takes too long.
struct TooLong {};

/// y' = f(t, y) for a peer; throws TooLong after `limit` seconds.
class LimitedRightSide {
public:
  LimitedRightSide(const KnownProblem& known, double limit);
  void operator()(double t, const double* state, double* slope);

private:
  const RightSide* right_side_;
  double end_;
  unsigned calls_ = 0;
};

} // namespace jetwork::benchmarks
