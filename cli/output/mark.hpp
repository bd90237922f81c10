// A place in a picture that is marked.
#pragma once

#include <string>

namespace jetwork::cli {

/// A vertical line, as where an event happens. Marks of one name share a colour and an entry in the key.
struct Mark {
  double at = 0.0;
  std::string name;
};

} // namespace jetwork::cli
