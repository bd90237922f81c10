// Files that are written whole or not at all: a kill or a full disk leaves the old file as it was.
//
//   write_file_atomically("network.json", text);
//
// The new file is written without a name (O_TMPFILE), forced to the disk (fsync), and only then named and renamed over
// the old one, which POSIX makes one indivisible step. A kill leaves no remains, except on a file system that knows no
// files without names: there, the new file is written beside the old one. A link stays a link: its target is replaced.
// Permissions stay those of the old file.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string_view>

namespace jetwork::io {

/// A file could not be written; the message holds the system's reason. The old file is as it was.
class WriteError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Replaces the file by `contents`, or makes it. Throws WriteError. A device or a pipe is written in place.
void write_file_atomically(const std::filesystem::path& path, std::string_view contents);

/// Whether `path` can only be written in place: a device, a pipe, or /dev/stdout, which may lead to a plain file that
/// another program holds open.
auto is_written_in_place(const std::filesystem::path& path) -> bool;

/// Where the file really lies, links followed.
auto link_target(const std::filesystem::path& path) -> std::filesystem::path;

/// The folder that `path` lies in; "." for a bare name.
auto folder_of(const std::filesystem::path& path) -> std::filesystem::path;

} // namespace jetwork::io
