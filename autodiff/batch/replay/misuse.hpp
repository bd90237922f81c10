// What a batch replay says when it is misused. Included by autodiff/batch/replay/replay.hpp.
//
//   BatchReplay replay(tape, 4);
//   replay.forward();        // throws: "1 inputs or parameters have no numbers; the first is …; give it numbers by …"
//
// Arguments that don't fit are std::invalid_argument, calls in the wrong order std::logic_error; each message names
// the call to make instead.
#pragma once

#include "autodiff/batch/replay/replay.hpp"

#include <stdexcept>
#include <string>

namespace jetwork::autodiff {

namespace detail {

inline auto in_replay(const char* function) -> std::string {
  return std::string("BatchReplay::") + function + ": ";
}

} // namespace detail

inline auto BatchReplay::at_least_one(int columns) -> int {
  if (columns < 1) throw std::invalid_argument("BatchReplay: at least one column is needed");
  return columns;
}

template <class Handle>
void BatchReplay::check(const Handle& handle, const char* function) const {
  if (handle.tape() == tape_ && handle.index() < program_.size()) return;
  const std::string where = detail::in_replay(function);
  if (handle.tape() == 0)
    throw std::invalid_argument(
        where + "this is a constant, or was never made by a tape; it has no numbers here");
  if (handle.tape() != tape_)
    throw std::invalid_argument(where + "this belongs to another batch tape");
  throw std::invalid_argument(
      where + "this was recorded after the replay was made; record everything first");
}

inline void BatchReplay::check_input(const BatchVariable& input, const char* function) const {
  check(input, function);
  if (program_.node(input.index()).kind != BatchNode::Kind::input)
    throw std::invalid_argument(detail::in_replay(function)
                                + "only variables made by tape.input(rows) can be set");
}

inline void BatchReplay::require_all_set(const char* function) const {
  if (unset_ == 0) return;
  const BatchNode* first = nullptr;
  int needed = 0; // what is not computed needs none
  for (std::uint32_t i = 0; i < program_.size(); ++i)
    if (const BatchNode& node = program_.node(i);
        node.is_leaf() && is_set_[i] == 0 && program_.is_live(i)) {
      if (first == nullptr) first = &node;
      ++needed;
    }
  if (first == nullptr) return;
  const bool input = first->kind == BatchNode::Kind::input;
  throw std::logic_error(detail::in_replay(function) + std::to_string(needed)
                         + " inputs or parameters have no numbers; the first is the "
                         + (input ? "input" : "parameter") + " of " + std::to_string(first->rows)
                         + " rows; give it numbers by set(...)");
}

inline void BatchReplay::require_set(const BatchVariable& input, const char* function) const {
  if (is_set_[input.index()] == 0)
    throw std::logic_error(detail::in_replay(function)
                           + "this input has no numbers yet; give it numbers by set(...)");
}

inline void BatchReplay::require_forward(const char* function) const {
  if (state_ == State::changed)
    throw std::logic_error(detail::in_replay(function)
                           + "call forward() first; nothing was computed since the last set()");
}

inline void BatchReplay::require_live(const BatchVariable& x, const char* function) const {
  if (!program_.is_live(x.index()))
    throw std::logic_error(detail::in_replay(function)
                           + "this is not computed; name it in compute_only(...)");
}

inline void BatchReplay::require_start(const BatchVariable& output, const char* function) const {
  check(output, function);
  require_live(output, function);
  if (output.rows() != 1)
    throw std::invalid_argument(
        detail::in_replay(function)
        + "the output has several rows; take row(y, i) or sum(y), or give reverse a seed");
}

inline void BatchReplay::require_swept(std::uint32_t i, const char* function) const {
  if (state_ != State::swept)
    throw std::logic_error(detail::in_replay(function) + "call reverse(output) first");
  if (leads_[i] == 0 || asked_[i] == 0)
    throw std::logic_error(
        detail::in_replay(function)
        + "this was not asked for; name it in with_respect_to(...) before the sweep");
}

inline void BatchReplay::require_one_column(const char* function) const {
  if (columns() != 1)
    throw std::invalid_argument(detail::in_replay(function)
                                + "this replay has several columns; adjoint(x) has a derivative "
                                  "for each of them");
}

template <class Given>
void BatchReplay::throw_shape(const char* function, const char* what, Eigen::Index rows,
                              Eigen::Index cols, const Given& given) {
  throw std::invalid_argument(detail::in_replay(function) + what + " needs " + std::to_string(rows)
                              + " x " + std::to_string(cols) + " numbers, but got "
                              + std::to_string(given.rows()) + " x "
                              + std::to_string(given.cols()));
}

} // namespace jetwork::autodiff
