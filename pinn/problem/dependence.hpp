// Which of several results of a recording depend on one of its inputs, whatever the numbers.
#pragma once

#include "autodiff/batch.hpp"
#include "pinn/problem/problem.hpp"

#include <cstddef>
#include <vector>

namespace jetwork::pinn {

/// The places, in `results`, of those that depend on `input`. Both are of the tape that `program` was made of; a result
/// may be a constant.
[[nodiscard]] inline auto places_that_depend_on(const Value& input,
                                                const std::vector<Value>& results,
                                                const autodiff::BatchProgram& program)
    -> std::vector<std::size_t> {
  autodiff::BatchProgram::Flags depends(program.size());
  depends[input.index()] = 1;
  program.propagate(depends);
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < results.size(); ++place) {
    const bool is_constant = results[place].tape() == 0;
    if (!is_constant && depends[results[place].index()] != 0) places.push_back(place);
  }
  return places;
}

} // namespace jetwork::pinn
