// What `jetwork solve` may be asked for, each in a file of its own: they have read the problem, and print and write what they find.
//
//   return print_first_eigenvalues({options, source, problem, solver}, 5);      // the exit status
#pragma once

#include "cli/options/output_options.hpp"
#include "cli/options/problem_options.hpp"
#include "cli/options/solver_options.hpp"
#include "pinn/continuation/bifurcation_diagram.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

#include <cstddef>
#include <vector>

namespace jetwork::cli {

struct SolveOptions {
  ProblemOptions problem;
  SolverOptions solver;
  OutputOptions output;
};

struct Question {
  const SolveOptions& options;
  const ProblemSource& source;
  const pinn::Problem& problem;
  pinn::Options solver;
};

/// One solution.
[[nodiscard]] auto print_one_solution(Question asked) -> int;

/// The first eigenvalues and their functions in place of one solution.
[[nodiscard]] auto print_first_eigenvalues(Question asked, int count) -> int;

/// A branch of solutions over a parameter.
[[nodiscard]] auto print_branches(Question asked, const pinn::Continuation& continuation) -> int;

/// Several solutions, so many at most.
[[nodiscard]] auto print_several_solutions(Question asked, int count) -> int;

/// Throws InputError where the JSON object would hold two things of one name.
void check_names(const OutputOptions& output, const pinn::Problem& problem);

/// Equispaced points on a solution: they end where it ends, at an event or with what was kept of an infinite domain.
[[nodiscard]] auto equispaced_on(const pinn::Result& result, const pinn::Problem& problem,
                                 std::size_t count) -> std::vector<double>;

} // namespace jetwork::cli
