// How far a long solve has come, on a terminal. Nothing is shown if standard error is no terminal, nor in the first half second.
//
//   SolveProgress shown("t", quiet);
//   pinn::solve(problem, {.progress = shown.callback()});    // its destructor wipes the line
#pragma once

#include "io/progress_line.hpp"
#include "pinn/solve.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace jetwork::cli {

class SolveProgress {
public:
  SolveProgress(std::string independent, bool quiet);
  ~SolveProgress();
  SolveProgress(const SolveProgress&) = delete;
  auto operator=(const SolveProgress&) -> SolveProgress& = delete;

  /// The function for pinn::Options::progress; it refers to this object. Empty if nothing is shown.
  [[nodiscard]] auto callback() -> std::function<void(const pinn::Progress&)>;

private:
  void show(const pinn::Progress& progress);

  std::string independent_;
  bool quiet_;
  io::ProgressLine line_{std::chrono::milliseconds(500)};
};

} // namespace jetwork::cli
