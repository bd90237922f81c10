// The referee on a table of calculus: every true formula holds, every slip of the pen is caught. JETWORK_MUTANTS
// says how many slips (1,500 by default); those that leave the formula true are told by comparing it with the
// true one at other points, without a derivative.
#include "tests/verify/calculus_table.hpp"
#include "tests/verify/formula_mutations.hpp"
#include "verify/formula_claim.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>

namespace jetwork::verify::tests {

using namespace autodiff;
using namespace formula;

namespace {

namespace data = boost::unit_test::data;

const std::vector<std::pair<std::string, std::string>> parameters = {
    {"a", "2.5"}, {"b", "0.7"}, {"n", "3"}};

auto uses(const std::string& name, const std::string& function, const std::string& claimed)
    -> bool {
  const auto used = names(parse_equation(function + " = " + claimed));
  return std::ranges::count(used, Symbol{name}) > 0;
}

auto text_of(const TrueFormula& formula, const std::string& claimed) -> FormulaClaimText {
  FormulaClaimText text{.function = formula.function, .derivative = claimed, .by = formula.by};
  for (const auto& parameter : parameters)
    if (uses(parameter.first, formula.function, claimed)) text.parameters.push_back(parameter);
  return text;
}

struct Comparison {
  std::size_t equal = 0, different = 0, undefined = 0;
};

/// Compares two formulas in a hundred digits, at points that the referee does not use and at its counterexample,
/// since a slip may show on a short interval only.
auto compare(const Expression& a, const Expression& b, const std::vector<ClaimVariable>& variables,
             const std::optional<Counterexample>& named) -> Comparison {
  std::map<Symbol, std::size_t> places;
  for (std::size_t i = 0; i < variables.size(); ++i) places[{variables[i].name}] = i;
  ExactParameters exact;
  for (const auto& [name, value] : parameters) exact[name] = parse(value);
  const ExactFormula f(a, places, exact), g(b, places, exact);
  std::mt19937_64 engine(987654321);
  Comparison result;
  const auto compare_at = [&](const std::vector<HundredDigits>& at) {
    const HundredDigits x = f.derivative(at, {}), y = g.derivative(at, {});
    const bool finite = isfinite(x) && isfinite(y);
    const HundredDigits scale = abs(x) > abs(y) ? HundredDigits(abs(x)) : HundredDigits(abs(y));
    if (!finite) ++result.undefined;
    else if (abs(x - y) <= scale * HundredDigits("1e-40")) ++result.equal;
    else ++result.different;
  };
  for (int k = 0; k < 60; ++k) {
    const double size = k % 3 == 0 ? 1 : k % 3 == 1 ? 4 : 10;
    std::vector<HundredDigits> at;
    for (std::size_t i = 0; i < variables.size(); ++i)
      at.emplace_back(size * (static_cast<double>(engine() >> 11U) * 0x1p-52 - 1));
    compare_at(at);
  }
  if (named) compare_at({named->at.begin(), named->at.end()});
  return result;
}

auto mutants_wanted() -> std::size_t {
  const char* given = std::getenv("JETWORK_MUTANTS"); // NOLINT(concurrency-mt-unsafe)
  return given == nullptr ? 1500 : std::stoul(given);
}

} // namespace

BOOST_AUTO_TEST_SUITE(verify_calculus)

BOOST_DATA_TEST_CASE(true_formulas_hold, data::make(calculus_table()), formula) {
  const FormulaClaim claim(text_of(formula, formula.derivative));
  const Verdict verdict = verify(claim.claim());
  BOOST_TEST((verdict.outcome == Outcome::holds), to_string(verdict, claim.claim()));
  BOOST_TEST(verdict.points > 20);
}

BOOST_AUTO_TEST_CASE(slips_are_caught) {
  const auto& table = calculus_table();
  std::map<std::string, std::size_t> caught;
  std::size_t equivalent = 0, undecided = 0;
  const std::size_t wanted = mutants_wanted();
  for (std::size_t k = 0; k < wanted; ++k) {
    const TrueFormula& formula = table[k % table.size()];
    const FormulaClaim truth(text_of(formula, formula.derivative));
    std::vector<std::string> names;
    for (const ClaimVariable& variable : truth.variables()) names.push_back(variable.name);
    for (const auto& [name, value] : parameters) names.push_back(name);
    const Expression original = parse(formula.derivative);
    const auto [slipped, slip] = mutant(original, names, 1000 + k);
    const std::string text = to_string(slipped);
    BOOST_TEST_CONTEXT("mutant " << k << " of " << formula << ": " << text) {
      const FormulaClaim claim(text_of(formula, text));
      const Verdict verdict = verify(claim.claim());
      const Comparison other =
          compare(original, slipped, claim.variables(), verdict.counterexample);
      if (verdict.outcome == Outcome::holds) {
        BOOST_TEST(other.different == 0U);
        BOOST_TEST(other.equal > 0U);
        ++equivalent;
      } else {
        ++caught[slip];
        if (verdict.outcome == Outcome::undecided) ++undecided;
        // If the counterexample has a claimed number, the formula with the slip differs from the true one.
        if (verdict.counterexample && verdict.counterexample->claimed)
          BOOST_TEST(other.different + other.undefined > 0U, to_string(verdict, claim.claim()));
      }
    }
  }
  for (const auto& [slip, count] : caught) BOOST_TEST_MESSAGE(slip << ": " << count << " caught");
  BOOST_TEST_MESSAGE(wanted << " mutants; " << equivalent << " equivalent; " << undecided
                            << " defined nowhere");
  BOOST_TEST(equivalent < wanted / 10);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::verify::tests
