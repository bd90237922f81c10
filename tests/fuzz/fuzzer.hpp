// What a fuzzer is: a function that is given any bytes, and ends the process where the code does not keep its word.
//
//   extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
//     const std::string text = jetwork::fuzz::text_of(data, size);
//     try { require(parse(text) == parse(text), "a formula is not equal to itself"); }
//     catch (const ParseError&) {}         // any other exception ends the process
//     return 0;
//   }
//
// The name and its arguments are those of clang's libFuzzer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace jetwork::fuzz {

inline auto text_of(const std::uint8_t* data, std::size_t size) -> std::string {
  return {reinterpret_cast<const char*>(data), size}; // NOLINT: bytes are what a file holds
}

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

/// The text with a checksum that fits, so that what stands behind the check is reached.
template <class WithChecksum>
auto with_right_checksum(const std::string& text, WithChecksum with_checksum) -> std::string {
  return with_checksum(text.substr(0, text.rfind(",\n  \"checksum\"")));
}

} // namespace jetwork::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
