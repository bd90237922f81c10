// The judgements as a table for a reader, as JSON for a program, and as the page paper/claims.md.
//
//   std::cout << to_markdown(judgements);
#pragma once

#include "paper/claims/judgement.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace jetwork::paper {

/// [{"equation": "118", "claim": …, "verdict": …, "condition": …, "correction": …, "counterexample": {…},
/// "holding": 20, "members": 20, "readings": […]}, …]; "" and null where there is none.
auto to_json(const std::vector<Judgement>& judgements) -> nlohmann::json;
auto to_text(const std::vector<Judgement>& judgements) -> std::string;
auto to_markdown(const std::vector<Judgement>& judgements) -> std::string;

} // namespace jetwork::paper
