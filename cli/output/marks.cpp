#include "cli/output/marks.hpp"

#include "cli/output/plot_style.hpp"
#include "formula/utf8.hpp"
#include "io/gnuplot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::cli {
namespace {

/// Where the marks of each name are, in order of the names' first; those on a pixel of their own.
auto marks_by_name(const Picture& picture, double pixels)
    -> std::vector<std::pair<std::string, std::vector<double>>> {
  std::vector<std::pair<std::string, std::vector<double>>> all;
  for (const Mark& mark : picture.marks) {
    if (mark.at < picture.points.front() || mark.at > picture.points.back()) continue;
    auto known = std::ranges::find(all, mark.name, &decltype(all)::value_type::first);
    if (known == all.end()) known = all.insert(all.end(), {mark.name, {}});
    known->second.push_back(mark.at);
  }
  const bool is_logarithmic = picture.logarithmic.independent;
  const auto place = [&](double t) { return is_logarithmic ? std::log(t) : t; };
  const double pixel = (place(picture.points.back()) - place(picture.points.front())) / pixels;
  for (auto& [name, places] : all) {
    std::ranges::sort(places);
    double last = -HUGE_VAL;
    std::erase_if(places, [&](double at) {
      if (place(at) - last < pixel) return true;
      last = place(at);
      return false;
    });
  }
  return all;
}

} // namespace

auto names_of_marks(const Picture& picture) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& [name, places] : marks_by_name(picture, 1)) names.push_back(name);
  return names;
}

auto mark_commands(const Picture& picture, double pixels, std::size_t longest_name)
    -> MarkCommands {
  std::string lines, entries;
  constexpr std::size_t grey = 7; // few pictures have curves of the colours from there on
  std::size_t number = 0;
  for (const auto& [name, places] : marks_by_name(picture, pixels)) {
    const std::string style = fmt::format("dashtype (10,7) linewidth 1.2 linecolor rgb '{}'",
                                          colours[(grey + number++) % colours.size()]);
    for (const double at : places)
      lines +=
          fmt::format("set arrow from {0}, graph 0 to {0}, graph 1 nohead {1} back\n", at, style);
    entries += fmt::format(", keyentry with lines {} title {}", style,
                           io::gnuplot_string(formula::shortened(name, longest_name)));
  }
  return {lines, entries};
}

} // namespace jetwork::cli
