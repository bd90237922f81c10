#include "io/text_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace jetwork::io {

namespace fs = std::filesystem;

auto read_text(const fs::path& path) -> std::string {
  const auto refuse = [&](const std::string& reason) {
    throw ReadError(fmt::format("{}: {}", path.string(), reason));
  };
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (status.type() == fs::file_type::not_found) refuse("there is no such file");
  if (fs::is_directory(status)) refuse("this is a directory, not a file");
  if (fs::is_character_file(status) || fs::is_block_file(status)) // as /dev/zero, which never ends
    refuse("this is a device, not a file");
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
    refuse(fmt::format("the file cannot be read: {}", std::generic_category().message(errno)));
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) refuse("the file cannot be read to its end");
  return text;
}

} // namespace jetwork::io
