// Replaying a batch tape on numbers: values forward, derivatives in reverse or forward.
//
//   BatchReplay replay(tape, 64);              // takes the memory for values; for derivatives, the first sweep does
//   replay.set(x, samples);                    // rows × 64, or a vector of 64 for an input of one row
//   replay.set(k, 4.0);
//   replay.forward();
//   replay.reverse(y);                         // one sweep: dy/dx in every sample, dy/dk summed over them
//   replay.value(y), replay.adjoint(x), replay.gradient(k);
//   replay.set_tangent(x, dx);  replay.forward_tangent();  replay.tangent(y);     // dy in the direction dx
//
// No sweep but the first of its kind allocates anything; each calls one plain function for every operation and block of samples. Replays keep
// their own copy of the program: several may run at the same time, on different threads, and they outlive the tape.
// The samples are independent, so the sweep with a seed of one in every column gives each column's own derivatives.
// With one column, a replay computes on long vectors (see autodiff/batch/matrix.hpp).
//
// replay.differentiate(y) is forward() and reverse(y) in one go, block by block, while a block's numbers are in the
// cache. compute_only({y}) and with_respect_to({x}, {k}) leave out values and derivatives that are not asked for.
#pragma once

#include "autodiff/batch/replay/memory.hpp"
#include "autodiff/batch/replay/misuse.hpp"
#include "autodiff/batch/replay/program.hpp"

#include <initializer_list>
#include <optional>

namespace jetwork::autodiff {

/// A program with the memory to run it. Wrong calls throw, and the message names the call to make instead:
/// std::invalid_argument where an argument does not fit, std::logic_error where a call comes too early.
class BatchReplay {
public:
  /// A row for every row of the variable, a column for every sample; an Eigen expression on the replay's memory.
  using Rows = BatchMemory::Numbers;

  /// Takes the memory to replay what is on the tape now, on `columns` samples at a time.
  BatchReplay(const BatchTape& tape, int columns)
      : tape_(tape.number()),
        program_(tape),
        memory_(program_.nodes(), program_.arguments(), detail::at_least_one_column(columns)),
        is_set_(program_.size()),
        leads_(program_.size()),
        asked_(program_.size(), 1),
        held_(program_.size()) {
    for (std::uint32_t i = 0; i < program_.size(); ++i) {
      leads_[i] = program_.node(i).is_leaf() ? 1 : 0;
      unset_ += leads_[i];
    }
    program_.propagate(leads_);
  }
  BatchReplay(const BatchReplay&) = delete; ///< its parts point at each other
  auto operator=(const BatchReplay&) -> BatchReplay& = delete;

  auto columns() const -> int { return memory_.columns(); } ///< the number of samples

  /// Gives an input its samples: a matrix of its rows and columns() columns. A row also takes any vector.
  template <class Derived>
  void set(const BatchVariable& input, const Eigen::DenseBase<Derived>& samples) {
    write(input, samples, &BatchSlot::value, "set");
    changed(input.index());
  }
  /// The same number for every sample (and row) of an input.
  void set(const BatchVariable& input, double number) {
    check_input(input, "set");
    memory_.fill(input.index(), input.rows(), number, &BatchSlot::value);
    changed(input.index());
  }
  /// Gives a parameter its numbers: a matrix of its rows and columns.
  template <class Derived>
  void set(const BatchParameter& parameter, const Eigen::DenseBase<Derived>& matrix) {
    write(parameter, matrix, &BatchSlot::value, "set");
    changed(parameter.index());
  }
  /// The same number for every entry of a parameter.
  void set(const BatchParameter& parameter, double number) {
    set(parameter, Eigen::MatrixXd::Constant(parameter.rows(), parameter.cols(), number));
  }

  /// Says which variables' values the coming sweeps are to give, and from which they may start. Operations that lead
  /// to none of these variables are left out, and inputs and parameters that lead to none may stay without numbers.
  /// Without this call everything that was recorded is computed.
  void compute_only(std::initializer_list<BatchVariable> variables) {
    compute_only(std::span(variables.begin(), variables.size()));
  }
  /// The same of a span.
  void compute_only(std::span<const BatchVariable> variables) {
    BatchProgram::Flags asked(program_.size());
    for (const BatchVariable& x : variables) {
      check(x, "compute_only");
      asked[x.index()] = 1;
    }
    program_.compute(asked);
    held_changed_ = true; // other operations may be held now
    planned_.reset();
    state_ = State::changed;
  }
  /// Says which inputs seldom get other numbers, as the parameters of an equation: an operation on these alone is computed
  /// again only after one of them was set.
  void hold(std::span<const BatchVariable> inputs) {
    held_.assign(program_.size(), 0);
    for (const BatchVariable& x : inputs) {
      check_input(x, "hold");
      held_[x.index()] = 1;
    }
    program_.hold(held_);
    held_changed_ = true;
    state_ = State::changed;
  }
  /// Says what the coming sweeps are to give derivatives for; operations that lead to none of it are left
  /// out. Any variable may be named, not only inputs. Without this call: everything.
  void with_respect_to(std::initializer_list<BatchVariable> variables,
                       std::initializer_list<BatchParameter> parameters = {}) {
    with_respect_to(std::span(variables.begin(), variables.size()),
                    std::span(parameters.begin(), parameters.size()));
  }
  /// The same of spans.
  void with_respect_to(std::span<const BatchVariable> variables,
                       std::span<const BatchParameter> parameters) {
    std::fill(asked_.begin(), asked_.end(), std::uint8_t{0});
    for (const BatchVariable& x : variables) {
      check(x, "with_respect_to");
      asked_[x.index()] = 1;
    }
    for (const BatchParameter& p : parameters) {
      check(p, "with_respect_to");
      asked_[p.index()] = 1;
    }
    leads_ = asked_;
    program_.propagate(leads_);
    keep_adjoints();
    planned_.reset();
    state_ = std::min(state_, State::forward);
  }
  /// The same for parameters alone, as many as a network has.
  void with_respect_to(std::span<const BatchParameter> parameters) {
    with_respect_to(std::span<const BatchVariable>(), parameters);
  }

  /// Computes every operation on the numbers that were set.
  void forward() {
    require_all_set("forward");
    update_held();
    for (std::ptrdiff_t block = 0; block < memory_.blocks(); ++block) forward(block);
    state_ = State::forward;
    has_tangents_ = false;
  }
  /// The numbers of a variable after forward(), one column a sample.
  auto value(const BatchVariable& x) const -> Rows {
    check(x, "value");
    require_live(x, "value");
    if (program_.node(x.index()).kind == BatchNode::Kind::input)
      detail::require_set(is_set_[x.index()] != 0, "value");
    else require_forward("value");
    return memory_.numbers(x.index(), x.rows(), &BatchSlot::value);
  }

  /// Sweeps from `output`, one row, seeding 1 in every column.
  void reverse(const BatchVariable& output) {
    require_start(output, "reverse");
    require_forward("reverse");
    plan(output);
    for (std::ptrdiff_t block = 0; block < memory_.blocks(); ++block)
      reverse(block, [&](double* adjoint) { seed_ones(block, adjoint); });
    state_ = State::swept;
  }
  /// Sweeps from `output` with the adjoint given: rows of the output × columns().
  template <class Derived>
  void reverse(const BatchVariable& output, const Eigen::DenseBase<Derived>& seed) {
    check(output, "reverse");
    require_live(output, "reverse");
    require_forward("reverse");
    if (seed.rows() != output.rows() || seed.cols() != columns())
      detail::throw_shape("reverse", "the seed of this output", output.rows(), columns(), seed);
    plan(output);
    const std::ptrdiff_t across = memory_.layout().columns;
    for (std::ptrdiff_t block = 0; block < memory_.blocks(); ++block)
      reverse(block, [&](double* adjoint) {
        const std::ptrdiff_t count = memory_.columns_in(block);
        Eigen::Map<BatchMemory::Matrix, 0, Eigen::OuterStride<>>(adjoint, output.rows(), count,
                                                                 Eigen::OuterStride<>(across)) =
            seed.derived().middleCols(block * across, count);
      });
    state_ = State::swept;
  }
  /// forward() and reverse(output), block by block.
  void differentiate(const BatchVariable& output) {
    require_all_set("differentiate");
    require_start(output, "differentiate");
    plan(output);
    update_held();
    for (std::ptrdiff_t block = 0; block < memory_.blocks(); ++block) {
      forward(block);
      reverse(block, [&](double* adjoint) { seed_ones(block, adjoint); });
    }
    state_ = State::swept;
    has_tangents_ = false;
  }
  /// The derivatives of the last sweep's output by x, one column a sample.
  auto adjoint(const BatchVariable& x) const -> Rows {
    check(x, "adjoint");
    require_swept(x.index(), "adjoint");
    return memory_.numbers(x.index(), x.rows(), &BatchSlot::adjoint);
  }
  /// The derivatives of the last sweep's output by a parameter, summed over the samples.
  auto gradient(const BatchParameter& p) const -> Eigen::Map<const Eigen::MatrixXd> {
    check(p, "gradient");
    require_swept(p.index(), "gradient");
    return {memory_.slots(0)[p.index()].adjoint, p.rows(), p.cols()};
  }

  /// With one column: the derivatives of the last sweep's output by x, as a vector in place.
  auto gradient(const BatchVariable& x) const -> Eigen::Map<const Eigen::VectorXd> {
    check(x, "gradient");
    require_swept(x.index(), "gradient");
    detail::require_one_column(columns(), "gradient");
    return {memory_.slots(0)[x.index()].adjoint, x.rows()};
  }

  /// The derivatives of an output of one row by all entries of the parameters: a row for every sample, a
  /// column for every entry, parameter after parameter, each column by column as Eigen stores it. One sweep.
  /// The first call takes the memory for the result, which the next call overwrites.
  auto jacobian(const BatchVariable& output, std::initializer_list<BatchParameter> parameters)
      -> Eigen::Map<const Eigen::MatrixXd, Eigen::Unaligned, Eigen::OuterStride<>> {
    return jacobian(output, std::span(parameters.begin(), parameters.size()));
  }
  /// The same of a span.
  auto jacobian(const BatchVariable& output, std::span<const BatchParameter> parameters)
      -> Eigen::Map<const Eigen::MatrixXd, Eigen::Unaligned, Eigen::OuterStride<>>;

  /// The direction in which an input or a parameter moves; those never given one stand still.
  template <class Handle, class Derived>
  void set_tangent(const Handle& leaf, const Eigen::DenseBase<Derived>& direction) {
    need_tangents();
    write(leaf, direction, &BatchSlot::tangent, "set_tangent");
    moving_[leaf.index()] = 1;
    has_tangents_ = false;
  }
  /// The same rate for every number of an input or a parameter.
  template <class Handle>
  void set_tangent(const Handle& leaf, double direction) {
    check(leaf, "set_tangent");
    int cols = columns();
    if constexpr (std::same_as<Handle, BatchParameter>) cols = leaf.cols();
    set_tangent(leaf, Eigen::MatrixXd::Constant(leaf.rows(), cols, direction));
  }
  /// How every variable moves where inputs and parameters move by their tangents. Needs forward() before.
  void forward_tangent() {
    require_forward("forward_tangent");
    need_tangents();
    tangent_moving_ = moving_;
    program_.propagate(tangent_moving_);
    program_.plan_tangent(tangent_moving_);
    planned_.reset();
    for (std::ptrdiff_t block = 0; block < memory_.blocks(); ++block)
      for (const std::uint32_t i : program_.sweep()) program_.node(i).tangent(call(i, block));
    has_tangents_ = true;
  }
  /// The tangent of a variable after forward_tangent(), one column a sample.
  auto tangent(const BatchVariable& x) const -> Rows {
    check(x, "tangent");
    require_live(x, "tangent");
    if (!has_tangents_)
      throw std::logic_error("BatchReplay::tangent: call forward_tangent() first; no tangents were "
                             "computed since the last set(), set_tangent() or forward()");
    return memory_.numbers(x.index(), x.rows(), &BatchSlot::tangent);
  }

private:
  enum class State { changed, forward, swept };

  auto call(std::uint32_t i, std::ptrdiff_t block, std::ptrdiff_t jacobian_stride = 0) const
      -> BatchCall {
    const BatchNode& node = program_.node(i);
    return {node,
            i,
            program_.arguments().data() + node.first_argument,
            program_.nodes().data(),
            memory_.slots(block),
            program_.edges().data() + node.first_argument,
            memory_.layout(),
            jacobian_stride};
  }
  void forward(std::ptrdiff_t block) {
    for (const std::uint32_t i : program_.varying()) program_.node(i).forward(call(i, block));
  }
  void update_held() {
    if (!held_changed_) return;
    for (std::ptrdiff_t block = 0; block < memory_.blocks(); ++block)
      for (const std::uint32_t i : program_.held()) program_.node(i).forward(call(i, block));
    held_changed_ = false;
  }
  template <class Seed>
  void reverse(std::ptrdiff_t block, Seed seed, std::ptrdiff_t jacobian_stride = 0) {
    for (const std::uint32_t i : program_.fills()) {
      const bool parameter = program_.node(i).kind == BatchNode::Kind::parameter;
      if (!parameter || (block == 0 && jacobian_stride == 0))
        std::fill_n(memory_.slots(block)[i].adjoint, memory_.storage(program_.node(i)), 0.0);
    }
    seed(memory_.slots(block)[*planned_].adjoint);
    for (const std::uint32_t i : program_.sweep())
      program_.node(i).reverse(call(i, block, jacobian_stride));
  }
  void seed_ones(std::ptrdiff_t block, double* adjoint) const {
    std::fill_n(adjoint, memory_.columns_in(block), 1.0);
  }
  void need_tangents() {
    memory_.need_tangents();
    moving_.resize(program_.size());
  }
  /// Plans the sweep from an output, unless it is the one that was planned last.
  void plan(const BatchVariable& output) {
    if (planned_ == output.index()) return;
    memory_.need_adjoints();
    program_.plan_reverse(output.index(), leads_);
    planned_ = output.index();
    // A node that the sweep does not reach has an adjoint of zero.
    for (std::uint32_t i = 0; i < program_.size(); ++i)
      if (leads_[i] != 0 && !program_.is_reached(i))
        for (std::ptrdiff_t block = 0; block < memory_.blocks(); ++block)
          std::fill_n(memory_.slots(block)[i].adjoint, own_size(i), 0.0);
  }
  auto own_size(std::uint32_t i) const -> std::ptrdiff_t {
    return memory_.storage(program_.node(i));
  }
  /// Only adjoints that are asked for are kept in every block; a view's adjoint is a part of its variable's.
  void keep_adjoints() {
    BatchProgram::Flags kept = asked_;
    for (std::uint32_t i = program_.size(); i-- > 0;)
      if (is_view(i) && kept[i] != 0) kept[program_.argument(program_.node(i), 0)] = 1;
    for (std::uint32_t i = 0; i < program_.size(); ++i)
      if (is_view(i)) kept[i] = kept[program_.argument(program_.node(i), 0)];
    memory_.share_adjoints(kept);
  }
  auto is_view(std::uint32_t i) const -> bool {
    return program_.node(i).kind == BatchNode::Kind::view;
  }
  void changed(std::uint32_t leaf) {
    if (is_set_[leaf] == 0) --unset_;
    is_set_[leaf] = 1;
    held_changed_ = held_changed_ || held_[leaf] != 0;
    state_ = State::changed;
    has_tangents_ = false;
  }

  template <class Derived>
  void write(const BatchVariable& input, const Eigen::DenseBase<Derived>& samples,
             BatchMemory::Kind kind, const char* function) {
    check_input(input, function);
    const bool fits = samples.rows() == input.rows() && samples.cols() == columns();
    const bool fits_as_row =
        input.rows() == 1 && samples.cols() == 1 && samples.rows() == columns();
    if (!fits && !fits_as_row)
      detail::throw_shape(function, "this input", input.rows(), columns(), samples);
    memory_.write(input.index(), input.rows(), samples, kind);
  }
  template <class Derived>
  void write(const BatchParameter& parameter, const Eigen::DenseBase<Derived>& matrix,
             BatchMemory::Kind kind, const char* function) {
    check(parameter, function);
    if (matrix.rows() != parameter.rows() || matrix.cols() != parameter.cols())
      detail::throw_shape(function, "this parameter", parameter.rows(), parameter.cols(), matrix);
    Eigen::Map<Eigen::MatrixXd>(memory_.slots(0)[parameter.index()].*kind, parameter.rows(),
                                parameter.cols()) = matrix.derived();
  }

  // What may go wrong; the messages are in autodiff/batch/replay/misuse.hpp.
  template <class Handle>
  void check(const Handle& handle, const char* function) const {
    detail::require_of_tape(handle, tape_, program_, function);
  }
  void check_input(const BatchVariable& input, const char* function) const {
    check(input, function);
    detail::require_input(program_.node(input.index()), function);
  }
  void require_all_set(const char* function) const {
    if (unset_ != 0) detail::require_all_set(program_, is_set_, function);
  }
  void require_forward(const char* function) const {
    detail::require_forward(state_ != State::changed, function);
  }
  void require_live(const BatchVariable& x, const char* function) const {
    detail::require_live(program_.is_live(x.index()), function);
  }
  void require_start(const BatchVariable& output, const char* function) const {
    check(output, function);
    require_live(output, function);
    detail::require_one_row(output, function);
  }
  void require_swept(std::uint32_t i, const char* function) const {
    detail::require_swept(state_ == State::swept, leads_[i] != 0 && asked_[i] != 0, function);
  }

  BatchTapeNumber tape_;
  BatchProgram program_;
  BatchMemory memory_;
  BatchProgram::Flags is_set_, leads_, asked_, held_, jacobian_leads_, moving_, tangent_moving_;
  detail::AlignedNumbers jacobian_;
  std::ptrdiff_t jacobian_size_ = 0;
  std::vector<double*> gradients_;
  std::optional<std::uint32_t> planned_; // the output of the planned reverse sweep
  int unset_ = 0;
  State state_ = State::changed;
  bool held_changed_ = true;
  bool has_tangents_ = false;
};

// The samples are independent, so that one reverse sweep holds every sample's own derivatives; only where they meet, in
// the parameters, a gradient sums them. A Jacobian is the same sweep without that sum: during the sweep, the memory
// of the parameters' adjoints is that of the result.
inline auto BatchReplay::jacobian(const BatchVariable& output,
                                  std::span<const BatchParameter> parameters)
    -> Eigen::Map<const Eigen::MatrixXd, Eigen::Unaligned, Eigen::OuterStride<>> {
  require_start(output, "jacobian");
  require_forward("jacobian");
  std::ptrdiff_t entries = 0;
  jacobian_leads_.assign(program_.size(), 0);
  for (const BatchParameter& p : parameters) {
    check(p, "jacobian");
    if (jacobian_leads_[p.index()] != 0)
      throw std::invalid_argument(
          "BatchReplay::jacobian: a parameter is named twice; name each parameter once");
    jacobian_leads_[p.index()] = 1;
    entries += p.rows() * p.cols();
  }
  const std::ptrdiff_t stride = memory_.padded_columns();
  if (entries * stride > jacobian_size_) {
    jacobian_ = detail::allocate(entries * stride);
    jacobian_size_ = entries * stride;
  }
  std::fill_n(jacobian_.get(), entries * stride, 0.0);

  memory_.need_adjoints();
  // For this sweep the parameters' adjoints lie in the Jacobian, and nothing else is asked for.
  program_.propagate(jacobian_leads_);
  program_.plan_reverse(output.index(), jacobian_leads_);
  planned_ = output.index();
  gradients_.clear();
  for (const BatchParameter& p : parameters)
    gradients_.push_back(memory_.slots(0)[p.index()].adjoint);
  const bool one_sample = memory_.layout().one_sample;
  for (std::ptrdiff_t block = 0; block < memory_.blocks(); ++block) {
    double* first = jacobian_.get() + block * memory_.layout().columns;
    for (const BatchParameter& p : parameters) {
      memory_.slots(block)[p.index()].adjoint = first;
      first += p.rows() * p.cols() * stride;
    }
    reverse(block, [&](double* adjoint) { seed_ones(block, adjoint); }, one_sample ? -1 : stride);
  }
  for (std::size_t k = 0; k < parameters.size(); ++k)
    for (std::ptrdiff_t block = 0; block < memory_.blocks(); ++block)
      memory_.slots(block)[parameters[k].index()].adjoint = gradients_[k];
  planned_.reset();
  state_ = State::forward; // a Jacobian sweep leaves no adjoints to ask for
  return {jacobian_.get(), columns(), entries, Eigen::OuterStride<>(stride)};
}

} // namespace jetwork::autodiff
