// What a batch tape, its kernels and a replay share: one recorded operation, and where its numbers lie.
//
//   const BatchNode node{.rows = 3, .forward = detail::forward_sum};     // recorded by the tape
//   node.forward(BatchCall{…});                                         // run by a replay, on its own memory
//
// A variable is a matrix, rows × samples. The replay cuts the samples into blocks of columns that stay in the cache and
// runs the program block after block; a kernel only ever sees one block. Two layouts, BatchLayout:
//   * several samples: row after row, each row `columns` numbers long, padded to whole packs;
//   * one sample: its rows one after another, so that a single long vector is computed in packs as well.
// Either way rows of a variable are a plain stretch of memory, so that a view of some rows needs no copy.
#pragma once

#include "autodiff/numbers/pack_functions.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace jetwork::autodiff {

struct BatchCall;
/// What computes an operation, forward or in a sweep, on one block of samples.
using BatchKernel = void (*)(const BatchCall&);

/// One operation of a batch tape, as recorded: what to run, on which nodes, and the shape of its result.
struct BatchNode {
  /// What a node is.
  enum class Kind : std::uint8_t {
    elementwise, ///< every number of the result from the numbers at its place in the arguments
    folded,      ///< the same, then summed over the rows
    operation,   ///< any other
    input,       ///< set before each replay, one column a sample
    parameter,   ///< set before each replay, a matrix shared by all samples
    constant,    ///< one number, the same everywhere
    view,        ///< some rows of its argument, in the argument's own memory
    condition,   ///< elementwise as well: 1 where it holds, 0 elsewhere; has no derivative
  };
  Kind kind = Kind::operation;      ///< what it is
  std::uint32_t first_argument = 0; ///< its place in the tape's list of arguments
  std::uint32_t arguments = 0;      ///< how many
  int rows = 0;                     ///< of its result
  int cols = 0;                     ///< of a parameter
  int parts = 1; ///< matrices of that shape which the operation computes: the coefficients of a jet
  int part = 0;  ///< of a view: the part of its argument
  int offset = 0;                ///< of a view: its first row there
  int scratch = 0;               ///< rows of numbers that forward keeps for reverse
  double constant = 0;           ///< of a constant
  BatchKernel forward = nullptr; ///< computes the result; none of an input, a parameter, a constant
  /// Adds to the adjoints of the arguments; none where there is no derivative.
  BatchKernel reverse = nullptr;
  BatchKernel tangent = nullptr; ///< computes how the result moves

  /// Whether every row of the result comes from the arguments' numbers in that row.
  auto is_elementwise() const -> bool {
    return kind == Kind::elementwise || kind == Kind::folded || kind == Kind::condition;
  }
  /// An input or a parameter: numbers that a replay is given.
  auto is_leaf() const -> bool { return kind == Kind::input || kind == Kind::parameter; }
};

/// How the numbers of one block lie in memory.
struct BatchLayout {
  bool one_sample = false; ///< a single long vector
  /// In a block: whole packs of samples; 1 where there is only one sample.
  std::ptrdiff_t columns = 0;

  /// `count`, rounded up to whole packs.
  static constexpr auto padded(std::ptrdiff_t count) -> std::ptrdiff_t {
    return (count + Pack::size - 1) / Pack::size * Pack::size;
  }
  /// How many numbers are computed for a variable of so many rows.
  auto size(int rows) const -> std::ptrdiff_t { return one_sample ? padded(rows) : rows * columns; }
  /// How many numbers it takes in memory: of one sample a pack more, as a view's last pack may reach over the end.
  auto storage(int rows) const -> std::ptrdiff_t {
    return one_sample ? padded(rows) + Pack::size : rows * columns;
  }
};

/// Where a node's numbers, their adjoints and their tangents lie during a replay.
struct BatchSlot {
  double* value = nullptr;   ///< what forward computed
  double* adjoint = nullptr; ///< the derivative of the swept output by them
  double* tangent = nullptr; ///< how they move; nullptr until a tangent is asked for
};

/// What a sweep does along one argument of an operation.
enum class BatchEdge : std::uint8_t {
  unwanted, ///< nothing: the argument leads to no derivative that is asked for, or does not move
  add,      ///< a contribution is added to the argument's adjoint
  assign,   ///< the first contribution to arrive in an adjoint is stored, not added
};

/// A node about to be run, on one block.
struct BatchCall {
  const BatchNode& node;          ///< which operation
  std::uint32_t index;            ///< its place in the program
  const std::uint32_t* arguments; ///< the places of its arguments
  const BatchNode* nodes;         ///< the whole program
  const BatchSlot* slots;         ///< where each node's numbers lie
  const BatchEdge* edges;         ///< one an argument, of this sweep
  const BatchLayout& layout;      ///< the same for all nodes
  /// If positive, a parameter's adjoint is kept for each column apart, not summed (a Jacobian): the distance from
  /// entry to entry. A Jacobian of one sample, in which nothing is summed, has -1.
  std::ptrdiff_t jacobian_stride = 0;
  auto value() const -> double* { return slots[index].value; }           ///< the result
  auto adjoint() const -> const double* { return slots[index].adjoint; } ///< the result's adjoint
  auto tangent() const -> double* { return slots[index].tangent; }       ///< the result's tangent
  /// What forward keeps for reverse, behind the result.
  auto scratch() const -> double* {
    return slots[index].value + node.parts * layout.storage(node.rows);
  }
  /// The numbers of argument i.
  auto value(std::size_t i) const -> const double* { return slots[arguments[i]].value; }
  /// Where a sweep adds to the adjoint of argument i.
  auto adjoint(std::size_t i) const -> double* { return slots[arguments[i]].adjoint; }
  /// How argument i moves.
  auto tangent(std::size_t i) const -> const double* { return slots[arguments[i]].tangent; }
  /// The node of argument i.
  auto argument(std::size_t i) const -> const BatchNode& { return nodes[arguments[i]]; }
  /// The rows that an elementwise operation runs over: an argument has as many, or one.
  auto common_rows() const -> int {
    int rows = 1;
    for (std::size_t i = 0; i < node.arguments; ++i) rows = std::max(rows, argument(i).rows);
    return rows;
  }
  /// Whether the sweep has anything to do for argument i.
  auto wanted(std::size_t i) const -> bool { return edges[i] != BatchEdge::unwanted; }
  /// Whether the adjoint of argument i is stored, not added to.
  auto assigns(std::size_t i) const -> bool { return edges[i] == BatchEdge::assign; }
};

} // namespace jetwork::autodiff
