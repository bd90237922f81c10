// A line of a picture, which has the points that all of its lines share.
#pragma once

#include <string>
#include <vector>

namespace jetwork::cli {

struct Curve {
  std::string label;
  std::vector<double> values; ///< at the picture's points; NaN where there is none
};

} // namespace jetwork::cli
