#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

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

void replace_file_atomically(const fs::path& path,
                             const std::function<void(const fs::path&)>& produce) {
  if (is_written_in_place(path)) return produce(path);
  const fs::path file = link_target(path);
  std::string beside = file.string() + ".XXXXXX";
  Descriptor made(::mkstemp(beside.data()), path);
  try {
    ::fchmod(made.number(), permissions_for(file));
    made.close(path);
    produce(beside);
    Descriptor produced(::open(beside.c_str(), O_RDONLY | O_CLOEXEC), path);
    force(produced.number(), path);
    produced.close(path);
    if (::rename(beside.c_str(), file.c_str()) != 0) refuse(path, errno);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
  // The new name is part of the folder's data, so the folder is forced as well. Without this the rename still is
  // indivisible.
  if (const int folder = ::open(folder_of(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
}

void write_file_atomically(const fs::path& path, std::string_view contents) {
  replace_file_atomically(path, [&](const fs::path& file) {
    Descriptor out(::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC), path); // new, or in place
    write_all(out.number(), contents, path);
    out.close(path);
  });
}

} // namespace jetwork::io
