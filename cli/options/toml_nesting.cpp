#include "cli/options/toml_nesting.hpp"

#include <algorithm>
#include <cctype>

namespace jetwork::cli {
namespace {

/// Runs through a text by the rules of TOML for strings and comments (toml.io, version 1.0). Of a text that is not TOML, it
/// reads right what stands before the first mistake; what stands behind it is not parsed.
class Scanner {
public:
  Scanner(std::string_view text, int most) : text_(text), most_(most) {}

  auto find() -> std::optional<std::size_t> {
    while (place_ < text_.size()) {
      const char c = text_[place_];
      if (c == '"' || c == '\'') skip_string(c);
      else if (c == '#') skip_comment();
      else if (is_too_deep_after(c)) return line();
      else ++place_;
    }
    return std::nullopt;
  }

private:
  auto is_too_deep_after(char c) -> bool {
    if (c == '.') return ++dots_ >= most_;
    const bool is_of_key = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'
                           || c == ' ' || c == '\t' || static_cast<unsigned char>(c) >= 0x80;
    if (!is_of_key) dots_ = 0;
    if (c == '[' || c == '{') return ++depth_ > most_;
    if (c == ']' || c == '}') depth_ = std::max(depth_ - 1, 0);
    return false;
  }

  void skip_comment() { place_ = std::min(text_.find('\n', place_), text_.size()); }

  void skip_string(char quote) {
    const std::string_view three = quote == '"' ? R"(""")" : "'''";
    const bool has_lines = text_.substr(place_).starts_with(three);
    const std::string_view end = has_lines ? three : three.substr(0, 1);
    place_ += end.size();
    while (place_ < text_.size() && !text_.substr(place_).starts_with(end)) {
      if (text_[place_] == '\n' && !has_lines) return;
      place_ += quote == '"' && text_[place_] == '\\' ? 2 : 1;
    }
    place_ = std::min(place_ + end.size(), text_.size());
    // """a""""" is a"" in quotes: up to two quotes belong to the string.
    for (int k = 0; has_lines && k < 2 && place_ < text_.size() && text_[place_] == quote; ++k)
      ++place_;
  }

  [[nodiscard]] auto line() const -> std::size_t {
    return 1 + static_cast<std::size_t>(std::ranges::count(text_.substr(0, place_), '\n'));
  }

  std::string_view text_;
  int most_;
  std::size_t place_ = 0;
  int dots_ = 0; // of the key that is read
  int depth_ = 0;
};

} // namespace

auto find_too_deep(std::string_view toml, int most) -> std::optional<std::size_t> {
  return Scanner(toml, most).find();
}

} // namespace jetwork::cli
