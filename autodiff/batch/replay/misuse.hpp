// The messages of a batch replay that is used wrongly. Included by autodiff/batch/replay/replay.hpp.
//
//   BatchReplay replay(tape, 4);
//   replay.forward();        // throws: "1 inputs or parameters have no numbers; the first is …; give it numbers by …"
//
// Arguments that don't fit are std::invalid_argument, calls in the wrong order std::logic_error; each message names
// the call to make instead. `function` is the member of BatchReplay that was called.
#pragma once

#include "autodiff/batch/replay/program.hpp"

#include <stdexcept>
#include <string>

namespace jetwork::autodiff::detail {

inline auto in_replay(const char* function) -> std::string {
  return std::string("BatchReplay::") + function + ": ";
}

inline auto at_least_one_column(int columns) -> int {
  if (columns < 1) throw std::invalid_argument("BatchReplay: at least one column is needed");
  return columns;
}

/// The handle, a variable or a parameter, is of the tape that the replay was made from.
template <class Handle>
void require_of_tape(const Handle& handle, BatchTapeNumber tape, const BatchProgram& program,
                     const char* function) {
  if (handle.tape() == tape && handle.index() < program.size()) return;
  const std::string where = in_replay(function);
  if (handle.tape() == 0)
    throw std::invalid_argument(
        where
        + "this is a constant, or was never made by a tape; give a variable or parameter of this "
          "replay's tape");
  if (handle.tape() != tape)
    throw std::invalid_argument(
        where
        + "this belongs to another batch tape; give a variable or parameter of this replay's tape");
  throw std::invalid_argument(
      where + "this was recorded after the replay was made; record everything first");
}

inline void require_input(const BatchNode& node, const char* function) {
  if (node.kind != BatchNode::Kind::input)
    throw std::invalid_argument(in_replay(function)
                                + "only variables made by tape.input(rows) can be set");
}

/// Throws unless every input and parameter has numbers, except those that lead to nothing that is asked for.
inline void require_all_set(const BatchProgram& program, const BatchProgram::Flags& is_set,
                            const char* function) {
  const BatchNode* first = nullptr;
  int needed = 0; // without those that lead to nothing that is asked for
  for (std::uint32_t i = 0; i < program.size(); ++i)
    if (const BatchNode& node = program.node(i);
        node.is_leaf() && is_set[i] == 0 && program.is_live(i)) {
      if (first == nullptr) first = &node;
      ++needed;
    }
  if (first == nullptr) return;
  const bool input = first->kind == BatchNode::Kind::input;
  throw std::logic_error(in_replay(function) + std::to_string(needed)
                         + " inputs or parameters have no numbers; the first is the "
                         + (input ? "input" : "parameter") + " of " + std::to_string(first->rows)
                         + " rows; give it numbers by set(...)");
}

inline void require_set(bool is_set, const char* function) {
  if (!is_set)
    throw std::logic_error(in_replay(function)
                           + "this input has no numbers yet; give it numbers by set(...)");
}

inline void require_forward(bool is_computed, const char* function) {
  if (!is_computed)
    throw std::logic_error(in_replay(function)
                           + "call forward() first; nothing was computed since the last set()");
}

inline void require_live(bool is_live, const char* function) {
  if (!is_live)
    throw std::logic_error(in_replay(function)
                           + "this is not computed; name it in compute_only(...)");
}

inline void require_one_row(const BatchVariable& output, const char* function) {
  if (output.rows() != 1)
    throw std::invalid_argument(
        in_replay(function)
        + "the output has several rows; take row(y, i) or sum(y), or give reverse a seed");
}

inline void require_swept(bool is_swept, bool was_asked_for, const char* function) {
  if (!is_swept) throw std::logic_error(in_replay(function) + "call reverse(output) first");
  if (!was_asked_for)
    throw std::logic_error(
        in_replay(function)
        + "this was not asked for; name it in with_respect_to(...) before the sweep");
}

inline void require_one_column(int columns, const char* function) {
  if (columns != 1)
    throw std::invalid_argument(in_replay(function)
                                + "this replay has several columns; call adjoint(x), which has a "
                                  "derivative for each of them");
}

template <class Given>
[[noreturn]] void throw_shape(const char* function, const char* what, Eigen::Index rows,
                              Eigen::Index cols, const Given& given) {
  throw std::invalid_argument(
      in_replay(function) + what + " needs " + std::to_string(rows) + " x " + std::to_string(cols)
      + " numbers, but got " + std::to_string(given.rows()) + " x " + std::to_string(given.cols()));
}

} // namespace jetwork::autodiff::detail
