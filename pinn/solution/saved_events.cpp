#include "pinn/solution/saved_events.hpp"

#include "pinn/solution/checked_json.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <limits>
#include <string>

namespace jetwork::pinn {
namespace {

using namespace saved;

/// Earlier versions saved only of the event that ended the solution which it was, and where. One that was read from such a file is
/// written as it stood there.
auto is_of_earlier_version(const std::vector<EventOccurrence>& events) -> bool {
  return events.size() == 1 && events.front().ends_solution && events.front().before.empty();
}

/// u, u', … of each unknown below its order.
auto read_values(const Json& event, const char* name, const std::string& where,
                 const std::vector<int>& orders) -> std::vector<std::vector<double>> {
  const Json& lists = list(event, name, where);
  if (lists.size() != orders.size())
    damaged(fmt::format("\"{}\" of {} has {} lists for {} unknowns", name, where, lists.size(),
                        orders.size()));
  std::vector<std::vector<double>> values;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const Eigen::VectorXd numbers = vector(lists[i], fmt::format("\"{}\" of {}", name, where));
    if (numbers.size() != orders[i])
      damaged(fmt::format("\"{}\" of {} has {} numbers for unknown {}; expected {}", name, where,
                          numbers.size(), i, orders[i]));
    values.emplace_back(numbers.begin(), numbers.end());
  }
  return values;
}

auto read_event(const Json& json, const std::string& where, const std::vector<int>& orders)
    -> EventOccurrence {
  const Json& ends = member(json, "ends_solution", where);
  if (!ends.is_boolean()) damaged(fmt::format("\"ends_solution\" of {} is not a boolean", where));
  return {.index = count(json, "event", where),
          .t = number(json, "at", where),
          .error_estimate = estimate(json, "error_estimate", where),
          .before = read_values(json, "before", where, orders),
          .after = read_values(json, "after", where, orders),
          .ends_solution = ends.get<bool>()};
}

} // namespace

void save_events(nlohmann::ordered_json& file, const std::vector<EventOccurrence>& events) {
  if (is_of_earlier_version(events)) {
    file["stopped_at"] = {{"event", events.front().index}, {"at", events.front().t}};
    return;
  }
  for (const EventOccurrence& event : events) // an estimate that is not finite: null
    file["events"].push_back({{"event", event.index},
                              {"at", event.t},
                              {"error_estimate", event.error_estimate},
                              {"before", event.before},
                              {"after", event.after},
                              {"ends_solution", event.ends_solution}});
}

auto saved_events(const nlohmann::json& file, const std::vector<int>& orders)
    -> std::vector<EventOccurrence> {
  std::vector<EventOccurrence> events;
  if (file.contains("stopped_at")) {
    if (file.contains("events")) damaged("it has both \"events\" and \"stopped_at\"");
    const std::string where = "\"stopped_at\"";
    events.push_back({.index = count(file["stopped_at"], "event", where),
                      .t = number(file["stopped_at"], "at", where),
                      .error_estimate = std::numeric_limits<double>::infinity(),
                      .ends_solution = true});
  }
  if (!file.contains("events")) return events;
  for (const Json& event : list(file, "events", whole)) {
    const std::string where = fmt::format("event {}", events.size());
    if (!events.empty() && events.back().ends_solution)
      damaged(fmt::format("{} comes behind the one that ended the solution", where));
    events.push_back(read_event(event, where, orders));
  }
  return events;
}

} // namespace jetwork::pinn
