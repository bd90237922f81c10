// A contest: everything that computes the derivatives of one workload, to be timed side by side.
//
//   const bool entered = enter<Rosenbrock, TapeGradient>("Jetwork, tape", 15);    // at namespace scope
//
// A workload (workloads/*.hpp) has a title, inputs(), how many results() there are, the plain evaluation as a
// template operator()(std::span<const T> x), and hand_written(x, results), which writes the derivatives. A contender
// is a class template that is made from a workload and called with (x, results) as well. Plain evaluation and
// hand-written code are contenders from the start; all others are entered where they are written (contenders/*.cpp).
#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jetwork::benchmarks {

struct Contender {
  std::string name;
  std::optional<double> goal;                          ///< for its time over the divisor's
  bool differentiates = true;                          ///< its results are to be checked
  std::function<void(std::span<double> results)> once; ///< computes its results, untimed
  std::function<void(benchmark::State&)> time;
};

struct Contest {
  std::string title;
  std::vector<double> inputs, results;
  std::vector<Contender> contenders;

  static constexpr const char* plain = "plain evaluation";
  static constexpr const char* hand_written = "hand-written";
  std::string divisor = hand_written; ///< the contender whose time divides all others'

  /// Throws where a contender's derivatives are not the hand-written ones.
  void check() const;
};

/// Every contest that somebody entered, in no particular order.
auto contests() -> std::vector<Contest*>&;

template <class Workload>
auto contest() -> Contest&;

namespace detail {

template <class Workload>
auto workload() -> const Workload& {
  static const auto the_workload =
      std::make_unique<Workload>(); // on the heap: its numbers are not compiled in
  return *the_workload;
}

template <class Workload, class Derivatives>
auto contender(Contest& contest, std::string name, std::optional<double> goal) -> Contender {
  const auto derivatives = std::make_shared<Derivatives>(workload<Workload>());
  const auto once = [derivatives, &contest](std::span<double> results) {
    (*derivatives)(std::span<const double>(contest.inputs), results);
  };
  const auto time = [derivatives, &contest](benchmark::State& state) {
    for (auto _ : state) {
      benchmark::DoNotOptimize(contest.inputs.data()); // they might have changed
      (*derivatives)(std::span<const double>(contest.inputs), std::span(contest.results));
      benchmark::DoNotOptimize(contest.results.data());
      benchmark::ClobberMemory();
    }
  };
  return {.name = std::move(name), .goal = goal, .once = once, .time = time};
}

template <class Workload>
struct PlainEvaluation {
  explicit PlainEvaluation(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> results) const { results[0] = f(x); }
  const Workload& f;
};

template <class Workload>
struct HandWritten {
  explicit HandWritten(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> results) const {
    f.hand_written(x, results);
  }
  const Workload& f;
};

template <class Workload>
struct Divisor {
  explicit Divisor(const Workload& workload) : f(workload) {}
  void operator()(std::span<const double> x, std::span<double> results) const {
    f.divisor(x, results);
  }
  const Workload& f;
};

} // namespace detail

/// The contest for one workload. Its own two contenders are in it; where something else than the hand-written
/// derivative shall divide the times, the workload has a divisor(x, results).
template <class Workload>
auto contest() -> Contest& {
  static const auto the_contest = [] {
    const Workload& workload = detail::workload<Workload>();
    auto made = std::make_unique<Contest>();
    made->title = Workload::title;
    made->inputs = workload.inputs();
    made->results.resize(workload.results());
    const auto add = [&]<class Derivatives>(std::type_identity<Derivatives>, const char* name) {
      made->contenders.push_back(detail::contender<Workload, Derivatives>(*made, name, {}));
    };
    add(std::type_identity<detail::PlainEvaluation<Workload>>(), Contest::plain);
    made->contenders.back().differentiates = false;
    add(std::type_identity<detail::HandWritten<Workload>>(), Contest::hand_written);
    if constexpr (requires { &Workload::divisor; }) {
      made->divisor = "hand-written gradient";
      add(std::type_identity<detail::Divisor<Workload>>(), made->divisor.c_str());
      made->contenders.back().differentiates = false;
    }
    contests().push_back(made.get());
    return made;
  }();
  return *the_contest;
}

/// Enters a contender, whose time should be less than `goal` times the hand-written derivative's.
template <class Workload, template <class> class Derivatives>
auto enter(std::string name, std::optional<double> goal = {}) -> bool {
  Contest& entered = contest<Workload>();
  entered.contenders.push_back(
      detail::contender<Workload, Derivatives<Workload>>(entered, std::move(name), goal));
  return true;
}

} // namespace jetwork::benchmarks
