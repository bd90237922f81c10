// The scalar tape: reverse mode for arbitrary code, one sweep for the derivatives by all inputs.
//
//   Tape tape;
//   Variable x = tape.variable(2.0), y = tape.variable(3.0);
//   Variable z = x * y + sin(x);          // recorded as it is computed; loops and branches are C++'s
//   tape.reverse(z);
//   tape.adjoint(x);                      // ∂z/∂x = y + cos x
//
//   tape.clear();                         // again, in the same memory
//
// By hand, with the product stored in a variable of its own, p = x·y and z = p + sin x at x = 2, y = 3. Each statement keeps
// its operands and the slopes by them:
//
//   p = x·y        x: 3           y: 2
//   z = p + sin x  p: 1           x: cos 2 = -0.416
//
// reverse(z) starts with the adjoint ∂z/∂z = 1 and goes through the statements backwards, adding adjoint times slope:
//
//   z (adjoint 1):  p += 1·1 → 1      x += 1·(-0.416) → -0.416
//   p (adjoint 1):  x += 1·3 → 2.584  y += 1·2 → 2
//
// Reverse accumulation: Linnainmaa 1970; Speelpenning 1980; Griewank and Walther 2008, chapter 3. A tape is an
// object like any other: several may be in use at once, on one thread or on many, one thread each. The numbers
// may themselves carry derivatives: BasicTape<Dual<double>> gives Hessian-vector products in one sweep.
#pragma once

#include "autodiff/tape/sweep.hpp"
#include "autodiff/tape/variable.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::autodiff {

/// A tape of statements over numbers T: double (Tape), or active numbers for derivatives of derivatives. Movable, not copyable;
/// for one thread at a time. Linnainmaa 1970; Speelpenning 1980.
template <class T>
class BasicTape {
public:
  using Variable = BasicVariable<T>; ///< a number on this tape, or a constant
  /// What jacobian gives.
  using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;

  /// An empty tape; it takes memory as it records.
  BasicTape() : recording_(&Recording::acquire()) {}
  /// The variables go along; the other tape is left empty, and may be used again.
  BasicTape(BasicTape&& other) : BasicTape() { swap(other); }
  auto operator=(BasicTape&& other) -> BasicTape& {
    BasicTape taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~BasicTape() = default;

  /// An independent variable: derivatives by it can be asked for.
  auto variable(const T& value) -> Variable { return made(value, recording_->inputs(1)); }
  /// An independent variable for every number of an array, in order.
  auto variables(std::span<const T> values) -> std::vector<Variable> {
    std::vector<Variable> all(values.size());
    variables(values, all);
    return all;
  }
  /// The same, into variables that are there already. Requires as many variables as values.
  void variables(std::span<const T> values, std::span<Variable> all) {
    require_as_many(values.size(), all.size(), "variables", "values", "variables");
    detail::TapePlace place = recording_->inputs(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      all[i].value_ = values[i];
      all[i].place_ = place++;
      all[i].recording_ = recording_.get();
    }
  }

  /// An operation with partial derivatives of the user's own: y = f(arguments), given ∂y/∂argument. Throws
  /// std::invalid_argument where there are not as many of these as arguments.
  auto record(const T& value, std::span<const Variable> arguments, std::span<const T> partials)
      -> Variable {
    require_as_many(arguments.size(), partials.size(), "record", "arguments",
                    "partial derivatives");
    for (const Variable& x : arguments) require_here(x, "record");
    if (arguments.empty()) return made(value, recording_->inputs(1));
    auto cursor = recording_->begin(arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i)
      cursor.write(partials[i], detail::index_of(arguments[i].shared_place()));
    return made(value, recording_->commit(cursor));
  }
  /// An operation with a reverse rule of the user's own, a vector–Jacobian product: on each sweep
  ///   pullback(std::span<const T> result_adjoints, std::span<T> argument_adjoints)
  /// adds to argument_adjoints, which come in as zeros, Σ_k result_adjoints[k]·∂values[k]/∂argument. It must
  /// hold by value whatever it needs.
  template <class Pullback>
  requires std::invocable<Pullback&, std::span<const T>, std::span<T>>
  auto record(std::span<const T> values, std::span<const Variable> arguments, Pullback pullback)
      -> std::vector<Variable> {
    detail::TapeOperation<T> operation;
    operation.pullback = std::move(pullback);
    for (const Variable& x : arguments) {
      require_here(x, "record");
      operation.arguments.push_back(detail::index_of(x.shared_place()));
    }
    const std::vector<Variable> results = variables(values);
    if (results.empty())
      throw std::invalid_argument("Tape::record: an operation needs at least one result");
    operation.first = detail::index_of(results.front().place_);
    operation.results = static_cast<detail::TapeIndex>(results.size());
    recording_->add(std::move(operation));
    return results;
  }

  /// Sweeps from y back to the inputs, with all other adjoints zero at the start: adjoint(x) then is ∂y/∂x. Throws
  /// std::logic_error where y is of another tape, or of one that was cleared or rewound since.
  void reverse(const Variable& y) {
    const T one(1);
    reverse(std::span(&y, 1), std::span(&one, 1));
  }
  /// Sweeps from several outputs at once: adjoint(x) then is Σ_k weights[k]·∂outputs[k]/∂x.
  void reverse(std::span<const Variable> outputs, std::span<const T> weights) {
    require_as_many(outputs.size(), weights.size(), "reverse", "outputs", "weights");
    for (const Variable& y : outputs) require_here(y, "reverse");
    sweep_.start(recording_->variables());
    for (std::size_t k = 0; k < outputs.size(); ++k)
      sweep_.seed(detail::index_of(outputs[k].place_), weights[k]);
    sweep_.run(*recording_);
    recording_->seal();
    swept_ = recording_->epoch();
  }
  /// The derivative of the last sweep's output by x: any variable on the tape, not only an input. Throws
  /// std::logic_error before the first sweep, and std::invalid_argument where x is a constant.
  auto adjoint(const Variable& x) const -> T {
    require_swept();
    return adjoint_of(x);
  }
  /// Deleted for an expression, which would be recorded anew, after the sweep: assign it to a Variable first.
  template <class X>
  requires detail::is_expression<X>
  auto adjoint(const X& x) const -> T = delete;
  /// The same by many variables, in order. Requires as many derivatives as variables.
  void adjoints(std::span<const Variable> x, std::span<T> derivatives) const {
    require_as_many(x.size(), derivatives.size(), "adjoints", "variables", "derivatives");
    require_swept();
    // Most often a variable was made in this epoch and before the sweep, which one comparison tells.
    const detail::TapePlace first = detail::TapePlace{recording_->epoch()} << 32 | 1;
    const std::size_t count = sweep_.count() - 1;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const std::size_t number = (x[i].place_ & ~detail::TapePlace{detail::own_mark}) - first;
      if (x[i].recording_ == recording_.get() && number < count) [[likely]]
        derivatives[i] = sweep_.adjoint(number + 1);
      else derivatives[i] = adjoint_of(x[i]);
    }
  }

  /// The derivative of y by each of the variables. One sweep.
  template <class Variables>
  auto gradient(const Variable& y, const Variables& x) -> Eigen::Matrix<T, Eigen::Dynamic, 1> {
    reverse(y);
    Eigen::Matrix<T, Eigen::Dynamic, 1> derivatives(static_cast<Eigen::Index>(std::size(x)));
    Eigen::Index i = 0;
    for (const Variable& x_i : x) derivatives[i++] = adjoint_of(x_i);
    return derivatives;
  }
  /// ∂outputs[i]/∂inputs[j] in row i and column j. Sweeps for eight outputs at a time.
  auto jacobian(std::span<const Variable> outputs, std::span<const Variable> inputs) -> Matrix {
    constexpr std::size_t lanes = 8;
    for (const Variable& x : inputs)
      if (x.is_constant())
        throw std::invalid_argument(
            "Tape::jacobian: an input is a constant, on no tape; make it by "
            "tape.variable(value) before it is used");
      else require_here(x, "jacobian");
    Matrix derivatives(static_cast<Eigen::Index>(outputs.size()),
                       static_cast<Eigen::Index>(inputs.size()));
    for (std::size_t first = 0; first < outputs.size(); first += lanes) {
      const auto some = outputs.subspan(first, std::min(lanes, outputs.size() - first));
      for (const Variable& y : some) require_here(y, "jacobian");
      lanes_.start(recording_->variables());
      for (std::size_t k = 0; k < some.size(); ++k)
        lanes_.seed(detail::index_of(some[k].place_), T(1), k);
      lanes_.run(*recording_);
      for (std::size_t k = 0; k < some.size(); ++k)
        for (std::size_t j = 0; j < inputs.size(); ++j)
          derivatives(static_cast<Eigen::Index>(first + k), static_cast<Eigen::Index>(j)) =
              lanes_.adjoint(detail::index_of(inputs[j].place_), k);
    }
    return derivatives;
  }

  /// A place to come back to.
  auto position() const -> TapePosition { return recording_->position(); }
  /// Forgets what was recorded since; variables made before it stay. The memory is kept for what follows.
  void rewind(const TapePosition& position) {
    if (position.recording != nullptr && position.recording != recording_.get())
      throw std::logic_error(
          "Tape::rewind: this position is of another tape; take it by position() of this one");
    const auto last = detail::TapePlace{position.epoch} << 32 | (position.variables - 1);
    const bool was_here = position.variables == 1 || recording_->holds(last);
    if (!was_here)
      throw std::logic_error("Tape::rewind: the tape was rewound past this position before; take "
                             "tape.position() anew");
    recording_->rewind(position);
  }
  /// Forgets everything, and keeps the memory.
  void clear() { recording_->rewind({}); }

  /// What is recorded: statements, one for each variable and each addition to one, and their arguments.
  auto statements() const -> std::size_t { return recording_->statements(); }
  /// How many arguments all statements have together.
  auto arguments() const -> std::size_t { return recording_->arguments(); }

private:
  using Recording = detail::TapeRecording<T>;
  struct Release {
    void operator()(Recording* recording) const { recording->release(); }
  };

  void swap(BasicTape& other) {
    std::swap(recording_, other.recording_);
    std::swap(sweep_, other.sweep_);
    std::swap(lanes_, other.lanes_);
    std::swap(swept_, other.swept_);
  }
  auto made(const T& value, detail::TapePlace place) const -> Variable {
    return Variable(value, recording_.get(), place);
  }
  auto adjoint_of(const Variable& x) const -> T {
    if (x.is_constant()) [[unlikely]]
      throw std::invalid_argument("Tape::adjoint: this is a constant, on no tape; make it by "
                                  "tape.variable(value) before it is used");
    require_here(x, "adjoint");
    return sweep_.adjoint(detail::index_of(x.place_));
  }
  void require_swept() const {
    if (swept_ != recording_->epoch()) [[unlikely]]
      throw std::logic_error(
          "Tape::adjoint: call reverse(output) first; nothing was swept since the "
          "tape was made, cleared or rewound");
  }
  static void require_as_many(std::size_t given, std::size_t found, const char* function,
                              const char* of_these, const char* of_those) {
    if (given != found) [[unlikely]]
      throw std::invalid_argument(std::string("Tape::") + function + ": " + std::to_string(given)
                                  + ' ' + of_these + " need as many " + of_those + ", not "
                                  + std::to_string(found));
  }
  void require_here(const Variable& x, const char* function) const {
    if (x.is_constant()) return;
    if (x.recording_ != recording_.get() || !recording_->holds(x.place_)) [[unlikely]]
      throw_not_here(x, function);
  }
  [[noreturn, gnu::noinline, gnu::cold]] void throw_not_here(const Variable& x,
                                                             const char* function) const {
    const std::string where = std::string("Tape::") + function + ": ";
    if (x.recording_ != recording_.get())
      throw std::logic_error(where + "this variable is on another tape, or its tape was destroyed");
    throw std::logic_error(where
                           + "the tape was cleared or rewound since this variable was made; "
                             "make it anew");
  }

  std::unique_ptr<Recording, Release> recording_;
  detail::TapeSweep<T> sweep_;
  detail::TapeSweep<T, 8> lanes_;
  std::uint32_t swept_ = 0; // the epoch of the last sweep
};

/// The tape of plain doubles.
using Tape = BasicTape<double>;
using Variable = BasicVariable<double>; ///< a number on a Tape

} // namespace jetwork::autodiff
