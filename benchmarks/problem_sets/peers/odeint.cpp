// Boost.odeint: Runge–Kutta–Fehlberg 7(8) with error control, as its documentation recommends for high accuracy.
//
// Its time is that of integrate_adaptive from one end to the other, without output at the reference's points, for
// which it would have to stop at each.
#include "benchmarks/cpu_time.hpp"
#include "benchmarks/problem_sets/peers/peer.hpp"

#include <boost/numeric/odeint.hpp>

#include <algorithm>
#include <cmath>
#include <exception>

namespace jetwork::benchmarks {

namespace {

using State = std::vector<double>;

auto run(const KnownProblem& known, double tolerance, double limit) -> std::optional<Run> {
  namespace odeint = boost::numeric::odeint;
  using Stepper = odeint::runge_kutta_fehlberg78<State>;
  const double absolute =
      tolerance * *std::min_element(known.magnitude.begin(), known.magnitude.end());
  const double first = 1e-3 * (known.t.back() - known.t.front());
  LimitedRightSide right_side(known, limit);
  const auto system = [&](const State& state, State& slope, double t) {
    right_side(t, state.data(), slope.data());
  };
  try {
    std::vector<std::vector<double>> values(known.reference.size());
    State state = known.start;
    odeint::integrate_times(
        odeint::make_controlled<Stepper>(absolute, tolerance), std::cref(system), state,
        known.t.begin(), known.t.end(), first, [&](const State& reached, double) {
          for (std::size_t i = 0; i < values.size(); ++i)
            values[i].push_back(reached[static_cast<std::size_t>(known.offset[i])]);
        });
    const double seconds = cpu_seconds([&] {
      state = known.start;
      odeint::integrate_adaptive(odeint::make_controlled<Stepper>(absolute, tolerance),
                                 std::cref(system), state, known.t.front(), known.t.back(), first);
    });
    // Without points that cut steps short, the timed run may end in NaN, early, although the solution above did not.
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double end = state[static_cast<std::size_t>(known.offset[i])];
      if (!(std::abs(end - known.reference[i].back()) <= 0.1 * known.largest[i]))
        return std::nullopt;
    }
    return Run{"RKF78", tolerance, known.error(values), seconds};
  } catch (const TooLong&) { throw; } catch (const std::exception&) {
    return std::nullopt;
  } // odeint finds no step small enough
}

} // namespace

auto odeint_peer() -> Peer;
auto odeint_peer() -> Peer {
  return {"odeint", [](const KnownProblem& known, double limit) {
            std::vector<Run> runs;
            if (known.group == Group::boundary_values) return runs;
            for (const double tolerance : peer_tolerances) {
              try {
                if (const auto one = run(known, tolerance, limit)) runs.push_back(*one);
              } catch (const TooLong&) { break; } // tighter tolerances take longer still
            }
            return runs;
          }};
}

} // namespace jetwork::benchmarks
