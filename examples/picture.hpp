// Curves drawn into an SVG file by gnuplot, for examples that show their result.
//
//   draw_picture("sine", "The sine", {{"sin x", x, y}});      // sine.gnuplot, and from it sine.svg
#pragma once

#include <fmt/format.h>
#include <fmt/os.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace jetwork::examples {

struct Curve {
  std::string title;
  std::vector<double> x, y;
};

/// Says on the terminal where the picture is, or how to get it.
inline void draw_picture(const std::string& name, const std::string& title,
                         const std::vector<Curve>& curves) {
  std::string script = fmt::format("set terminal svg size 800,480 background rgb 'white'\n"
                                   "set output '{}.svg'\nset title '{}'\nset grid\nset key below\n",
                                   name, title);
  std::string plot = "plot";
  for (std::size_t i = 0; i < curves.size(); ++i) {
    script += fmt::format("$curve{} << END\n", i);
    for (std::size_t n = 0; n < curves[i].x.size(); ++n)
      script += fmt::format("{} {}\n", curves[i].x[n], curves[i].y[n]);
    script += "END\n";
    plot += fmt::format("{} $curve{} with lines linewidth 2 title '{}'", i == 0 ? "" : ",", i,
                        curves[i].title);
  }
  fmt::output_file(name + ".gnuplot").print("{}{}\n", script, plot);
  const int status =
      std::system(fmt::format("gnuplot {}.gnuplot", name).c_str()); // NOLINT(cert-env33-c)
  if (status == 0) fmt::print("picture: {}.svg\n", name);
  else
    fmt::print("no picture: install gnuplot-nox (apt-get install gnuplot-nox), then type gnuplot "
               "{}.gnuplot\n",
               name);
}

} // namespace jetwork::examples
