// What a scalar tape has recorded: statements, each a list of (partial derivative, argument).
//
// Statement i computed variable i from its arguments; nothing but the partial derivatives is kept. Index 0
// stands for constants. Numbers lie in two plain arrays, 12 bytes an argument for double, and are written
// through a cursor that the compiler keeps in registers while one statement is written (Hogan 2014, Adept;
// Sagebaum, Albring and Gauger 2019, CoDiPack).
//
// A recording outlives its tape: its header goes back to a pool and is marked, so that a variable of a dead
// tape is noticed instead of writing through a dangling pointer.
#pragma once

#include "autodiff/tape_memory.hpp"

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
#define JETWORK_CHECK_TAPES 1
#endif
#endif

namespace jetwork::autodiff {

/// A place on a tape that it can be rewound to.
struct TapePosition {
  std::size_t statements = 1;
  std::size_t arguments = 0;
  std::size_t operations = 0;
  std::uint32_t epoch = 0;
  const void* recording = nullptr; // whose it is; of none, the start of any
};

namespace detail {

using TapeIndex = std::uint32_t;

/// A variable's index (the lower half), and the epoch in which it was made: the tape's count of rewinds.
using TapePlace = std::uint64_t;
constexpr auto index_of(TapePlace place) -> TapeIndex { return static_cast<TapeIndex>(place); }
constexpr auto epoch_of(TapePlace place) -> std::uint32_t {
  return static_cast<std::uint32_t>(place >> 32);
}

/// An operation of the user's: its results are the statements first … first + results - 1.
template <class T>
struct TapeOperation {
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
    T* partials;
    TapeIndex* indices;
    std::size_t next;

    /// One more argument. A constant is one too: leaving it out would cost every other argument more than it saves.
    [[gnu::always_inline]] void write(const T& partial, TapeIndex index) {
      partials[next] = partial;
      indices[next] = index;
      ++next;
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
    return recording;
  }
  void release() {
    rewind({});
    partials_ = {};
    indices_ = {};
    ends_ = {};
    argument_capacity_ = statement_capacity_ = 0;
    alive_ = false;
    Pool& pool = Pool::instance();
    const std::lock_guard lock(pool.mutex);
    pool.free.push_back(this);
  }

  /// Starts a statement of at least one argument and of at most `arguments`; throws std::logic_error if the
  /// tape is dead. There is room for as many statements as for arguments: that is asked only once.
  [[gnu::always_inline]] auto begin(std::size_t arguments) -> Cursor {
    if (arguments_ + arguments > argument_capacity_) [[unlikely]]
      grow(arguments);
    return {partials_.get(), indices_.get(), arguments_};
  }
  /// Ends it; returns the place of the variable that it computed.
  [[gnu::always_inline]] auto commit(const Cursor& cursor) -> TapePlace {
    arguments_ = cursor.next;
    ends_.get()[index_of(next_)] = static_cast<TapeIndex>(cursor.next);
    return next_++;
  }
  /// Statements without arguments: inputs. Returns the place of the first.
  auto inputs(std::size_t count) -> TapePlace {
    if (statement_capacity_ < statements() + count + (argument_capacity_ - arguments_)) [[unlikely]]
      grow(0, count);
    const TapePlace first = next_;
    std::fill_n(ends_.get() + index_of(first), count, static_cast<TapeIndex>(arguments_));
    next_ += count;
    return first;
  }
  void add(TapeOperation<T> operation) { operations_.push_back(std::move(operation)); }

  auto statements() const -> std::size_t { return index_of(next_); }
  auto arguments() const -> std::size_t { return arguments_; }
  auto partials() const -> const T* { return partials_.get(); }
  auto indices() const -> const TapeIndex* { return indices_.get(); }
  /// Statement i's arguments are numbers ends()[i - 1] … ends()[i] - 1.
  auto ends() const -> const TapeIndex* { return ends_.get(); }
  auto operations() const -> const std::vector<TapeOperation<T>>& { return operations_; }
  auto epoch() const -> std::uint32_t { return epoch_of(next_); }

  auto position() const -> TapePosition {
    return {statements(), arguments_, operations_.size(), epoch(), this};
  }
  /// Forgets what was recorded after the position; the memory stays.
  void rewind(const TapePosition& position) {
    arguments_ = position.arguments;
    operations_.resize(position.operations);
    // What earlier epochs recorded beyond this place is gone: `floor` is where each run of epochs ends.
    while (!runs_.empty() && runs_.back().floor >= position.statements) runs_.pop_back();
    runs_.push_back({epoch(), position.statements});
    const bool last_epoch = epoch() == std::numeric_limits<std::uint32_t>::max();
    next_ = (TapePlace{epoch()} + (last_epoch ? 0 : 1)) << 32 | position.statements;
  }
  /// Whether the variable made at this place is still on the tape.
  auto holds(TapePlace place) const -> bool {
    if (!alive_ || index_of(place) >= statements()) return false;
    if (epoch_of(place) == epoch()) return true;
    const auto run =
        std::lower_bound(runs_.begin(), runs_.end(), epoch_of(place),
                         [](const Run& r, std::uint32_t e) { return r.last_epoch < e; });
    return run == runs_.end() || index_of(place) < run->floor;
  }

private:
  /// Epochs up to last_epoch (and after the run before): of them, indices below the floor are still valid.
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

  [[gnu::noinline, gnu::cold]] void grow(std::size_t arguments, std::size_t inputs = 0) {
    if (!alive_)
      throw std::logic_error("a variable was used after its tape was destroyed: keep the tape "
                             "alive for as long as its variables");
    constexpr std::size_t most = std::numeric_limits<TapeIndex>::max();
    if (arguments_ + arguments > most || statements() + inputs >= most)
      throw std::length_error(
          "the tape is full: it holds 2^32 arguments; rewind it, or record less at a time");
    if (arguments_ + arguments > argument_capacity_) {
      argument_capacity_ = std::max<std::size_t>(2 * argument_capacity_, 256) + arguments;
      enlarge(partials_, arguments_, argument_capacity_);
      enlarge(indices_, arguments_, argument_capacity_);
    }
    const std::size_t needed = statements() + inputs + (argument_capacity_ - arguments_) + 1;
    if (statement_capacity_ < needed) {
      const std::size_t used = statement_capacity_ == 0 ? 0 : statements();
      statement_capacity_ = needed + statements() + 256;
      enlarge(ends_, used, statement_capacity_);
      ends_.get()[0] = 0;
    }
  }
  template <class Number>
  static void enlarge(TapeMemory<Number>& numbers, std::size_t used, std::size_t capacity) {
    TapeMemory<Number> larger(capacity);
    std::move(numbers.get(), numbers.get() + used, larger.get());
    numbers = std::move(larger);
  }

  // Counts are of another type than indices, so that writing an index can't change them for the compiler.
  std::size_t arguments_ = 0, argument_capacity_ = 0;
  TapePlace next_ = TapePlace{1} << 32 | 1;
  std::size_t statement_capacity_ = 0;
  TapeMemory<T> partials_;
  TapeMemory<TapeIndex> indices_;
  TapeMemory<TapeIndex> ends_;
  std::vector<TapeOperation<T>> operations_;
  std::vector<Run> runs_;
  bool alive_ = true;
};

} // namespace detail
} // namespace jetwork::autodiff
