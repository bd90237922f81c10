#include "cli/output_file.hpp"

#include "cli/exit_status.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace jetwork::cli {
namespace {

namespace fs = std::filesystem;

/// Where the file really lies: a link stays a link, and its target is replaced.
auto resolve(const std::string& path) -> fs::path {
  std::error_code ignored;
  const fs::path target = fs::weakly_canonical(path, ignored);
  return ignored ? fs::path(path) : target;
}

auto directory_of(const fs::path& path) -> fs::path {
  const fs::path parent = path.parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

/// The permissions that a file made in the ordinary way would have, or those of the file that is
/// replaced.
auto permissions_for(const fs::path& path) -> mode_t {
  struct stat old {};
  if (::stat(path.c_str(), &old) == 0) return old.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

/// A device, a pipe, or /dev/stdout, which may lead to a plain file that somebody holds open.
auto is_special(const std::string& path) -> bool {
  std::error_code ignored;
  return path.starts_with("/dev/") || path.starts_with("/proc/")
         || (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored));
}

} // namespace

void check_writable(std::string_view option, const std::string& path) {
  const auto refuse = [&](std::string_view why) {
    throw InputError(fmt::format("{} {}: {}", option, path, why));
  };
  if (path.empty()) throw InputError(fmt::format("{}: expected the name of a file", option));
  const fs::path file = resolve(path);
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) refuse("this is a directory; expected the name of a file");
  const fs::path directory = directory_of(file);
  if (!fs::is_directory(directory, ignored))
    refuse(fmt::format("there is no directory '{}'; make it first", directory.string()));
  if (fs::exists(file, ignored) && ::access(file.c_str(), W_OK) != 0)
    refuse(fmt::format("the file cannot be written: {}", std::strerror(errno)));
  if (!is_special(path) && ::access(directory.c_str(), W_OK | X_OK) != 0)
    refuse(fmt::format("'{}' cannot be written to: {}", directory.string(), std::strerror(errno)));
}

void check_is_not_read(std::string_view option, const std::string& path, const std::string& read) {
  std::error_code ignored; // a file that is not there yet is none that is read
  if (fs::is_regular_file(path, ignored) && fs::equivalent(path, read, ignored))
    throw InputError(fmt::format("{} {}: this is the file that is read, and it would be lost; "
                                 "expected another name",
                                 option, path));
}

void replace_file(const std::string& path, const std::function<void(const std::string&)>& produce) {
  if (is_special(path)) return produce(path);
  const fs::path file = resolve(path);

  std::string beside = file.string() + ".XXXXXX";
  const int descriptor = ::mkstemp(beside.data());
  if (descriptor < 0)
    throw WriteError(fmt::format("{}: cannot be written: {}", path, std::strerror(errno)));
  ::fchmod(descriptor, permissions_for(file));
  ::close(descriptor);
  try {
    produce(beside);
    if (::rename(beside.c_str(), file.c_str()) != 0)
      throw WriteError(fmt::format("{}: cannot be written: {}", path, std::strerror(errno)));
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
}

void write_file(const std::string& path, std::string_view text) {
  replace_file(path, [&](const std::string& file) {
    std::ofstream stream(file, std::ios::binary | std::ios::app); // new, or in place
    stream.write(text.data(), static_cast<std::streamsize>(text.size()));
    stream.close();
    if (!stream)
      throw WriteError(fmt::format("{}: cannot be written: {}", path, std::strerror(errno)));
  });
}

} // namespace jetwork::cli
