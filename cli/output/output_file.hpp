// Files that the command writes: all of a file, or nothing of it.
//
//   check_writable("--table", "out/spring.csv");    // before the work: throws InputError
//   write_file("out/spring.csv", text);             // after it: throws WriteError
#pragma once

#include "io/atomic_file.hpp"

#include <string>
#include <string_view>

namespace jetwork::cli {

/// A file could not be written, although check_writable had accepted it.
using io::WriteError;

/// Throws InputError, naming the option, if no file can be written at `path`. Writes nothing.
void check_writable(std::string_view option, const std::string& path);

/// Throws InputError, naming the option, if `path` is the file `read`, which would be overwritten.
void check_is_not_read(std::string_view option, const std::string& path, const std::string& read);

/// Writes the file whole or not at all. A path that is no plain file (/dev/stdout) is written in place.
void write_file(const std::string& path, std::string_view text);

} // namespace jetwork::cli
