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
#include <vector>

namespace jetwork::io {
namespace {

auto ending_of(const std::filesystem::path& path) -> std::string {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending;
}

/// A kind of picture, by the ending of its file's name.
struct Format {
  std::string_view ending, terminal, font, unit;
  double scale;
  /// The last that stands in a whole picture: an end tag, the chunk IEND, which ends with its checksum, or a PDF's mark.
  std::string_view end;
};

constexpr std::array formats = {
    Format{".svg", "svg", "Helvetica,14", "", 1.0, "</svg>"},
    Format{".png", "pngcairo", "Sans,15", "", 1.5, "IEND"},
    Format{".pdf", "pdfcairo", "Sans,10", "in", 0.01, "%%EOF"},
};

auto format_of(const std::filesystem::path& path) -> const Format& {
  const auto* found = std::ranges::find(formats, ending_of(path), &Format::ending);
  if (found == formats.end())
    throw std::invalid_argument(fmt::format(
        "{}: expected the name of a file that ends in .svg, .png or .pdf", path.string()));
  return *found;
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

/// Without groups that hold nothing, a fifth of what gnuplot writes into an SVG.
auto without_empty_groups(std::string_view svg) -> std::string {
  std::vector<std::string_view> lines;
  const auto opens_group = [](std::string_view line) {
    const auto first = line.find_first_not_of(" \t");
    return first != line.npos && line.substr(first).starts_with("<g ") && line.ends_with('>')
           && line.find('<', first + 1) == line.npos;
  };
  while (!svg.empty()) {
    const std::string_view line = svg.substr(0, svg.find('\n'));
    svg.remove_prefix(std::min(line.size() + 1, svg.size()));
    if (line == "\t\t<text></text>") continue;
    const bool closes_group = line == "</g>" || line == "\t</g>";
    if (closes_group && !lines.empty() && opens_group(lines.back())) lines.pop_back();
    else lines.push_back(line);
  }
  std::string rest;
  for (const std::string_view line : lines) rest.append(line).append("\n");
  return rest;
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

void check_picture_name(const std::filesystem::path& path) { static_cast<void>(format_of(path)); }

void draw_by_gnuplot(const std::filesystem::path& path, std::string_view script,
                     const PictureSize& size) {
  const Format& format = format_of(path);
  const double width = format.scale * size.width, height = format.scale * size.height;
  const std::string picture = printed_by_gnuplot(fmt::format(
      "set terminal {} size {:g}{unit},{:g}{unit} font '{}' background rgb "
      "'white'\nset encoding utf8\n{}\nunset output\n",
      format.terminal, width, height, format.font, script, fmt::arg("unit", format.unit)));
  if (picture.find(format.end, picture.size() - std::min(picture.size(), format.end.size() + 6))
      == std::string::npos)
    throw GnuplotError("the plot was not drawn: gnuplot ended before the picture was complete");
  write_file_atomically(path, format.ending == ".svg" ? without_empty_groups(picture) : picture);
}

} // namespace jetwork::io
