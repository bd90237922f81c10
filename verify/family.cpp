#include "verify/family.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace jetwork::verify {

auto Condition::admits(const FamilyMember& member) const -> bool {
  const auto found = member.attributes.find(attribute);
  return found != member.attributes.end() && (found->second == value) == is_equal;
}

auto separating_condition(const std::vector<FamilyMember>& members,
                          const std::vector<std::size_t>& holds,
                          const std::vector<std::size_t>& fails) -> std::vector<Condition> {
  if (holds.empty() || fails.empty()) return {};
  // Equalities first: 'inputs = 1' says more than 'inputs ≠ 2'.
  std::vector<Condition> all;
  for (const bool is_equal : {true, false})
    for (const auto& [attribute, ignored] : members[holds[0]].attributes) {
      std::set<std::string> values;
      for (const FamilyMember& member : members) values.insert(member.attributes.at(attribute));
      for (const std::string& value : values) all.push_back({attribute, value, is_equal});
    }
  const auto admits = [&](std::size_t member, const std::vector<Condition>& conditions) {
    return std::ranges::all_of(conditions,
                               [&](const Condition& c) { return c.admits(members[member]); });
  };
  const auto separates = [&](const std::vector<Condition>& conditions) {
    return std::ranges::all_of(holds, [&](std::size_t i) { return admits(i, conditions); })
           && std::ranges::none_of(fails, [&](std::size_t i) { return admits(i, conditions); });
  };
  for (const Condition& one : all)
    if (separates({one})) return {one};
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j)
      if (separates({all[i], all[j]})) return {all[i], all[j]};
  return {};
}

auto verify_family(const std::vector<FamilyMember>& members) -> FamilyVerdict {
  FamilyVerdict result;
  for (const FamilyMember& member : members)
    if (!std::ranges::equal(
            member.attributes, members[0].attributes, {}, [](const auto& a) { return a.first; },
            [](const auto& a) { return a.first; }))
      throw std::invalid_argument(
          "verify_family: all members must have attributes of the same names");
  for (std::size_t i = 0; i < members.size(); ++i) {
    result.verdicts.push_back(members[i].check());
    switch (result.verdicts.back().outcome) {
    case Outcome::holds: result.holds.push_back(i); break;
    case Outcome::fails: result.fails.push_back(i); break;
    case Outcome::undecided: result.undecided.push_back(i); break;
    }
  }
  if (result.holds.empty() && result.fails.empty()) return result;
  if (result.fails.empty()) result.outcome = FamilyOutcome::holds;
  else if (result.holds.empty()) result.outcome = FamilyOutcome::fails;
  else {
    result.outcome = FamilyOutcome::conditional;
    result.condition = separating_condition(members, result.holds, result.fails);
    if (result.condition.empty())
      result.exception = separating_condition(members, result.fails, result.holds);
  }
  return result;
}

auto to_string(const Condition& condition) -> std::string {
  return fmt::format("{} {} {}", condition.attribute, condition.is_equal ? "=" : "≠",
                     condition.value);
}

auto to_string(const FamilyVerdict& verdict) -> std::string {
  const auto members = [](std::size_t n) {
    return fmt::format("{} member{}", n, n == 1 ? "" : "s");
  };
  std::string text;
  switch (verdict.outcome) {
  case FamilyOutcome::holds: text = fmt::format("holds ({})", members(verdict.holds.size())); break;
  case FamilyOutcome::fails: text = fmt::format("fails ({})", members(verdict.fails.size())); break;
  case FamilyOutcome::undecided:
    return fmt::format("undecided ({})", members(verdict.undecided.size()));
  case FamilyOutcome::conditional: {
    const auto& conditions = verdict.condition.empty() ? verdict.exception : verdict.condition;
    text = conditions.empty() ? "holds for some members, by no condition on one or two attributes"
           : verdict.condition.empty() ? "holds except when "
                                       : "holds only when ";
    for (std::size_t i = 0; i < conditions.size(); ++i)
      text += (i == 0 ? "" : " and ") + to_string(conditions[i]);
    text += fmt::format(" ({}; fails for {})", members(verdict.holds.size()), verdict.fails.size());
  }
  }
  if (!verdict.undecided.empty())
    text += fmt::format("; {} undecided", members(verdict.undecided.size()));
  return text;
}

} // namespace jetwork::verify
