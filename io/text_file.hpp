// Reading a whole file, of at most so many bytes.
//
//   const std::string text = read_text("problem.toml", 10'000'000);
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace jetwork::io {

/// A file could not be read; the message names it and the reason.
class ReadError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// The bytes of the file as they are. Throws ReadError; also for a directory, for a device, some of which never end, for
/// a file that holds a zero byte, which no text does, and for one of more bytes than `most`. What is refused is refused
/// at its first block, or at its size: however large it is, it takes no memory. A pipe is read to its
/// end; one that nobody writes into is refused after half a second.
auto read_text(const std::filesystem::path& path, std::uintmax_t most) -> std::string;

/// The same for the text of a JSON object. Throws DamagedFile where the first block does not begin with '{' after blanks,
/// and says that the file is not what it should be, "a network file".
auto read_object(const std::filesystem::path& path, std::uintmax_t most, std::string_view what)
    -> std::string;

} // namespace jetwork::io
