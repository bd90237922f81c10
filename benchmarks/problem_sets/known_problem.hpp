// A problem with its reference solution, from tests/data.
//
//   for (const KnownProblem& known : read_problem_set("detest"))
//     known.error(values);                    // of the values at known.t, relative to each unknown's largest magnitude
#pragma once

#include "benchmarks/problem_sets/right_side.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/text_problem.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace jetwork::benchmarks {

/// Which problems are summed up together, as different methods are at home there.
enum class Group { not_stiff, stiff, boundary_values };
[[nodiscard]] auto name_of(Group group) -> std::string;

struct KnownProblem {
  std::string set, id;
  Group group = Group::not_stiff;
  bool linear = false;
  pinn::Problem problem; ///< with the compiled right-hand side as its residual
  const RightSide* right_side = nullptr;
  std::vector<int> offset;   ///< of each unknown in a state
  std::vector<double> start; ///< the state at the start; of an initial-value problem
  /// The states at the two ends of the straight lines from which Jetwork starts, for the peers to start there as well; of a
  /// boundary-value problem on a finite domain whose conditions look at its ends.
  std::vector<std::vector<double>> lines;
  std::vector<double> largest;                ///< max |u| of each unknown over the reference
  std::vector<double> magnitude;              ///< of each entry of a state, over the reference
  std::vector<double> t;                      ///< where the reference is known
  std::vector<std::vector<double>> reference; ///< [unknown][point]
  double vouched = 0.0;                       ///< absolute, the reference's own error
  /// Absolute, the change of the solution by a rounding error in the initial values.
  double sensitivity = 0.0;

  /// An error up to this cannot be told from zero: the reference's own error, and the rounding of its values.
  [[nodiscard]] auto floor(std::size_t unknown) const -> double {
    return 2 * vouched + 4e-16 * largest[unknown];
  }
  /// The largest error at the points, less the floor, for each unknown, absolute; infinite where a value is not finite.
  [[nodiscard]] auto errors(const std::vector<std::vector<double>>& values) const
      -> std::vector<double>;
  /// The largest of these, relative to each unknown's largest magnitude.
  [[nodiscard]] auto error(const std::vector<std::vector<double>>& values) const -> double;
};

/// The text of a problem in a set's file.
[[nodiscard]] auto text_problem(const nlohmann::json& problem) -> pinn::TextProblem;

/// Whether it is of a kind that is compared: an initial-value or a boundary-value problem.
[[nodiscard]] auto is_compared(const nlohmann::json& problem) -> bool;

/// Every problem in tests/data/NAME.json for which there is a right-hand side. A further solution of a problem that is in the set
/// already is left out: nobody can ask a solver for it.
[[nodiscard]] auto read_problem_set(const std::string& name) -> std::vector<KnownProblem>;

} // namespace jetwork::benchmarks
