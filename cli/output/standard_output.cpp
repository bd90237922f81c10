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
  constexpr std::size_t longest =
      10'000; // a message quotes what the user gave, which may be of any length
  const std::string line = formula::shortened(message, longest) + '\n';
  (void)std::fwrite(line.data(), 1, line.size(), stderr);
}

} // namespace jetwork::cli
