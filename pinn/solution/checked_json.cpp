#include "pinn/solution/checked_json.hpp"

#include "pinn/solution/solution_file_error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace jetwork::pinn::saved {

void damaged(std::string_view what) {
  throw SolutionFileError(fmt::format("the solution file is damaged: {}", what));
}

auto member(const Json& object, const char* name, const std::string& where) -> const Json& {
  if (!object.is_object()) damaged(fmt::format("{} is not an object", where));
  const auto found = object.find(name);
  if (found == object.end()) damaged(fmt::format("{} has no \"{}\"", where, name));
  return *found;
}

auto list(const Json& object, const char* name, const std::string& where) -> const Json& {
  const Json& value = member(object, name, where);
  if (!value.is_array()) damaged(fmt::format("\"{}\" of {} is not a list", name, where));
  return value;
}

auto string(const Json& object, const char* name, const std::string& where) -> std::string {
  const Json& value = member(object, name, where);
  if (!value.is_string()) damaged(fmt::format("\"{}\" of {} is not a string", name, where));
  return value.get<std::string>();
}

auto number(const Json& object, const char* name, const std::string& where) -> double {
  const Json& value = member(object, name, where);
  if (!value.is_number() || !std::isfinite(value.get<double>()))
    damaged(fmt::format("\"{}\" of {} is not a finite number", name, where));
  return value.get<double>();
}

auto estimate(const Json& object, const char* name, const std::string& where) -> double {
  if (member(object, name, where).is_null()) return std::numeric_limits<double>::infinity();
  const double value = number(object, name, where);
  if (value < 0) damaged(fmt::format("\"{}\" of {} is negative", name, where));
  return value;
}

auto number_or_nan(const Json& object, const char* name, const std::string& where) -> double {
  if (member(object, name, where).is_null()) return std::numeric_limits<double>::quiet_NaN();
  return number(object, name, where);
}

auto count(const Json& object, const char* name, const std::string& where) -> std::size_t {
  const Json& value = member(object, name, where);
  if (!value.is_number_integer() || value < 0)
    damaged(fmt::format("\"{}\" of {} is not a whole number from 0 on", name, where));
  return value.get<std::size_t>();
}

auto vector(const Json& values, const std::string& where) -> Eigen::VectorXd {
  if (!values.is_array()) damaged(fmt::format("{} is not a list", where));
  Eigen::VectorXd result(static_cast<Eigen::Index>(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i].is_number() || !std::isfinite(values[i].get<double>()))
      damaged(fmt::format("{} holds something that is not a finite number", where));
    result[static_cast<Eigen::Index>(i)] = values[i].get<double>();
  }
  return result;
}

} // namespace jetwork::pinn::saved
