// Tables that examples learn from.
//
//   Eigen::MatrixXd table = examples::read_csv(examples::data_folder() / "digits.csv");     // a column for every line
#pragma once

#include <Eigen/Core>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace examples {

/// examples/data of the repository.
inline auto data_folder() -> std::filesystem::path { return JETWORK_EXAMPLE_DATA; }

/// The numbers of a table with a line of names at its head, a column for every line after it.
inline auto read_csv(const std::filesystem::path& path) -> Eigen::MatrixXd {
  std::ifstream stream(path);
  std::string line;
  if (!std::getline(stream, line)) throw std::runtime_error(path.string() + ": cannot be read");
  const auto width = 1 + std::count(line.begin(), line.end(), ',');
  std::vector<double> numbers;
  while (std::getline(stream, line)) {
    const char* next = line.c_str();
    for (Eigen::Index i = 0; i < width; ++i) {
      char* end = nullptr;
      numbers.push_back(std::strtod(next, &end));
      if (end == next || *end != (i + 1 < width ? ',' : '\0'))
        throw std::runtime_error(
            fmt::format("{}: expected {} numbers in the line \"{}\"", path.string(), width, line));
      next = end + 1;
    }
  }
  return Eigen::Map<Eigen::MatrixXd>(numbers.data(), width,
                                     static_cast<Eigen::Index>(numbers.size()) / width);
}

} // namespace examples
