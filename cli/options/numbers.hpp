// Numbers given on the command line, as numbers or as expressions: 1e-8, 2*pi, and lists
// "0,pi/2,pi".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jetwork::cli {

/// The text without the blanks, tabs and line ends around it.
[[nodiscard]] auto trimmed(std::string_view text) -> std::string_view;

/// The parts of a list between its commas. A comma within parentheses separates nothing:
/// "0,max(1,2)" has two parts.
[[nodiscard]] auto split_list(std::string_view text) -> std::vector<std::string>;

/// A finite number, exactly as written. Throws InputError, naming the option.
[[nodiscard]] auto read_number(std::string_view option, std::string_view text) -> double;

/// The same, above 0.
[[nodiscard]] auto read_seconds(std::string_view option, std::string_view text) -> double;

/// A list of finite numbers.
[[nodiscard]] auto read_numbers(std::string_view option, std::string_view text)
    -> std::vector<double>;

/// A whole number from `least` to `most`.
[[nodiscard]] auto read_whole_number(std::string_view option, std::string_view text,
                                     std::uint64_t least, std::uint64_t most) -> std::uint64_t;

/// A number of bytes, at least one: 500000000, 500M or 4G, in powers of 1024.
[[nodiscard]] auto read_bytes(std::string_view option, std::string_view text) -> std::size_t;

} // namespace jetwork::cli
