#include "io/text_file.hpp"

#include "io/checksum.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace jetwork::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block = std::size_t{1} << 18U;

[[noreturn]] void refuse(const fs::path& path, std::string_view reason) {
  throw ReadError(fmt::format("{}: {}", path.string(), reason));
}

[[noreturn]] void refuse(const fs::path& path, std::string_view what, int error) {
  refuse(path, fmt::format("{}: {}", what, std::generic_category().message(error)));
}

/// The file's size, as far as it is known: 0 for a pipe. Asked before the file is opened, because opening a device may
/// do something.
auto size_of(const fs::path& path) -> std::uintmax_t {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) refuse(path, "there is no such file");
    refuse(path, "the file cannot be read", errno);
  }
  if (S_ISDIR(status.st_mode)) refuse(path, "this is a directory, not a file");
  if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) // as /dev/zero, which never ends
    refuse(path, "this is a device, not a file");
  return S_ISREG(status.st_mode) ? static_cast<std::uintmax_t>(status.st_size) : 0;
}

/// A file that is open for reading, closed at the end of the scope.
class Reader {
public:
  /// Not blocking, because opening a named pipe would wait for a writer for ever.
  explicit Reader(const fs::path& path)
      : path_(path), number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (number_ < 0) refuse(path_, "the file cannot be read", errno);
  }
  ~Reader() { ::close(number_); }
  Reader(const Reader&) = delete;
  auto operator=(const Reader&) -> Reader& = delete;

  /// The next block, which stands until the next call; empty at the end of the file.
  auto next_block() -> std::string_view {
    for (;;) {
      const ssize_t read = ::read(number_, buffer_.data(), buffer_.size());
      if (read >= 0) return {buffer_.data(), static_cast<std::size_t>(read)};
      if (errno == EAGAIN) wait_for_data();
      else if (errno != EINTR) refuse(path_, "the file cannot be read to its end", errno);
    }
  }

  /// The first block of a pipe, whose writer may come a moment later.
  auto first_block_of_pipe() -> std::string_view {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds patience(500);
    constexpr std::chrono::milliseconds pause(5);
    for (const auto begun = Clock::now(); Clock::now() - begun < patience;
         std::this_thread::sleep_for(pause))
      if (const auto first = next_block(); !first.empty()) return first;
    refuse(path_, "this is a pipe, and nothing was written into it");
  }

private:
  /// Of a pipe that has a writer.
  void wait_for_data() const {
    pollfd pipe{.fd = number_, .events = POLLIN, .revents = 0};
    ::poll(&pipe, 1, -1);
  }

  const fs::path& path_;
  int number_;
  std::vector<char> buffer_ = std::vector<char>(block);
};

/// Reads the file; `check_beginning` is shown its first block.
template <class Check>
auto read(const fs::path& path, std::uintmax_t most, Check check_beginning) -> std::string {
  const auto require_at_most = [&](std::uintmax_t bytes, std::string_view or_more) {
    if (bytes > most)
      refuse(path,
             fmt::format("the file has {} bytes{}; expected at most {}", bytes, or_more, most));
  };
  const std::uintmax_t size = size_of(path);
  require_at_most(size, "");
  Reader file(path);
  std::string text;
  std::string_view next = fs::is_fifo(path) ? file.first_block_of_pipe() : file.next_block();
  for (; !next.empty(); next = file.next_block()) {
    const bool is_first = text.empty();
    if (is_first) check_beginning(next);
    if (next.find('\0') != std::string_view::npos)
      refuse(path, "this is no text: it holds a zero byte");
    if (is_first) text.reserve(size);
    text += next;
    require_at_most(text.size(), " or more");
  }
  return text;
}

} // namespace

auto read_text(const fs::path& path, std::uintmax_t most) -> std::string {
  return read(path, most, [](std::string_view) {});
}

auto read_object(const fs::path& path, std::uintmax_t most, std::string_view what) -> std::string {
  return read(path, most, [&](std::string_view beginning) {
    const auto first = beginning.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || beginning[first] != '{')
      throw DamagedFile(fmt::format("{}: this is not {}: not JSON, which would begin with '{{'",
                                    path.string(), what));
  });
}

} // namespace jetwork::io
