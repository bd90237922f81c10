// The memory of a replay: blocks of samples, and in each block a place for every node.
//
//   BatchMemory memory(nodes, arguments, 256);
//   memory.layout(), memory.blocks();                       // how many samples at a time, how often
//   memory.slots(block)[i].value;                           // node i's numbers in that block
//   memory.write(i, 2, samples, &BatchSlot::value);         // a matrix of 2 × 256 numbers, cut into blocks
//   memory.numbers(i, 2, &BatchSlot::value)(1, 200);        // and read again
//
// A block is so narrow that what consecutive operations work on stays in the first-level cache. Adjoints that are not
// asked for are kept for no block: all blocks use the first block's place for them.
#pragma once

#include "autodiff/batch/node.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <memory>
#include <new>
#include <span>
#include <vector>

namespace jetwork::autodiff {

namespace detail {

/// The numbers of a variable in all blocks, as a function of row and column.
struct BlockedNumbers {
  const double* first;
  std::ptrdiff_t block_columns, block_stride, row_stride;
  auto operator()(Eigen::Index i, Eigen::Index j) const -> double {
    if (j < block_columns) return first[i * row_stride + j];
    return first[j / block_columns * block_stride + i * row_stride + j % block_columns];
  }
};

struct AlignedDelete {
  void operator()(double* numbers) const {
    ::operator delete(numbers, std::align_val_t{Pack::alignment});
  }
};
using AlignedNumbers = std::unique_ptr<double[], AlignedDelete>;
/// `size` zeros.
inline auto allocate(std::ptrdiff_t size) -> AlignedNumbers {
  const std::size_t bytes = static_cast<std::size_t>(size) * sizeof(double);
  AlignedNumbers numbers(
      static_cast<double*>(::operator new(bytes, std::align_val_t{Pack::alignment})));
  std::fill_n(numbers.get(), size, 0.0);
  return numbers;
}

} // namespace detail

/// The values, adjoints and tangents of all nodes, on all samples of a replay. Values are taken at once, the others when they are needed
/// first.
class BatchMemory {
public:
  /// A row for every row of the variable, a column for every sample.
  using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Numbers = Eigen::CwiseNullaryOp<
      detail::BlockedNumbers,
      Matrix>; ///< a variable's matrix, rows × samples, read from where it lies
  /// &BatchSlot::value, &BatchSlot::adjoint or &BatchSlot::tangent.
  using Kind = double* BatchSlot::*;

  /// For these nodes and this many samples; both lists must outlive it.
  BatchMemory(const std::vector<BatchNode>& nodes, const std::vector<std::uint32_t>& arguments,
              int columns)
      : nodes_(&nodes), arguments_(&arguments), columns_(columns) {
    choose_blocks();
    for (const BatchNode& node : nodes) {
      const std::ptrdiff_t size = storage(node);
      (node.kind == BatchNode::Kind::parameter ? shared_size_ : block_size_) += size;
    }
    values_ = detail::allocate(shared_size_ + blocks_ * block_size_);
    slots_.resize(static_cast<std::size_t>(blocks_) * nodes.size());
    place(&BatchSlot::value, values_.get());
    for (std::ptrdiff_t block = 0; block < blocks_; ++block)
      for (std::uint32_t i = 0; i < nodes.size(); ++i)
        if (nodes[i].kind == BatchNode::Kind::constant)
          std::fill_n(slots(block)[i].value, Pack::size, nodes[i].constant);
  }

  auto columns() const -> int { return columns_; }              ///< the number of samples
  auto layout() const -> const BatchLayout& { return layout_; } ///< of one block
  auto blocks() const -> std::ptrdiff_t { return blocks_; } ///< into how many the samples are cut
  /// Columns with padding, of all blocks together.
  auto padded_columns() const -> std::ptrdiff_t { return blocks_ * layout_.columns; }
  /// How many of a block's columns are samples.
  auto columns_in(std::ptrdiff_t block) const -> std::ptrdiff_t {
    return std::min<std::ptrdiff_t>(layout_.columns, columns_ - block * layout_.columns);
  }
  /// Where each node's numbers of a block lie.
  auto slots(std::ptrdiff_t block) const -> const BatchSlot* {
    return slots_.data() + block * static_cast<std::ptrdiff_t>(nodes_->size());
  }
  /// The same, to be changed.
  auto slots(std::ptrdiff_t block) -> BatchSlot* {
    return slots_.data() + block * static_cast<std::ptrdiff_t>(nodes_->size());
  }
  /// How many numbers a node holds; a view holds none of its own.
  auto storage(const BatchNode& node) const -> std::ptrdiff_t {
    switch (node.kind) {
    case BatchNode::Kind::view: return 0;
    case BatchNode::Kind::constant: return Pack::size;
    case BatchNode::Kind::parameter:
      return BatchLayout::padded(std::ptrdiff_t{node.rows} * node.cols) + Pack::size;
    default:
      return node.parts * layout_.storage(node.rows)
             + (node.scratch > 0 ? layout_.storage(node.scratch) : 0);
    }
  }

  /// Writes a matrix of rows × columns(), or for one row any vector. Lanes without a sample repeat the last sample.
  template <class Derived>
  void write(std::uint32_t i, int rows, const Eigen::DenseBase<Derived>& matrix, Kind kind) {
    if (layout_.one_sample) {
      double* numbers = slots(0)[i].*kind;
      Eigen::Map<Eigen::VectorXd>(numbers, rows) = matrix.derived().reshaped();
      std::fill(numbers + rows, numbers + layout_.storage(rows), numbers[rows - 1]);
    } else if (matrix.rows() == rows && matrix.cols() == columns_) {
      write_blocks(i, rows, matrix.derived(), kind);
    } else {
      write_blocks(i, rows, matrix.derived().transpose(), kind);
    }
  }
  /// Writes one number to all samples and rows of node i.
  void fill(std::uint32_t i, int rows, double number, Kind kind) {
    for (std::ptrdiff_t block = 0; block < blocks_; ++block)
      std::fill_n(slots(block)[i].*kind, layout_.storage(rows), number);
  }
  /// Node i's matrix of `rows` rows.
  auto numbers(std::uint32_t i, int rows, Kind kind) const -> Numbers {
    const double* first = slots(0)[i].*kind;
    const std::ptrdiff_t block_stride = blocks_ > 1 ? slots(1)[i].*kind - first : 0;
    return {rows, columns_, {first, layout_.columns, block_stride, layout_.columns}};
  }

  /// Takes the memory for adjoints, the first time.
  void need_adjoints() {
    if (adjoints_ != nullptr) return;
    adjoints_ = detail::allocate(shared_size_ + blocks_ * block_size_);
    place(&BatchSlot::adjoint, adjoints_.get());
  }
  /// Takes the memory for tangents, the first time.
  void need_tangents() {
    if (tangents_ != nullptr) return;
    tangents_ = detail::allocate(shared_size_ + blocks_ * block_size_);
    place(&BatchSlot::tangent, tangents_.get());
  }
  /// Adjoints have a place in every block where `kept`, else only in the first.
  void share_adjoints(std::span<const std::uint8_t> kept) {
    need_adjoints();
    place(&BatchSlot::adjoint, adjoints_.get());
    for (std::ptrdiff_t block = 1; block < blocks_; ++block)
      for (std::uint32_t i = 0; i < nodes_->size(); ++i)
        if (kept[i] == 0) slots(block)[i].adjoint = slots(0)[i].adjoint;
  }

private:
  void choose_blocks() {
    layout_.one_sample = columns_ == 1;
    if (layout_.one_sample) {
      layout_.columns = 1;
      return;
    }
    constexpr std::ptrdiff_t numbers_in_cache = 2048; // of one node: the cache holds a few of them
    int rows = 1;
    for (const BatchNode& node : *nodes_)
      if (node.kind != BatchNode::Kind::parameter) rows = std::max(rows, node.rows);
    const std::ptrdiff_t most =
        std::clamp<std::ptrdiff_t>(numbers_in_cache / rows, 4 * Pack::size, 64 * Pack::size);
    blocks_ = (columns_ + most - 1) / most;
    layout_.columns = BatchLayout::padded((columns_ + blocks_ - 1) / blocks_);
    blocks_ = (columns_ + layout_.columns - 1) / layout_.columns;
  }
  void place(Kind kind, double* memory) {
    double* shared = memory;
    double* next = memory + shared_size_;
    for (std::ptrdiff_t block = 0; block < blocks_; ++block)
      for (std::uint32_t i = 0; i < nodes_->size(); ++i) {
        const BatchNode& node = (*nodes_)[i];
        BatchSlot& slot = slots(block)[i];
        if (node.kind == BatchNode::Kind::view) {
          const std::uint32_t whole = (*arguments_)[node.first_argument];
          slot.*kind = slots(block)[whole].*kind
                       + node.part * layout_.storage((*nodes_)[whole].rows)
                       + node.offset * layout_.columns;
        } else if (node.kind == BatchNode::Kind::parameter) {
          if (block > 0) slot.*kind = slots(0)[i].*kind;
          else slot.*kind = shared, shared += storage(node);
        } else {
          slot.*kind = next, next += storage(node);
        }
      }
  }
  template <class Derived>
  void write_blocks(std::uint32_t i, int rows, const Derived& matrix, Kind kind) {
    for (std::ptrdiff_t block = 0; block < blocks_; ++block) {
      const std::ptrdiff_t count = columns_in(block);
      double* numbers = slots(block)[i].*kind;
      Eigen::Map<Matrix, 0, Eigen::OuterStride<>>(numbers, rows, count,
                                                  Eigen::OuterStride<>(layout_.columns)) =
          matrix.middleCols(block * layout_.columns, count);
      for (int row = 0; row < rows && count < layout_.columns; ++row) {
        double* end = numbers + row * layout_.columns + count;
        std::fill_n(end, layout_.columns - count, end[-1]);
      }
    }
  }

  const std::vector<BatchNode>* nodes_;
  const std::vector<std::uint32_t>* arguments_;
  int columns_;
  BatchLayout layout_;
  std::ptrdiff_t blocks_ = 1;
  std::ptrdiff_t shared_size_ = 0, block_size_ = 0; // of parameters, and of the rest in a block
  detail::AlignedNumbers values_, adjoints_, tangents_;
  std::vector<BatchSlot> slots_; // [block][node]
};

} // namespace jetwork::autodiff
