// Which curves share a panel: those whose magnitudes are within a factor of a hundred. In one panel, the smaller ones of others would be
// flat lines.
#pragma once

#include "cli/output/curve.hpp"

#include <cstddef>
#include <vector>

namespace jetwork::cli {

/// The numbers of the curves in each panel, the largest magnitudes first. A curve without a value other than zero is among the smallest.
[[nodiscard]] auto panels(const std::vector<Curve>& curves)
    -> std::vector<std::vector<std::size_t>>;

} // namespace jetwork::cli
