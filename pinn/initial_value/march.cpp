#include "pinn/initial_value/march.hpp"

#include "pinn/collocation/segment_network.hpp"
#include "pinn/initial_value/dead_end.hpp"
#include "pinn/training/all_weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// How far the local error is above what is wanted, relative to each unknown's magnitude; infinite where it is not known.
auto error_over_goal(const SegmentSolver::Check& check, const Eigen::VectorXd& magnitude,
                     double local_tolerance) -> double {
  if (!check.finite) return infinity;
  double ratio = 0.0;
  for (Eigen::Index i = 0; i < check.error.size(); ++i)
    if (check.error[i] > std::max(epsilon * magnitude[i], check.inner_rounding[i]))
      ratio = std::max(ratio, check.error[i] / (local_tolerance * magnitude[i]));
  return ratio;
}

/// How far the rounding noise in evaluating the network is above what may remain of it, likewise. High modes have large
/// output weights, which cancel; they fade on a shorter segment. The noise of the lowest modes cannot be reduced.
auto noise_over_goal(const Eigen::VectorXd& noise, const Eigen::VectorXd& magnitude,
                     double tolerance) -> double {
  constexpr double unavoidable = 2.5e-13;
  return (noise.array() / magnitude.array()).maxCoeff() / std::max(0.25 * tolerance, unavoidable);
}

auto initial_state(const StateLayout& layout, const std::vector<std::vector<double>>& initial)
    -> State {
  State state(layout.states());
  for (int i = 0; i < layout.unknowns(); ++i)
    for (int n = 0; n < layout.order(i); ++n)
      state[layout.offset(i) + n] =
          initial[static_cast<std::size_t>(i)][static_cast<std::size_t>(n)];
  return state;
}

auto bytes_of(const Segment& segment) -> std::size_t {
  return sizeof(Segment)
         + static_cast<std::size_t>(segment.initial.size() + segment.output_weights.size())
               * sizeof(double);
}

} // namespace

March::March(SegmentSolver& solver, const MarchTask& task, const Options& options, MarchGoal goal,
             const Deadline& deadline)
    : solver_(solver),
      task_(task),
      options_(options),
      goal_(std::move(goal)),
      deadline_(deadline),
      estimate_(solver.layout(), initial_state(solver.layout(), task.initial), task.deviation),
      sensitivities_(solver.layout(), task.sensitivities),
      switching_(solver, task.problem, task.domain),
      whole_(task.domain.end - task.domain.start),
      t_(task.domain.start),
      controller_(whole_),
      branch_(solver, task.branch),
      state_(initial_state(solver.layout(), task.initial)),
      largest_(solver.layout().unknowns()),
      cancelled_(Eigen::VectorXd::Zero(solver.layout().unknowns())),
      smallest_(Eigen::VectorXd::Constant(solver.layout().unknowns(), infinity)) {
  for (int i = 0; i < solver.layout().unknowns(); ++i)
    largest_[i] = std::abs(state_[solver.layout().offset(i)]);
  solver.begin(task.domain, deadline, options.limits.memory);
  if (task.branch.is_met) branch_.met_at = t_;
}

auto March::run() -> MarchResult {
  try {
    switching_.begin(state_);
    if (switching_.ended) result_.stopped = switching_.ended;
    else if (!switching_.is_ended_by_event()) go_to_end();
  } catch (const DeadlinePassed&) {
    result_.stopped = passed_deadline();
  } catch (const MemoryRefused& refused) { result_.stopped = refused_memory(refused.bytes()); }
  return finished();
}

void March::go_to_end() {
  while (t_ != task_.domain.end) {
    const double length = controller_.next(t_, switching_.next_time() - t_);
    result_.stopped = must_end(length);
    if (result_.stopped) return;
    auto fitted = fit_segment(length);
    if (fitted) {
      accept(*fitted);
      result_.stopped = must_end_after(fitted->report.length);
      if (result_.stopped) return;
      go_on(*fitted);
    } // else it was rejected, and the controller knows why
    if (switching_.ended) result_.stopped = switching_.ended;
    if (result_.stopped || switching_.is_ended_by_event()) return;
  }
}

auto March::passed_deadline() const -> Ending {
  if (deadline_.cancelled()) return {Outcome::cancelled, t_};
  return {Outcome::time_limit, t_, options_.limits.seconds};
}

auto March::refused_memory(double bytes) const -> Ending {
  return {.outcome = Outcome::memory_limit,
          .t = t_,
          .limit = static_cast<double>(options_.limits.memory),
          .needed = bytes};
}

/// Lengths below this are lost in the rounding of t.
auto March::shortest() const -> double {
  return 16 * epsilon * std::max(std::abs(t_), 1e-3 * std::abs(whole_));
}

auto March::must_end(double length) const -> std::optional<Ending> {
  const Limits& limits = options_.limits;
  if (result_.accepted + result_.rejected >= limits.segments)
    return Ending{Outcome::segment_limit, t_, static_cast<double>(limits.segments)};
  if (deadline_.passed()) return passed_deadline();
  if (solver_.memory() + static_cast<double>(bytes_) > static_cast<double>(limits.memory))
    return Ending{Outcome::memory_limit, t_, static_cast<double>(limits.memory)};
  if (branch_.met_at) return Ending{Outcome::branches_meet, *branch_.met_at};
  if (is_uniqueness_lost_) return Ending{Outcome::not_unique, t_};
  if (const auto place = solver_.is_rounded_away(t_, length))
    return Ending{Outcome::pulse_rounded_away, *place};
  constexpr double near = 0.1;
  if (std::abs(length) <= shortest() && branch_.nearest() < near)
    return Ending{Outcome::branches_meet, t_};
  if (std::abs(length) <= shortest()) return explained({t_, shortest()}, task_.domain);
  return std::nullopt;
}

/// Scales by which errors are relative: the largest magnitude so far, or where an unknown has been zero up to now, what
/// its derivatives make of it within the segment. A first guess of the magnitude bounds what is resolved, but weighs no
/// equation against another.
auto March::scales(double length) const -> Eigen::VectorXd {
  const StateLayout& layout = solver_.layout();
  Eigen::VectorXd scale = goal_.pass == 1 ? largest_ : largest_.cwiseMax(goal_.expected);
  if (goal_.relative_to_present) scale.setZero();
  for (int i = 0; i < layout.unknowns(); ++i) {
    double reach = 0.0, power = 1.0;
    for (int n = 0; n < layout.order(i); ++n, power *= length / n)
      reach = std::max(reach, std::abs(state_[layout.offset(i) + n] * power));
    scale[i] = std::max(scale[i], reach);
  }
  const double fallback = scale.maxCoeff() > 0 ? scale.maxCoeff() : 1.0;
  for (double& s : scale)
    if (!(s > 0)) s = fallback;
  return scale;
}

/// What the errors of the segment just fitted are relative to.
auto March::magnitude(const SegmentSolver::Check& check) const -> Eigen::VectorXd {
  if (!check.finite) return largest_;
  // What decays within the segment goes on with what it is at the end.
  if (goal_.relative_to_present)
    return (check.largest.cwiseSqrt().cwiseProduct(check.last.cwiseSqrt()))
        .cwiseMax(check.cancelled);
  return check.largest.cwiseMax(check.cancelled).cwiseMax(largest_).cwiseMax(goal_.expected);
}

/// The check of the segment just fitted. Where the segment is as short as can be and the output layer alone is not enough,
/// the hidden layer is trained as well. Earlier that does not pay: a kink was passed with one segment in ten saved, and in
/// four times the time.
auto March::judged(double length, const Eigen::VectorXd& scale) -> SegmentSolver::Check {
  constexpr double longest_training = 2.0; // seconds
  SegmentSolver::Check check = solver_.check();
  if (error_over_goal(check, magnitude(check), goal_.local_tolerance) <= 1
      || std::abs(length) > 4 * shortest() || goal_.relative_to_present)
    return check;
  const auto trained =
      train_all_weights(task_.problem, solver_.network(), {}, deadline_.within(longest_training));
  if (solver_.adopt(trained.network, scale)) check = solver_.check();
  return check;
}

/// Whether the segment just fitted is part of the only solution that the march can mean.
auto March::is_the_only_one(double length) -> bool {
  constexpr double at_its_start = 0.05;
  const BranchFollower::Judgement branch = branch_.judge(t_, length);
  if (branch.has_left) controller_.shortened(0.5);
  else if (branch.alone < 1) controller_.shortened(branch.alone);
  if (!branch.has_left && branch.alone < at_its_start)
    branch_.met_at = t_ + branch.meeting * length;
  is_uniqueness_lost_ = solver_.is_uniqueness_lost(task_.domain.end - t_);
  return !branch.has_left && branch.alone == 1 && !is_uniqueness_lost_;
}

/// Where a segment of this length ends: where one has to end, if it reaches that.
auto March::end_of(double length) const -> double {
  const double until = switching_.next_time();
  return length == until - t_ ? until : t_ + length;
}

auto March::fit_accurately(double length) -> std::optional<Accurate> {
  const Eigen::VectorXd scale = scales(length);
  const NewtonOutcome newton = solver_.fit(t_, length, state_, scale, goal_.local_tolerance);
  if (newton != NewtonOutcome::converged) {
    ++result_.rejected;
    controller_.failed(newton != NewtonOutcome::not_finite);
    return std::nullopt;
  }
  SegmentSolver::Check check = judged(length, scale);
  Eigen::VectorXd beside = magnitude(check);
  const double ratio = error_over_goal(check, beside, goal_.local_tolerance);
  if (!(ratio <= 1)) {
    ++result_.rejected;
    controller_.rejected(ratio);
    return std::nullopt;
  }
  return Accurate{std::move(check), std::move(beside), ratio, length};
}

/// A shorter segment is another function, which passes at another time by a little.
auto March::fit_to_passage(double t) -> std::optional<Accurate> {
  constexpr int most_fits = 4;
  std::optional<Accurate> accurate;
  for (int fit = 0; fit < most_fits; ++fit) {
    if (std::abs(switching_.next_time() - t) <= shortest()) t = switching_.next_time();
    accurate = fit_accurately(t - t_);
    if (!accurate || t == switching_.next_time()) break;
    const double there = switching_.polished(solver_.network());
    if (std::abs(there - t) <= 2 * epsilon * std::abs(t)) break;
    t = there;
  }
  if (accurate) switching_.move_passage(end_of(accurate->length));
  return accurate;
}

auto March::on_its_sides(Accurate accurate) -> std::optional<Accurate> {
  using Kind = SwitchingAlongMarch::Look::Kind;
  const Segment segment = solver_.network();
  const auto look = switching_.look_at(segment);
  happens_at_end_ = look.kind == Kind::passage;
  if (look.kind == Kind::settled) return accurate;
  ++result_.rejected;
  if (look.kind == Kind::contradicted) result_.stopped = Ending{Outcome::equations_jump, t_};
  if (look.kind != Kind::passage) return std::nullopt;
  if (std::abs(look.t - t_) > shortest()) return fit_to_passage(look.t);
  pass_change(segment);
  let_happen(segment);
  return std::nullopt;
}

/// What happened at the segment's start changes the errors with which it begins.
void March::pass_change(const Segment& next) {
  if (!switching_.pending) return;
  const Saltation passed = saltation(*switching_.pending, slopes_at(next, solver_.layout(), t_));
  estimate_.pass(passed.by_state, passed.shift, passed.rounding + epsilon * state_.cwiseAbs(),
                 deadline_);
  if (sensitivities_.columns() > 0)
    sensitivities_.pass(passed, relative_errors().maxCoeff(), deadline_);
  switching_.pending.reset();
}

/// At the time where the march stands.
void March::let_happen(const Segment& segment) {
  const std::size_t before = switching_.occurrences.size();
  const State state_before = state_;
  switching_.carry_out(segment, t_, state_);
  const Change& change = *switching_.pending;
  const double error = estimate_.error_of(change.time_by_state) + std::abs(change.time_left)
                       + change.time_rounding + 2 * epsilon * std::abs(t_);
  for (std::size_t k = before; k < switching_.occurrences.size(); ++k)
    switching_.occurrences[k].error_estimate = error;
  branch_.pass_change(state_ != state_before);
}

auto March::fit_segment(double length) -> std::optional<Fitted> {
  happens_at_end_ = false;
  auto accurate = fit_accurately(length);
  if (accurate && switching_.is_needed()) accurate = on_its_sides(std::move(*accurate));
  if (!accurate) return std::nullopt;
  return completed(*accurate);
}

auto March::completed(const Accurate& accurate) -> std::optional<Fitted> {
  const auto& [check, beside, ratio, length] = accurate;
  if (const double growth = solver_.growth();
      growth > most_growth_within && std::abs(length) > 4 * shortest()) {
    ++result_.rejected;
    controller_.shortened(most_growth_within / growth);
    return std::nullopt;
  }
  if (!is_the_only_one(length)) {
    ++result_.rejected;
    return std::nullopt;
  }
  Segment segment = solver_.network();
  pass_change(segment);
  const double noise_ratio = noise_over_goal(evaluation_noise(segment), beside.cwiseMax(largest_),
                                             options_.tolerance); // no other segment feels it
  if (noise_ratio > 1 && std::abs(length) > 4 * shortest()) {
    ++result_.rejected;
    controller_.rejected(noise_ratio);
    return std::nullopt;
  }
  SegmentReport report = solver_.report(check, segment);
  double sensitivity_ratio = 0.0;
  if (sensitivities_.columns() > 0) {
    constexpr double unavoidable = 1e-13;
    const Eigen::VectorXd unsigned_error =
        estimate_.unsigned_error(solver_.layout()) + report.error + report.rounding;
    sensitivity_ratio = sensitivities_.fit(solver_, report, estimate_.signed_error(),
                                           unsigned_error, beside.cwiseMax(largest_))
                        / std::max(goal_.local_tolerance, unavoidable);
    if (!(sensitivity_ratio <= 1) && std::abs(length) > 4 * shortest()) {
      ++result_.rejected;
      controller_.rejected(sensitivity_ratio);
      return std::nullopt;
    }
  }
  return Fitted{std::move(segment), std::move(report), check.cancelled,
                std::max({ratio, noise_ratio, sensitivity_ratio}), end_of(length)};
}

/// What of the solution's error is known in size only, of each unknown beside its magnitude; one that is zero is held against the
/// others.
auto March::relative_errors() const -> Eigen::VectorXd {
  if (!(largest_.maxCoeff() > 0)) return Eigen::VectorXd::Zero(largest_.size());
  const double typical = largest_.maxCoeff();
  const Eigen::VectorXd size =
      largest_.unaryExpr([&](double magnitude) { return magnitude > 0 ? magnitude : typical; });
  return estimate_.unsigned_error(solver_.layout()).cwiseQuotient(size);
}

void March::accept(Fitted& fitted) {
  estimate_.advance(fitted.report, deadline_);
  result_.error_until.push_back(estimate_.largest());
  largest_ = largest_.cwiseMax(fitted.report.largest);
  cancelled_ = cancelled_.cwiseMax(fitted.cancelled);
  result_.magnitude_until.push_back(largest_.cwiseMax(cancelled_));
  smallest_ = smallest_.cwiseMin(fitted.report.largest.cwiseMax(fitted.cancelled));
  if (sensitivities_.columns() > 0)
    sensitivities_.accept(fitted.report, fitted.segment, relative_errors(), deadline_);
  bytes_ += bytes_of(fitted.segment) * static_cast<std::size_t>(1 + sensitivities_.columns());
  result_.segments.push_back(std::move(fitted.segment));
  branch_.accept();
  ++result_.accepted;
}

auto March::must_end_after(double length) -> std::optional<Ending> {
  constexpr double largest_magnitude = 1e140; // beyond it, squares overflow
  if (largest_.maxCoeff() > largest_magnitude)
    return Ending{Outcome::value_too_large, t_, largest_magnitude};
  // A transient at the start is over after so many segments, because each may be four times as long as the last.
  constexpr int patience = 300;
  const auto most = static_cast<double>(options_.limits.segments);
  const double more = std::abs((task_.domain.end - t_) / length);
  hopeless_ = more > most ? hopeless_ + 1 : 0;
  if (hopeless_ >= patience) return Ending{Outcome::too_slow, t_, most, std::abs(length)};
  return std::nullopt;
}

void March::go_on(const Fitted& fitted) {
  state_ = fitted.report.end;
  t_ = fitted.end;
  if (options_.progress)
    options_.progress({.t = t_,
                       .fraction = (t_ - task_.domain.start) / whole_,
                       .pass = goal_.pass,
                       .segments = result_.segments.size()});
  const bool is_end = t_ == task_.domain.end && switching_.is_needed();
  if (happens_at_end_ || switching_.is_given(t_) || is_end) let_happen(result_.segments.back());
  else switching_.take_note();
  if (!happens_at_end_) controller_.accepted(fitted.error_over_goal);
}

auto March::finished() -> MarchResult {
  result_.events = switching_.occurrences;
  result_.error = estimate_.largest();
  result_.magnitude = largest_;
  result_.cancelled = cancelled_;
  if (!result_.segments.empty())
    result_.range = (smallest_.array() / result_.magnitude_until.back().array()).minCoeff();
  for (Eigen::Index c = 0; c < sensitivities_.columns(); ++c) {
    // Where the deadline passed in the midst of a segment, some derivatives have one more.
    std::vector<Segment>& segments = sensitivities_.segments(c);
    if (segments.size() > result_.segments.size()) segments.pop_back();
    result_.sensitivities.push_back(std::move(segments));
  }
  result_.sensitivity_error = sensitivities_.error();
  if (result_.segments.empty()) result_.sensitivity_error.setConstant(infinity);
  return std::move(result_);
}

} // namespace jetwork::pinn
