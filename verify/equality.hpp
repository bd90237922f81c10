// A claim that two things are equal, whatever they are: a formula of a paper, say, for one network.
//
//   auto truth = [](const auto& w) { return back_propagated(w, delta); };
//   auto claimed = [](const auto& w) { return as_printed(w, delta); };
//   verify(equality_claim(truth, claimed, {{.name = "w"}}));      // verify/referee.hpp
//
// Both are generic in the number: called with a std::vector of doubles, and of numbers of a hundred digits; each
// returns a number, or a container of as many as the other. Needs Boost.Multiprecision.
#pragma once

#include "verify/claim.hpp"

#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::verify {

/// The components are numbered where none are named: "component 0".
template <class F, class G>
auto equality_claim(const F& truth, const G& claimed, std::vector<ClaimVariable> variables,
                    std::vector<std::string> components = {}) -> Claim {
  const auto numbers = []<class T>(const auto& side, const std::vector<T>& at) {
    const auto& y = side(at);
    if constexpr (requires { y.begin(); }) return std::vector<T>(y.begin(), y.end());
    else return std::vector<T>{T(y)};
  };
  const auto sides = [truth, claimed, numbers]<class T>(std::span<const T> at) {
    const std::vector<T> x(at.begin(), at.end());
    Sides<T> result{numbers(truth, x), numbers(claimed, x)};
    if (result.truth.size() != result.claimed.size())
      throw std::invalid_argument("the claimed side has " + std::to_string(result.claimed.size())
                                  + " numbers, the true side " + std::to_string(result.truth.size())
                                  + "; both must have equally many");
    return result;
  };
  Claim claim;
  if (components.empty()) {
    std::vector<double> anywhere;
    for (const ClaimVariable& variable : variables) anywhere.push_back(variable.lower);
    const std::size_t count = numbers(truth, anywhere).size();
    for (std::size_t i = 0; i < count; ++i)
      components.push_back(count == 1 ? "" : "component " + std::to_string(i));
  }
  claim.variables = std::move(variables);
  claim.components = std::move(components);
  claim.in_double = [sides](std::span<const double> at) { return sides(at); };
  claim.in_hundred_digits = [sides](std::span<const HundredDigits> at) { return sides(at); };
  return claim;
}

} // namespace jetwork::verify
