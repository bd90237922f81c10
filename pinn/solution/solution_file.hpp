// Solutions in files: what was solved, how well, and the networks, as JSON that gives every number
// back to the bit.
//
//   save_solution("spring.json", {.title = "Mass on a spring", .result = result});
//   const SavedSolution saved = load_solution("spring.json");
//   saved.result.solution(0, 1.5);
//
// The object holds, for version 1:
//   "format": "jetwork solution", "version": 1, "title", "independent", "status", "outcome" (may be missing), "reason",
//   "tolerance", "trusted_until" (may be missing),
//   "events":        [{"event", "at", "error_estimate", "before": [[...]], "after": [[...]], "ends_solution"}], in the order in
//                    which they happened; "event" counts those of the problem from 0, and the values are a list for each
//                    unknown, below its order; missing where none happened
//   "stopped_at":    {"event", "at"}: an event that ended the solution, in files of earlier versions
//   "invariants":    [{"name", "start", "drift", "relative_drift"}]; missing where there are none
//   "unknowns":      [{"name", "order", "error_estimate", "largest"}];
//                    null where no estimate could be given
//   "hidden_layers": [{"weight": [...], "bias": [...]}]; segments share them
//   "segments":      [{"start", "length", "hidden", "initial": [[...]], "output_weights": [[...]]}]
//                    in the order of the march; "hidden" counts from 0, and the two matrices
//                    hold a list for each unknown
//   "checksum":      of all that stands before it (io/checksum.hpp), the last entry; files of earlier versions have none.
// pinn/solution/solution.hpp says how a segment's numbers make a function.
#pragma once

#include "pinn/solution/result.hpp"
#include "pinn/solution/solution_file_error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace jetwork::pinn {

struct SavedSolution {
  std::string title;
  Result result; ///< without its statistics
  /// Of a solution that was read: whether a checksum says that the file is as it was written.
  bool is_checked = false;
};

/// Bytes of a file: what is larger is neither written nor read.
inline constexpr std::uintmax_t largest_solution_file = std::uintmax_t{2} << 30U;

/// The text of the file, and back again. `read_solution` checks everything. Both throw SolutionFileError.
[[nodiscard]] auto write_solution(const SavedSolution& saved) -> std::string;
[[nodiscard]] auto read_solution(const std::string& text) -> SavedSolution;

/// The same with a file. A SolutionFileError then begins with the file's name.
void save_solution(const std::filesystem::path& path, const SavedSolution& saved);
[[nodiscard]] auto load_solution(const std::filesystem::path& path) -> SavedSolution;

} // namespace jetwork::pinn
