// Compares every problem of the sets, at several tolerances, with its reference, and with other solvers, as far as these
// are installed: initial values with Boost.odeint, SUNDIALS CVODE and SciPy's solve_ivp, boundary values with SciPy's
// solve_bvp and with COLNEW.
//
//   scripts/benchmark problem_sets [--set=detest] [--kind=boundary_values] [--problem=D-vdp1,D-lorenz1]
//                                  [--tolerance=1e-8] [--csv=FILE] [--markdown=FILE] [--limit=SECONDS]
//                                  [--peers=odeint,CVODE,COLNEW,SciPy]
//
// The true error is taken at the reference's points; between them, the difference from a tighter solution with other
// random features. An estimate must bound both. All times are processor times on one core, of compiled right-hand
// sides (SciPy's are Python); of Jetwork, that is the solve with the recording of the problem. A peer's time is that of
// its cheapest run, over methods and tolerances, that is no less accurate than ours. Boundary-value problems are started
// from the same straight lines everywhere; those on a half line are left out for the peers, which cannot state them.
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
void add_bvp_test_set(std::vector<RightSide>& all);

auto right_sides() -> const std::vector<RightSide>& {
  static const std::vector<RightSide> all = [] {
    std::vector<RightSide> made;
    add_odebench(made);
    add_detest(made);
    add_mechanics_and_classics(made);
    add_bvp_test_set(made);
    return made;
  }();
  return all;
}

namespace {

const std::vector<std::string> all_sets = {"odebench", "detest", "mechanics_and_classics",
                                           "bvp_test_set"};
const std::vector<std::string> all_kinds = {"initial_values", "boundary_values"};
const std::vector<std::string> all_peers = {"odeint", "CVODE", "COLNEW", "SciPy"};

struct Choice {
  std::vector<std::string> sets = all_sets, kinds = all_kinds;
  std::vector<std::string> problems; ///< all, where none is named
  std::vector<double> tolerances;    ///< what is usual for the problem, where none is given
  std::string csv, markdown;
  double limit = 10.0;
  std::vector<std::string> peers = all_peers; ///< "none" for none

  [[nodiscard]] auto includes(const KnownProblem& known) const -> bool {
    const auto has = [](const auto& names, const std::string& name) {
      return std::ranges::find(names, name) != names.end();
    };
    return has(kinds, all_kinds[known.group == Group::boundary_values ? 1 : 0])
           && (problems.empty() || has(problems, known.id));
  }
  [[nodiscard]] auto tolerances_for(const KnownProblem& known) const -> std::vector<double> {
    if (!tolerances.empty()) return tolerances;
    if (known.group == Group::boundary_values) return {1e-4, 1e-6, 1e-8, 1e-10};
    return {1e-4, 1e-6, 1e-8, 1e-10, 1e-12};
  }
};

auto chosen_problems(const Choice& choice) -> std::vector<KnownProblem> {
  std::vector<KnownProblem> chosen;
  for (const auto& set : choice.sets)
    for (auto& known : read_problem_set(set))
      if (choice.includes(known)) chosen.push_back(std::move(known));
  return chosen;
}

/// At each tolerance, after a solve that is not counted, in which whatever is computed once for all solves is.
auto rows_of(const KnownProblem& known, const std::vector<double>& tolerances, double limit)
    -> std::vector<Row> {
  const SecondOpinion second = second_opinion(known, limit);
  static_cast<void>(measure(known, second, tolerances.front(), limit));
  std::vector<Row> rows;
  for (const double tolerance : tolerances)
    rows.push_back(measure(known, second, tolerance, limit));
  return rows;
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
    std::vector<Row> its = rows_of(known, choice.tolerances_for(known), choice.limit);
    for (const Peer& peer : peers) {
      const auto runs = peer.runs(known, peer_limit);
      for (Row& row : its) compare(row, peer.name, runs);
    }
    rows.insert(rows.end(), its.begin(), its.end());
    if (!choice.csv.empty()) std::ofstream(choice.csv) << to_csv(rows, names);
  }

  const std::string report = to_markdown(rows, names) + "\n" + accuracy_summary(rows)
                             + (peers.empty() ? "" : "\n" + speed_summary(rows, names));
  fmt::print("{}", report);
  if (!choice.markdown.empty()) std::ofstream(choice.markdown) << report;
  if (peers.size() < choice.peers.size() && !is_wanted("none"))
    fmt::print("\nSome peers were not found: install libboost-dev, libsundials-dev and "
               "python3-scipy; COLNEW is "
               "compiled from your copy, -DJETWORK_COLNEW_SOURCE=/where/colnew.f is.\n");
}

} // namespace

} // namespace jetwork::benchmarks

auto main(int count, char** arguments) -> int {
  using namespace jetwork::benchmarks;
  Choice choice;
  CLI::App app("Problem sets: accuracy, and speed beside other solvers", "problem_sets");
  app.add_option("--set", choice.sets)->delimiter(',')->check(CLI::IsMember(all_sets));
  app.add_option("--kind", choice.kinds)->delimiter(',')->check(CLI::IsMember(all_kinds));
  app.add_option("--problem", choice.problems)->delimiter(',');
  app.add_option("--tolerance", choice.tolerances)->delimiter(',');
  app.add_option("--csv", choice.csv);
  app.add_option("--markdown", choice.markdown);
  app.add_option("--limit", choice.limit, "Seconds a solve");
  std::vector<std::string> peers_or_none = all_peers;
  peers_or_none.emplace_back("none");
  app.add_option("--peers", choice.peers)->delimiter(',')->check(CLI::IsMember(peers_or_none));
  CLI11_PARSE(app, count, arguments);
  try {
    run(choice);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
