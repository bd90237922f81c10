// What becomes of a claim of the paper: the verdict, and under which condition it holds.
//
//   const Judgement j = judge(claim, 1);
//   j.printed.verdict, j.printed.condition;      // Verdict::conditional, "number of inputs = 1"
//   j.corrected->verdict;                        // Verdict::holds
//
// Each member of the family is one network whose numbers are drawn three times. Its two sides agree to rounding
// each time, or once differ visibly; should they differ by something between 1e-10 and 1e-6, nothing is decided. From the members on
// which the claim holds the family machinery of verify/family.hpp finds the condition; where several
// separate ways of holding exist, they are collected one by one, the widest first (sequential covering,
// Michalski 1969).
#pragma once

#include "paper/claims/claim.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace jetwork::paper {

enum class Judged { definition, holds, conditional, fails, undecided };

struct Finding {
  Judged verdict = Judged::undecided;
  std::string condition; ///< of a conditional one: "number of inputs = 1 or activation = identity"
  std::size_t holding = 0, members = 0;
  double largest_agreeing = 0;   ///< relative difference between sides that agree …
  double smallest_differing = 0; ///< … and between sides that differ; 0: there are none
  nlohmann::json counterexample; ///< null where there is none
};

struct ReadingFinding {
  std::string words;
  Finding finding;
};

struct Judgement {
  Claim claim;
  Finding printed;
  std::optional<Finding> corrected;
  std::vector<ReadingFinding> readings;
};

auto examine(const Statement& statement, std::uint64_t seed) -> Finding;
auto judge(const Claim& claim, std::uint64_t seed) -> Judgement;
auto to_string(Judged verdict) -> std::string;

} // namespace jetwork::paper
