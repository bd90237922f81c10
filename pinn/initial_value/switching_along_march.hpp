// Switching points and events along a march: on which side each switch of the equations is, where it leaves it, and what events do.
//
//   SwitchingAlongMarch switching(solver, problem, domain);
//   switching.begin(state);                               // sides at the start
//   const auto look = switching.look_at(segment);         // of a candidate: as it should be, or it is to end at look.t
//   switching.carry_out(segment, t, state);               // at the end of an accepted segment that ends so
//
// A segment is fitted with all switches held on their sides, so its equations are smooth. It is kept up to the first point where
// one would leave its side, or an event happens.
#pragma once

#include "pinn/collocation/segment_solver.hpp"
#include "pinn/initial_value/change.hpp"
#include "pinn/initial_value/passage_search.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/outcome.hpp"
#include "pinn/solution/result.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace jetwork::pinn {

class SwitchingAlongMarch {
public:
  /// All must outlive it.
  SwitchingAlongMarch(SegmentSolver& solver, const Problem& problem, const Domain& domain);

  /// Whether there is anything to see.
  [[nodiscard]] auto is_needed() const -> bool { return search_.has_value(); }

  /// Chooses the sides at the start, where events whose time it is happen already.
  void begin(State& state);

  /// The end of the domain, or the next time before it that is given for an event.
  [[nodiscard]] auto next_time() const -> double;
  [[nodiscard]] auto is_given(double t) const -> bool {
    return next_given_ < times_.size() && times_[next_given_].t == t;
  }

  struct Look {
    enum class Kind {
      settled,     ///< it may be kept
      other_sides, ///< it began on a wrong side: sides are others now, and it is to be fitted again
      passage,     ///< it may be kept up to t
      contradicted ///< whichever side is taken, the solution goes to the other: it slides, or none goes on
    };
    Kind kind = Kind::settled;
    double t = 0.0;
  };
  /// Of a segment that was fitted and is accurate.
  [[nodiscard]] auto look_at(const Segment& segment) -> Look;
  /// Where the passage seen last is by a segment that ends near it.
  [[nodiscard]] auto polished(const Segment& segment) -> double;
  /// That passage is at another time: the end of the domain, or one that is given.
  void move_passage(double t) { passage_->t = t; }

  /// Lets happen what happens at t, the end of an accepted segment or the start of one that will not be kept: the passage that was
  /// seen last, if it is there, and events whose time it is. `state` is that at t.
  void carry_out(const Segment& segment, double t, State& state);

  /// Of the sides of events at the end of an accepted segment, the one that was looked at last, where nothing happens.
  void take_note();

  /// What happened last, whose effect on errors is not taken into account yet.
  std::optional<Change> pending;
  /// Why the march cannot go on behind what happened last.
  std::optional<Ending> ended;
  /// Of events, in order; errors of times are filled in by the march.
  std::vector<EventOccurrence> occurrences;
  [[nodiscard]] auto is_ended_by_event() const -> bool {
    return !occurrences.empty() && occurrences.back().ends_solution;
  }

private:
  using Functions = RecordedResidual::SwitchingFunctions;
  /// One at which something happens.
  struct Moment {
    double t;
    const Segment* segment; ///< before it, if there is one
    State& state;
    Change change;
    std::vector<bool> has_happened = {}; ///< of each event
    std::vector<bool> has_passed = {};   ///< those that did so as their values passed zero
    std::vector<bool> was_zero = {};     ///< of each event's value, before anything happened
  };

  [[nodiscard]] auto switches() const -> const std::vector<Switch>& {
    return solver_->recorded().switches();
  }
  [[nodiscard]] auto parameters() const -> Eigen::Index {
    return static_cast<Eigen::Index>(problem_->parameters.size());
  }
  void tell_sides();
  void watch();
  [[nodiscard]] auto corrected(std::size_t number, double side) -> Look;
  [[nodiscard]] auto with_zeros() -> Look;
  void note_time(double t);

  // What happens at one time: pinn/initial_value/carried_out_changes.cpp.
  [[nodiscard]] auto functions_at(const Moment& moment) -> Functions&;
  [[nodiscard]] auto is_passed(std::size_t function, const Moment& moment, double distance,
                               double rate) -> bool;
  [[nodiscard]] auto slope(const Functions::Gradient& gradient, const Moment& moment) const
      -> double;
  [[nodiscard]] auto leaves(int side, double rate) const -> bool;
  [[nodiscard]] auto by_state(const Functions::Gradient& gradient, const Moment& moment) const
      -> Eigen::RowVectorXd;
  [[nodiscard]] auto nothing(std::size_t function) -> double;
  void see_time(const Functions::Gradient& gradient, double distance, Moment& moment);
  [[nodiscard]] auto side_before(std::size_t event, double value, double rate,
                                 const Moment& moment) const -> int;
  [[nodiscard]] auto is_due(std::size_t event, double rate, const Moment& moment) const -> bool;
  void pass_switches(Moment& moment);
  [[nodiscard]] auto turns_back(std::size_t event, const Moment& moment) -> bool;
  void happen(std::size_t event, Moment& moment);
  void assign(std::size_t event, Moment& moment);
  void settle(Moment& moment);
  [[nodiscard]] auto settle_sides(Moment& moment) -> bool;
  [[nodiscard]] auto event_by_jump(Moment& moment) -> std::optional<std::size_t>;
  [[nodiscard]] auto values_of(const State& state) const -> std::vector<std::vector<double>>;

  SegmentSolver* solver_;
  const Problem* problem_;
  Domain domain_;
  std::optional<PassageSearch> search_;
  std::vector<double> sides_;    // of each switch
  std::vector<int> event_sides_; // the sign of each event's value; zero if it is to be seen
  /// Of each function that was passed and not told from its bound since, how far from it it was there; less than zero of others.
  std::vector<double> left_;
  std::vector<Watched> watched_;
  std::vector<int> corrections_; // of each switch, where the march stands
  std::optional<Passage> passage_;
  struct GivenTime {
    double t;
    std::size_t event;
  };
  std::vector<GivenTime> times_; // in the direction of the march
  std::size_t next_given_ = 0;
  std::vector<double> happened_; // the last times, to see whether they accumulate
  int happened_at_once_ = 0;     // at the last of them, once more
};

} // namespace jetwork::pinn
