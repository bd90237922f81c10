// The one call: a problem and a tolerance in, a solution and an honest error estimate out.
//
//   const pinn::Result result = pinn::solve(spring, {.tolerance = 1e-10});
//   if (result.solved()) std::cout << result.solution(0, 10.0) << " ± " << result.error_estimate[0];
#pragma once

#include "autodiff/numbers/compiled_for.hpp"
#include "pinn/collocation/residual.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/drift.hpp"
#include "pinn/solution/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace jetwork::pinn {

namespace detail {
void library_is_compiled_for(autodiff::Registers registers);
[[gnu::used]] inline constexpr auto* seen_by_linker = &library_is_compiled_for;
} // namespace detail

/// Solves a problem. Throws std::invalid_argument on one that makes no sense (no unknowns, an empty domain, values that
/// are not finite, more unknowns than equations, conditions that contradict each other) or is of a kind that cannot be
/// solved yet, with a message that says what to change.
[[nodiscard]] auto solve(const Problem& problem, const Options& options = {}) -> Result;

/// A problem that is recorded once and solved as often as wanted, with other values of its parameters.
///
///   Solver solver(problem);
///   for (const double k : {1.0, 2.0, 3.0}) {
///     solver.set_parameters(std::array{k});
///     Result result = solver.solve({.tolerance = 1e-10});
///   }
class Solver {
public:
  /// `seed` draws the hidden layer of the segments. Throws as solve() does, and MemoryRefused where a solve would take more than
  /// `most_memory` bytes.
  explicit Solver(Problem problem, std::uint64_t seed = default_seed,
                  std::size_t most_memory = Limits{}.memory);
  ~Solver();
  Solver(Solver&&) noexcept;
  auto operator=(Solver&&) noexcept -> Solver&;

  [[nodiscard]] auto problem() const -> const Problem&;
  /// One value for each of the problem's parameters. Throws std::invalid_argument on another number of them, and where
  /// one is not finite.
  void set_parameters(std::span<const double> values);
  /// `options.seed` is not used: the seed was given when the problem was recorded.
  [[nodiscard]] auto solve(const Options& options = {}) -> Result;

private:
  friend auto solve(const Problem& problem, const Options& options) -> Result;
  Solver(Problem problem, std::uint64_t seed, std::size_t most_memory, const Deadline& deadline);
  [[nodiscard]] auto solve_until(const Deadline& deadline, const Options& options) -> Result;

  struct Recorded;
  [[nodiscard]] auto recorded() const -> Recorded&;

  std::unique_ptr<Recorded> recorded_;
};

} // namespace jetwork::pinn
