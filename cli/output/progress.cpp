#include "cli/output/progress.hpp"

#include <fmt/format.h>

#include <utility>

namespace jetwork::cli {

SolveProgress::SolveProgress(std::string independent, bool quiet)
    : independent_(std::move(independent)), quiet_(quiet) {}

SolveProgress::~SolveProgress() { line_.wipe(); }

auto SolveProgress::callback() -> std::function<void(const pinn::Progress&)> {
  if (quiet_ || !io::ProgressLine::is_terminal()) return {};
  return [this](const pinn::Progress& progress) { show(progress); };
}

void SolveProgress::show(const pinn::Progress& progress) {
  if (!line_.is_due()) return;
  const std::string pass = progress.pass > 1 ? fmt::format(", pass {}", progress.pass) : "";
  line_.show(progress.fraction,
             fmt::format("{:3.0f} %  {} = {:.6g}, {} segments{}", 100 * progress.fraction,
                         independent_, progress.t, progress.segments, pass));
}

} // namespace jetwork::cli
