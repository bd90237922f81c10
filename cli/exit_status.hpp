// The exit status of the command. A wrong input is thrown as InputError, whose message goes to standard
// error as it stands: it names the file, line and column, or the option, and says what was expected.
#pragma once

#include <stdexcept>

namespace jetwork::cli {

enum ExitStatus : int {
  succeeded = 0,
  wrong_input = 1, ///< nothing is written, and nothing is on standard output
  fell_short =
      2 ///< not solved, a claim does not hold, or a file not written; the part solved is saved
};

class InputError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

} // namespace jetwork::cli
