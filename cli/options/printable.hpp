// Text from a user's file, as messages quote it.
#pragma once

#include <string>
#include <string_view>

namespace jetwork::cli {

/// Without what would spoil the terminal on which the message is read: control characters, and text without an end.
[[nodiscard]] auto printable(std::string_view text) -> std::string;

} // namespace jetwork::cli
