// Members of a saved solution's JSON, of which nothing is believed before it is checked. A private header of read_solution.cpp and its
// neighbours. All throw SolutionFileError, whose message calls the object `where`.
//
//   const double tolerance = number(file, "tolerance", whole);
#pragma once

#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace jetwork::pinn::saved {

using Json = nlohmann::json;

inline const std::string whole = "the file"; // in messages

[[noreturn]] void damaged(std::string_view what);

/// A member of an object, or of an element of a list.
[[nodiscard]] auto member(const Json& object, const char* name, const std::string& where)
    -> const Json&;
[[nodiscard]] auto list(const Json& object, const char* name, const std::string& where)
    -> const Json&;
[[nodiscard]] auto string(const Json& object, const char* name, const std::string& where)
    -> std::string;
/// A finite one.
[[nodiscard]] auto number(const Json& object, const char* name, const std::string& where) -> double;
/// A size that may be unknown, which JSON has as null.
[[nodiscard]] auto estimate(const Json& object, const char* name, const std::string& where)
    -> double;
/// A number that may be missing, which JSON has as null.
[[nodiscard]] auto number_or_nan(const Json& object, const char* name, const std::string& where)
    -> double;
[[nodiscard]] auto count(const Json& object, const char* name, const std::string& where)
    -> std::size_t;
/// Finite numbers.
[[nodiscard]] auto vector(const Json& values, const std::string& where) -> Eigen::VectorXd;

} // namespace jetwork::pinn::saved
