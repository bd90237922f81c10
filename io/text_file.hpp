// Reading a whole file.
//
//   const std::string text = read_text("problem.toml");
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace jetwork::io {

/// A file could not be read; the message names it and the reason.
class ReadError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// The bytes of the file as they are. Throws ReadError; also for a directory, and for a device, some of which never end.
/// A pipe is read to its end.
auto read_text(const std::filesystem::path& path) -> std::string;

} // namespace jetwork::io
