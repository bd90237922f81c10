#include "cli/options/event_tables.hpp"

#include "cli/options/printable.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace jetwork::cli {
namespace {

/// times = [1.0, "2*p"], or one of them alone.
void read_times(const TomlReader& toml, const toml::node& node, const std::string& what,
                pinn::TextEvent& event, EventPlaces& places) {
  const auto add = [&](const toml::node& time) {
    event.times.push_back(toml.expression(time, "a time of " + what));
    places.pieces.push_back(toml.place(time));
  };
  const auto* list = node.as_array();
  if (list == nullptr) return add(node);
  if (list->empty())
    toml.refuse(node, fmt::format("the times of {} are an empty list; write at least one", what));
  toml.check_count(node, "times of " + what, list->size());
  for (const auto& time : *list) add(time);
}

/// then = "x = x + 1", or a list of such equations.
void read_then(const TomlReader& toml, const toml::node& node, const std::string& what,
               pinn::TextEvent& event, EventPlaces& places) {
  if (node.is_string()) {
    event.then.push_back(toml.string(node, what));
    places.pieces.push_back(toml.place(node));
    return;
  }
  const auto* list = node.as_array();
  if (list != nullptr && list->empty())
    toml.refuse(node, fmt::format("then of {} is an empty list; write what changes, as in \"x = x "
                                  "+ 1\", or leave `then` away where the solution is to end",
                                  what));
  toml.read_strings(node, "then of " + what, event.then, places.pieces);
}

} // namespace

void read_event_tables(const TomlReader& toml, const toml::node& node, ProblemSource& source) {
  const auto& tables =
      toml.entries(node, "events", "bounce = { when = \"h, falling\", then = \"h' = -0.9*h'\" }");
  for (const auto& [key, value] : tables) {
    toml.check_length(value, "the name of an event", key.str());
    const std::string name(key.str()), what = fmt::format("event {}", printable(name));
    const auto* table = value.as_table();
    if (name.empty()) toml.refuse(value, "an event has an empty name; give it one");
    if (table == nullptr)
      toml.refuse(value, fmt::format("{} is {}; expected a table: [events.{}], then lines such as "
                                     "when = \"h, falling\"",
                                     what, TomlReader::kind(value), printable(name)));
    toml.check_keys(*table, {"when", "times", "then"}, "an event");
    pinn::TextEvent event{.name = name};
    EventPlaces places{.whole = toml.place(value), .pieces = {toml.place(value)}};
    if (const auto* when = table->get("when")) {
      event.when = toml.string(*when, "when of " + what);
      places.pieces.front() = toml.place(*when);
    }
    if (const auto* times = table->get("times")) read_times(toml, *times, what, event, places);
    if (const auto* then = table->get("then")) read_then(toml, *then, what, event, places);
    source.text.events.push_back(std::move(event));
    source.events.push_back(std::move(places));
  }
}

} // namespace jetwork::cli
