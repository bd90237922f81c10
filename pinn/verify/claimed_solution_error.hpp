// What is wrong with the text of a claimed solution.
#pragma once

#include <stdexcept>

namespace jetwork::pinn {

/// what() names the text and the column.
class ClaimedSolutionError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

} // namespace jetwork::pinn
