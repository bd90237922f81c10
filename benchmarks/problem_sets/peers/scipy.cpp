// SciPy's solve_ivp and solve_bvp, in a process of their own; how they are called lies in scipy/.
#include "benchmarks/problem_sets/peers/peer.hpp"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

namespace jetwork::benchmarks {

namespace {

struct Close {
  void operator()(std::FILE* pipe) const { ::pclose(pipe); }
};

auto task(const std::vector<KnownProblem>& problems, double limit) -> nlohmann::json {
  nlohmann::json result = {{"sets", nlohmann::json::array()}, {"problems", {}}, {"limit", limit}};
  for (const auto& known : problems) {
    if (result["sets"].empty() || result["sets"].back() != known.set)
      result["sets"].push_back(known.set);
    std::vector<double> floors;
    for (std::size_t i = 0; i < known.reference.size(); ++i) floors.push_back(known.floor(i));
    result["problems"].push_back({{"id", known.id},
                                  {"kind", name_of(known.group)},
                                  {"t", known.t},
                                  {"start", known.start},
                                  {"lines", known.lines},
                                  {"offset", known.offset},
                                  {"reference", known.reference},
                                  {"largest", known.largest},
                                  {"magnitude", known.magnitude},
                                  {"floor", floors}});
  }
  return result;
}

} // namespace

auto scipy_peer(const std::vector<KnownProblem>& problems, double limit) -> std::optional<Peer> {
  std::string python; // the user's, or else the system's, for which Debian packages SciPy
  for (const std::string known : {"python3", "/usr/bin/python3"})
    if (python.empty()
        && std::system((known + " -c 'import scipy.integrate' 2>/dev/null").c_str()) == 0)
      python = known;
  if (python.empty()) return std::nullopt;
  const auto input = std::filesystem::temp_directory_path()
                     / ("jetwork_scipy_" + std::to_string(::getpid()) + ".json");
  std::ofstream(input) << task(problems, limit);
  const std::string command = "PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 "
                              + python + " '" JETWORK_SCIPY_SCRIPT "' '" JETWORK_RIGHT_SIDES "' < '"
                              + input.string() + "'";
  std::map<std::string, std::vector<Run>> runs;
  {
    const std::unique_ptr<std::FILE, Close> pipe(::popen(command.c_str(), "r"));
    if (!pipe) return std::nullopt;
    char line[1024];
    while (std::fgets(line, sizeof line, pipe.get()) != nullptr) {
      const auto run = nlohmann::json::parse(line);
      runs[run["id"]].push_back({run["method"], run["tolerance"], run["error"], run["seconds"]});
    }
  }
  std::filesystem::remove(input);
  return Peer{"SciPy", [runs = std::move(runs)](const KnownProblem& known, double) {
                const auto found = runs.find(known.id);
                return found == runs.end() ? std::vector<Run>() : found->second;
              }};
}

} // namespace jetwork::benchmarks
