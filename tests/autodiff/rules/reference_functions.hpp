// The functions of the rule table once more, in a hundred digits and without a line of the library, with
// points at which to compare. A new row of the table needs a reference here: the tests fail until it has one.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <array>
#include <functional>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

using Precise = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<100>,
                                              boost::multiprecision::et_off>;
using PreciseFunction = std::function<Precise(const Precise&)>;
using PreciseBinaryFunction = std::function<Precise(const Precise&, const Precise&)>;

using PreciseTernaryFunction =
    std::function<Precise(const Precise&, const Precise&, const Precise&)>;

constexpr double zero = 1e-30; // what differences may leave of a derivative that vanishes

/// `floor`: a derivative is only as good as what it is computed from; below the floor, errors are absolute.
struct Reference {
  PreciseFunction f;
  std::vector<double> points;
  double floor = zero;
};
struct BinaryReference {
  PreciseBinaryFunction f;
  std::vector<std::pair<double, double>> points;
  double floor = zero;
};

struct TernaryReference {
  PreciseTernaryFunction f;
  std::vector<std::array<double, 3>> points;
  double floor = zero;
};

auto references() -> const std::map<std::string_view, Reference>&;
auto binary_references() -> const std::map<std::string_view, BinaryReference>&;
auto ternary_references() -> const std::map<std::string_view, TernaryReference>&;
