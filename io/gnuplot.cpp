#include "io/gnuplot.hpp"

#include "io/atomic_file.hpp"
#include "io/text_file.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace jetwork::io {
namespace {

auto ending_of(const std::filesystem::path& path) -> std::string {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending;
}

/// A temporary file with these contents, removed at the end of the scope.
class TemporaryFile {
public:
  explicit TemporaryFile(std::string_view contents)
      : name_(std::filesystem::temp_directory_path() / "jetwork_XXXXXX") {
    const int descriptor = ::mkstemp(name_.data());
    if (descriptor < 0)
      throw GnuplotError(
          fmt::format("the plot was not drawn: no temporary file could be made in {}: {}",
                      std::filesystem::temp_directory_path().string(), std::strerror(errno)));
    ::close(descriptor);
    try {
      write_file_atomically(name_, contents);
    } catch (const WriteError& error) {
      ::unlink(name_.c_str());
      throw GnuplotError(fmt::format("the plot was not drawn: {}", error.what()));
    }
  }
  ~TemporaryFile() { ::unlink(name_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  auto operator=(const TemporaryFile&) -> TemporaryFile& = delete;

  [[nodiscard]] auto name() const -> const std::string& { return name_; }

private:
  std::string name_;
};

/// What gnuplot printed, and the status with which it ended, as that of wait().
struct Printed {
  std::string text;
  int status = -1;
};

auto run(const std::string& command) -> Printed {
  Printed printed;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return printed;
  std::array<char, 1U << 16U> block{};
  while (const std::size_t read = std::fread(block.data(), 1, block.size(), pipe))
    printed.text.append(block.data(), read);
  printed.status = ::pclose(pipe);
  return printed;
}

/// What gnuplot prints when it runs the script.
auto printed_by_gnuplot(std::string_view script) -> std::string {
  const TemporaryFile file(script), messages("");
  Printed printed = run(fmt::format("gnuplot '{}' 2>'{}'", file.name(), messages.name()));
  const int status = printed.status;
  if (status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 127)
    throw GnuplotError("the plot was not drawn: the program gnuplot is missing; install the "
                       "package gnuplot-nox (apt-get install gnuplot-nox)");
  if (status != 0) {
    constexpr std::uintmax_t longest = 1'000'000;
    throw GnuplotError(fmt::format("the plot was not drawn: gnuplot failed: {}",
                                   read_text(messages.name(), longest)));
  }
  return std::move(printed.text);
}

} // namespace

auto gnuplot_string(std::string_view text) -> std::string {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c == '`' ? '\'' : static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return result + "\"";
}

void draw_by_gnuplot(const std::filesystem::path& path, std::string_view script) {
  const std::string ending = ending_of(path);
  if (ending != ".svg" && ending != ".png")
    throw std::invalid_argument(
        fmt::format("{}: expected the name of a file that ends in .svg or .png", path.string()));
  const bool svg = ending == ".svg";
  const std::string picture = printed_by_gnuplot(fmt::format(
      "set terminal {} background rgb 'white'\nset encoding utf8\n{}\nunset output\n",
      svg ? "svg size 900,640 font 'Helvetica,14'" : "pngcairo size 1350,960 font 'Sans,15'",
      script));
  // The last that stands in a picture of each kind: the end tag, or the chunk IEND, which ends with its checksum.
  const std::string_view end = svg ? "</svg>" : "IEND";
  if (picture.find(end, picture.size() - std::min(picture.size(), end.size() + 6))
      == std::string::npos)
    throw GnuplotError("the plot was not drawn: gnuplot ended before the picture was complete");
  write_file_atomically(path, picture);
}

} // namespace jetwork::io
