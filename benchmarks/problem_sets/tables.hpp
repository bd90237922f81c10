// The rows as Markdown and as CSV, and what they come to.
#pragma once

#include "benchmarks/problem_sets/row.hpp"

#include <string>
#include <vector>

namespace jetwork::benchmarks {

[[nodiscard]] auto to_csv(const std::vector<Row>& rows, const std::vector<std::string>& peers)
    -> std::string;

/// One line a row.
[[nodiscard]] auto to_markdown(const std::vector<Row>& rows) -> std::string;

/// Answers that are wrong, estimates that are too low, their ratios to the true errors, times; one line a set and tolerance.
[[nodiscard]] auto accuracy_summary(const std::vector<Row>& rows) -> std::string;

/// Medians of our time over the peers', apart for stiff and other problems, and the problems that come out worst.
[[nodiscard]] auto speed_summary(const std::vector<Row>& rows,
                                 const std::vector<std::string>& peers) -> std::string;

} // namespace jetwork::benchmarks
