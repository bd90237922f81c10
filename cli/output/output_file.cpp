#include "cli/output/output_file.hpp"

#include "cli/exit_status.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace jetwork::cli {

namespace fs = std::filesystem;

void check_writable(std::string_view option, const std::string& path) {
  const auto refuse = [&](std::string_view why) {
    throw InputError(fmt::format("{} {}: {}", option, path, why));
  };
  if (path.empty()) throw InputError(fmt::format("{}: expected the name of a file", option));
  struct stat ignored_status{};
  if (::lstat(path.c_str(), &ignored_status) != 0 && errno == ENAMETOOLONG)
    refuse("the name of the file is too long");
  const fs::path file = io::link_target(path);
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) refuse("this is a directory; expected the name of a file");
  const fs::path directory = io::folder_of(file);
  if (!fs::is_directory(directory, ignored))
    refuse(fmt::format("there is no directory '{}'; make it first", directory.string()));
  if (fs::exists(file, ignored) && ::access(file.c_str(), W_OK) != 0)
    refuse(fmt::format("the file cannot be written: {}", std::strerror(errno)));
  if (!io::is_written_in_place(path) && ::access(directory.c_str(), W_OK | X_OK) != 0)
    refuse(fmt::format("'{}' cannot be written to: {}", directory.string(), std::strerror(errno)));
}

void check_is_not_read(std::string_view option, const std::string& path, const std::string& read) {
  std::error_code ignored; // a file that does not exist yet is not the one that is read
  if (fs::is_regular_file(path, ignored) && fs::equivalent(path, read, ignored))
    throw InputError(fmt::format("{} {}: this is the file that is read, and it would be "
                                 "overwritten; give another name",
                                 option, path));
}

void write_file(const std::string& path, std::string_view text) {
  io::write_file_atomically(path, text);
}

} // namespace jetwork::cli
