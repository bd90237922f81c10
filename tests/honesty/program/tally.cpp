#include "tests/honesty/program/tally.hpp"

namespace jetwork::honesty {
namespace {

constexpr double much_wrong = 2.0, much_too_low = 1.1;

auto row(std::string_view name, const Count& count) -> std::string {
  return fmt::format("{:20}{:8}{:12}{:9}{:8}{:9}{:9}{:9}{:9}{:10}{:10.2f}\n", name, count.solved,
                     count.not_solved, count.refused, count.wrong, count.slightly_wrong,
                     count.too_low, count.slightly_too_low, count.trusted_too_far, count.left_out,
                     count.seconds);
}

} // namespace

void Count::add(const Judgement& judgement, double its_seconds) {
  ++(judgement.solved ? solved : not_solved);
  if (judgement.wrong()) ++(judgement.error_by_tolerance <= much_wrong ? slightly_wrong : wrong);
  if (judgement.estimate_too_low())
    ++(judgement.error_by_estimate <= much_too_low ? slightly_too_low : too_low);
  if (judgement.trusted_too_far()) ++trusted_too_far;
  seconds += its_seconds;
}

void Count::add(const Count& other) {
  solved += other.solved;
  not_solved += other.not_solved;
  refused += other.refused;
  left_out += other.left_out;
  wrong += other.wrong;
  slightly_wrong += other.slightly_wrong;
  too_low += other.too_low;
  slightly_too_low += other.slightly_too_low;
  trusted_too_far += other.trusted_too_far;
  seconds += other.seconds;
}

auto Tally::total() const -> Count {
  Count sum;
  for (const Count& count : counts_) sum.add(count);
  return sum;
}

auto Tally::table() const -> std::string {
  std::string table = fmt::format("{:20}{:>8}{:>12}{:>9}{:>8}{:>9}{:>9}{:>9}{:>9}{:>10}{:>10}\n",
                                  "kind", "solved", "not solved", "refused", "wrong", "to 2",
                                  "too low", "to 1.1", "trusted", "left out", "seconds");
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    const Count& count = counts_[i];
    if (count.solved + count.not_solved + count.refused + count.left_out > 0)
      table += row(kind_names[i], count);
  }
  return table + row("all", total());
}

} // namespace jetwork::honesty
