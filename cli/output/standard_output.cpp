#include "cli/output/standard_output.hpp"

#include "formula/utf8.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

namespace jetwork::cli {

void print(std::string_view text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
    return;
  throw io::WriteError(fmt::format("standard output: cannot be written: {}",
                                   std::generic_category().message(errno)));
}

void print_json(const nlohmann::ordered_json& json) {
  print(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n');
}

void complain(std::string_view message) {
  // A message quotes what the user gave, which may be of any length. What is wrong stands at its end.
  constexpr std::size_t most_before = 1200, most_after = 600;
  std::string line(message);
  if (line.size() > most_before + most_after) {
    const std::size_t end = formula::beginning_of_character(line, line.size() - most_after);
    line = formula::shortened(line, most_before) + line.substr(end);
  }
  line += '\n';
  (void)std::fwrite(line.data(), 1, line.size(), stderr);
}

} // namespace jetwork::cli
