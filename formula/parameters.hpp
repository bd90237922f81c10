// Parameters whose definitions refer to each other: their values, in an order in which each can be computed.
//
//   const ResolvedParameters known = resolve_parameters({{"omega", parse("sqrt(k/m)")}, {"k", parse("4")}, {"m", parse("1")}});
//   known.values.at("omega");            // 2
//   known.order;                         // 1, 2, 0: k and m before omega
#pragma once

#include "formula/formula.hpp"

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace jetwork::formula {

struct ParameterDefinition {
  std::string name;
  Expression expression;
};

/// A definition has no finite value: it names something unknown, or itself, or is infinite.
class ParameterError : public std::runtime_error {
public:
  /// `column` is 0 where the message is about the whole definition.
  ParameterError(std::size_t parameter, std::size_t column, const std::string& message)
      : std::runtime_error(message), parameter_(parameter), column_(column) {}
  /// Which of the definitions, from 0.
  [[nodiscard]] auto parameter() const noexcept -> std::size_t { return parameter_; }
  /// In its text, from 1, or 0; what() does not begin with it.
  [[nodiscard]] auto column() const noexcept -> std::size_t { return column_; }

private:
  std::size_t parameter_, column_;
};

/// Places among the definitions, each after those that it names. Throws ParameterError where they define each other in a circle;
/// `what` they are is named in the message. Other names, and derivatives, do not matter; g(t) counts as g where t is the
/// independent variable.
[[nodiscard]] auto dependency_order(std::span<const ParameterDefinition> definitions,
                                    std::string_view what, std::string_view independent = {})
    -> std::vector<std::size_t>;

struct ResolvedParameters {
  Parameters values;
  std::vector<std::size_t> order; ///< places among the definitions, each after those that it needs
};

/// The values of parameters, whatever the order in which they refer to each other; pi and e are known. Names must be distinct.
/// Throws ParameterError.
[[nodiscard]] auto resolve_parameters(std::span<const ParameterDefinition> definitions)
    -> ResolvedParameters;

} // namespace jetwork::formula
