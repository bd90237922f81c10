// The tape itself: a list of operations, each a kernel with its arguments.
//
//   BatchTape tape;
//   BatchVariable x = tape.input(3);                      // three numbers a sample
//   BatchParameter w = tape.parameter(8, 3);              // shared by all samples
//   BatchVariable y = BatchTape::record_rule<tanh_rule>(x);   // what tanh(x) does
//
// An expression that was recorded before is found again instead of repeated (value numbering, Cocke 1970). A tape may
// be used by one thread at a time; different tapes, and replays, have nothing to do with each other.
#pragma once

#include "autodiff/batch/kernels/elementwise.hpp"
#include "autodiff/batch/variable.hpp"

#include <array>
#include <bit>
#include <map>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::autodiff {

class BatchTape;

namespace detail {

/// The tapes that exist, by number: here an operation finds its tape, or learns that the tape is gone.
class LiveBatchTapes {
public:
  static auto add(BatchTape* tape) -> BatchTapeNumber {
    LiveBatchTapes& all = instance();
    const std::lock_guard lock(all.mutex_);
    all.tapes_.emplace(++all.last_, tape);
    return all.last_;
  }
  static void remove(BatchTapeNumber number) {
    LiveBatchTapes& all = instance();
    const std::lock_guard lock(all.mutex_);
    all.tapes_.erase(number);
  }
  /// A number goes to another tape.
  static void move(BatchTapeNumber number, BatchTape* to) {
    LiveBatchTapes& all = instance();
    const std::lock_guard lock(all.mutex_);
    all.tapes_.at(number) = to;
  }
  static auto find(BatchTapeNumber number) -> BatchTape& {
    LiveBatchTapes& all = instance();
    const std::lock_guard lock(all.mutex_);
    const auto found = all.tapes_.find(number);
    if (found == all.tapes_.end())
      throw std::invalid_argument("the batch tape of this variable no longer exists: a tape must "
                                  "live for as long as operations are recorded on its variables");
    return *found->second;
  }

private:
  static auto instance() -> LiveBatchTapes& {
    static auto* all = new LiveBatchTapes; // never destroyed: tapes may be static objects too
    return *all;
  }
  std::mutex mutex_;
  std::map<BatchTapeNumber, BatchTape*> tapes_;
  BatchTapeNumber last_ = 0;
};

} // namespace detail

/// What an operation is recorded with: a variable (which may be a constant) or a parameter.
struct BatchArgument {
  BatchTapeNumber tape = 0; ///< 0 for a constant
  std::uint32_t index = 0;  ///< the node's place on the tape
  int rows = 1;             ///< 1 for a constant
  double constant = 0;      ///< the number, of a constant

  /// A variable or a constant.
  BatchArgument(const BatchVariable& x) // NOLINT(google-explicit-constructor)
      : tape(x.tape()), index(x.index()), rows(x.rows()), constant(x.constant()) {}
  /// A parameter.
  BatchArgument(const BatchParameter& p) // NOLINT(google-explicit-constructor)
      : tape(p.tape()), index(p.index()), rows(p.rows()) {}
};

/// The list of operations that a program recorded. Movable, not copyable; for one thread at a time. Operations on variables
/// of two tapes, or of a tape that is gone, throw std::invalid_argument.
class BatchTape {
public:
  /// An empty tape, of a number of its own.
  BatchTape() : number_(detail::LiveBatchTapes::add(this)) {}
  ~BatchTape() { detail::LiveBatchTapes::remove(number_); }
  /// The variables go along; the other tape is left empty, and may be used again.
  BatchTape(BatchTape&& other) : BatchTape() { swap(other); }
  auto operator=(BatchTape&& other) -> BatchTape& {
    BatchTape taken(std::move(other));
    swap(taken);
    return *this;
  }

  /// Numbers that differ from sample to sample: a matrix of `rows` rows, a column for every sample.
  auto input(int rows = 1) -> BatchVariable {
    require(rows > 0, "BatchTape::input: an input needs at least one row");
    return {number_, append({.kind = BatchNode::Kind::input, .rows = rows}, {}), rows};
  }
  /// Numbers that all samples share.
  auto parameter(int rows, int cols = 1) -> BatchParameter {
    require(rows > 0 && cols > 0,
            "BatchTape::parameter: a parameter needs at least one row and one column");
    return {number_, append({.kind = BatchNode::Kind::parameter, .rows = rows, .cols = cols}, {}),
            rows, cols};
  }

  auto number() const -> BatchTapeNumber { return number_; } ///< never given to another tape
  /// What was recorded as the node of this place.
  auto variable(std::uint32_t place) const -> BatchVariable {
    return {number_, place, nodes_.at(place).rows};
  }
  /// Operations, inputs, parameters and constants, in the order in which they were recorded.
  auto nodes() const -> const std::vector<BatchNode>& { return nodes_; }
  /// The arguments of all nodes, by place, one node's after the other.
  auto arguments() const -> const std::vector<std::uint32_t>& { return arguments_; }

  // What the operators and functions of a batch variable record with; generic code never calls these.

  /// Throws std::invalid_argument with this message unless the condition holds.
  static void require(bool condition, const char* message) {
    if (!condition) throw std::invalid_argument(message);
  }
  /// The same.
  static void require(bool condition, const std::string& message) {
    require(condition, message.c_str());
  }
  /// Records an operation, or finds the node that already computes it. At least one argument is on a tape.
  static auto record(const BatchNode& node, std::span<const BatchArgument> arguments)
      -> BatchVariable {
    BatchTapeNumber number = 0;
    for (const BatchArgument& argument : arguments) {
      require(argument.tape == 0 || number == 0 || argument.tape == number,
              "variables of different batch tapes meet in one operation: record all of them on the "
              "same tape");
      if (argument.tape != 0) number = argument.tape;
    }
    return record_on(number, node, arguments);
  }
  /// The same where all arguments may be constants.
  static auto record_on(BatchTapeNumber number, const BatchNode& node,
                        std::span<const BatchArgument> arguments) -> BatchVariable {
    return detail::LiveBatchTapes::find(number).operation(node, arguments);
  }
  /// The same of a list of arguments.
  static auto record(const BatchNode& node, std::initializer_list<BatchArgument> arguments)
      -> BatchVariable {
    return record(node, std::span(arguments.begin(), arguments.size()));
  }
  /// Records an elementwise operation: its arguments are constants, or have equally many rows, or one.
  static auto record_elementwise(BatchNode node, std::initializer_list<BatchArgument> arguments)
      -> BatchVariable {
    node.rows = common_rows(std::span(arguments.begin(), arguments.size()));
    return record(node, arguments);
  }
  /// Records a rule applied to variables that are not all constant.
  template <class Rule, class... X>
  static auto record_rule(const X&... x) -> BatchVariable {
    return record_elementwise({.kind = BatchNode::Kind::elementwise,
                               .forward = detail::forward_rule<Rule>,
                               .reverse = detail::reverse_rule<Rule>,
                               .tangent = detail::tangent_rule<Rule>},
                              {BatchArgument(x)...});
  }
  /// Records a condition on variables that are not both constant.
  template <class Condition>
  static auto record_condition(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
    return BatchMask(record_elementwise(
        {.kind = BatchNode::Kind::condition, .forward = detail::forward_rule<Condition>}, {x, y}));
  }
  /// The rows of an elementwise operation's result; throws where the rows of its arguments don't fit.
  static auto common_rows(std::span<const BatchArgument> arguments) -> int {
    int rows = 1;
    for (const BatchArgument& argument : arguments) {
      if (argument.rows != rows && argument.rows != 1 && rows != 1)
        throw std::invalid_argument("variables of " + std::to_string(rows) + " and "
                                    + std::to_string(argument.rows)
                                    + " rows meet in one operation: take rows(x, first, count), or "
                                      "sum(x), to make them fit");
      rows = std::max(rows, argument.rows);
    }
    return rows;
  }
  /// `count` rows of a part of x from `first` on.
  static auto record_view(const BatchVariable& x, int part, int first, int count) -> BatchVariable {
    const BatchTape& tape = detail::LiveBatchTapes::find(x.tape());
    const BatchNode& node = tape.nodes_[x.index()];
    BatchNode view{.kind = BatchNode::Kind::view, .rows = count, .part = part, .offset = first};
    BatchVariable whole = x;
    if (node.kind == BatchNode::Kind::view) { // a view of a view is one of the whole
      view.part = node.part;
      view.offset += node.offset;
      whole.index_ = tape.arguments_[node.first_argument];
    }
    return record(view, {whole});
  }

private:
  void swap(BatchTape& other) {
    std::swap(number_, other.number_);
    std::swap(nodes_, other.nodes_);
    std::swap(arguments_, other.arguments_);
    std::swap(recorded_, other.recorded_);
    detail::LiveBatchTapes::move(number_, this);
    detail::LiveBatchTapes::move(other.number_, &other);
  }
  auto append(BatchNode node, std::span<const std::uint32_t> arguments) -> std::uint32_t {
    node.first_argument = static_cast<std::uint32_t>(arguments_.size());
    node.arguments = static_cast<std::uint32_t>(arguments.size());
    arguments_.insert(arguments_.end(), arguments.begin(), arguments.end());
    nodes_.push_back(node);
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }
  auto find_or_append(const BatchNode& node, std::span<const std::uint32_t> arguments)
      -> std::uint32_t {
    key_.assign({reinterpret_cast<std::uintptr_t>(node.forward), std::bit_cast<Word>(node.constant),
                 word(node.rows), word(node.part), word(node.offset)});
    key_.insert(key_.end(), arguments.begin(), arguments.end());
    const auto [found, is_new] = recorded_.try_emplace(key_, 0);
    if (is_new) found->second = append(node, arguments);
    return found->second;
  }
  auto operation(const BatchNode& node, std::span<const BatchArgument> arguments) -> BatchVariable {
    indices_.clear();
    for (const BatchArgument& x : arguments)
      indices_.push_back(
          x.tape != 0
              ? x.index
              : find_or_append(
                    {.kind = BatchNode::Kind::constant, .rows = 1, .constant = x.constant}, {}));
    return {number_, find_or_append(node, indices_), node.rows};
  }

  using Word = std::uint64_t;
  using Key = std::vector<Word>;
  static auto word(int number) -> Word { return static_cast<Word>(number); }

  BatchTapeNumber number_;
  std::vector<BatchNode> nodes_;
  std::vector<std::uint32_t> arguments_;
  std::map<Key, std::uint32_t> recorded_;
  Key key_; // to work in, as are the indices: to record allocates little
  std::vector<std::uint32_t> indices_;
};

} // namespace jetwork::autodiff
