// The families of each kind: add one to the table in its kind's file, and it is drawn, tested and counted.
#pragma once

#include "tests/honesty/problems/chosen_problem.hpp"

namespace jetwork::honesty {

[[nodiscard]] auto decay_then_growth_families() -> std::span<const Family>;
[[nodiscard]] auto kink_families() -> std::span<const Family>;
[[nodiscard]] auto pulse_families() -> std::span<const Family>;
[[nodiscard]] auto stiff_families() -> std::span<const Family>;
[[nodiscard]] auto resonance_families() -> std::span<const Family>;
[[nodiscard]] auto scale_families() -> std::span<const Family>;
[[nodiscard]] auto symmetry_families() -> std::span<const Family>;
[[nodiscard]] auto implicit_families() -> std::span<const Family>;
[[nodiscard]] auto long_time_families() -> std::span<const Family>;
[[nodiscard]] auto high_order_families() -> std::span<const Family>;

} // namespace jetwork::honesty
