// The tables [events.NAME] of a problem file.
//
//   [events.bounce]
//   when = "h, falling"
//   then = "h' = -0.9*h'"                # or a list of these
//   [events.dose]
//   times = [0.0, 12.0, "2*interval"]
//   then = ["x = x + 1"]
#pragma once

#include "cli/options/problem_source.hpp"
#include "cli/options/toml_reader.hpp"

namespace jetwork::cli {

/// Adds the events to the problem, with the places of their texts. Throws InputError.
void read_event_tables(const TomlReader& toml, const toml::node& node, ProblemSource& source);

} // namespace jetwork::cli
