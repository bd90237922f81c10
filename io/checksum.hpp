// Texts that are whole or found to be damaged: the last entry of a JSON object is a checksum of all that stands
// before it.
//
//   std::string text = with_checksum("{\n  \"version\": 1");    // … ,\n  "checksum": "8a1f00c3"\n}\n
//   check_checksum(text, "network.json");                       // throws DamagedFile
//   state_of_checksum(text);                                    // Checksum::right
//
// CRC-32 as in zip and PNG; it finds every error of up to 32 bits in a row. In Python:
//   zlib.crc32(text[:text.rindex(b',\n  "checksum"')])
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace jetwork::io {

/// A file is cut off, or was changed after it was written.
class DamagedFile : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

auto crc32(std::string_view bytes) -> std::uint32_t;

/// Closes a JSON object, of which `body` is everything up to the end of its last entry.
auto with_checksum(std::string body) -> std::string;

enum class Checksum {
  right,
  wrong,  ///< the text was changed after it was written
  missing ///< the text is cut off, of another kind, or of a version that had none
};
auto state_of_checksum(std::string_view text) -> Checksum;

/// Throws DamagedFile, naming the file, unless the text ends in the checksum of what stands before it.
void check_checksum(std::string_view text, std::string_view file);

} // namespace jetwork::io
