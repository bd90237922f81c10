#include "benchmarks/derivatives/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace jetwork::benchmarks {

namespace {

auto median(std::vector<double> numbers) -> double {
  if (numbers.empty()) return std::nan("");
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  if (numbers.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(numbers.begin(), middle)) / 2;
}

auto median_ratio(const std::vector<double>& times, const std::vector<double>& divisors) -> double {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::min(times.size(), divisors.size()); ++i)
    ratios.push_back(times[i] / divisors[i]);
  return median(ratios);
}

auto time_text(double seconds) -> std::string {
  if (seconds < 1e-6) return fmt::format("{:.1f} ns", seconds * 1e9);
  if (seconds < 1e-3) return fmt::format("{:.2f} µs", seconds * 1e6);
  return fmt::format("{:.2f} ms", seconds * 1e3);
}

} // namespace

void TimeCollector::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (run.run_type != Run::RT_Iteration || run.error_occurred || run.iterations == 0) continue;
    times_[run.run_name.function_name][run.repetition_index] =
        run.cpu_accumulated_time / static_cast<double>(run.iterations);
  }
}

auto TimeCollector::times(const std::string& name) const -> std::vector<double> {
  std::vector<double> all;
  if (const auto found = times_.find(name); found != times_.end())
    for (const auto& [repetition, time] : found->second) all.push_back(time);
  return all;
}

Table::Table(const std::string& csv_file) {
  if (!csv_file.empty()) {
    csv_.reset(std::fopen(csv_file.c_str(), "w"));
    if (!csv_) throw std::runtime_error("cannot write " + csv_file);
    fmt::print(csv_.get(), "workload,contender,seconds,over_hand_written,over_plain,goal\n");
  }
  fmt::print("{:<36}{:>12}{:>16}{:>10}{:>9}\n", "", "time", "÷ hand-written", "÷ plain", "goal");
}

void Table::print(const Contest& contest, const TimeCollector& collector) {
  const auto times = [&](const std::string& contender) {
    return collector.times(contest.title + "/" + contender);
  };
  fmt::print("\n{}\n", contest.title);
  for (const Contender& contender : contest.contenders) {
    const std::vector<double> own = times(contender.name);
    if (own.empty()) continue;
    const double over_hand_written = median_ratio(own, times(contest.divisor));
    const double over_plain = median_ratio(own, times(Contest::plain));
    const std::string goal = contender.goal ? fmt::format("{:g}", *contender.goal) : "";
    const char* verdict = "";
    if (contender.goal) verdict = over_hand_written < *contender.goal ? "  met" : "  not met";
    fmt::print("  {:<34}{:>12}{:>16.2f}{:>10.2f}{:>9}{}\n", contender.name, time_text(median(own)),
               over_hand_written, over_plain, goal.empty() ? "" : "< " + goal, verdict);
    if (csv_)
      fmt::print(csv_.get(), "\"{}\",\"{}\",{:.6g},{:.4g},{:.4g},{}\n", contest.title,
                 contender.name, median(own), over_hand_written, over_plain, goal);
  }
  std::fflush(stdout);
}

} // namespace jetwork::benchmarks
