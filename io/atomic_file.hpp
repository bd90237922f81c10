// Files that are written whole or not at all: a kill or a full disk leaves the old file as it was.
//
//   write_file_atomically("network.json", text);
//   replace_file_atomically("loss.svg", [](const std::filesystem::path& file) { draw(file); });
//
// The new file is written beside the old one, forced to the disk (fsync) and renamed over it, which POSIX makes one
// indivisible step. A link stays a link: its target is replaced. Permissions stay those of the old file.
#pragma once

#include <filesystem>
#include <functional>
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

/// The same for a file that `produce` writes: it is called with the path of an empty file beside `path`. An exception
/// of `produce` is passed on; the old file is then as it was.
void replace_file_atomically(const std::filesystem::path& path,
                             const std::function<void(const std::filesystem::path&)>& produce);

/// Whether `path` can only be written in place: a device, a pipe, or /dev/stdout, which may lead to a plain file that
/// another program holds open.
auto is_written_in_place(const std::filesystem::path& path) -> bool;

/// Where the file really lies, links followed.
auto link_target(const std::filesystem::path& path) -> std::filesystem::path;

/// The folder that `path` lies in; "." for a bare name.
auto folder_of(const std::filesystem::path& path) -> std::filesystem::path;

} // namespace jetwork::io
