#include "nn/training/history.hpp"

#include "io/atomic_file.hpp"
#include "io/gnuplot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace jetwork::nn {

auto EpochRecord::watched_loss() const -> double {
  return std::isnan(validation_loss) ? training_loss : validation_loss;
}

auto to_string(StopReason reason) -> std::string_view {
  switch (reason) {
  case StopReason::all_epochs: return "all epochs";
  case StopReason::early_stopping: return "early stopping";
  case StopReason::callback: return "callback";
  case StopReason::converged: return "converged";
  case StopReason::stalled: return "stalled";
  case StopReason::not_finite: return "not finite";
  }
  return "unknown";
}

auto TrainingHistory::csv() const -> std::string {
  std::string text = "epoch,training_loss,validation_loss,learning_rate,seconds\n";
  for (const EpochRecord& record : epochs) {
    const std::string validation =
        std::isnan(record.validation_loss) ? "" : fmt::format("{}", record.validation_loss);
    text += fmt::format("{},{},{},{},{:.6f}\n", record.epoch, record.training_loss, validation,
                        record.learning_rate, record.seconds);
  }
  return text;
}

void TrainingHistory::write_csv(const std::filesystem::path& path) const {
  io::write_file_atomically(path, csv());
}

void TrainingHistory::plot(const std::filesystem::path& path, std::string_view title) const {
  const bool validated = std::any_of(epochs.begin(), epochs.end(), [](const EpochRecord& record) {
    return !std::isnan(record.validation_loss);
  });
  std::string script = "$loss << END\n";
  const auto positive = [](double loss) { // a logarithmic axis has no zero
    return std::isfinite(loss) && loss > 0 ? fmt::format("{}", loss) : std::string("NaN");
  };
  bool any = false;
  for (const EpochRecord& record : epochs) {
    any = any || (std::isfinite(record.training_loss) && record.training_loss > 0);
    script += fmt::format("{} {} {}\n", record.epoch, positive(record.training_loss),
                          positive(record.validation_loss));
  }
  script += fmt::format("END\nset title {} noenhanced\nset xlabel 'epoch'\nset ylabel 'loss'\n"
                        "set border 3 linecolor rgb '#606060'\nset tics nomirror\n"
                        "set grid linecolor rgb '#e4e4e4' linetype 1\nset key top right\n",
                        io::gnuplot_string(title));
  if (!any) {
    script += "set xrange [0:1]\nset yrange [0:1]\nplot 1/0 title 'no loss above zero'\n";
  } else {
    script +=
        "set logscale y\nset format y '%g'\n"
        "plot $loss using 1:2 with lines linewidth 2 linecolor rgb '#1f77b4' title 'training'";
    if (validated)
      script +=
          ", $loss using 1:3 with lines linewidth 2 linecolor rgb '#e8710a' title 'validation'";
  }
  io::draw_by_gnuplot(path, script + "\n");
}

} // namespace jetwork::nn
