// Replaying a batch tape on numbers: values forward, derivatives in reverse.
//
//   BatchReplay replay(tape, 64);              // all memory is taken here
//   replay.set(x, samples);                    // rows × 64, or a vector of 64 for an input of one row
//   replay.set(k, 4.0);
//   replay.forward();
//   replay.reverse(y);                         // one sweep: dy/dx in every sample, dy/dk summed over them
//   replay.value(y), replay.adjoint(x), replay.gradient(k);
//
// forward() and reverse() allocate nothing and call one plain function for each recorded operation. Replays
// keep their own copy of the program: several may run at the same time, on different threads. The samples are
// independent, so the sweep with a seed of one in every column gives each column's own derivatives.
#pragma once

#include "autodiff/batch.hpp"

#include <algorithm>
#include <memory>
#include <new>

namespace jetwork::autodiff {

class BatchReplay {
public:
  /// A row for every row of the variable, a column for every sample.
  using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Rows = Eigen::Map<const Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;

  /// Takes the memory to replay what is on the tape now, on `columns` samples at a time.
  BatchReplay(const BatchTape& tape, int columns)
      : tape_(&tape), nodes_(tape.nodes()), arguments_(tape.arguments()), columns_(columns) {
    if (columns < 1) throw std::invalid_argument("BatchReplay: at least one column is needed");
    padded_ = (columns + Pack::size - 1) / Pack::size * Pack::size;
    place_slots();
    is_set_.resize(nodes_.size());
    reached_.resize(nodes_.size());
    leads_.resize(nodes_.size());
    all_lead();
  }

  auto columns() const -> int { return columns_; }

  /// Gives an input its samples: a matrix of its rows and columns() columns. A row also takes any vector.
  template <class Derived>
  void set(const BatchVariable& input, const Eigen::DenseBase<Derived>& samples) {
    check(input, "set");
    const BatchNode& node = nodes_[input.index()];
    if (node.kind != BatchNode::Kind::input)
      throw std::invalid_argument(
          "BatchReplay::set: only variables made by tape.input(rows) can be set");
    const bool fits = samples.rows() == node.rows && samples.cols() == columns_;
    const bool fits_as_row = node.rows == 1 && samples.cols() == 1 && samples.rows() == columns_;
    if (!fits && !fits_as_row)
      throw_shape("this input", node.rows, columns_, samples.rows(), samples.cols());
    double* numbers = slots_[input.index()].value;
    for (Eigen::Index i = 0; i < node.rows; ++i)
      for (Eigen::Index j = 0; j < padded_; ++j) {
        // Padding repeats the last sample, so that it never is an odd number of its own.
        const Eigen::Index column = std::min<Eigen::Index>(j, columns_ - 1);
        numbers[i * padded_ + j] =
            fits ? samples.derived().coeff(i, column) : samples.derived().coeff(column, 0);
      }
    changed(input.index());
  }
  /// The same number for every sample (and row) of an input.
  void set(const BatchVariable& input, double number) {
    check(input, "set");
    set(input, Matrix::Constant(nodes_[input.index()].rows, columns_, number));
  }
  template <class Derived>
  void set(const BatchParameter& parameter, const Eigen::DenseBase<Derived>& matrix) {
    check(parameter, "set");
    if (matrix.rows() != parameter.rows() || matrix.cols() != parameter.cols())
      throw_shape("this parameter", parameter.rows(), parameter.cols(), matrix.rows(),
                  matrix.cols());
    for (Eigen::Index j = 0; j < matrix.cols(); ++j)
      for (Eigen::Index i = 0; i < matrix.rows(); ++i)
        slots_[parameter.index()].value[i + j * matrix.rows()] = matrix.derived().coeff(i, j);
    changed(parameter.index());
  }
  void set(const BatchParameter& parameter, double number) {
    set(parameter, Eigen::Matrix<double, 1, 1>::Constant(number));
  }

  /// Computes every recorded operation on the numbers that were set.
  void forward() {
    if (unset_ > 0) throw_unset();
    for (std::uint32_t i = 0; i < nodes_.size(); ++i)
      if (nodes_[i].forward != nullptr) nodes_[i].forward(call(i));
    state_ = State::forward;
  }
  /// The numbers of a variable after forward(), one column a sample.
  auto value(const BatchVariable& x) const -> Rows {
    check(x, "value");
    if (state_ == State::changed && nodes_[x.index()].kind != BatchNode::Kind::input)
      throw std::logic_error(
          "BatchReplay::value: call forward() first; nothing was computed since the last set()");
    return map(slots_[x.index()].value, nodes_[x.index()].rows);
  }

  /// Says what the coming sweeps are to give derivatives for; operations that lead to none of it are left
  /// out. Any variable may be named, not only inputs. Without this call: everything.
  void with_respect_to(std::initializer_list<BatchVariable> variables,
                       std::initializer_list<BatchParameter> parameters = {}) {
    std::fill(leads_.begin(), leads_.end(), std::uint8_t{0});
    for (const BatchVariable& x : variables) {
      check(x, "with_respect_to");
      leads_[x.index()] = 1;
    }
    for (const BatchParameter& p : parameters) {
      check(p, "with_respect_to");
      leads_[p.index()] = 1;
    }
    propagate(leads_);
    state_ = std::min(state_, State::forward);
  }

  /// Sweeps from `output`, one row, seeding 1 in every column.
  void reverse(const BatchVariable& output) {
    start_sweep(output, "reverse");
    if (nodes_[output.index()].rows != 1)
      throw std::invalid_argument(
          "BatchReplay::reverse: the output has several rows; take row(y, i), or give a seed");
    std::fill_n(slots_[output.index()].adjoint, columns_, 1.0);
    sweep(output.index(), false);
  }
  /// Sweeps from `output` with the adjoint given: rows of the output × columns().
  template <class Derived>
  void reverse(const BatchVariable& output, const Eigen::DenseBase<Derived>& seed) {
    start_sweep(output, "reverse");
    const int rows = nodes_[output.index()].rows;
    if (seed.rows() != rows || seed.cols() != columns_)
      throw_shape("the seed of this output", rows, columns_, seed.rows(), seed.cols());
    for (Eigen::Index i = 0; i < rows; ++i)
      for (Eigen::Index j = 0; j < columns_; ++j)
        slots_[output.index()].adjoint[i * padded_ + j] = seed.derived().coeff(i, j);
    sweep(output.index(), false);
  }
  /// The derivatives of the last sweep's output by x, one column a sample.
  auto adjoint(const BatchVariable& x) const -> Rows {
    check(x, "adjoint");
    return map(swept(x.index(), nodes_[x.index()].rows * padded_, "adjoint"),
               nodes_[x.index()].rows);
  }
  /// The derivatives of the last sweep's output by a parameter, summed over the samples.
  auto gradient(const BatchParameter& p) const -> Eigen::Map<const Eigen::MatrixXd> {
    check(p, "gradient");
    return {swept(p.index(), p.rows() * p.cols(), "gradient"), p.rows(), p.cols()};
  }

  /// The derivatives of an output of one row by all entries of the parameters: a row for every sample, a
  /// column for every entry, parameter after parameter, each column by column as Eigen stores it. One sweep.
  /// The first call takes the memory for the result, which the next call overwrites.
  auto jacobian(const BatchVariable& output, std::initializer_list<BatchParameter> parameters)
      -> Eigen::Map<const Eigen::MatrixXd, Eigen::Unaligned, Eigen::OuterStride<>> {
    return jacobian(output, std::span(parameters.begin(), parameters.size()));
  }
  auto jacobian(const BatchVariable& output, std::span<const BatchParameter> parameters)
      -> Eigen::Map<const Eigen::MatrixXd, Eigen::Unaligned, Eigen::OuterStride<>> {
    start_sweep(output, "jacobian");
    if (nodes_[output.index()].rows != 1)
      throw std::invalid_argument(
          "BatchReplay::jacobian: the output has several rows; take row(y, i) of it");
    std::ptrdiff_t entries = 0;
    for (const BatchParameter& p : parameters) {
      check(p, "jacobian");
      entries += p.rows() * p.cols();
    }
    if (entries * padded_ > jacobian_size_) {
      jacobian_ = allocate(entries * padded_);
      jacobian_size_ = entries * padded_;
    }
    std::fill_n(jacobian_.get(), entries * padded_, 0.0);

    // For this sweep the parameters' adjoints lie in the Jacobian, and nothing else is asked for.
    jacobian_leads_.assign(nodes_.size(), 0);
    double* block = jacobian_.get();
    for (const BatchParameter& p : parameters) {
      jacobian_leads_[p.index()] = 1;
      std::swap(slots_[p.index()].adjoint, block);
      gradients_.push_back(block);
      block = slots_[p.index()].adjoint + p.rows() * p.cols() * padded_;
    }
    propagate(jacobian_leads_);
    jacobian_leads_.swap(leads_);
    std::fill_n(slots_[output.index()].adjoint, columns_, 1.0);
    sweep(output.index(), true);
    jacobian_leads_.swap(leads_);
    for (std::size_t k = parameters.size(); k-- > 0;)
      slots_[parameters[k].index()].adjoint = gradients_[k];
    gradients_.clear();
    state_ = State::forward; // a Jacobian sweep leaves no adjoints to ask for
    return {jacobian_.get(), columns_, entries, Eigen::OuterStride<>(padded_)};
  }

private:
  enum class State { changed, forward, swept };
  struct Free {
    void operator()(double* numbers) const {
      ::operator delete (numbers, std::align_val_t{Pack::alignment});
    }
  };
  using Numbers = std::unique_ptr<double[], Free>;

  static auto allocate(std::ptrdiff_t size) -> Numbers {
    const std::size_t bytes = static_cast<std::size_t>(size) * sizeof(double);
    Numbers numbers(
        static_cast<double*>(::operator new (bytes, std::align_val_t{Pack::alignment})));
    std::fill_n(numbers.get(), size, 0.0);
    return numbers;
  }
  /// How many numbers a node holds; a view holds none of its own.
  auto storage(const BatchNode& node) const -> std::ptrdiff_t {
    if (node.kind == BatchNode::Kind::view) return 0;
    if (node.kind != BatchNode::Kind::parameter) return node.rows * padded_;
    return (std::ptrdiff_t{node.rows} * node.cols + Pack::size - 1) / Pack::size * Pack::size;
  }
  /// One block of memory for all values, then all adjoints.
  void place_slots() {
    std::ptrdiff_t total = 0;
    for (const BatchNode& node : nodes_) total += storage(node);
    memory_ = allocate(2 * total);
    double* next = memory_.get();
    slots_.resize(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const BatchNode& node = nodes_[i];
      unset_ += is_leaf(node) ? 1 : 0;
      if (node.kind == BatchNode::Kind::view) {
        const BatchSlot& whole = slots_[arguments_[node.first_argument]];
        slots_[i] = {whole.value + node.offset * padded_, whole.adjoint + node.offset * padded_};
      } else {
        slots_[i] = {next, next + total};
        next += storage(node);
      }
    }
  }
  static auto is_leaf(const BatchNode& node) -> bool {
    return node.kind == BatchNode::Kind::input || node.kind == BatchNode::Kind::parameter;
  }

  auto call(std::uint32_t i, bool per_column = false) const -> BatchCall {
    return {nodes_[i],
            i,
            arguments_.data() + nodes_[i].first_argument,
            nodes_.data(),
            slots_.data(),
            leads_.data(),
            padded_,
            per_column};
  }
  auto map(const double* numbers, int rows) const -> Rows {
    return {numbers, rows, columns_, Eigen::OuterStride<>(padded_)};
  }
  void changed(std::uint32_t leaf) {
    if (!is_set_[leaf]) --unset_;
    is_set_[leaf] = 1;
    state_ = State::changed;
  }

  void all_lead() {
    std::fill(leads_.begin(), leads_.end(), std::uint8_t{0});
    for (std::size_t i = 0; i < nodes_.size(); ++i) leads_[i] = is_leaf(nodes_[i]) ? 1 : 0;
    propagate(leads_);
  }
  /// Whatever uses a marked node leads to it.
  void propagate(std::vector<std::uint8_t>& leads) const {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const BatchNode& node = nodes_[i];
      if (node.kind == BatchNode::Kind::condition) continue;
      for (std::uint32_t k = 0; k < node.arguments; ++k)
        leads[i] |= leads[arguments_[node.first_argument + k]];
    }
  }
  /// Makes a node ready to collect its adjoint, the first time the sweep meets it.
  void reach(std::uint32_t i, bool per_column) {
    if (reached_[i]) return;
    reached_[i] = 1;
    const BatchNode& node = nodes_[i];
    if (node.kind == BatchNode::Kind::view) reach(arguments_[node.first_argument], per_column);
    else if (node.kind != BatchNode::Kind::parameter || !per_column)
      std::fill_n(slots_[i].adjoint, storage(node), 0.0);
  }
  void start_sweep(const BatchVariable& output, const char* function) {
    check(output, function);
    if (state_ == State::changed)
      throw std::logic_error(std::string("BatchReplay::") + function
                             + ": call forward() first; nothing was computed since the last set()");
    std::fill(reached_.begin(), reached_.end(), std::uint8_t{0});
    reach(output.index(), false);
  }
  void sweep(std::uint32_t output, bool per_column) {
    for (std::uint32_t i = output + 1; i-- > 0;) {
      const BatchNode& node = nodes_[i];
      if (!reached_[i] || !leads_[i] || node.reverse == nullptr) continue;
      for (std::uint32_t k = 0; k < node.arguments; ++k) {
        const std::uint32_t argument = arguments_[node.first_argument + k];
        if (leads_[argument]) reach(argument, per_column);
      }
      node.reverse(call(i, per_column));
    }
    state_ = State::swept;
  }
  /// The adjoint of a node after a sweep; zero where the output does not depend on it.
  auto swept(std::uint32_t i, std::ptrdiff_t size, const char* function) const -> const double* {
    if (state_ != State::swept)
      throw std::logic_error(std::string("BatchReplay::") + function
                             + ": call reverse(output) first");
    if (!leads_[i])
      throw std::logic_error(
          std::string("BatchReplay::") + function
          + ": this was not asked for; name it in with_respect_to(...) before the sweep");
    if (!reached_[i]) std::fill_n(slots_[i].adjoint, size, 0.0);
    return slots_[i].adjoint;
  }

  template <class Handle>
  void check(const Handle& handle, const char* function) const {
    if (handle.tape() == tape_ && handle.index() < nodes_.size()) return;
    const std::string where = std::string("BatchReplay::") + function + ": ";
    if (handle.tape() == nullptr)
      throw std::invalid_argument(
          where + "this is a constant, or was never made by a tape; it has no numbers here");
    if (handle.tape() != tape_)
      throw std::invalid_argument(where + "this belongs to another batch tape");
    throw std::invalid_argument(
        where + "this was recorded after the replay was made; record everything first");
  }
  [[noreturn]] static void throw_shape(const std::string& what, Eigen::Index rows,
                                       Eigen::Index cols, Eigen::Index given_rows,
                                       Eigen::Index given_cols) {
    throw std::invalid_argument("BatchReplay: " + what + " needs " + std::to_string(rows) + " x "
                                + std::to_string(cols) + " numbers, but got "
                                + std::to_string(given_rows) + " x " + std::to_string(given_cols));
  }
  [[noreturn]] void throw_unset() const {
    std::size_t i = 0;
    while (!is_leaf(nodes_[i]) || is_set_[i]) ++i;
    const bool input = nodes_[i].kind == BatchNode::Kind::input;
    throw std::logic_error("BatchReplay::forward: " + std::to_string(unset_)
                           + " inputs or parameters have no numbers; the first is the "
                           + (input ? "input" : "parameter") + " of "
                           + std::to_string(nodes_[i].rows) + " rows; give it numbers by set(...)");
  }

  const BatchTape* tape_; // only compared, never read
  std::vector<BatchNode> nodes_;
  std::vector<std::uint32_t> arguments_;
  int columns_;
  std::ptrdiff_t padded_ = 0;
  Numbers memory_;
  std::vector<BatchSlot> slots_;
  std::vector<std::uint8_t> is_set_, leads_, reached_, jacobian_leads_;
  std::vector<double*> gradients_;
  Numbers jacobian_;
  std::ptrdiff_t jacobian_size_ = 0;
  std::ptrdiff_t unset_ = 0;
  State state_ = State::changed;
};

} // namespace jetwork::autodiff
