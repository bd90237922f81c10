// One line on a terminal that says how far a long solve has come. It shows nothing if standard error
// is no terminal, nor in the first half second.
//
//   ProgressLine line("t", quiet);
//   pinn::solve(problem, {.progress = line.callback()});    // its destructor wipes the line
#pragma once

#include "pinn/solve.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace jetwork::cli {

class ProgressLine {
public:
  ProgressLine(std::string independent, bool quiet);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  auto operator=(const ProgressLine&) -> ProgressLine& = delete;

  /// The function for pinn::Options::progress; it refers to this object. Empty if nothing is shown.
  [[nodiscard]] auto callback() -> std::function<void(const pinn::Progress&)>;

private:
  using Clock = std::chrono::steady_clock;

  void show(const pinn::Progress& progress);

  std::string independent_;
  bool shown_on_terminal_;
  bool anything_shown_ = false;
  Clock::time_point next_;
};

} // namespace jetwork::cli
