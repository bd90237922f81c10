// A curve as the fewest of its points that look the same: what leaves the straight line between its neighbours by less than a fraction of
// a pixel is not drawn (Ramer 1972; Douglas and Peucker 1973). Files of pictures are a tenth as large so.
//
//   const std::string data = thinned({.x = points, .y = values, .across = {.pixels = 770}, .up = {.pixels = 275}});
#pragma once

#include <string>
#include <vector>

namespace jetwork::cli {

/// How values become pixels.
struct PixelScale {
  double pixels = 0.0;
  bool is_logarithmic = false; ///< of values above zero alone
};

struct Polyline {
  const std::vector<double>& x;
  const std::vector<double>& y;
  PixelScale across, up;
  double tolerance = 0.1; ///< in pixels
};

/// Lines of "x y" for gnuplot, an empty one where the curve is interrupted, as at a NaN.
[[nodiscard]] auto thinned(const Polyline& curve) -> std::string;

} // namespace jetwork::cli
