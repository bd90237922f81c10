#include "paper/claims/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace jetwork::paper {

namespace {

/// Whether something is to be put right: a line that holds may have another reading that does not.
auto needs_correction(const Judgement& j) -> bool {
  return j.printed.verdict == Judged::conditional || j.printed.verdict == Judged::fails
         || j.printed.verdict == Judged::undecided;
}
auto has_another_verdict(const Judgement& j) -> bool {
  return std::ranges::any_of(
      j.readings, [](const ReadingFinding& r) { return r.finding.verdict != Judged::holds; });
}
auto is_number(const std::string& equation) -> bool {
  return equation.find_first_not_of("0123456789") == std::string::npos;
}

/// "conditional: number of inputs = 1 (20 of 40)"
auto in_words(const Finding& finding) -> std::string {
  std::string words = to_string(finding.verdict);
  if (!finding.condition.empty()) words += ": " + finding.condition;
  if (finding.members > 0) words += fmt::format(" ({} of {})", finding.holding, finding.members);
  return words;
}

/// Ten digits; what is smaller than rounding makes it is 0.
auto number(const nlohmann::json& value) -> std::string {
  if (value.is_null()) return "no such number";
  const auto x = value.get<double>();
  return std::abs(x) < 1e-13 ? "0" : fmt::format("{:.10g}", x);
}

/// "weights: [[0.5]], truth: 1.2, claimed: 0.7", numbers as short as they are.
auto in_words(const nlohmann::json& counterexample) -> std::string {
  std::string words;
  for (const auto& [name, value] : counterexample.items()) {
    if (name == "truth" || name == "claimed" || name == "compared") continue;
    words += fmt::format("{}{} {}", words.empty() ? "" : "; ", name,
                         value.is_string() ? value.get<std::string>() : value.dump());
  }
  words += ". ";
  if (counterexample.contains("compared")) words += counterexample["compared"].get<std::string>();
  if (counterexample["truth"].is_null()) return words + ".";
  if (counterexample.contains("compared")) words += ": ";
  return words
         + fmt::format("true {}, claimed {}.", number(counterexample["truth"]),
                       number(counterexample["claimed"]));
}

auto counts(const std::vector<Judgement>& judgements, bool numbered) -> std::map<std::string, int> {
  std::map<std::string, int> result;
  for (const Judgement& j : judgements)
    if (is_number(j.claim.equation) == numbered) ++result[to_string(j.printed.verdict)];
  return result;
}
auto count_of(const std::map<std::string, int>& all, const std::string& verdict) -> int {
  const auto found = all.find(verdict);
  return found == all.end() ? 0 : found->second;
}

/// In a table's cell a bar would end it.
auto cell(std::string text) -> std::string {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
    text.replace(at, 1, "\\|");
  return text;
}

/// The gap between sides that agree and sides that differ, in powers of ten.
auto agreement_gap(const std::vector<Judgement>& judgements) -> std::pair<int, int> {
  double agreeing = 0, differing = 0;
  const auto look = [&](const Finding& f) {
    agreeing = std::max(agreeing, f.largest_agreeing);
    if (f.smallest_differing > 0 && (differing == 0 || f.smallest_differing < differing))
      differing = f.smallest_differing;
  };
  for (const Judgement& j : judgements) {
    look(j.printed);
    if (j.corrected) look(*j.corrected);
    for (const ReadingFinding& r : j.readings) look(r.finding);
  }
  agreeing = std::max(agreeing, 1e-16);
  differing = differing > 0 ? differing : 1;
  return {static_cast<int>(std::ceil(std::log10(agreeing))),
          static_cast<int>(std::floor(std::log10(differing)))};
}

} // namespace

auto to_json(const std::vector<Judgement>& judgements) -> nlohmann::json {
  auto list = nlohmann::json::array();
  for (const Judgement& j : judgements) {
    nlohmann::json entry{
        {"equation", j.claim.equation},
        {"claim", j.claim.words},
        {"verdict", to_string(j.printed.verdict)},
        {"condition", j.printed.condition},
        {"correction", needs_correction(j) || has_another_verdict(j) ? j.claim.correction : ""},
        {"counterexample", j.printed.counterexample},
        {"holding", j.printed.holding},
        {"members", j.printed.members},
        {"readings", nlohmann::json::array()}};
    if (j.corrected) entry["correction_verdict"] = to_string(j.corrected->verdict);
    for (const ReadingFinding& r : j.readings)
      entry["readings"].push_back({{"reading", r.words},
                                   {"verdict", to_string(r.finding.verdict)},
                                   {"condition", r.finding.condition},
                                   {"counterexample", r.finding.counterexample},
                                   {"holding", r.finding.holding},
                                   {"members", r.finding.members}});
    list.push_back(std::move(entry));
  }
  return list;
}

auto to_text(const std::vector<Judgement>& judgements) -> std::string {
  std::string text;
  for (const Judgement& j : judgements) {
    const std::string label =
        is_number(j.claim.equation) ? "Eq. " + j.claim.equation : j.claim.equation;
    text += fmt::format("{}: {}\n  {}\n", label, j.claim.words, in_words(j.printed));
    for (const ReadingFinding& r : j.readings)
      text += fmt::format("  read as: {}\n    {}\n", r.words, in_words(r.finding));
    if (!needs_correction(j)) continue;
    text += fmt::format("  right: {} [{}]\n", j.claim.correction,
                        j.corrected ? in_words(*j.corrected) : "not checked");
    text += fmt::format("  counterexample: {}\n", in_words(j.printed.counterexample));
  }
  for (const bool numbered : {true, false}) {
    text += numbered ? "equations:" : "lines of listings and of the text:";
    for (const auto& [verdict, count] : counts(judgements, numbered))
      text += fmt::format(" {} {}", count, verdict);
    text += "\n";
  }
  return text;
}

auto to_markdown(const std::vector<Judgement>& judgements) -> std::string {
  const auto [agreeing, differing] = agreement_gap(judgements);
  const auto equations = counts(judgements, true), lines = counts(judgements, false);
  std::string page = fmt::format(R"(# The paper, mechanically checked

Every numbered equation of the paper, and every line of its listings that claims something, computed on both sides for
a whole family of networks. This page is written by a program: `build/release/paper/paper --markdown`; the same
as JSON by `--json`, for other random networks by `--seed N`. The claims are code in `paper/claims/section_*.cpp`, one
file a section.

What is true is what `autodiff` says: the forward pass is written once, neuron by neuron, and differentiated by dual and
hyper-dual numbers with respect to whatever stands below the fraction's line. No verdict is typed in: the family
differs in its numbers of inputs, hidden neurons and outputs, in its activation (tanh, sigmoid, sin, softplus, identity),
biases and more, and `verify/family.hpp` finds the condition that separates the networks on which a claim holds
from the others. In brackets: on how many of how many networks it holds. Sides that were called equal differ by less than
1e{} of their size, all others by more than 1e{}. That is evidence for these networks, not a proof for all.

- *holds*: for every network of the family that the equation's section sets up.
- *conditional*: for those alone that meet the condition. *fails*: for none.
- *definition*: it names something, and nothing can be false; a = f(z), said again of one layer, is counted here.

A symbol means what section 2.2 makes it mean until the paper defines it anew: z_y has its bias in it (Eq. 1), and
a_x = f(z_x). Section 5 leaves the biases out of its formulas and never says that its networks have none: such a formula is
judged on networks with biases and without, and read again for those without. ReLU, which the paper names, is linear on
either side of its kink and has no derivative at it: it could tell nothing that these activations do not.

Where a line can be read in two ways, the first line of its entry is the reading that the text around it supports, and the
others are listed with their own verdicts. Neurons are counted from 0; "z_1" of section 5 is the first input's. The layers
are h, i, j, k, as in the paper, k being the output. A counterexample lists weights and biases layer by layer from the
input; a row of weights belongs to the neuron that they leave.

| | holds | conditional | fails | definition | all |
|---|---|---|---|---|---|
)",
                                 agreeing, differing);
  for (const bool numbered : {true, false}) {
    const auto& all = numbered ? equations : lines;
    int total = 0;
    for (const auto& [ignored, count] : all) total += count;
    page += fmt::format("| {} | {} | {} | {} | {} | {} |\n",
                        numbered ? "equations" : "lines of listings and of the text",
                        count_of(all, "holds"), count_of(all, "conditional"),
                        count_of(all, "fails"), count_of(all, "definition"), total);
  }
  page += "\n## All claims\n\n| place | claim | verdict |\n|---|---|---|\n";
  for (const Judgement& j : judgements)
    page += fmt::format("| {} | {} | {} |\n", j.claim.equation, cell(j.claim.words),
                        cell(in_words(j.printed)));

  page += "\n## What needs a condition or a correction\n";
  for (const Judgement& j : judgements) {
    if (!needs_correction(j)) continue;
    page += fmt::format("\n### {}\n\n{}\n\n- {}\n", j.claim.equation, j.claim.words,
                        in_words(j.printed));
    page += fmt::format("- Right is: {} ({}).\n", j.claim.correction,
                        j.corrected ? in_words(*j.corrected) : "not checked");
    for (const ReadingFinding& r : j.readings)
      page += fmt::format("- Read as: {}. {}.\n", r.words, in_words(r.finding));
    page += fmt::format("- Counterexample: {}\n", in_words(j.printed.counterexample));
  }
  page += "\n## What holds, or is a definition, but not in every reading\n";
  for (const Judgement& j : judgements) {
    if (needs_correction(j) || !has_another_verdict(j)) continue;
    page += fmt::format("\n### {}\n\n{}\n\n- {}\n", j.claim.equation, j.claim.words,
                        in_words(j.printed));
    for (const ReadingFinding& r : j.readings) {
      page += fmt::format("- Read as: {}. {}.\n", r.words, in_words(r.finding));
      if (!r.finding.counterexample.is_null())
        page += fmt::format("  Counterexample: {}\n", in_words(r.finding.counterexample));
    }
    if (!j.claim.correction.empty())
      page += fmt::format("- Right is: {} ({}).\n", j.claim.correction,
                          j.corrected ? in_words(*j.corrected) : "not checked");
  }
  return page;
}

} // namespace jetwork::paper
