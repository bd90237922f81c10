#include "tests/honesty/problems/draw_problem.hpp"

#include "tests/honesty/problems/families.hpp"
#include "tests/honesty/problems/other_variables.hpp"

namespace jetwork::honesty {
namespace {

constexpr int plain_kinds = static_cast<int>(Kind::coupled);

auto draw_plain(Kind kind, Draw& draw) -> ChosenProblem {
  const Family& family = draw.one_of(families_of(kind));
  ChosenProblem problem = family.draw(draw);
  problem.kind = kind;
  problem.family = family.name;
  return problem;
}

auto draw_in_other_variables(Kind kind, Draw& draw) -> ChosenProblem {
  for (;;) {
    const ChosenProblem plain =
        draw_plain(static_cast<Kind>(draw.integer(0, plain_kinds - 1)), draw);
    const auto problem =
        kind == Kind::coupled ? with_mixed_unknowns(plain, draw) : with_rounded_time(plain, draw);
    if (problem) return *problem;
  }
}

} // namespace

auto families_of(Kind kind) -> std::span<const Family> {
  switch (kind) {
  case Kind::decay_then_growth: return decay_then_growth_families();
  case Kind::kinks: return kink_families();
  case Kind::pulses: return pulse_families();
  case Kind::stiff: return stiff_families();
  case Kind::resonance: return resonance_families();
  case Kind::scales: return scale_families();
  case Kind::symmetry: return symmetry_families();
  case Kind::implicit: return implicit_families();
  case Kind::long_time: return long_time_families();
  case Kind::high_order: return high_order_families();
  default: return {};
  }
}

auto draw_problem(std::uint64_t seed, std::optional<Kind> kind) -> ChosenProblem {
  Draw draw(seed);
  const auto any = static_cast<Kind>(draw.integer(0, static_cast<int>(kind_names.size()) - 1));
  const double tolerance = rounded(draw.decades(-12, -3), 2);
  const Kind its_kind = kind.value_or(any);
  ChosenProblem problem = its_kind < Kind::coupled ? draw_plain(its_kind, draw)
                                                   : draw_in_other_variables(its_kind, draw);
  problem.tolerance = tolerance;
  return problem;
}

} // namespace jetwork::honesty
