// What was counted of each kind, and the table of it.
#pragma once

#include "tests/honesty/judge/judge.hpp"

#include <array>
#include <string>

namespace jetwork::honesty {

struct Count {
  int solved = 0, not_solved = 0, refused = 0, left_out = 0;
  int wrong = 0, slightly_wrong = 0;     ///< by more than a factor of two, and by less
  int too_low = 0, slightly_too_low = 0; ///< by more than a tenth, and by less
  int trusted_too_far = 0;
  double seconds = 0.0;

  void add(const Judgement& judgement, double its_seconds);
  void add(const Count& other);
  /// Of anything that must not happen.
  [[nodiscard]] auto bad() const -> int {
    return wrong + slightly_wrong + too_low + slightly_too_low + trusted_too_far + refused;
  }
};

class Tally {
public:
  auto of(Kind kind) -> Count& { return counts_[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] auto total() const -> Count;
  /// A line for each kind that was drawn, and one for all.
  [[nodiscard]] auto table() const -> std::string;

private:
  std::array<Count, kind_names.size()> counts_;
};

} // namespace jetwork::honesty
