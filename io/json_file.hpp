// Reading networks, checkpoints and other JSON files of Jetwork: the checksum, the version, the numbers.
//
//   Json file = read_checked_json(text, "network.json", "jetwork network", 1);
//   Eigen::VectorXd weights = read_vector(file, "parameters");
//
// Included by .cpp files alone, so that a program that includes nn/ does not need nlohmann's JSON.
#pragma once

#include "io/checksum.hpp"
#include "io/json_nesting.hpp"

#include <Eigen/Core>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>

namespace jetwork::io {

using Json = nlohmann::json;

/// Bytes of a file of networks or of a training.
inline constexpr std::uintmax_t largest_json_file = std::uintmax_t{1} << 30U;

/// The JSON object. Throws DamagedFile if the checksum is wrong, std::runtime_error if format or version is.
inline auto read_checked_json(const std::string& text, const std::string& file,
                              const std::string& format, int version) -> Json {
  constexpr int deepest = 16;
  check_checksum(text, file);
  if (is_nested_deeper(text, deepest))
    throw std::runtime_error(fmt::format(
        "{}: its lists lie more than {} deep inside each other, as in no file of this kind", file,
        deepest));
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("format", Json()) != format)
    throw std::runtime_error(fmt::format("{}: is no file of the format \"{}\"", file, format));
  if (const Json found = json.value("version", Json()); found != version)
    throw std::runtime_error(
        fmt::format("{}: is of version {} of its format, but this program reads "
                    "version {}: save it again with this program",
                    file, found.dump(), version));
  return json;
}

/// A number; those that JSON lacks are "inf", "-inf" and "nan".
inline auto number_json(double x) -> Json {
  if (std::isfinite(x)) return x;
  return std::isnan(x) ? "nan" : x > 0 ? "inf" : "-inf";
}
inline auto read_number(const Json& json) -> double {
  if (json == "inf") return std::numeric_limits<double>::infinity();
  if (json == "-inf") return -std::numeric_limits<double>::infinity();
  if (json == "nan") return std::numeric_limits<double>::quiet_NaN();
  return json.get<double>();
}
/// An int. nlohmann's own conversion would cut off a fraction, and the high bits of a number that is too large.
inline auto read_int(const Json& json) -> int {
  if (!json.is_number_integer() || json.get<double>() < std::numeric_limits<int>::min()
      || json.get<double>() > std::numeric_limits<int>::max())
    throw std::runtime_error(json.dump() + " is not a whole number that fits an int");
  return json.get<int>();
}
inline auto vector_json(const Eigen::Ref<const Eigen::VectorXd>& x) -> Json {
  Json array = Json::array();
  for (const double number : x) array.push_back(number_json(number));
  return array;
}
inline auto read_vector(const Json& array) -> Eigen::VectorXd {
  Eigen::VectorXd x(static_cast<Eigen::Index>(array.get_ref<const Json::array_t&>().size()));
  for (Eigen::Index i = 0; i < x.size(); ++i)
    x[i] = read_number(array[static_cast<std::size_t>(i)]);
  return x;
}

} // namespace jetwork::io
