// Which curves share a panel, and that a thinned line looks the same.
#include "cli/output/panels.hpp"
#include "cli/output/polyline.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace jetwork::cli;

namespace {

auto curves_of(const std::vector<double>& magnitudes) -> std::vector<Curve> {
  std::vector<Curve> curves;
  for (const double magnitude : magnitudes)
    curves.push_back({"u", {std::nan(""), 0.0, -magnitude, magnitude / 2}});
  return curves;
}

using Panels = std::vector<std::vector<std::size_t>>;

auto points_of(const std::string& lines) -> std::vector<std::pair<double, double>> {
  std::vector<std::pair<double, double>> points;
  std::istringstream text(lines);
  for (double x = 0, y = 0; text >> x >> y;) points.emplace_back(x, y);
  return points;
}

} // namespace

BOOST_AUTO_TEST_SUITE(panels_of_pictures)

BOOST_AUTO_TEST_CASE(a_factor_of_a_hundred_parts_them) {
  BOOST_TEST((panels(curves_of({1, 50, 0.6})) == Panels{{0, 1, 2}}));
  BOOST_TEST((panels(curves_of({1, 3.6e-5, 1})) == Panels{{0, 2}, {1}})); // Robertson's reaction
  BOOST_TEST((panels(curves_of({1e-3, 1000, 5, 1e-4, 11})) == Panels{{1, 4}, {2}, {0, 3}}));
  BOOST_TEST((panels(curves_of({1000, 0, 1})) == Panels{{0}, {1, 2}})); // a zero is seen anywhere
  BOOST_TEST((panels(curves_of({0, 0})) == Panels{{0, 1}}));
  BOOST_TEST(panels({}).empty());
}

BOOST_AUTO_TEST_CASE(a_thinned_line_stays_within_its_tolerance) {
  std::vector<double> x, y;
  for (int i = 0; i <= 5000; ++i) {
    x.push_back(i / 500.0);
    y.push_back(std::sin(x.back()));
  }
  const auto kept = points_of(thinned(
      {.x = x, .y = y, .across = {.pixels = 800}, .up = {.pixels = 300}, .tolerance = 0.1}));
  BOOST_TEST(kept.size() < 150U);
  BOOST_TEST(kept.front().first == 0.0);
  BOOST_TEST(kept.back().first == 10.0);
  double largest = 0;
  for (std::size_t i = 0, k = 0; i < x.size(); ++i) {
    while (k + 2 < kept.size() && kept[k + 1].first < x[i]) ++k;
    const auto& [x0, y0] = kept[k];
    const auto& [x1, y1] = kept[k + 1];
    largest = std::max(largest, std::abs(y0 + (y1 - y0) * (x[i] - x0) / (x1 - x0) - y[i]));
  }
  BOOST_TEST(largest * 300 / 2 < 0.2); // pixels, upright: a little more than across the line
}

BOOST_AUTO_TEST_CASE(a_power_is_a_straight_line_on_logarithmic_axes) {
  std::vector<double> x, y;
  for (int i = 0; i <= 1000; ++i) {
    x.push_back(std::pow(10.0, i / 100.0));
    y.push_back(std::pow(x.back(), -2.5));
  }
  const PixelScale logarithmic{.pixels = 500, .is_logarithmic = true};
  BOOST_TEST(points_of(thinned({.x = x, .y = y, .across = logarithmic, .up = logarithmic})).size()
             == 2U);
}

BOOST_AUTO_TEST_CASE(interruptions_stay) {
  const std::vector<double> x = {0, 1, 2, 3, 4}, y = {0, 1, std::nan(""), 3, 4};
  const PixelScale scale{.pixels = 100};
  BOOST_TEST(thinned({.x = x, .y = y, .across = scale, .up = scale}) == "0 0\n1 1\n\n3 3\n4 4\n");
  const std::vector<double> zeros = {0, 0, 0, 0, 0}, huge = {-1.7e308, 0, 1.7e308, 0, 1};
  BOOST_TEST(thinned({.x = x, .y = zeros, .across = scale, .up = scale}) == "0 0\n4 0\n");
  BOOST_TEST(points_of(thinned({.x = x, .y = huge, .across = scale, .up = scale})).size() >= 4U);
  const PixelScale logarithmic{.pixels = 100, .is_logarithmic = true};
  BOOST_TEST(thinned({.x = x, .y = zeros, .across = scale, .up = logarithmic}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
