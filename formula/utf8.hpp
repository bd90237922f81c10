// The characters of a text in UTF-8: where messages may cut it, and what names are made of.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace jetwork::formula {

/// Whether a character begins with this byte (RFC 3629: all others of a character are 10xxxxxx).
constexpr auto begins_character(char byte) -> bool {
  return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
}

constexpr auto count_characters(std::string_view text) -> std::size_t {
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

/// The beginning of the character that the given byte belongs to.
constexpr auto beginning_of_character(std::string_view text, std::size_t byte) -> std::size_t {
  while (byte > 0 && !begins_character(text[byte])) --byte;
  return byte;
}

/// Whether the byte may stand in a name: letters, of any alphabet, digits and _.
constexpr auto may_stand_in_name(char byte) -> bool {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_'
         || (byte >= '0' && byte <= '9') || static_cast<unsigned char>(byte) >= 0x80U;
}

/// The same of the byte at a place of a text, where a sign that is not ASCII may stand: − × · ′ ″ ≤ ≥ ≠ and the no-break space
/// are no letters.
constexpr auto stands_in_name(std::string_view text, std::size_t byte) -> bool {
  const std::string_view from = text.substr(beginning_of_character(text, byte));
  for (const std::string_view sign : {"−", "×", "·", "′", "″", "≤", "≥", "≠", "\u00a0"})
    if (from.starts_with(sign)) return false;
  return may_stand_in_name(text[byte]);
}

/// At most `longest` bytes of the text, cut between characters; "…" follows where something was cut off.
inline auto shortened(std::string_view text, std::size_t longest) -> std::string {
  if (text.size() <= longest) return std::string(text);
  return std::string(text.substr(0, beginning_of_character(text, longest))) + "…";
}

} // namespace jetwork::formula
