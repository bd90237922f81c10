// The table of a contest: times and their ratios, the median over repetitions.
//
// Google Benchmark runs the repetitions in random order, so the k-th of every contender are near in time. Each is
// divided by the k-th of the divisor, and the median of these ratios is shown: if the machine is slow for a while,
// both are slow.
#pragma once

#include "benchmarks/derivatives/contest.hpp"

#include <cstdio>
#include <map>

namespace jetwork::benchmarks {

/// Collects the CPU time of every repetition, in seconds, by the benchmark's name.
class TimeCollector : public benchmark::BenchmarkReporter {
public:
  auto ReportContext(const Context&) -> bool override {
    return true;
  } // NOLINT(readability-identifier-naming)
  void ReportRuns(const std::vector<Run>& runs) override; // NOLINT(readability-identifier-naming)

  auto times(const std::string& name) const -> std::vector<double>;

private:
  std::map<std::string, std::map<std::int64_t, double>> times_;
};

class Table {
public:
  /// Writes to standard output; and to a file of comma-separated values, where one is named.
  explicit Table(const std::string& csv_file);

  /// The contenders that have times; the filter left out the others.
  void print(const Contest& contest, const TimeCollector& collector);

private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> csv_;
};

} // namespace jetwork::benchmarks
