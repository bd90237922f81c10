#include "cli/commands/solve/numbered_files.hpp"

#include "cli/exit_status.hpp"
#include "cli/output/output_file.hpp"
#include "pinn/solution_file.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace jetwork::cli {
namespace {

/// spring_0.json for spring.json.
auto numbered(const std::string& path, std::size_t number) -> std::string {
  const std::filesystem::path whole(path);
  return (whole.parent_path()
          / fmt::format("{}_{}{}", whole.stem().string(), number, whole.extension().string()))
      .string();
}

} // namespace

void check_numbered_files(const OutputOptions& output, const std::string& problem_file, int count) {
  if (output.save.empty()) return;
  if (std::filesystem::exists(output.save) && !std::filesystem::is_regular_file(output.save))
    throw InputError(fmt::format("--save {}: each solution is saved in a file of its own, and this "
                                 "is no name for files",
                                 output.save));
  for (int k = 0; k < count; ++k) {
    OutputOptions one = output;
    one.save = numbered(output.save, static_cast<std::size_t>(k));
    check_files(one, problem_file);
  }
}

void save_numbered(FileWriter& write, const OutputOptions& output, const std::string& title,
                   const pinn::Result& result, std::size_t number) {
  if (output.save.empty()) return;
  const std::string path = numbered(output.save, number);
  write("solution", path,
        [&] { write_file(path, pinn::write_solution({.title = title, .result = result})); });
}

} // namespace jetwork::cli
