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
using BatchKernel = void (*)(const BatchCall&);

/// One operation of a batch tape, as recorded: what to run, on which nodes, and the shape of its result.
struct BatchNode {
  enum class Kind : std::uint8_t {
    elementwise, // every number of the result from the numbers at its place in the arguments
    folded,      // the same, then summed over the rows
    operation,   // any other
    input,       // set before each replay, one column a sample
    parameter,   // set before each replay, a matrix shared by all samples
    constant,    // one number, the same everywhere
    view,        // some rows of its argument, in the argument's own memory
    condition,   // elementwise as well: 1 where it holds, 0 elsewhere; has no derivative
  };
  Kind kind = Kind::operation;
  std::uint32_t first_argument = 0; // its place in the tape's list of arguments
  std::uint32_t arguments = 0;
  int rows = 0;
  int cols = 0;    // of a parameter
  int parts = 1;   // matrices of that shape which the operation computes: the coefficients of a jet
  int part = 0;    // of a view: the part of its argument
  int offset = 0;  // of a view: its first row there
  int scratch = 0; // rows of numbers that forward keeps for reverse
  double constant = 0; // of a constant
  BatchKernel forward = nullptr;
  BatchKernel reverse = nullptr;
  BatchKernel tangent = nullptr;

  auto is_elementwise() const -> bool {
    return kind == Kind::elementwise || kind == Kind::folded || kind == Kind::condition;
  }
  auto is_leaf() const -> bool { return kind == Kind::input || kind == Kind::parameter; }
};

/// How the numbers of one block lie in memory.
struct BatchLayout {
  bool one_sample = false;
  // In a block: whole packs of samples; 1 where there is only one sample.
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
  double* value = nullptr;
  double* adjoint = nullptr;
  double* tangent = nullptr;
};

/// What a sweep does along one argument of an operation.
enum class BatchEdge : std::uint8_t {
  unwanted, // nothing: the argument leads to no derivative that is asked for, or does not move
  add,
  assign, // the first contribution to arrive in an adjoint is stored, not added
};

/// A node about to be run, on one block.
struct BatchCall {
  const BatchNode& node;
  std::uint32_t index;
  const std::uint32_t* arguments;
  const BatchNode* nodes;
  const BatchSlot* slots;
  const BatchEdge* edges; // one an argument, of this sweep
  const BatchLayout& layout;
  // If positive, a parameter's adjoint is kept for each column apart, not summed (a Jacobian): the distance from
  // entry to entry. A Jacobian of one sample, in which nothing is summed, has -1.
  std::ptrdiff_t jacobian_stride = 0;
  auto value() const -> double* { return slots[index].value; }
  auto adjoint() const -> const double* { return slots[index].adjoint; }
  auto tangent() const -> double* { return slots[index].tangent; }
  auto scratch() const -> double* {
    return slots[index].value + node.parts * layout.storage(node.rows);
  }
  auto value(std::size_t i) const -> const double* { return slots[arguments[i]].value; }
  auto adjoint(std::size_t i) const -> double* { return slots[arguments[i]].adjoint; }
  auto tangent(std::size_t i) const -> const double* { return slots[arguments[i]].tangent; }
  auto argument(std::size_t i) const -> const BatchNode& { return nodes[arguments[i]]; }
  /// The rows that an elementwise operation runs over: an argument has as many, or one.
  auto common_rows() const -> int {
    int rows = 1;
    for (std::size_t i = 0; i < node.arguments; ++i) rows = std::max(rows, argument(i).rows);
    return rows;
  }
  auto wanted(std::size_t i) const -> bool { return edges[i] != BatchEdge::unwanted; }
  auto assigns(std::size_t i) const -> bool { return edges[i] == BatchEdge::assign; }
};

} // namespace jetwork::autodiff
