// Numbers that were computed when the library was built; see pinn/network/feature_tables.hpp. The source that defines them is
// written by pinn/network/build_time/write_feature_tables.cpp.
#pragma once

#include <span>

namespace jetwork::pinn {

inline constexpr int stored_orders = 4;

/// numbers_of() the default hidden layer and its tables of an order, 1 … stored_orders.
auto stored_numbers(int order) -> std::span<const double>;

} // namespace jetwork::pinn
