#include "tests/fuzz/mutations.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace jetwork::fuzz {
namespace {

constexpr std::size_t longest =
    1 << 16; // of what is made: longer texts find nothing that shorter ones do not

/// What readers trip over.
constexpr std::array<std::string_view, 56> tokens = {"0",
                                                     "-0.0",
                                                     "1e308",
                                                     "1e-320",
                                                     "1e999",
                                                     "-1",
                                                     "nan",
                                                     "inf",
                                                     "9223372036854775808",
                                                     "1e-9",
                                                     "[",
                                                     "]",
                                                     "{",
                                                     "}",
                                                     "(",
                                                     ")",
                                                     "\"",
                                                     "'",
                                                     "\"\"\"",
                                                     "\\",
                                                     ",",
                                                     "=",
                                                     ".",
                                                     "#",
                                                     "\n",
                                                     ":",
                                                     "^",
                                                     "/",
                                                     "*",
                                                     "-",
                                                     "null",
                                                     "true",
                                                     "[]",
                                                     "{}",
                                                     "\"\"",
                                                     "''",
                                                     "\xff",
                                                     "\xc3",
                                                     "\xe2\x80\xb2",
                                                     "\xf0\x9f\x98\x80",
                                                     "t",
                                                     "r(0)",
                                                     "r'",
                                                     "sin(",
                                                     "max(",
                                                     "pi",
                                                     "floor(",
                                                     "a.b.c",
                                                     "[a]\n",
                                                     "e",
                                                     "2^-1",
                                                     "\\u0000",
                                                     "\x01",
                                                     "hypot(",
                                                     "r(t)",
                                                     "1/0"};

} // namespace

auto Mutator::below(std::size_t end) -> std::size_t {
  return end == 0 ? 0 : static_cast<std::size_t>(random_() % end);
}

auto Mutator::piece_of(const std::string& text, std::size_t most)
    -> std::pair<std::size_t, std::size_t> {
  const std::size_t begin = below(text.size() + 1);
  return {begin, std::min(1 + below(most), text.size() - begin)};
}

void Mutator::mutate(std::string& text) {
  const std::size_t place = below(text.size() + 1);
  switch (below(9)) {
  case 0: // a bit
    if (place < text.size()) text[place] = static_cast<char>(text[place] ^ (1 << below(8)));
    break;
  case 1: // a byte
    if (place < text.size()) text[place] = static_cast<char>(below(256));
    break;
  case 2: text.insert(place, tokens[below(tokens.size())]); break;
  case 3: { // a token in place of a piece
    const auto [begin, size] = piece_of(text, 8);
    text.replace(begin, size, tokens[below(tokens.size())]);
    break;
  }
  case 4: { // a piece less
    const auto [begin, size] = piece_of(text, below(2) == 0 ? 8 : text.size() + 1);
    text.erase(begin, size);
    break;
  }
  case 5: { // a piece twice, or many times
    const auto [begin, size] = piece_of(text, 32);
    const std::string piece = text.substr(begin, size);
    for (std::size_t times = below(2) == 0 ? 1 : below(400); times > 0; --times)
      text.insert(begin, piece);
    break;
  }
  case 6: { // a piece of another text
    const std::string& other = corpus_[below(corpus_.size())];
    const auto [begin, size] = piece_of(other, 64);
    text.insert(place, other, begin, size);
    break;
  }
  case 7: { // two pieces exchanged
    const auto [begin, size] = piece_of(text, 16);
    const std::string piece = text.substr(begin, size);
    text.erase(begin, size);
    text.insert(below(text.size() + 1), piece);
    break;
  }
  default: { // a digit
    const auto digit = text.find_first_of("0123456789", place);
    if (digit != std::string::npos) text[digit] = static_cast<char>('0' + below(10));
  }
  }
  if (text.size() > longest) text.resize(longest);
}

auto Mutator::next() -> std::string {
  std::string text = corpus_[below(corpus_.size())];
  for (std::size_t times = 1 + below(8); times > 0; --times) mutate(text);
  return text;
}

} // namespace jetwork::fuzz
