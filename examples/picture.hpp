// Runs an example as PROGRAM [PICTURE], which draws its picture into the file PICTURE, or else beside the program.
//
//   int main(int argc, char** argv) {
//     return examples::run(argc, argv, "sine.svg", "Learns a sine.", [](const std::filesystem::path& picture) {
//       ...
//       examples::draw(picture, examples::curves("Learning", "epoch", "loss", {{"Adam", epochs, losses}}));
//       return error < 1e-3;
//     });
//   }
#pragma once

#include "io/gnuplot.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

/// Calls the example with the picture's path. Returns the exit status: 0 if the example returns true, 1 if it returns
/// false or throws (the message is printed), 2 if the command line is wrong; --help prints the usage.
inline auto run(int argc, char** argv, const std::string& picture, std::string_view about,
                const std::function<bool(const std::filesystem::path& picture)>& example) -> int {
  const auto path = std::filesystem::path(JETWORK_EXAMPLE_OUTPUT) / picture;
  const std::string program = path.stem().string();
  const std::string_view argument = argc > 1 ? argv[1] : "";
  const std::string usage =
      fmt::format("{} [PICTURE]\n\n{}\n\nPICTURE is the file to draw, ending in .svg or .png; "
                  "without it {}\n",
                  program, about, path.string());
  if (argument == "--help" || argument == "-h") {
    fmt::print("{}", usage);
    return 0;
  }
  if (argc > 2 || (argc == 2 && !argument.ends_with(".svg") && !argument.ends_with(".png"))) {
    fmt::print(stderr, "{}", usage);
    return 2;
  }
  try {
    return example(argc > 1 ? std::filesystem::path(argument) : path) ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: {}\n", program, error.what());
    return 1;
  }
}

/// Draws by a gnuplot script. If that fails, as without gnuplot, prints why.
inline void draw(const std::filesystem::path& picture, std::string_view script) {
  try {
    jetwork::io::draw_by_gnuplot(picture, script);
    fmt::print("drawn: {}\n", picture.string());
  } catch (const jetwork::io::GnuplotError& error) { fmt::print(stderr, "{}\n", error.what()); }
}

struct Curve {
  std::string title;
  std::vector<double> x, y;
};

/// A gnuplot script; `settings` are lines of gnuplot's own.
inline auto curves(std::string_view title, std::string_view x_label, std::string_view y_label,
                   const std::vector<Curve>& all, std::string_view settings = "") -> std::string {
  using jetwork::io::gnuplot_string;
  std::string script = fmt::format("set title {}\nset xlabel {}\nset ylabel {}\nset grid\n{}\n",
                                   gnuplot_string(title), gnuplot_string(x_label),
                                   gnuplot_string(y_label), settings);
  std::string plot = "plot";
  for (std::size_t i = 0; i < all.size(); ++i) {
    script += fmt::format("$curve{} << END\n", i);
    for (std::size_t n = 0; n < all[i].x.size(); ++n)
      script += fmt::format("{} {}\n", all[i].x[n], all[i].y[n]);
    script += "END\n";
    plot += fmt::format("{} $curve{} with lines linewidth 2 title {}", i == 0 ? "" : ",", i,
                        gnuplot_string(all[i].title));
  }
  return script + plot + "\n";
}

} // namespace examples
