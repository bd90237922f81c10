// The reading half of pinn/solution/solution_file.hpp: nothing of a file is believed before it is checked.
#include "io/checksum.hpp"
#include "io/json_nesting.hpp"
#include "pinn/problem/values.hpp"
#include "pinn/solution/checked_json.hpp"
#include "pinn/solution/saved_events.hpp"
#include "pinn/solution/solution_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace jetwork::pinn {
namespace {

using namespace saved;

auto read_hidden_layer(const Json& layer, const std::string& where)
    -> std::shared_ptr<const HiddenLayer> {
  auto hidden = std::make_shared<HiddenLayer>();
  hidden->weight = vector(list(layer, "weight", where), fmt::format("\"weight\" of {}", where));
  hidden->bias = vector(list(layer, "bias", where), fmt::format("\"bias\" of {}", where));
  if (hidden->weight.size() == 0 || hidden->weight.size() != hidden->bias.size())
    damaged(fmt::format("{} has {} weights and {} biases", where, hidden->weight.size(),
                        hidden->bias.size()));
  return hidden;
}

using HiddenLayers = std::vector<std::shared_ptr<const HiddenLayer>>;

/// A matrix from a list for each unknown, the i-th of size(i); shorter columns are filled with
/// zeros.
template <class Size>
auto matrix(const Json& segment, const char* name, const std::string& where, std::size_t unknowns,
            Size size) -> Eigen::MatrixXd {
  const Json& columns = list(segment, name, where);
  if (columns.size() != unknowns)
    damaged(fmt::format("\"{}\" of {} has {} lists for {} unknowns", name, where, columns.size(),
                        unknowns));
  Eigen::Index rows = 0;
  for (std::size_t i = 0; i < unknowns; ++i) rows = std::max(rows, size(i));
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(rows, static_cast<Eigen::Index>(unknowns));
  for (std::size_t i = 0; i < unknowns; ++i) {
    const auto column = vector(columns[i], fmt::format("\"{}\" of {}", name, where));
    if (column.size() != size(i))
      damaged(fmt::format("\"{}\" of {} has {} numbers for unknown {}; expected {}", name, where,
                          column.size(), i, size(i)));
    result.col(static_cast<Eigen::Index>(i)).head(column.size()) = column;
  }
  return result;
}

auto read_segment(const Json& json, const std::string& where, const std::vector<int>& orders,
                  const HiddenLayers& layers) -> Segment {
  Segment segment;
  segment.start = number(json, "start", where);
  segment.length = number(json, "length", where);
  if (segment.length == 0) damaged(fmt::format("{} has length 0", where));
  const std::size_t hidden = count(json, "hidden", where);
  if (hidden >= layers.size())
    damaged(fmt::format("{} has hidden layer {}, but there are {}", where, hidden, layers.size()));
  segment.hidden = layers[hidden];
  segment.initial = matrix(json, "initial", where, orders.size(),
                           [&](std::size_t i) { return static_cast<Eigen::Index>(orders[i]); });
  segment.output_weights = matrix(json, "output_weights", where, orders.size(),
                                  [&](std::size_t) { return segment.hidden->weight.size(); });
  return segment;
}

auto read_drift(const Json& json, const std::string& where) -> Drift {
  return {.name = string(json, "name", where),
          .start = number_or_nan(json, "start", where),
          .absolute = estimate(json, "drift", where),
          .relative = number_or_nan(json, "relative_drift", where)};
}

/// Segments lie side by side, up to rounding, and follow each other in one direction.
void check_contiguous(const std::vector<Segment>& segments) {
  const auto low = [](const Segment& s) { return std::min(s.start, s.start + s.length); };
  const auto high = [](const Segment& s) { return std::max(s.start, s.start + s.length); };
  for (std::size_t k = 1; k < segments.size(); ++k) {
    const Segment &last = segments[k - 1], &next = segments[k];
    const bool forwards = low(segments[0]) < low(segments[1]);
    const double left = forwards ? high(last) : low(last);
    const double entered = forwards ? low(next) : high(next);
    const double rounding = 8 * std::numeric_limits<double>::epsilon()
                            * std::max({std::abs(low(last)), std::abs(high(last)),
                                        std::abs(low(next)), std::abs(high(next))});
    if (!(std::abs(entered - left) <= rounding))
      damaged(fmt::format("segment {} starts at {}, but the segment before it ends at {}", k,
                          entered, left));
  }
}

/// A file without a checksum was written by a version that made none; then it holds only what such versions wrote.
/// Otherwise the checksum was there, and its name was damaged.
void check_is_of_earlier_version(const Json& file) {
  static const std::set<std::string, std::less<>> known = {
      "format",        "version",    "title",      "independent",   "status",
      "outcome",       "reason",     "tolerance",  "trusted_until", "unknowns",
      "hidden_layers", "stopped_at", "invariants", "segments"};
  for (const auto& [name, value] : file.items())
    if (!known.contains(name))
      damaged(fmt::format("it has no checksum, but an entry \"{}\", which no version without "
                          "checksums wrote",
                          name));
}

/// The parsed text, known to be a solution file of this version.
auto parse(const std::string& text) -> Json {
  constexpr int deepest = 16;
  if (io::is_nested_deeper(text, deepest))
    throw SolutionFileError(fmt::format(
        "this is not a solution file: its lists lie more than {} deep inside each other", deepest));
  Json file = Json::parse(text, nullptr, false);
  if (file.is_discarded()) {
    if (text.find(R"("jetwork solution")") != std::string::npos)
      damaged("it ends early, or is not JSON from some point on");
    throw SolutionFileError("this is not a solution file: not JSON");
  }
  if (!file.is_object() || file.value("format", Json()) != "jetwork solution")
    throw SolutionFileError(
        "this is not a solution file: it lacks \"format\": \"jetwork solution\"");
  if (file.value("version", Json()) != 1)
    throw SolutionFileError(
        fmt::format("the solution file has version {}, and this program reads version 1",
                    file.value("version", Json()).dump()));
  return file;
}

void read_ending(const Json& file, Result& result) {
  const std::string status = string(file, "status", whole);
  if (status != "solved" && status != "not solved")
    damaged(fmt::format("the status is \"{}\"", status));
  result.ending.outcome = status == "solved" ? Outcome::solved : Outcome::not_recorded;
  if (file.contains("outcome")) { // earlier files have none
    const std::string name = string(file, "outcome", whole);
    const auto outcome = outcome_named(name);
    if (!outcome || (*outcome == Outcome::solved) != result.solved())
      damaged(fmt::format("the outcome of a solution that is {} is \"{}\"", status, name));
    result.ending.outcome = *outcome;
  }
  result.reason = string(file, "reason", whole);
}

struct Unknowns {
  std::vector<std::string> names;
  std::vector<int> orders;
};

/// What the file says of each unknown; its sizes go into the result.
auto read_unknowns(const Json& file, Result& result) -> Unknowns {
  Unknowns unknowns;
  auto& [names, orders] = unknowns;
  std::set<std::string> seen;
  for (const Json& unknown : list(file, "unknowns", whole)) {
    const std::string where = fmt::format("unknown {}", names.size());
    names.push_back(string(unknown, "name", where));
    if (names.back().empty() || !seen.insert(names.back()).second)
      damaged(fmt::format("{} has an empty name, or that of another", where));
    const std::size_t order = count(unknown, "order", where);
    if (order < 1 || order > highest_order)
      damaged(fmt::format("{} has order {}; expected 1 to {}", where, order, highest_order));
    orders.push_back(static_cast<int>(order));
    result.error_estimate.push_back(estimate(unknown, "error_estimate", where));
    result.magnitude.push_back(estimate(unknown, "largest", where));
  }
  if (names.empty()) damaged("it has no unknowns");
  return unknowns;
}

auto read_segments(const Json& file, const std::vector<int>& orders) -> std::vector<Segment> {
  HiddenLayers layers;
  for (const Json& layer : list(file, "hidden_layers", whole))
    layers.push_back(read_hidden_layer(layer, fmt::format("hidden layer {}", layers.size())));

  std::vector<Segment> segments;
  for (const Json& segment : list(file, "segments", whole)) {
    const std::string where = fmt::format("segment {}", segments.size());
    segments.push_back(read_segment(segment, where, orders, layers));
  }
  check_contiguous(segments);
  return segments;
}

} // namespace

auto read_solution(const std::string& text) -> SavedSolution {
  const io::Checksum checksum = io::state_of_checksum(text);
  if (checksum == io::Checksum::wrong)
    damaged(
        "its checksum does not match: it was changed after it was saved; use an undamaged copy");
  const Json file = parse(text);
  if (checksum == io::Checksum::missing) check_is_of_earlier_version(file);
  SavedSolution saved{.title = string(file, "title", whole),
                      .result = {},
                      .is_checked = checksum == io::Checksum::right};
  Result& result = saved.result;
  read_ending(file, result);
  result.tolerance = number(file, "tolerance", whole);
  Unknowns unknowns = read_unknowns(file, result);
  std::vector<Segment> segments = read_segments(file, unknowns.orders);
  if (segments.empty() && result.solved())
    damaged("it has no segments, and yet is marked as solved");

  result.solution = Solution(string(file, "independent", whole), std::move(unknowns.names),
                             std::move(unknowns.orders), std::move(segments));
  if (file.contains("trusted_until")) result.trusted_until = number(file, "trusted_until", whole);
  else result.trusted_until = result.solved() ? result.solution.end() : result.solution.start();
  result.events = saved_events(file, result.solution.orders());
  if (file.contains("invariants"))
    for (const Json& drift : list(file, "invariants", whole))
      result.drifts.push_back(read_drift(drift, fmt::format("invariant {}", result.drifts.size())));
  return saved;
}

} // namespace jetwork::pinn
