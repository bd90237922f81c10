// Runs a benchmark's work in PyTorch: benchmarks/NAME.py reads numbers from a file and prints numbers.
//
//   const std::vector<double> said = pytorch("pinn_step", parameters);     // runs benchmarks/pinn_step.py
//
// It runs under /usr/bin/python3, for which Debian packages python3-torch.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace jetwork::benchmarks {

/// The numbers that the script prints; it is called with the name of a file that holds `numbers`, exact, one a line.
/// Empty if PyTorch is not installed.
inline auto pytorch(const std::string& name, const std::vector<double>& numbers)
    -> std::vector<double> {
  const auto file = std::filesystem::temp_directory_path() / ("jetwork_" + name + "_numbers.txt");
  {
    std::ofstream stream(file);
    for (const double number : numbers) stream << fmt::format("{}\n", number);
  }
  std::vector<double> said;
  const std::string command = fmt::format("/usr/bin/python3 '{}/{}.py' '{}' 2>/dev/null",
                                          JETWORK_BENCHMARKS, name, file.string());
  if (std::FILE* output = ::popen(command.c_str(), "r")) {
    for (double number = 0; std::fscanf(output, "%lf", &number) == 1;) said.push_back(number);
    ::pclose(output);
  }
  std::filesystem::remove(file);
  return said;
}

} // namespace jetwork::benchmarks
