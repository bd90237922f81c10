// One problem for every seed.
//
//   const ChosenProblem problem = draw_problem(4711);
//   const ChosenProblem stiff = draw_problem(4711, Kind::stiff);
#pragma once

#include "tests/honesty/problems/chosen_problem.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace jetwork::honesty {

/// The families of a kind; those of all other kinds for problems in other variables.
[[nodiscard]] auto families_of(Kind kind) -> std::span<const Family>;

/// Of any kind, where none is named, and with a tolerance between 1e-3 and 1e-12.
[[nodiscard]] auto draw_problem(std::uint64_t seed, std::optional<Kind> kind = {}) -> ChosenProblem;

} // namespace jetwork::honesty
