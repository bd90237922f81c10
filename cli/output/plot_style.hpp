// What all pictures look like.
#pragma once

#include <array>

namespace jetwork::cli {

/// Blue, orange, green, red, …: told apart by most eyes, on paper too.
inline constexpr std::array colours = {"#1f77b4", "#e8710a", "#2a9d3a", "#d62728", "#8e5bbf",
                                       "#8c564b", "#d45fa8", "#5f5f5f", "#a8a810", "#17a5b8"};

/// The commands for axes at the left and below, a light grid behind, and dark grey words.
inline constexpr const char* frame_style = "set border 3 linecolor rgb '#606060'\n"
                                           "set tics nomirror textcolor rgb '#303030'\n"
                                           "set grid linecolor rgb '#e4e4e4' linetype 1\n"
                                           "set key noenhanced textcolor rgb '#303030'\n";

} // namespace jetwork::cli
