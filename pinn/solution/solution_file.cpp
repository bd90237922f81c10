#include "pinn/solution/solution_file.hpp"

#include "io/atomic_file.hpp"
#include "io/checksum.hpp"
#include "io/text_file.hpp"
#include "pinn/solution/saved_events.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <utility>

namespace jetwork::pinn {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto format_name = "jetwork solution";
constexpr int format_version = 1;

auto numbers(const Eigen::VectorXd& values) -> Json {
  return std::vector<double>(values.begin(), values.end());
}

/// A list for each unknown. Derivatives from an unknown's order on have no meaning, and are left
/// out.
auto write_segment(const Segment& segment, const std::vector<int>& orders, std::size_t hidden)
    -> Json {
  Json initial = Json::array();
  Json output_weights = Json::array();
  for (std::size_t unknown = 0; unknown < orders.size(); ++unknown) {
    const auto column = static_cast<Eigen::Index>(unknown);
    initial.push_back(numbers(segment.initial.col(column).head(orders[unknown])));
    output_weights.push_back(numbers(segment.output_weights.col(column)));
  }
  return {{"start", segment.start},
          {"length", segment.length},
          {"hidden", hidden},
          {"initial", initial},
          {"output_weights", output_weights}};
}

} // namespace

auto write_solution(const SavedSolution& saved) -> std::string {
  const Result& result = saved.result;
  const Solution& solution = result.solution;

  Json unknowns = Json::array();
  for (std::size_t i = 0; i < solution.names().size(); ++i)
    unknowns.push_back({{"name", solution.names()[i]},
                        {"order", solution.orders()[i]},
                        {"error_estimate", result.error_estimate.at(i)}, // not finite: null
                        {"largest", result.magnitude.at(i)}});

  Json hidden_layers = Json::array();
  Json segments = Json::array();
  std::map<const HiddenLayer*, std::size_t> numbered;
  for (const Segment& segment : solution.segments()) {
    const auto [place, is_new] = numbered.try_emplace(segment.hidden.get(), numbered.size());
    if (is_new)
      hidden_layers.push_back(
          {{"weight", numbers(segment.hidden->weight)}, {"bias", numbers(segment.hidden->bias)}});
    segments.push_back(write_segment(segment, solution.orders(), place->second));
  }

  Json file = {{"format", format_name},
               {"version", format_version},
               {"title", saved.title},
               {"independent", solution.independent()},
               {"status", result.solved() ? "solved" : "not solved"},
               {"outcome", name_of(result.ending.outcome)},
               {"reason", result.reason},
               {"tolerance", result.tolerance},
               {"trusted_until", result.trusted_until},
               {"unknowns", unknowns},
               {"hidden_layers", hidden_layers},
               {"segments", segments}};
  save_events(file, result.events);
  for (const Drift& drift : result.drifts) // not finite: null
    file["invariants"].push_back({{"name", drift.name},
                                  {"start", drift.start},
                                  {"drift", drift.absolute},
                                  {"relative_drift", drift.relative}});
  std::string text = file.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.pop_back(); // the '}' comes after the checksum
  text = io::with_checksum(std::move(text));
  if (text.size() > largest_solution_file)
    throw SolutionFileError(fmt::format(
        "the solution is too large for a file: it takes {} bytes, and at most {} can be "
        "read back; solve the domain in parts, or ask for a table",
        text.size(), largest_solution_file));
  return text;
}

void save_solution(const std::filesystem::path& path, const SavedSolution& saved) {
  try {
    io::write_file_atomically(path, write_solution(saved));
  } catch (const io::WriteError& error) { throw SolutionFileError(error.what()); }
}

auto load_solution(const std::filesystem::path& path) -> SavedSolution {
  std::string text;
  try {
    text = io::read_object(path, largest_solution_file, "a solution file");
  } catch (const io::ReadError& error) {
    throw SolutionFileError(error.what());
  } catch (const io::DamagedFile& error) { throw SolutionFileError(error.what()); }
  try {
    return read_solution(text);
  } catch (const SolutionFileError& error) {
    throw SolutionFileError(fmt::format("{}: {}", path.string(), error.what()));
  }
}

} // namespace jetwork::pinn
