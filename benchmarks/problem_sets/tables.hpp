// The rows as Markdown and as CSV, and summaries of them.
#pragma once

#include "benchmarks/problem_sets/row.hpp"

#include <string>
#include <vector>

namespace jetwork::benchmarks {

[[nodiscard]] auto to_csv(const std::vector<Row>& rows, const std::vector<std::string>& peers)
    -> std::string;

/// One line a row, with our time over that of each peer that was compared at all.
[[nodiscard]] auto to_markdown(const std::vector<Row>& rows, std::vector<std::string> peers)
    -> std::string;

/// Wrong answers, estimates that are too low, ratios of estimate to true error, times: one line per set and
/// tolerance, one per tolerance, and one in all, apart for initial-value and boundary-value problems.
[[nodiscard]] auto accuracy_summary(const std::vector<Row>& rows) -> std::string;

/// Medians of our time over the peers', apart for each group of problems, and the problems that come out worst.
[[nodiscard]] auto speed_summary(const std::vector<Row>& rows,
                                 const std::vector<std::string>& peers) -> std::string;

} // namespace jetwork::benchmarks
