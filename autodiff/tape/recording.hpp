// What a scalar tape has recorded: statements, each a list of (partial derivative, argument).
//
// A statement computed a variable from its arguments, or added to one. Nothing but the partial derivatives and the
// indices is kept, in two plain arrays: for double 12 bytes an argument, and 4 for the variable's own index, which
// follows its arguments' and is marked. Index 0 stands for constants. Both are written through a cursor that the
// compiler keeps in registers while one statement is written (Hogan 2014, Adept; Sagebaum, Albring and Gauger 2019,
// CoDiPack).
//
// A recording outlives its tape: its header goes back to a pool and is marked, so that a variable of a dead
// tape is noticed instead of writing through a dangling pointer.
#pragma once

#include "autodiff/tape/memory.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>
#include <vector>

// Every operation checks its operands (variables of dead or rewound tapes, of two tapes) where assertions
// are on, as they are by default; in release builds these checks cost nothing because they are left out.
#ifndef JETWORK_CHECK_TAPES
#ifdef NDEBUG
#define JETWORK_CHECK_TAPES 0
#else
/// Whether every operation checks its operands: 1, or 0 where NDEBUG is defined. Define it first to decide otherwise.
#define JETWORK_CHECK_TAPES 1
#endif
#endif

namespace jetwork::autodiff {

/// A place on a tape that it can be rewound to.
struct TapePosition {
  std::size_t variables = 1;       ///< how many there were, and one for constants
  std::size_t inputs = 0;          ///< how many of these were inputs
  std::size_t statements = 0;      ///< recorded indices: one for each statement and each argument
  std::size_t arguments = 0;       ///< of all statements
  std::size_t operations = 0;      ///< those with a reverse rule of the user's
  std::uint32_t epoch = 0;         ///< the tape's count of rewinds
  const void* recording = nullptr; ///< the tape's; nullptr is the start of any tape
};

/// A variable's statement has at most so many arguments.
inline constexpr int expression_arguments = 12;

namespace detail {

using TapeIndex = std::uint32_t;

/// A variable's index, and, in the upper half, the epoch in which it was made: the tape's count of rewinds.
using TapePlace = std::uint64_t;

/// Among indices, marks a statement's own variable, to tell it from arguments. In a place, marks a variable that only
/// one object holds, so that += may add to it in place.
inline constexpr TapeIndex own_mark = TapeIndex{1} << 31;

constexpr auto index_of(TapePlace place) -> TapeIndex {
  return static_cast<TapeIndex>(place) & ~own_mark;
}
constexpr auto epoch_of(TapePlace place) -> std::uint32_t {
  return static_cast<std::uint32_t>(place >> 32);
}

/// An operation of the user's: its results are the variables first … first + results - 1.
template <class T>
struct TapeOperation {
  std::size_t after = 0; ///< the indices that were recorded before it
  TapeIndex first = 0;
  TapeIndex results = 0;
  std::vector<TapeIndex> arguments;
  /// Adds to the arguments' adjoints what the results' adjoints contribute.
  std::function<void(std::span<const T> result_adjoints, std::span<T> argument_adjoints)> pullback;
};

template <class T>
class TapeRecording {
public:
  /// Where the arguments of the statement being written go.
  struct Cursor {
    T* partial;
    TapeIndex* index;
    bool has_argument = false; // known to the compiler

    /// Writes an argument; if it is the one before once more, as in x * x, adds to its partial derivative. A constant
    /// is an argument, too: to leave it out would cost a test for every other argument, which is more than it saves.
    [[gnu::always_inline]] void write(const T& of_partial, TapeIndex of_index) {
      if (has_argument && index[-1] == of_index) {
        partial[-1] = partial[-1] + of_partial;
        return;
      }
      *partial++ = of_partial;
      *index++ = of_index;
      has_argument = true;
    }
  };

  /// A recording for a new tape.
  static auto acquire() -> TapeRecording& {
    Pool& pool = Pool::instance();
    const std::lock_guard lock(pool.mutex);
    if (pool.free.empty()) return pool.all.emplace_back();
    TapeRecording& recording = *pool.free.front(); // the one longest dead
    pool.free.pop_front();
    recording.alive_ = true;
    recording.seal();
    return recording;
  }
  void release() {
    rewind({});
    partials_ = {};
    indices_ = {};
    next_partial_ = partials_end_ = last_start_ = nullptr;
    next_index_ = nullptr;
    sealed_ = std::numeric_limits<TapeIndex>::max();
    alive_ = false;
    Pool& pool = Pool::instance();
    const std::lock_guard lock(pool.mutex);
    pool.free.push_back(this);
  }

  /// Starts a statement of at least one argument and of at most `arguments`; throws std::logic_error if the
  /// tape is dead. Indices have room for as many statements as arguments, so only the room for arguments is checked.
  auto begin(std::size_t arguments) -> Cursor {
    if (static_cast<std::size_t>(partials_end_ - next_partial_) < arguments) grow(arguments);
    return {next_partial_, next_index_};
  }
  /// The same for as many arguments as an expression has at most.
  [[gnu::always_inline]] auto begin() -> Cursor {
    if (next_partial_ >= last_start_) [[unlikely]]
      grow(expression_arguments);
    return {next_partial_, next_index_};
  }
  /// Ends the statement; returns the place of the variable that it computed.
  [[gnu::always_inline]] auto commit(const Cursor& cursor) -> TapePlace {
    commit(cursor, next_);
    return next_++;
  }
  /// Ends a statement that adds to the variable at the place `sum`. Requires may_be_added_to(sum).
  [[gnu::always_inline]] void commit(const Cursor& cursor, TapePlace sum) {
    *cursor.index = static_cast<TapeIndex>(sum);
    next_partial_ = cursor.partial;
    next_index_ = cursor.index + 1;
  }
  /// Whether the variable at this place may be added to in place: it is marked as held by one object alone, and was
  /// made since the tape was sealed.
  [[gnu::always_inline]] auto may_be_added_to(TapePlace place) const -> bool {
    return static_cast<TapeIndex>(place) >= sealed_;
  }
  /// From now on, no variable made so far is added to in place: the tape may be rewound to here, or was swept.
  void seal() { sealed_ = static_cast<TapeIndex>(next_); }

  /// Variables without a statement: inputs. Returns the place of the first.
  auto inputs(std::size_t count) -> TapePlace {
    require_room(0, count);
    const TapePlace first = next_ & ~TapePlace{own_mark};
    next_ += count;
    inputs_ += count;
    return first;
  }
  void add(TapeOperation<T> operation) {
    operation.after = recorded_indices();
    operations_.push_back(std::move(operation));
  }

  /// The number of variables, and one for constants.
  auto variables() const -> std::size_t { return index_of(next_); }
  /// Statements, and one for each input.
  auto statements() const -> std::size_t { return recorded_indices() - arguments() + inputs_; }
  auto arguments() const -> std::size_t {
    return static_cast<std::size_t>(next_partial_ - partials_.get());
  }
  /// For each statement the indices of its arguments, then its variable's own. A marked index stands before all.
  auto indices() const -> const TapeIndex* { return indices_.get(); }
  /// Where in indices() the last one is.
  auto recorded_indices() const -> std::size_t {
    return next_index_ == nullptr ? 0 : static_cast<std::size_t>(next_index_ - indices_.get()) - 1;
  }
  auto partials() const -> const T* { return partials_.get(); }
  auto operations() const -> const std::vector<TapeOperation<T>>& { return operations_; }
  auto epoch() const -> std::uint32_t { return epoch_of(next_); }

  auto position() -> TapePosition {
    seal();
    return {variables(), inputs_, recorded_indices(), arguments(), operations_.size(),
            epoch(),     this};
  }
  /// Forgets what was recorded after the position; the memory stays.
  void rewind(const TapePosition& position) {
    if (next_index_ != nullptr) {
      next_partial_ = partials_.get() + position.arguments;
      next_index_ = indices_.get() + position.statements + 1;
    }
    inputs_ = position.inputs;
    operations_.resize(position.operations);
    // What earlier epochs recorded beyond this position is gone: `floor` says, for a run of epochs, where that begins.
    while (!runs_.empty() && runs_.back().floor >= position.variables) runs_.pop_back();
    runs_.push_back({epoch(), position.variables});
    const bool last_epoch = epoch() == std::numeric_limits<std::uint32_t>::max();
    next_ = (TapePlace{epoch()} + (last_epoch ? 0 : 1)) << 32 | own_mark | position.variables;
    seal();
  }
  /// Whether the variable made at this place is still on the tape.
  auto holds(TapePlace place) const -> bool {
    if (!alive_ || index_of(place) >= variables()) return false;
    if (epoch_of(place) == epoch()) return true;
    const auto run =
        std::lower_bound(runs_.begin(), runs_.end(), epoch_of(place),
                         [](const Run& r, std::uint32_t e) { return r.last_epoch < e; });
    return run == runs_.end() || index_of(place) < run->floor;
  }

private:
  /// The epochs after the run before and up to last_epoch: of their variables, those of an index below the floor are
  /// still on the tape.
  struct Run {
    std::uint32_t last_epoch;
    std::size_t floor;
  };
  struct Pool {
    std::mutex mutex;
    std::deque<TapeRecording> all;
    std::deque<TapeRecording*> free;
    static auto instance() -> Pool& {
      static auto* pool = new Pool; // never destroyed: tapes may be static objects too
      return *pool;
    }
  };

  /// Throws if the tape is dead, or would be full. As every statement has an argument, so many arguments and inputs
  /// make no more variables than that.
  void require_room(std::size_t arguments, std::size_t inputs) {
    if (!alive_)
      throw std::logic_error("a variable was used after its tape was destroyed: keep the tape "
                             "alive for as long as its variables");
    if (variables() + inputs + arguments >= own_mark)
      throw std::length_error(
          "the tape is full: it holds 2^31 variables; rewind it, or record less at a time");
  }
  [[gnu::noinline, gnu::cold]] void grow(std::size_t arguments) {
    const std::size_t used = this->arguments(), used_indices = recorded_indices() + 1;
    const std::size_t capacity = std::max<std::size_t>(2 * used, 256)
                                 + std::max<std::size_t>(arguments, expression_arguments);
    require_room(arguments, 0);
    const bool is_first = next_index_ == nullptr;
    enlarge(partials_, used, capacity);
    enlarge(indices_, is_first ? 0 : used_indices, 2 * capacity + 1);
    indices_.get()[0] = own_mark;
    next_partial_ = partials_.get() + used;
    partials_end_ = partials_.get() + capacity;
    last_start_ = partials_end_ - expression_arguments + 1;
    next_index_ = indices_.get() + used_indices;
  }
  template <class Number>
  static void enlarge(TapeMemory<Number>& numbers, std::size_t used, std::size_t capacity) {
    TapeMemory<Number> larger(capacity);
    std::move(numbers.get(), numbers.get() + used, larger.get());
    numbers = std::move(larger);
  }

  T *next_partial_ = nullptr, *last_start_ = nullptr, *partials_end_ = nullptr;
  TapeIndex* next_index_ = nullptr;
  TapePlace next_ = TapePlace{1} << 32 | own_mark
                    | 1;            // of a variable that is new, so that only one object knows it
  TapeIndex sealed_ = own_mark | 1; // the first that may be added to, marked
  std::size_t inputs_ = 0;
  TapeMemory<T> partials_;
  TapeMemory<TapeIndex> indices_;
  std::vector<TapeOperation<T>> operations_;
  std::vector<Run> runs_;
  bool alive_ = true;
};

} // namespace detail
} // namespace jetwork::autodiff
