// A contest: the contenders that compute the derivatives of one workload, timed side by side.
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
  std::optional<double> goal; ///< an upper bound for its time divided by the divisor's
  bool differentiates = true; ///< whether its results are derivatives, to be checked
  std::function<void(std::span<double> results)>
      once; ///< computes its results, untimed; the first call makes the contender
  std::function<void(benchmark::State&)> time;
};

struct Contest {
  std::string title;
  std::vector<double> inputs, results;
  std::vector<Contender> contenders;

  static constexpr const char* plain = "plain evaluation";
  static constexpr const char* hand_written = "hand-written";
  std::string divisor = hand_written; ///< the contender whose time divides all others'

  /// Makes all contenders. Throws if the derivatives of one differ from the hand-written ones.
  void check() const;
};

namespace detail {

template <class Workload>
auto workload() -> const Workload& {
  static const auto the_workload =
      std::make_unique<Workload>(); // on the heap: no constants to the compiler
  return *the_workload;
}

template <class Workload, class Derivatives>
auto contender(Contest& contest, const std::string& name, std::optional<double> goal) -> Contender {
  const auto made = std::make_shared<std::unique_ptr<Derivatives>>();
  const auto once = [made, &contest](std::span<double> results) {
    if (*made == nullptr) *made = std::make_unique<Derivatives>(workload<Workload>());
    (**made)(std::span<const double>(contest.inputs), results);
  };
  const auto time = [made, &contest](benchmark::State& state) {
    Derivatives& derivatives = **made;
    for (auto _ : state) {
      benchmark::DoNotOptimize(contest.inputs.data()); // the inputs may have changed
      derivatives(std::span<const double>(contest.inputs), std::span(contest.results));
      benchmark::DoNotOptimize(contest.results.data());
      benchmark::ClobberMemory();
    }
  };
  return {.name = name, .goal = goal, .once = once, .time = time};
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

/// The contest for one workload, with plain evaluation and the hand-written derivatives in it. If the times are to be
/// divided by another time than that of the hand-written derivatives, the workload has a divisor(x, results).
template <class Workload>
auto contest() -> Contest& {
  static const auto the_contest = [] {
    const auto& workload = detail::workload<Workload>();
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
    return made;
  }();
  return *the_contest;
}

/// Enters a contender, whose time should be less than `goal` times the hand-written derivative's.
template <class Workload, template <class> class Derivatives>
auto enter(const std::string& name, std::optional<double> goal = {}) -> bool {
  Contest& entered = contest<Workload>();
  entered.contenders.push_back(
      detail::contender<Workload, Derivatives<Workload>>(entered, name, goal));
  return true;
}

} // namespace jetwork::benchmarks
