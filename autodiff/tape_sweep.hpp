// Reverse sweeps over what a scalar tape has recorded.
//
// From the last statement to the first, each hands its adjoint on to its arguments, times the partial
// derivative. A statement whose adjoint is zero is passed over. Zero wins on both sides: no adjoint times an
// infinite slope is nothing, and so is an infinite adjoint through a zero slope, as in the forward types.
#pragma once

#include "autodiff/number.hpp"
#include "autodiff/tape_recording.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <limits>
#include <span>
#include <vector>

namespace jetwork::autodiff::detail {

/// Neither infinite nor NaN. Other numbers than floating-point ones are not asked: all take the careful way.
template <class T>
auto is_ordinary(const T& x) -> bool {
  if constexpr (std::floating_point<T>) return std::abs(x) <= std::numeric_limits<T>::max();
  else return false;
}

/// For every variable its adjoints: one for each of `lanes` sweeps that run as one.
template <class T, std::size_t lanes = 1>
class TapeSweep {
public:
  /// Makes all adjoints zero, up to the highest output.
  void start(std::size_t output) {
    Adjoints zero;
    zero.fill(T(0));
    adjoints_.assign(output + 1, zero);
  }
  void seed(TapeIndex output, const T& weight, std::size_t lane = 0) {
    T& adjoint = adjoints_[output][lane];
    adjoint = adjoint + weight;
  }
  auto adjoint(std::size_t x, std::size_t lane = 0) const -> T {
    return x < adjoints_.size() ? adjoints_[x][lane] : T(0);
  }

  void run(const TapeRecording<T>& recording) {
    std::size_t last = adjoints_.size() - 1;
    const auto& operations = recording.operations();
    for (auto operation = operations.rbegin(); operation != operations.rend(); ++operation) {
      if (operation->first > last) continue;
      const std::size_t end = std::size_t{operation->first} + operation->results;
      run_statements(recording, end, last);
      for (std::size_t lane = 0; lane < lanes; ++lane) run_operation(*operation, lane);
      last = operation->first - 1;
    }
    run_statements(recording, 1, last);
  }

private:
  using Adjoints = std::array<T, lanes>;

  void run_statements(const TapeRecording<T>& recording, std::size_t first, std::size_t last) {
    const T* const partials = recording.partials();
    const TapeIndex* const indices = recording.indices();
    const TapeIndex* const ends = recording.ends();
    Adjoints* const adjoints = adjoints_.data();
    for (std::size_t i = last; i >= first; --i) {
      const Adjoints adjoint = adjoints[i];
      if (every(adjoint, [](const T& a) { return is_zero(a); })) continue;
      const std::size_t begin = ends[i - 1], end = ends[i];
      if (every(adjoint, [](const T& a) { return is_ordinary(a); })) [[likely]] {
        for (std::size_t k = begin; k < end; ++k)
          hand_on(adjoint, partials[k], adjoints[indices[k]]);
      } else {
        for (std::size_t k = begin; k < end; ++k)
          hand_on_where_zero_wins(adjoint, partials[k], adjoints[indices[k]]);
      }
    }
  }
  /// For ordinary adjoints. A single one is not zero here, so that it may meet an infinite slope.
  static void hand_on(const Adjoints& adjoint, const T& partial, Adjoints& argument) {
    if (lanes > 1 && !is_ordinary(partial)) [[unlikely]]
      return hand_on_where_zero_wins(adjoint, partial, argument);
    for (std::size_t lane = 0; lane < lanes; ++lane) argument[lane] += adjoint[lane] * partial;
  }
  static void hand_on_where_zero_wins(const Adjoints& adjoint, const T& partial,
                                      Adjoints& argument) {
    if (is_zero(partial)) return;
    for (std::size_t lane = 0; lane < lanes; ++lane)
      argument[lane] = argument[lane] + chain(partial, adjoint[lane]);
  }
  template <class Condition>
  static auto every(const Adjoints& adjoints, Condition condition) -> bool {
    bool holds = true;
    for (const T& adjoint : adjoints) holds = holds & condition(adjoint);
    return holds;
  }

  void run_operation(const TapeOperation<T>& operation, std::size_t lane) {
    std::vector<T> results, arguments(operation.arguments.size(), T(0));
    for (std::size_t k = 0; k < operation.results; ++k)
      results.push_back(adjoint(operation.first + k, lane));
    if (std::all_of(results.begin(), results.end(), [](const T& a) { return is_zero(a); })) return;
    operation.pullback(results, arguments);
    for (std::size_t k = 0; k < arguments.size(); ++k)
      if (operation.arguments[k] != 0) seed(operation.arguments[k], arguments[k], lane);
  }

  std::vector<Adjoints> adjoints_;
};

} // namespace jetwork::autodiff::detail
