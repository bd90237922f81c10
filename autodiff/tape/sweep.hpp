// Reverse sweeps over what a scalar tape has recorded.
//
// From the last statement to the first, each hands its adjoint on to its arguments, times the partial
// derivative. A statement whose adjoint is zero is passed over. Zero wins on both sides: a zero adjoint times an
// infinite slope is zero, as in the forward types, and so is an infinite adjoint times a zero slope.
#pragma once

#include "autodiff/numbers/arithmetic.hpp"
#include "autodiff/tape/recording.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <vector>

namespace jetwork::autodiff::detail {

/// A product of partial derivatives and adjoints, in which zero wins over infinity and NaN on either side; of
/// numbers that carry derivatives, in every component.
template <class T>
constexpr auto product_where_zero_wins(const T& a, const T& b) -> T;

struct zero_winning_product_rule : multiply_rule {
  template <class T>
  static constexpr auto value(const T& a, const T& b) -> T {
    return product_where_zero_wins(a, b);
  }
};
template <class T>
constexpr auto product_where_zero_wins(const T& a, const T& b) -> T {
  if constexpr (Active<T>)
    return select(detail::either(is_zero(a), is_zero(b)), T(0),
                  T(apply_rule<zero_winning_product_rule>(a, b)));
  else return select(detail::either(is_zero(a), is_zero(b)), T(0), T(a * b));
}

/// Neither zero nor infinite nor NaN. For a double, by one unsigned comparison of its bits: doubling them drops the
/// sign, and 0 - 2 wraps to the largest integer. Numbers that are not floating-point never are ordinary: they take
/// the careful way.
template <class T>
auto is_ordinary(const T& x) -> bool {
  if constexpr (std::same_as<T, double>) {
    constexpr auto infinity = std::bit_cast<std::uint64_t>(std::numeric_limits<double>::infinity());
    return 2 * std::bit_cast<std::uint64_t>(x) - 2 < 2 * infinity - 2;
  } else if constexpr (std::floating_point<T>) {
    return x != 0 && std::abs(x) <= std::numeric_limits<T>::max();
  } else {
    return false;
  }
}

/// For every variable its adjoints: one for each of `lanes` sweeps that run as one.
template <class T, std::size_t lanes = 1>
class TapeSweep {
public:
  /// Makes the adjoints of so many variables zero.
  void start(std::size_t variables) {
    if (running_)
      throw std::logic_error("Tape::reverse: this tape is being swept; an operation's own reverse "
                             "rule must use another tape");
    count_ = variables;
    if (count_ > adjoints_.size()) {
      adjoints_ = {}; // before the new ones are made: both together would take much memory
      adjoints_ = TapeMemory<Adjoints>(count_ + count_ / 2);
    }
    Adjoints zero;
    zero.fill(T(0));
    std::fill_n(adjoints_.get(), count_, zero);
  }
  void seed(TapeIndex output, const T& weight, std::size_t lane = 0) {
    T& adjoint = adjoints_.get()[output][lane];
    adjoint = adjoint + weight;
  }
  /// The number of variables whose adjoints are known; those of later ones are zero.
  auto count() const -> std::size_t { return count_; }
  auto adjoint(std::size_t x, std::size_t lane = 0) const -> T {
    return x < count_ ? adjoints_.get()[x][lane] : T(0);
  }

  void run(const TapeRecording<T>& recording) {
    struct Running {
      bool& flag;
      explicit Running(bool& running) : flag(running) { flag = true; }
      Running(const Running&) = delete;
      auto operator=(const Running&) -> Running& = delete;
      ~Running() { flag = false; }
    };
    const Running running(running_);
    Place place{recording.partials() + recording.arguments(), recording.recorded_indices()};
    const auto& operations = recording.operations();
    for (auto operation = operations.rbegin(); operation != operations.rend(); ++operation) {
      run_statements(recording, operation->after, place);
      for (std::size_t lane = 0; lane < lanes; ++lane) run_operation(*operation, lane);
    }
    run_statements(recording, 0, place);
  }

private:
  using Adjoints = std::array<T, lanes>;

  /// How far a sweep has come: behind a partial derivative, at a statement's own index.
  struct Place {
    const T* partial;
    std::size_t index;
  };

  /// Sweeps back to the index `first`, that of the last statement which is not swept.
  ///
  /// In a loop, the adjoint that was written last is read next, and to get it back from memory takes longer than to
  /// compute with it. So two adjoints are kept in registers as well: `shared`, that of the last argument, which is
  /// the same in many statements of a sum of products, and `written`, the last one written, which may be the next
  /// statement's.
  [[gnu::noinline]] void run_statements(const TapeRecording<T>& recording, std::size_t first,
                                        Place& place) {
    if (place.index == first) return;
    const T* partial = place.partial;
    const TapeIndex *next = recording.indices() + place.index, *const end =
                                                                   recording.indices() + first;
    Adjoints* const adjoints = adjoints_.get();
    const std::size_t count = count_;
    Adjoints shared{}, written{};
    std::size_t shared_index = none, written_index = none;
    const auto add_to = [&](std::size_t index, const Adjoints& adjoint, const T& of_partial)
                            __attribute__((always_inline)) {
                              written = adjoints[index];
                              hand_on(adjoint, of_partial, written);
                              adjoints[index] = written;
                              written_index = index;
                              if (index == shared_index) [[unlikely]]
                                shared = written;
                            };
    while (next != end) {
      const std::size_t own = *next & ~own_mark;
      if (own >= count) [[unlikely]]
        throw_not_here();
      Adjoints adjoint = written;
      if (own != written_index) [[likely]]
        adjoint = adjoints[own];
      std::size_t index = next[-1];
      if (is_ordinary(adjoint)) [[likely]] {
        if (index >= count) [[unlikely]]
          throw_not_here();
        if (index != shared_index) {
          shared_index = index;
          shared = adjoints[index];
        }
        hand_on(adjoint, partial[-1], shared);
        adjoints[index] = shared;
        index = next[-2];
        if (index < count) { // of two arguments or more
          add_to(index, adjoint, partial[-2]);
          next -= 3;
          partial -= 2;
          for (; (index = *next) < count; --next) add_to(index, adjoint, *--partial);
        } else {
          next -= 2;
          partial -= 1;
          written = shared;
          written_index = shared_index;
        }
        if (index < own_mark) [[unlikely]]
          throw_not_here();
      } else {
        if (!is_nothing(adjoint)) {
          shared_index = written_index = none;
          for (std::size_t k = 1; (index = *(next - k)) < own_mark; ++k) {
            if (index >= count) throw_not_here();
            hand_on_where_zero_wins(adjoint, *(partial - k), adjoints[index]);
          }
        }
        while (*--next < own_mark) --partial;
      }
    }
    place = {partial, first};
  }
  /// Where operations are not checked, an index that is not on this tape (of a variable of another tape, or made
  /// before this one was cleared) is noticed here, before memory beyond the adjoints is touched.
  [[noreturn, gnu::noinline, gnu::cold]] static void throw_not_here() {
    throw std::logic_error("an operation used a variable that is not on its tape: one of another "
                           "tape, or made before this one was cleared or rewound; compile with "
                           "-DJETWORK_CHECK_TAPES=1 to find the operation");
  }
  /// For ordinary adjoints. With one lane, the adjoint is not zero here, so it may meet an infinite slope.
  static void hand_on(const Adjoints& adjoint, const T& partial, Adjoints& argument) {
    if (lanes > 1 && !(detail::is_ordinary(partial) || is_zero(partial))) [[unlikely]]
      return hand_on_where_zero_wins(adjoint, partial, argument);
    for (std::size_t lane = 0; lane < lanes; ++lane) argument[lane] += adjoint[lane] * partial;
  }
  static void hand_on_where_zero_wins(const Adjoints& adjoint, const T& partial,
                                      Adjoints& argument) {
    for (std::size_t lane = 0; lane < lanes; ++lane)
      argument[lane] = argument[lane] + product_where_zero_wins(partial, adjoint[lane]);
  }
  static auto is_nothing(const Adjoints& adjoints) -> bool {
    return std::all_of(adjoints.begin(), adjoints.end(), [](const T& a) { return is_zero(a); });
  }
  static auto is_ordinary(const Adjoints& adjoints) -> bool {
    if constexpr (lanes == 1) {
      return detail::is_ordinary(adjoints[0]);
    } else {
      bool ordinary = true, nothing = true;
      for (const T& a : adjoints) {
        ordinary = detail::both(ordinary, detail::either(detail::is_ordinary(a), is_zero(a)));
        nothing = detail::both(nothing, is_zero(a));
      }
      return detail::both(ordinary, !nothing);
    }
  }

  [[gnu::noinline]] void run_operation(const TapeOperation<T>& operation, std::size_t lane) {
    std::vector<T> results, arguments(operation.arguments.size(), T(0));
    for (std::size_t k = 0; k < operation.results; ++k)
      results.push_back(adjoint(operation.first + k, lane));
    if (std::all_of(results.begin(), results.end(), [](const T& a) { return is_zero(a); })) return;
    operation.pullback(results, arguments);
    for (std::size_t k = 0; k < arguments.size(); ++k)
      if (operation.arguments[k] != 0) seed(operation.arguments[k], arguments[k], lane);
  }

  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  TapeMemory<Adjoints> adjoints_;
  std::size_t count_ = 0; // in use
  bool running_ = false;
};

} // namespace jetwork::autodiff::detail
