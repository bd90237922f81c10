// Standard output and standard error. What cannot be printed, as onto a full disk, is no success.
//
//   print("holds at 97 points\n");      // throws WriteError
//   complain("p.toml: not solved");     // a line on standard error
//
// A command prints once, at its end: until then nothing stands on standard output.
#pragma once

#include "io/atomic_file.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace jetwork::cli {

/// Prints the text. Throws WriteError, which names standard output and the system's reason.
void print(std::string_view text);

/// Prints one line of JSON. Bytes that are no UTF-8 are replaced.
void print_json(const nlohmann::ordered_json& json);

/// Prints a line on standard error. Where that fails, there is nobody to tell: the exit status still says it.
void complain(std::string_view message);

} // namespace jetwork::cli
