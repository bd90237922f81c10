// Compares every problem of the sets, at five tolerances, with its reference, and with Boost.odeint, SUNDIALS CVODE
// and SciPy, as far as these are installed.
//
//   scripts/benchmark problem_sets [--set=detest] [--problem=D-vdp1,D-lorenz1] [--tolerance=1e-8] [--csv=FILE]
//                                  [--markdown=FILE] [--limit=SECONDS] [--peers=odeint,CVODE,SciPy]
//
// The true error is taken at the reference's points; between them, the difference from a tighter solution with other
// random features. An estimate must bound both. All times are processor times on one core, of compiled right-hand
// sides (SciPy's are Python). A peer's time is that of its cheapest run, over methods and tolerances, that is no less
// accurate than ours.
#include "benchmarks/problem_sets/row.hpp"
#include "benchmarks/problem_sets/tables.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <fstream>

namespace jetwork::benchmarks {

void add_odebench(std::vector<RightSide>& all);
void add_detest(std::vector<RightSide>& all);
void add_mechanics_and_classics(std::vector<RightSide>& all);

auto right_sides() -> const std::vector<RightSide>& {
  static const std::vector<RightSide> all = [] {
    std::vector<RightSide> made;
    add_odebench(made);
    add_detest(made);
    add_mechanics_and_classics(made);
    return made;
  }();
  return all;
}

namespace {

struct Choice {
  std::vector<std::string> sets = {"odebench", "detest", "mechanics_and_classics"};
  std::vector<std::string> problems;
  std::vector<double> tolerances = {1e-4, 1e-6, 1e-8, 1e-10, 1e-12};
  std::string csv, markdown;
  double limit = 10.0;
  std::vector<std::string> peers = {"odeint", "CVODE", "SciPy"}; ///< "none" for none
};

auto chosen_problems(const Choice& choice) -> std::vector<KnownProblem> {
  std::vector<KnownProblem> chosen;
  for (const auto& set : choice.sets)
    for (auto& known : read_problem_set(set))
      if (choice.problems.empty()
          || std::find(choice.problems.begin(), choice.problems.end(), known.id)
                 != choice.problems.end())
        chosen.push_back(std::move(known));
  return chosen;
}

void run(const Choice& choice) {
  constexpr double peer_limit = 2.0; // seconds a run
  const auto problems = chosen_problems(choice);
  const auto is_wanted = [&](const std::string& name) {
    return std::find(choice.peers.begin(), choice.peers.end(), name) != choice.peers.end();
  };
  std::vector<Peer> peers = compiled_peers();
  std::erase_if(peers, [&](const Peer& peer) { return !is_wanted(peer.name); });
  if (is_wanted("SciPy"))
    if (auto scipy = scipy_peer(problems, peer_limit)) peers.push_back(std::move(*scipy));
  std::vector<std::string> names;
  for (const Peer& peer : peers) names.push_back(peer.name);

  std::vector<Row> rows;
  for (const KnownProblem& known : problems) {
    fmt::print(stderr, "{}\n", known.id);
    const std::size_t first = rows.size();
    const SecondOpinion second = second_opinion(known, choice.limit);
    for (const double tolerance : choice.tolerances)
      rows.push_back(measure(known, second, tolerance, choice.limit));
    for (const Peer& peer : peers) {
      const auto runs = peer.runs(known, peer_limit);
      for (std::size_t i = first; i < rows.size(); ++i) compare(rows[i], peer.name, runs);
    }
    if (!choice.csv.empty()) std::ofstream(choice.csv) << to_csv(rows, names);
  }

  const std::string report = to_markdown(rows) + "\n" + accuracy_summary(rows)
                             + (peers.empty() ? "" : "\n" + speed_summary(rows, names));
  fmt::print("{}", report);
  if (!choice.markdown.empty()) std::ofstream(choice.markdown) << report;
  if (peers.size() < choice.peers.size() && !is_wanted("none"))
    fmt::print(
        "\nSome peers were not found: install libboost-dev, libsundials-dev and python3-scipy.\n");
}

} // namespace

} // namespace jetwork::benchmarks

auto main(int count, char** arguments) -> int {
  using namespace jetwork::benchmarks;
  Choice choice;
  CLI::App app("Problem sets: accuracy, and speed beside other solvers", "problem_sets");
  app.add_option("--set", choice.sets)
      ->delimiter(',')
      ->check(CLI::IsMember({"odebench", "detest", "mechanics_and_classics"}));
  app.add_option("--problem", choice.problems)->delimiter(',');
  app.add_option("--tolerance", choice.tolerances)->delimiter(',');
  app.add_option("--csv", choice.csv);
  app.add_option("--markdown", choice.markdown);
  app.add_option("--limit", choice.limit, "Seconds a solve");
  app.add_option("--peers", choice.peers)
      ->delimiter(',')
      ->check(CLI::IsMember({"odeint", "CVODE", "SciPy", "none"}));
  CLI11_PARSE(app, count, arguments);
  try {
    run(choice);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
