// Runs the built command in a folder of its own, which is removed afterwards.
//
//   Folder folder;
//   folder.write("spring.toml", "…");
//   const Outcome outcome = folder.jetwork("solve spring.toml --json");
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace jetwork::cli::tests {

struct Outcome {
  int status = -1;
  std::string output; ///< standard output
  std::string errors; ///< standard error
};

class Folder {
public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "jetwork_test_XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
    std::filesystem::create_directory(path_ / "work");
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  auto operator=(const Folder&) -> Folder& = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / "work" / name, std::ios::binary) << text;
  }
  [[nodiscard]] auto read(const std::string& name) const -> std::string {
    return slurp(path_ / "work" / name);
  }

  /// The names of all files, in order, each followed by a space.
  [[nodiscard]] auto files() const -> std::string {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_ / "work"))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    std::string all;
    for (const auto& name : names) all += name + ' ';
    return all;
  }

  /// `arguments` are as in a shell, with redirections of their own where wanted; `environment` is put before the
  /// command: PATH=/nowhere, or "ulimit -f 4;".
  [[nodiscard]] auto jetwork(const std::string& arguments,
                             const std::string& environment = "") const -> Outcome {
    const std::string folder = path_.string();
    const std::string line = "cd '" + folder + "/work' && { " + environment + " '" + JETWORK_COMMAND
                             + "' " + arguments + "; } >'" + folder + "/output' 2>'" + folder
                             + "/errors' </dev/null";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, slurp(path_ / "output"),
            slurp(path_ / "errors")};
  }

private:
  static auto slurp(const std::filesystem::path& file) -> std::string {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }

  std::filesystem::path path_;
};

} // namespace jetwork::cli::tests
