#include "paper/claims/judgement.hpp"

#include "verify/family.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ranges>
#include <set>

namespace jetwork::paper {

namespace {

using verify::Condition;
using verify::FamilyMember;
using verify::Outcome;
using Indices = std::vector<std::size_t>;

constexpr double rounding = 1e-10; // eight digits above what was measured for sides that agree
constexpr double visible =
    1e-6; // a mistake changes the leading digits, in networks in general position

/// Of numbers smaller than a ten-thousandth the absolute difference counts: sums of ones may cancel to them.
auto relative_difference(const Sides::Pair& pair) -> double {
  if (!pair.truth || !pair.claimed) return INFINITY;
  const double scale = std::max({std::abs(*pair.truth), std::abs(*pair.claimed), 1e-4});
  return std::abs(*pair.truth - *pair.claimed) / scale;
}

/// The pair that differs most; the first of those that differ equally, whatever their rounding.
auto worst(const Sides& sides) -> Sides::Pair {
  const double most = std::ranges::max(sides.pairs() | std::views::transform(relative_difference));
  return *std::ranges::find_if(sides.pairs(), [&](const Sides::Pair& pair) {
    return !(relative_difference(pair) < 0.999 * most);
  });
}

auto difference_of(const Member& member) -> double {
  Sides sides;
  member.sides(sides);
  return sides.pairs().empty() ? NAN : relative_difference(worst(sides));
}

/// The claim fails for a network whose sides differ in one draw of its numbers: equal sides in another are chance.
struct Drawn {
  verify::Verdict verdict;
  std::size_t draw = 0; ///< that decides
};
auto decide(const std::vector<std::vector<Member>>& draws, std::size_t member) -> Drawn {
  Drawn result;
  bool holds = true;
  for (std::size_t draw = 0; draw < draws.size(); ++draw) {
    const double difference = difference_of(draws[draw][member]);
    holds = holds && difference <= rounding;
    if (!(difference <= result.verdict.largest_relative_error))
      result.verdict.largest_relative_error = difference, result.draw = draw;
    if (difference > visible) {
      result.verdict.outcome = Outcome::fails;
      return result;
    }
  }
  if (holds) result.verdict.outcome = Outcome::holds;
  else
    result.verdict.reason =
        "the sides differ by more than rounding, and by less than a mistake would";
  return result;
}

auto admits(const std::vector<Condition>& all, const FamilyMember& member) -> bool {
  return std::ranges::all_of(all, [&](const Condition& c) { return c.admits(member); });
}

/// The conjunction of up to three equalities that no failing member meets and most of the others do.
auto widest_condition(const std::vector<FamilyMember>& members, const Indices& holds,
                      const Indices& fails) -> std::vector<Condition> {
  std::vector<Condition> equalities;
  for (const auto& [attribute, ignored] : members[holds[0]].attributes) {
    std::set<std::string> values;
    for (const FamilyMember& member : members) values.insert(member.attributes.at(attribute));
    if (values.size() > 1)
      for (const std::string& value : values) equalities.push_back({attribute, value, true});
  }
  std::vector<Condition> best;
  std::size_t most = 0;
  const auto consider = [&](const std::vector<Condition>& candidate) {
    const auto meets = [&](std::size_t i) { return admits(candidate, members[i]); };
    if (std::ranges::any_of(fails, meets)) return;
    const auto covered = static_cast<std::size_t>(std::ranges::count_if(holds, meets));
    if (covered > most) best = candidate, most = covered;
  };
  for (const Condition& a : equalities) consider({a});
  for (std::size_t i = 0; i < equalities.size(); ++i)
    for (std::size_t j = i + 1; j < equalities.size(); ++j)
      consider({equalities[i], equalities[j]});
  for (std::size_t i = 0; i < equalities.size(); ++i)
    for (std::size_t j = i + 1; j < equalities.size(); ++j)
      for (std::size_t k = j + 1; k < equalities.size(); ++k)
        consider({equalities[i], equalities[j], equalities[k]});
  return best;
}

auto to_words(const std::vector<Condition>& all) -> std::string {
  std::string words;
  for (const Condition& c : all) words += (words.empty() ? "" : " and ") + verify::to_string(c);
  return words;
}

auto condition_of(const std::vector<FamilyMember>& members, const verify::FamilyVerdict& verdict)
    -> std::string {
  if (!verdict.condition.empty()) return to_words(verdict.condition);
  std::string words;
  Indices left = verdict.holds;
  while (!left.empty()) {
    const auto widest = widest_condition(members, left, verdict.fails);
    if (widest.empty())
      return words
             + fmt::format("{}{} networks by no simple condition", words.empty() ? "" : ", and ",
                           left.size());
    words += (words.empty() ? "" : ", or ") + to_words(widest);
    std::erase_if(left, [&](std::size_t i) { return admits(widest, members[i]); });
  }
  return words;
}

auto counterexample_of(const Member& member) -> nlohmann::json {
  Sides sides;
  member.sides(sides);
  const Sides::Pair pair = worst(sides);
  nlohmann::json result;
  member.numbers(result);
  for (const auto& [name, value] : sides.given())
    std::visit([&](const auto& number) { result[name] = number; }, value);
  if (!pair.what.empty()) result["compared"] = pair.what;
  const auto number = [](const std::optional<double>& x) {
    return x ? nlohmann::json(*x) : nlohmann::json();
  };
  result["truth"] = number(pair.truth);
  result["claimed"] = number(pair.claimed);
  return result;
}

} // namespace

auto examine(const Statement& statement, std::uint64_t seed) -> Finding {
  Finding finding;
  if (!statement) {
    finding.verdict = Judged::definition;
    return finding;
  }
  std::vector<std::vector<Member>> draws;
  for (std::uint64_t draw = 0; draw < 3; ++draw) draws.push_back(statement(3 * seed + draw));
  const std::vector<Member>& members = draws[0];
  std::vector<std::size_t> deciding(members.size());
  std::vector<FamilyMember> family;
  for (std::size_t i = 0; i < members.size(); ++i)
    family.push_back({members[i].attributes, [&, i] {
                        const Drawn drawn = decide(draws, i);
                        deciding[i] = drawn.draw;
                        return drawn.verdict;
                      }});
  const verify::FamilyVerdict verdict = verify::verify_family(family);

  finding.holding = verdict.holds.size();
  finding.members = members.size();
  for (const std::size_t i : verdict.holds)
    finding.largest_agreeing =
        std::max(finding.largest_agreeing, verdict.verdicts[i].largest_relative_error);
  for (const std::size_t i : verdict.fails) {
    const double difference = verdict.verdicts[i].largest_relative_error;
    if (finding.smallest_differing == 0 || difference < finding.smallest_differing)
      finding.smallest_differing = difference;
  }
  if (!verdict.fails.empty()) {
    const std::size_t least = *std::ranges::min_element(
        verdict.fails, {}, [&](std::size_t i) { return members[i].size; });
    finding.counterexample = counterexample_of(draws[deciding[least]][least]);
  }
  if (!verdict.undecided.empty()) return finding;
  switch (verdict.outcome) {
  case verify::FamilyOutcome::holds: finding.verdict = Judged::holds; break;
  case verify::FamilyOutcome::fails: finding.verdict = Judged::fails; break;
  case verify::FamilyOutcome::undecided: break;
  case verify::FamilyOutcome::conditional:
    finding.verdict = Judged::conditional;
    finding.condition = condition_of(family, verdict);
  }
  return finding;
}

auto judge(const Claim& claim, std::uint64_t seed) -> Judgement {
  Judgement judgement{claim, examine(claim.printed, seed), {}, {}};
  if (claim.corrected) judgement.corrected = examine(claim.corrected, seed);
  for (const Reading& reading : claim.readings)
    judgement.readings.push_back({reading.words, examine(reading.statement, seed)});
  return judgement;
}

auto to_string(Judged verdict) -> std::string {
  switch (verdict) {
  case Judged::definition: return "definition";
  case Judged::holds: return "holds";
  case Judged::conditional: return "conditional";
  case Judged::fails: return "fails";
  case Judged::undecided: break;
  }
  return "undecided";
}

} // namespace jetwork::paper
