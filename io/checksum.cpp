#include "io/checksum.hpp"

#include <boost/crc.hpp>
#include <fmt/format.h>

namespace jetwork::io {
namespace {

constexpr std::string_view before = ",\n  \"checksum\": \"";

auto ending(std::string_view body) -> std::string {
  return fmt::format("{}{:08x}\"\n}}\n", before, crc32(body));
}

} // namespace

auto crc32(std::string_view bytes) -> std::uint32_t {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

auto with_checksum(std::string body) -> std::string {
  body += ending(body);
  return body;
}

auto state_of_checksum(std::string_view text) -> Checksum {
  const std::size_t place = text.rfind(before);
  if (place == std::string_view::npos) return Checksum::missing;
  return text.substr(place) == ending(text.substr(0, place)) ? Checksum::right : Checksum::wrong;
}

void check_checksum(std::string_view text, std::string_view file) {
  switch (state_of_checksum(text)) {
  case Checksum::right: return;
  case Checksum::missing:
    throw DamagedFile(fmt::format(
        "{}: has no checksum at its end: the file is cut off, or of another kind", file));
  case Checksum::wrong:
    throw DamagedFile(
        fmt::format("{}: its checksum does not match: the file was damaged, or changed after "
                    "it was saved; use an undamaged copy",
                    file));
  }
}

} // namespace jetwork::io
