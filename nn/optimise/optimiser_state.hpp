// What an optimiser carries from step to step, so that a checkpoint can hold it.
//
//   OptimiserState state = adam.state();       // "first moments", "second moments", "steps"
//   other.restore(state);                      // goes on bit for bit
#pragma once

#include <Eigen/Core>

#include <map>
#include <stdexcept>
#include <string>

namespace jetwork::nn {

/// Vectors by name; a single number is a vector of one.
using OptimiserState = std::map<std::string, Eigen::VectorXd>;

namespace detail {

inline auto vector_of(const OptimiserState& state, const std::string& name)
    -> const Eigen::VectorXd& {
  const auto found = state.find(name);
  if (found == state.end())
    throw std::invalid_argument("this is no state of this optimiser: it has no \"" + name + "\"");
  return found->second;
}
inline auto number_of(const OptimiserState& state, const std::string& name) -> double {
  const Eigen::VectorXd& vector = vector_of(state, name);
  if (vector.size() != 1)
    throw std::invalid_argument("this is no state of this optimiser: \"" + name
                                + "\" is not one number");
  return vector[0];
}
inline auto as_vector(double number) -> Eigen::VectorXd {
  return Eigen::VectorXd::Constant(1, number);
}

} // namespace detail

} // namespace jetwork::nn
