// The events of a saved solution, written and read. A private header of solution_file.cpp and read_solution.cpp.
#pragma once

#include "pinn/solution/result.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace jetwork::pinn {

/// Adds what happened to the file's object; nothing, where nothing did.
void save_events(nlohmann::ordered_json& file, const std::vector<EventOccurrence>& events);

/// The events in a file whose unknowns have these orders. Throws SolutionFileError.
[[nodiscard]] auto saved_events(const nlohmann::json& file, const std::vector<int>& orders)
    -> std::vector<EventOccurrence>;

} // namespace jetwork::pinn
