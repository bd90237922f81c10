// What the examples share: tables read from a file, and a place for the picture that each of them draws.
//
//   Eigen::MatrixXd table = examples::read_csv(examples::data_folder() / "digits.csv");     // a column for every line
//   examples::draw(argc, argv, "digits.svg", [&](const auto& path) { ... });    // there, or where the user says
#pragma once

#include "nn/gnuplot.hpp"

#include <Eigen/Core>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
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

/// Draws to the path given on the command line, or beside the program. Without gnuplot there is a word about it instead.
inline void draw(int argc, char** argv, const std::string& name,
                 const std::function<void(const std::filesystem::path&)>& picture) {
  const std::filesystem::path path = argc > 1
                                         ? std::filesystem::path(argv[1])
                                         : std::filesystem::path(JETWORK_EXAMPLE_OUTPUT) / name;
  try {
    picture(path);
    fmt::print("drawn: {}\n", path.string());
  } catch (const jetwork::nn::GnuplotError& error) { fmt::print(stderr, "{}\n", error.what()); }
}

} // namespace examples
