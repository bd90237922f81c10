// Saved solutions: refused, or read; then they can be evaluated, and are written as they were read.
#include "io/checksum.hpp"
#include "pinn/solution_file.hpp"
#include "tests/fuzz/fuzzer.hpp"

#include <numeric>

namespace {

namespace pinn = jetwork::pinn;
using jetwork::fuzz::require;

void check(const std::string& text) {
  pinn::SavedSolution saved;
  try {
    saved = pinn::read_solution(text);
  } catch (const pinn::SolutionFileError&) { return; }
  const pinn::Solution& solution = saved.result.solution;
  if (!solution.segments().empty())
    for (const double t :
         {solution.start(), std::midpoint(solution.start(), solution.end()), solution.end()})
      for (std::size_t i = 0; i < solution.names().size(); ++i)
        for (int n = 0; n < solution.orders()[i]; ++n) (void)solution(i, t, n);
  const std::string written = pinn::write_solution(saved);
  const pinn::SavedSolution again = pinn::read_solution(written);
  require(again.is_checked, "a solution that was just written is not checked");
  require(pinn::write_solution(again) == written, "a solution does not read back as it was");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = jetwork::fuzz::text_of(data, size);
  check(text);
  check(jetwork::fuzz::with_right_checksum(text, jetwork::io::with_checksum));
  return 0;
}
