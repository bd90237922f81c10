// The paper's claims: complete, stable from seed to seed, and right where they were derived by hand.
#include "autodiff/jet.hpp"
#include "autodiff/tape.hpp"
#include "paper/claims/network_family.hpp"
#include "paper/claims/report.hpp"
#include "paper/claims/single_input.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace jetwork::paper {

namespace {

auto judged(std::uint64_t seed) -> std::vector<Judgement> {
  std::vector<Judgement> all;
  for (const Claim& claim : all_claims()) all.push_back(judge(claim, seed));
  return all;
}
auto of_seed_1() -> const std::vector<Judgement>& {
  static const std::vector<Judgement> all = judged(1);
  return all;
}
auto of(const std::string& equation) -> const Judgement& {
  for (const Judgement& j : of_seed_1())
    if (j.claim.equation == equation) return j;
  throw std::out_of_range("there is no claim " + equation);
}

struct ByHand {
  std::string equation, verdict, condition;
};
auto operator<<(std::ostream& stream, const ByHand& row) -> std::ostream& {
  return stream << row.equation;
}
// Derived on paper, from the chain rule, before the program was run.
// clang-format off
const std::vector<ByHand> by_hand{
    {"6",   "conditional", "input biases = no"},                 // z_i is the input, a_i = f(z_i)
    {"7",   "conditional", "hidden biases = no"},                // Eq. 1 has b_j
    {"8",   "holds",       ""},                                  // b_j is back here
    {"9",   "conditional", "output biases = no"},
    {"10",  "holds",       ""},
    {"11",  "conditional", "hidden biases = no and output biases = no"}, // b_j and b_k are dropped
    {"12",  "conditional", "output biases = no, or activation = identity"}, // f'(z) for f'(z + b)
    {"14",  "fails",       ""},                                   // uphill
    {"15",  "fails",       ""},
    {"29",  "holds",       ""},
    {"37",  "conditional", "neurons in layer j = 3 or more"},     // W has a column for each hidden neuron
    {"38",  "conditional", "neurons in layer j = 4 or more"},
    {"43",  "fails",       ""},                                  // without -η
    {"57",  "holds",       ""},
    {"66",  "holds",       ""},
    {"83",  "holds",       ""},
    {"89",  "conditional", "number of outputs = 1"},              // a sum left over
    {"91",  "holds",       ""},
    {"100", "conditional", "all w_jk = 1"},                       // the weight is lost
    {"104", "holds",       ""},
    {"106", "conditional", "hidden biases = no"},                 // Eq. 1 has b_j
    {"108", "conditional", "output biases = no"},
    {"110", "holds",       ""},
    {"113", "conditional", "hidden biases = no and input layer's activation = identity"},
    // For the identity f' = 1, whatever z it is taken at.
    {"114", "conditional", "hidden biases = no and input layer's activation = identity, or activation = identity"},
    {"118", "conditional", "hidden biases = no, or activation = identity"},
    {"120", "conditional", "hidden biases = no, or activation = identity"},
    {"134", "conditional", "number of inputs = 1"},
    {"139", "conditional", "neurons in layer j = 1"},
    {"145", "holds",       ""},                                   // a bias has no slope
    {"154", "holds",       ""},                                   // f' at z_j, with or without a bias in z_j
    {"159", "conditional", "hidden biases = no"},
    {"161", "conditional", "hidden biases = no, or activation = identity"},
    {"169", "conditional", "hidden biases = no"},
    // da_i/dz_1 = 0 for i ≠ 1
    {"170", "conditional", "hidden biases = no and number of inputs = 1, or activation = identity and number of inputs = 1"},
    {"2.4 step 6", "fails", ""},
    {"2.3.1 line 14", "conditional", "hidden biases = no and input biases = no and output biases = no"},
    {"2.4.1 line 25", "fails", ""},
    {"2.4.1 line 29", "holds", ""},
    {"2.4.1 line 37", "fails", ""},
    {"3.1.2 line 7", "conditional", "input biases = no"}};

struct ReadByHand {
  std::string equation, reading, verdict, condition;
};
auto operator<<(std::ostream& stream, const ReadByHand& row) -> std::ostream& {
  return stream << row.equation << ", " << row.reading;
}
const std::vector<ReadByHand> readings_by_hand{
    {"3",   "δ_j as step 4 computes it", "fails", ""},            // the weights have changed by then
    {"5",   "+η·δ_y·a_x",                "fails", ""},
    {"7",   "named anew",                "holds", ""},
    {"8",   "the bias twice",            "conditional", "hidden biases = no"},
    {"16",  "the sum reaches the bias",  "conditional", "hidden biases = no, or number of inputs = 1"},
    {"38",  "in figure 4",               "fails", ""},            // it has two hidden neurons
    {"43",  "up to the factor -η",       "holds", ""},
    {"52",  "without the parentheses",   "conditional", "output biases = no"},
    {"90",  "one term",                  "holds", ""},
    {"106", "without biases",            "holds", ""},
    {"114", "without biases",            "conditional", "input layer's activation = identity"},
    {"118", "without biases",            "holds", ""},
    {"118", "several inputs",            "conditional", "hidden biases = no and input layer's activation = f and number of inputs = 1"},
    {"163", "for networks without biases",            "conditional", "number of inputs = 1"},
    {"163", "by all inputs",             "holds", ""},
    {"170", "as printed, z_1 being",     "fails", ""},
    {"2.3.1 line 2", "not included",     "holds", ""},
    {"2.4.1 line 11", "not included",    "fails", ""},            // neuron 0 is left out
    {"3.1.2 line 7", "as in Eq. 6",      "holds", ""},
    {"4.1.1 printed result", "one random start", "holds", ""}};
// clang-format on

auto slope_of_tanh(double z) -> double { return 1 - std::tanh(z) * std::tanh(z); }

} // namespace

BOOST_AUTO_TEST_SUITE(paper)

BOOST_AUTO_TEST_CASE(every_equation_once) {
  const auto list = nlohmann::json::parse(to_json(of_seed_1()).dump());
  std::map<std::string, int> seen;
  for (const auto& entry : list) ++seen[entry.at("equation").get<std::string>()];
  for (int equation = 1; equation <= 170; ++equation)
    BOOST_TEST(seen[std::to_string(equation)] == 1, "equation " << equation);
  for (const auto& [name, times] : seen) BOOST_TEST(times == 1, name);
  for (const auto& entry : list) {
    const auto verdict = entry.at("verdict").get<std::string>();
    const bool is_wrong = verdict == "fails" || verdict == "conditional";
    BOOST_TEST_CONTEXT(entry.at("equation")) {
      BOOST_TEST((verdict == "holds" || verdict == "definition" || is_wrong));
      BOOST_TEST(entry.at("condition").get<std::string>().empty() == (verdict != "conditional"));
      BOOST_TEST(entry.at("counterexample").is_object() == is_wrong);
      if (is_wrong) BOOST_TEST(!entry.at("correction").get<std::string>().empty());
    }
  }
}

// Where layers have several neurons, a counterexample names the neuron.
BOOST_AUTO_TEST_CASE(counterexamples_say_where) {
  const auto says_where = [](const nlohmann::json& c) {
    return !c.is_object() || !c.contains("neurons") || c.contains("compared")
           || c["neurons"] == nlohmann::json{1, 1, 1};
  };
  for (const Judgement& j : of_seed_1()) BOOST_TEST_CONTEXT(j.claim.equation) {
      BOOST_TEST(says_where(j.printed.counterexample));
      for (const ReadingFinding& r : j.readings)
        BOOST_TEST(says_where(r.finding.counterexample), r.words);
    }
}

BOOST_AUTO_TEST_CASE(corrections_hold) {
  for (const Judgement& j : of_seed_1()) BOOST_TEST_CONTEXT(j.claim.equation) {
      BOOST_TEST((j.claim.correction.empty() == !j.corrected.has_value()));
      if (j.corrected) BOOST_TEST(to_string(j.corrected->verdict) == "holds");
      for (const ReadingFinding& r : j.readings)
        BOOST_TEST(to_string(r.finding.verdict) != "undecided");
    }
}

BOOST_DATA_TEST_CASE(as_derived_by_hand, boost::unit_test::data::make(by_hand), row) {
  BOOST_TEST(to_string(of(row.equation).printed.verdict) == row.verdict);
  BOOST_TEST(of(row.equation).printed.condition == row.condition);
}

BOOST_DATA_TEST_CASE(read_by_hand, boost::unit_test::data::make(readings_by_hand), row) {
  std::vector<Finding> findings;
  for (const ReadingFinding& r : of(row.equation).readings)
    if (r.words.find(row.reading) != std::string::npos) findings.push_back(r.finding);
  BOOST_TEST_REQUIRE(findings.size() == 1u);
  BOOST_TEST(to_string(findings[0].verdict) == row.verdict);
  BOOST_TEST(findings[0].condition == row.condition);
}

BOOST_DATA_TEST_CASE(other_networks_give_the_same, boost::unit_test::data::make({2, 3}), seed) {
  for (const Judgement& j : of_seed_1()) {
    const Judgement other = judge(j.claim, static_cast<std::uint64_t>(seed));
    BOOST_TEST_CONTEXT(j.claim.equation) {
      BOOST_TEST(to_string(other.printed.verdict) == to_string(j.printed.verdict));
      BOOST_TEST(other.printed.condition == j.printed.condition);
      if (other.corrected) BOOST_TEST(to_string(other.corrected->verdict) == "holds");
    }
  }
}

// The numbers of the counterexample, put into tanh and its slope by hand.
BOOST_AUTO_TEST_CASE(counterexample_of_equation_100) {
  const nlohmann::json& c = of("100").printed.counterexample;
  BOOST_TEST_REQUIRE(c["activation"] == "tanh");
  BOOST_TEST_REQUIRE((c["neurons"] == nlohmann::json{1, 1, 1}));
  const double w_ij = c["weights"][0][0][0], w_jk = c["weights"][1][0][0];
  const double z_j =
      w_ij * std::tanh(c["inputs"][0].get<double>()) + c["biases"][1][0].get<double>();
  const double z_k = w_jk * std::tanh(z_j) + c["biases"][2][0].get<double>();
  const double without_weight = slope_of_tanh(z_k) * slope_of_tanh(z_j);
  BOOST_TEST(c["truth"].get<double>() == without_weight * w_jk,
             boost::test_tools::tolerance(1e-13));
  BOOST_TEST(c["claimed"].get<double>() == without_weight, boost::test_tools::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(counterexample_of_equation_163) {
  const ReadingFinding& reading = of("163").readings.at(0);
  BOOST_TEST_REQUIRE(reading.words == "for networks without biases");
  const nlohmann::json& c = reading.finding.counterexample;
  BOOST_TEST_REQUIRE(c["activation"] == "tanh");
  BOOST_TEST_REQUIRE((c["neurons"] == nlohmann::json{3, 1, 1}));
  double z_j = 0, all = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double w = c["weights"][0][i][0], z = c["inputs"][i];
    z_j += w * std::tanh(z);
    all += w * slope_of_tanh(z);
  }
  const double first = c["weights"][0][0][0].get<double>() * slope_of_tanh(c["inputs"][0]);
  BOOST_TEST(c["truth"].get<double>() == slope_of_tanh(z_j) * first,
             boost::test_tools::tolerance(1e-13));
  BOOST_TEST(c["claimed"].get<double>() == slope_of_tanh(z_j) * all,
             boost::test_tools::tolerance(1e-13));
}

// η is among the numbers.
BOOST_AUTO_TEST_CASE(counterexample_of_equation_14) {
  const nlohmann::json& c = of("14").printed.counterexample;
  BOOST_TEST_REQUIRE(c["activation"] == "tanh");
  BOOST_TEST_REQUIRE((c["biases"] == nlohmann::json{{0.0}, {0.0}, {0.0}}));
  const double a_j =
      std::tanh(c["weights"][0][0][0].get<double>() * std::tanh(c["inputs"][0].get<double>()));
  const double z_k = c["weights"][1][0][0].get<double>() * a_j;
  const double delta_k = slope_of_tanh(z_k) * (std::tanh(z_k) - c["targets"][0].get<double>());
  const double step = c["eta"].get<double>() * delta_k * a_j;
  BOOST_TEST(c["truth"].get<double>() == -step, boost::test_tools::tolerance(1e-13));
  BOOST_TEST(c["claimed"].get<double>() == step, boost::test_tools::tolerance(1e-13));
}

// The true derivatives come from Duals and HyperDuals; a tape and a jet give the same.
BOOST_AUTO_TEST_CASE(truth_by_other_types) {
  using autodiff::Variable;
  using Series = autodiff::Jet<double, 2>;
  for (const FamilyNetwork& n : NetworkFamily{.before = {{2}}}(5)) {
    autodiff::Tape tape;
    std::vector<std::pair<Quantity, Variable>> parameters;
    const auto pass = n.forward<Variable>([&](Quantity q, const Variable& value) -> Variable {
      if (q.kind != Quantity::Kind::w && q.kind != Quantity::Kind::b) return value;
      parameters.emplace_back(q, tape.variable(value.value()));
      return parameters.back().second;
    });
    tape.reverse(pass.loss);
    for (const auto& [q, variable] : parameters)
      BOOST_TEST(std::abs(tape.adjoint(variable) - n.d(loss(), q)) < 1e-13);
    const auto series = n.forward<Series>([](Quantity q, const Series& value) {
      return q == z_h(0) ? value + Series::variable(0.0) : value;
    });
    BOOST_TEST(std::abs(series.loss.derivative(2) - n.dd(loss(), z_h(0))) < 1e-12);
  }
}

// Claims with a planted verdict.
BOOST_AUTO_TEST_CASE(planted_claims) {
  const NetworkFamily family{.before = {{2}}};
  const auto factor = [&](double by) {
    return examine(over(family,
                        [by](const Network& n, Sides& sides) {
                          for (int j : n.j()) sides.equal(n.d(loss(), z_j(j)), by * n.delta_j(j));
                        }),
                   1);
  };
  BOOST_TEST(to_string(factor(1).verdict) == "holds");
  BOOST_TEST(to_string(factor(1.001).verdict) == "fails");
  BOOST_TEST(to_string(factor(1 + 1e-8).verdict) == "undecided");
  BOOST_TEST(to_string(factor(NAN).verdict) == "undecided");
  const auto nothing = examine(over(family, [](const Network&, Sides&) {}), 1);
  BOOST_TEST(to_string(nothing.verdict) == "undecided");
}

BOOST_AUTO_TEST_CASE(page_is_what_the_program_prints) {
  std::ifstream file(JETWORK_SOURCE_DIR "/paper/claims.md");
  std::stringstream page;
  page << file.rdbuf();
  BOOST_TEST((page.str() == to_markdown(of_seed_1())),
             "paper/claims.md is old: write it again with build/release/paper/paper --markdown");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::paper
