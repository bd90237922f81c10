// What a program on a batch tape is written in: variables, conditions, parameters.
//
//   BatchVariable x = tape.input(1);              // autodiff/batch/tape.hpp
//   BatchVariable y = exp(-x * x);                // recorded, not computed
//   BatchMask positive = x > 0;                   // no bool: known only on replay, sample by sample
//   BatchVariable z = select(positive, y, -y);
//
// They are small values that name a node by the number of its tape and its place there. Tapes are numbered in the
// order in which they are made and no number comes twice, so that a variable that outlives its tape is noticed.
#pragma once

#include "autodiff/numbers/arithmetic.hpp"

#include <cstdint>

namespace jetwork::autodiff {

/// A tape's number; 0 is none.
using BatchTapeNumber = std::uint64_t;

/// A number for every sample (or a column of numbers): a node of a tape, or a constant.
class BatchVariable {
public:
  /// The constant zero.
  constexpr BatchVariable() = default;
  /// A constant, on no tape.
  constexpr BatchVariable(double constant)
      : constant_(constant) {} // NOLINT(google-explicit-constructor)

  constexpr auto is_constant() const -> bool { return tape_ == 0; } ///< on no tape
  /// Whether this is that constant.
  constexpr auto is_constant(double number) const -> bool {
    return is_constant() && constant_ == number;
  }
  /// Its number; 0 if it is not a constant.
  constexpr auto constant() const -> double { return constant_; }
  /// The tape it is recorded on; 0 for a constant.
  constexpr auto tape() const -> BatchTapeNumber { return tape_; }
  /// Its place among the nodes of the tape.
  constexpr auto index() const -> std::uint32_t { return index_; }
  /// Numbers in each column; 1 for a constant.
  constexpr auto rows() const -> int { return rows_; }

  auto operator-() const -> BatchVariable;
  auto operator+=(const BatchVariable& other) -> BatchVariable&;
  auto operator-=(const BatchVariable& other) -> BatchVariable&;
  auto operator*=(const BatchVariable& other) -> BatchVariable&;
  auto operator/=(const BatchVariable& other) -> BatchVariable&;

private:
  friend class BatchTape;
  BatchVariable(BatchTapeNumber tape, std::uint32_t index, int rows)
      : tape_(tape), index_(index), rows_(rows) {}

  BatchTapeNumber tape_ = 0;
  std::uint32_t index_ = 0;
  int rows_ = 1;
  double constant_ = 0;
};

template <>
inline constexpr bool is_active<BatchVariable> = true;
template <>
struct UnderlyingOf<BatchVariable> {
  using type = double;
};

/// A condition on each sample, for select. It can't be a bool: which branch is taken is known only on replay. So a
/// branch is never frozen into a recording; a program that asks for one by `if` does not compile.
class BatchMask {
public:
  /// A condition that is known already, the same for all samples.
  explicit BatchMask(bool known) : holds_(known ? 1 : 0) {}
  /// Recorded as ones where the condition holds and zeros elsewhere.
  explicit BatchMask(const BatchVariable& holds) : holds_(holds) {}
  explicit operator bool() const = delete; ///< write select(condition, a, b) instead of if

  auto numbers() const -> const BatchVariable& { return holds_; } ///< ones and zeros, as recorded

private:
  BatchVariable holds_;
};

template <>
inline constexpr bool is_mask<BatchMask> = true;

/// A matrix that all samples share and that derivatives are taken with respect to: weights, a bias.
class BatchParameter {
public:
  /// On no tape: of no use until it is assigned.
  BatchParameter() = default;
  auto rows() const -> int { return rows_; }             ///< of the matrix
  auto cols() const -> int { return cols_; }             ///< of the matrix
  auto tape() const -> BatchTapeNumber { return tape_; } ///< the number of its tape; 0 is none
  auto index() const -> std::uint32_t { return index_; } ///< its place among the nodes of the tape

private:
  friend class BatchTape;
  BatchParameter(BatchTapeNumber tape, std::uint32_t index, int rows, int cols)
      : tape_(tape), index_(index), rows_(rows), cols_(cols) {}

  BatchTapeNumber tape_ = 0;
  std::uint32_t index_ = 0;
  int rows_ = 0, cols_ = 0;
};

} // namespace jetwork::autodiff
