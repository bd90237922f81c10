// A problem's conditions, as claims about a claimed solution. A private header of pinn/verify/solution_claim.cpp.
#pragma once

#include "pinn/problem/text/parts.hpp"
#include "pinn/verify/claimed_system.hpp"
#include "pinn/verify/solution_claims.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace jetwork::pinn::detail {

/// The place of the solution that is claimed for an unknown; nothing for other names that are known.
using SolutionFor =
    std::function<std::optional<std::size_t>(const formula::Symbol&, Part, std::size_t index)>;

class ConditionReader {
public:
  /// Of conditions, integrals and jumps that were read.
  ConditionReader(const TextParts& parts, const verify::ExactParameters& parameters,
                  SolutionFor solution_for, const verify::Stop& stop, ClaimedSystem& claimed,
                  SolutionClaims& claims)
      : parts_(parts),
        parameters_(parameters),
        solution_for_(std::move(solution_for)),
        stop_(stop),
        claimed_(claimed),
        claims_(claims) {}

  void read();

private:
  [[nodiscard]] auto quoted(std::size_t text_condition) const -> std::string;
  void add_component(std::size_t text_condition);
  void read_jump(const TextJump& jump);
  void read_integral(const TextIntegral& integral);
  [[nodiscard]] auto read_points() -> std::vector<formula::ValueAt>;
  void read_point(const formula::ValueAt& value, std::size_t condition);
  /// What a value is, where it takes a limit.
  [[nodiscard]] auto limit_of(std::size_t solution, std::size_t order,
                              const verify::ExactFormula& place, double point,
                              std::size_t condition) -> std::optional<FoundNumber>;

  const TextParts& parts_;
  const verify::ExactParameters& parameters_;
  SolutionFor solution_for_;
  const verify::Stop& stop_;
  ClaimedSystem& claimed_;
  SolutionClaims& claims_;
};

} // namespace jetwork::pinn::detail
