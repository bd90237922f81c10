// What is thrown where a solution file cannot be read, or written.
#pragma once

#include <stdexcept>

namespace jetwork::pinn {

/// The file is damaged, of another version, or no solution at all; the message says which.
class SolutionFileError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

} // namespace jetwork::pinn
