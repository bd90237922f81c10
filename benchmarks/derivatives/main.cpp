// Derivatives by Jetwork and by other libraries against hand-written ones: prints a table of ratios.
//
//   derivatives [--csv FILE] [--benchmark_filter=REGEX] [--benchmark_repetitions=N] ...
//
// Contests are run one after the other, the contenders of each in random order, repetition by repetition. They are
// ordered by their inputs, from few to many: ADOL-C's store never shrinks, and a large contest slows those after it.
#include "benchmarks/derivatives/contest.hpp"
#include "benchmarks/derivatives/table.hpp"
#include "benchmarks/derivatives/workloads/bodies.hpp"
#include "benchmarks/derivatives/workloads/composite.hpp"
#include "benchmarks/derivatives/workloads/gaussian_mixture.hpp"
#include "benchmarks/derivatives/workloads/helmholtz.hpp"
#include "benchmarks/derivatives/workloads/log_sum_exp.hpp"
#include "benchmarks/derivatives/workloads/network.hpp"
#include "benchmarks/derivatives/workloads/product.hpp"
#include "benchmarks/derivatives/workloads/rosenbrock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <regex>
#include <stdexcept>
#include <string_view>

namespace {

using namespace jetwork::benchmarks;

/// Takes --csv FILE or --csv=FILE out of the arguments.
auto take_csv_file(std::vector<char*>& arguments) -> std::string {
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    const std::string_view text = *argument;
    if (text.starts_with("--benchmark_out"))
      throw std::runtime_error("every contest would overwrite that file: use --csv FILE instead");
    if (text.starts_with("--csv=")) {
      std::string file(text.substr(6));
      arguments.erase(argument);
      return file;
    }
    if (text == "--csv") {
      if (argument + 1 == arguments.end())
        throw std::runtime_error("--csv needs the name of a file");
      std::string file = *(argument + 1);
      arguments.erase(argument, argument + 2);
      return file;
    }
  }
  return {};
}

/// Runs the contenders that the filter chooses, and the one whose time divides theirs.
void run(const Contest& contest, const std::regex& filter, Table& table) {
  const auto name = [&](const Contender& contender) {
    return contest.title + "/" + contender.name;
  };
  const auto is_chosen = [&](const Contender& contender) {
    return std::regex_search(name(contender), filter);
  };
  if (std::none_of(contest.contenders.begin(), contest.contenders.end(), is_chosen)) return;
  contest.check();
  benchmark::ClearRegisteredBenchmarks();
  for (const Contender& contender : contest.contenders)
    if (is_chosen(contender) || contender.name == Contest::plain
        || contender.name == contest.divisor)
      benchmark::RegisterBenchmark(name(contender).c_str(), contender.time);
  TimeCollector collector;
  benchmark::RunSpecifiedBenchmarks(&collector, ".");
  table.print(contest, collector);
}

void run_all(std::vector<char*> arguments) {
  const std::string csv_file = take_csv_file(arguments);
  // Options on the command line come later, so they replace these.
  std::string repetitions = "--benchmark_repetitions=11", time = "--benchmark_min_time=0.01",
              interleaving = "--benchmark_enable_random_interleaving=true";
  arguments.insert(arguments.begin() + 1, {repetitions.data(), time.data(), interleaving.data()});
  int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data()))
    throw std::runtime_error("see --help");
  const std::string filter = benchmark::GetBenchmarkFilter();

  Table table(csv_file);
  for (const Contest* one :
       {&contest<CompositeSlope>(), &contest<CompositeCurvature>(), &contest<CompositeTaylor>(),
        &contest<Helmholtz>(), &contest<HelmholtzHessian>(), &contest<Bodies>(),
        &contest<Product>(), &contest<Network>(), &contest<LogSumExp>(), &contest<Rosenbrock>(),
        &contest<GaussianMixture>()})
    run(*one, std::regex(filter.empty() || filter == "all" ? "." : filter), table);
  constexpr std::string_view missing(MISSING_PEERS);
  if (!missing.empty()) fmt::print("\nLeft out, since not found here: {}.\n", missing);
}

} // namespace

auto main(int count, char** arguments) -> int {
  try {
    run_all({arguments, arguments + count});
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
