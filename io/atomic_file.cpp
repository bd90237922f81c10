#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace jetwork::io {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, int reason) {
  throw WriteError(fmt::format("{}: cannot be written: {}", path.string(), std::strerror(reason)));
}

/// An open file, closed at the end of the scope.
class Descriptor {
public:
  Descriptor(int number, const fs::path& path) : number_(number) {
    if (number_ < 0) refuse(path, errno);
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  auto operator=(const Descriptor&) -> Descriptor& = delete;

  auto number() const -> int { return number_; }
  /// Some file systems report a full disk only on closing.
  void close(const fs::path& path) {
    if (::close(std::exchange(number_, -1)) != 0) refuse(path, errno);
  }

private:
  int number_;
};

void write_all(int descriptor, std::string_view contents, const fs::path& path) {
  while (!contents.empty()) {
    const ssize_t written = ::write(descriptor, contents.data(), contents.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse(path, errno);
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// Forces the file onto the disk; not being able to (EINVAL, EROFS), as on some file systems, is no failure.
void force(int descriptor, const fs::path& path) {
  if (::fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS) refuse(path, errno);
}

/// The permissions that a file made in the ordinary way would have, or those of the file that is replaced.
auto permissions_for(const fs::path& path) -> mode_t {
  struct stat old{};
  if (::stat(path.c_str(), &old) == 0) return old.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

/// Writes all that the file is to hold, and forces it onto the disk.
void fill(Descriptor& file, std::string_view contents, const fs::path& path) {
  write_all(file.number(), contents, path);
  force(file.number(), path);
}

/// A name beside `file` that is not taken, as far as this process knows.
auto name_beside(const fs::path& file) -> std::string {
  static std::atomic<unsigned> names = 0;
  return fmt::format("{}.{}.{}", file.string(), ::getpid(), names++);
}

/// Gives a name to an open file that has none; false where the name is taken, or where this is not possible.
auto named(const Descriptor& file, const std::string& name) -> bool {
  const std::string open_file = fmt::format("/proc/self/fd/{}", file.number());
  return ::linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

/// Whether the file could be written without a name. `path` is what the user calls it.
auto is_written_nameless(const fs::path& file, std::string_view contents, const fs::path& path)
    -> bool {
  const int opened = ::open(folder_of(file).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (opened < 0) return false;
  Descriptor made(opened, path);
  ::fchmod(made.number(), permissions_for(file));
  fill(made, contents, path);
  std::error_code ignored;
  if (!fs::exists(file, ignored) && named(made, file.string())) return true;
  const std::string beside = name_beside(file);
  if (!named(made, beside)) return false;
  if (::rename(beside.c_str(), file.c_str()) == 0) return true;
  const int reason = errno;
  ::unlink(beside.c_str());
  refuse(path, reason);
}

void write_beside(const fs::path& file, std::string_view contents, const fs::path& path) {
  std::string beside = file.string() + ".XXXXXX";
  Descriptor made(::mkstemp(beside.data()), path);
  try {
    ::fchmod(made.number(), permissions_for(file));
    fill(made, contents, path);
    made.close(path);
    if (::rename(beside.c_str(), file.c_str()) != 0) refuse(path, errno);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
}

/// A new name is part of the folder's data, so the folder is forced as well. Without this the renaming still is
/// indivisible.
void force_folder_of(const fs::path& file) {
  const int folder = ::open(folder_of(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  ::fsync(folder);
  ::close(folder);
}

} // namespace

auto link_target(const fs::path& path) -> fs::path {
  std::error_code failed;
  const fs::path target = fs::weakly_canonical(path, failed);
  return failed ? path : target;
}

auto folder_of(const fs::path& path) -> fs::path {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

auto is_written_in_place(const fs::path& path) -> bool {
  std::error_code ignored;
  const std::string& name = path.native();
  // A path that leads to an open descriptor is written through it, even if that is an ordinary file. Other paths in
  // /dev are judged by their kind, because /dev/shm holds ordinary files.
  return name == "/dev/stdout" || name == "/dev/stderr" || name.starts_with("/dev/fd/")
         || name.starts_with("/proc/")
         || (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored));
}

void write_file_atomically(const fs::path& path, std::string_view contents) {
  if (is_written_in_place(path)) {
    Descriptor out(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC), path);
    write_all(out.number(), contents, path);
    return out.close(path);
  }
  const fs::path file = link_target(path);
  if (!is_written_nameless(file, contents, path)) write_beside(file, contents, path);
  force_folder_of(file);
}

} // namespace jetwork::io
