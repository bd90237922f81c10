// Texts that are nearly right: pieces of a corpus, changed at random.
//
//   Mutator mutator(corpus, 1);
//   std::string next = mutator.next();      // the same sequence for the same seed, on every machine
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::fuzz {

class Mutator {
public:
  Mutator(std::vector<std::string> corpus, std::uint64_t seed)
      : corpus_(std::move(corpus)), random_(seed) {}

  /// One text of the corpus, with one to eight mutations.
  auto next() -> std::string;

private:
  /// From 0 to `end` - 1. Not std::uniform_int_distribution, whose numbers differ from library to library.
  auto below(std::size_t end) -> std::size_t;
  /// A piece of a text, up to `longest` bytes.
  auto piece_of(const std::string& text, std::size_t longest)
      -> std::pair<std::size_t, std::size_t>;
  void mutate(std::string& text);

  std::vector<std::string> corpus_;
  std::mt19937_64 random_;
};

} // namespace jetwork::fuzz
