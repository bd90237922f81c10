#include "io/gnuplot.hpp"

#include "io/atomic_file.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>

namespace jetwork::io {
namespace {

auto ending_of(const std::filesystem::path& path) -> std::string {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending;
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

void run_gnuplot(std::string_view script) {
  std::string script_file = std::filesystem::temp_directory_path() / "jetwork_XXXXXX";
  const int descriptor = ::mkstemp(script_file.data());
  if (descriptor < 0) throw GnuplotError("the plot was not drawn: no temporary file could be made");
  ::close(descriptor);
  std::string said;
  int status = -1;
  try {
    write_file_atomically(script_file, script);
    if (std::FILE* gnuplot = ::popen(fmt::format("gnuplot '{}' 2>&1", script_file).c_str(), "r")) {
      for (int c = std::fgetc(gnuplot); c != EOF; c = std::fgetc(gnuplot))
        said += static_cast<char>(c);
      status = ::pclose(gnuplot);
    }
  } catch (...) {
    ::unlink(script_file.c_str());
    throw;
  }
  ::unlink(script_file.c_str());
  if (status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 127)
    throw GnuplotError("the plot was not drawn: the program gnuplot is missing; install the "
                       "package gnuplot-nox (apt-get install gnuplot-nox)");
  if (status != 0)
    throw GnuplotError(fmt::format("the plot was not drawn: gnuplot failed: {}", said));
}

void draw_by_gnuplot(const std::filesystem::path& path, std::string_view script) {
  const std::string ending = ending_of(path);
  if (ending != ".svg" && ending != ".png")
    throw std::invalid_argument(
        fmt::format("{}: expected the name of a file that ends in .svg or .png", path.string()));
  replace_file_atomically(path, [&](const std::filesystem::path& file) {
    run_gnuplot(fmt::format("set terminal {} background rgb 'white'\nset encoding utf8\nset output "
                            "{}\n{}\nunset output\n",
                            ending == ".svg" ? "svg size 900,640 font 'Helvetica,14'"
                                             : "pngcairo size 1350,960 font 'Sans,15'",
                            gnuplot_string(file.string()), script));
  });
}

} // namespace jetwork::io
