// What BoundaryValueSolver makes of a function that it found, or did not find: the parts that check it, that keep more of an infinite
// domain, and that say why there is none.
#include "pinn/boundary_value/boundary_value_solver.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

} // namespace

/// The equations are looked at with the numbers that were found.
void BoundaryValueSolver::give_numbers_to_audit(const MeshFunction& u) {
  if (unknown_parameters_.empty()) return;
  std::vector<double> parameters = parameter_values(*problem_);
  for (std::size_t k = 0; k < unknown_parameters_.size(); ++k)
    parameters[unknown_parameters_[k]] = u.numbers[static_cast<Eigen::Index>(k)];
  audit_.set_parameters(parameters);
}

/// Checks what was found, and asks for a finer mesh until the estimate meets the tolerance.
void BoundaryValueSolver::judge(Found& found, const Options& options, MeshIteration& iteration) {
  constexpr int most_checks = 24;
  const auto unknowns = static_cast<Eigen::Index>(layout_->unknowns());
  Eigen::VectorXd relative = Eigen::VectorXd::Constant(unknowns, 0.3 * options.tolerance);
  for (int checks = 0; checks < most_checks; ++checks) {
    found.check = check_error(system_, switching(), found.u, known_, *deadline_);
    const ErrorCheck& check = found.check;
    if (!check.finite || !check.number_error.allFinite()) {
      found.check.finite = false;
      found.ending = {.outcome = Outcome::no_solution_found};
      return;
    }
    const Eigen::ArrayXd allowed = wanted(options, check.magnitude);
    found.ending.condition = check.condition;
    constexpr double without_overlooked = 0.9;
    if ((check.error.array() <= without_overlooked * allowed).all() && !check.is_hopeless) {
      found.ending.outcome = Outcome::solved;
      const Eigen::VectorXd left = (allowed - check.error.array()).min(check.magnitude.array());
      give_numbers_to_audit(found.u);
      auto finer = audit_.with_missed_places(found.u, check.missed, left);
      if (!finer) {
        found.check.error += audit_.overlooked() * left;
        return;
      }
      const Ending refined = iteration.refine(*finer, relative, most_segments(options.limits));
      found.u = std::move(*finer);
      found.ending = refined;
      if (refined.outcome != Outcome::solved) return;
      continue;
    }
    found.ending.ratio = (check.error.array() / check.magnitude.array()).maxCoeff();
    found.ending.tolerance = options.tolerance;
    if ((check.rounding.array() > 0.5 * allowed).any() || check.is_hopeless) {
      found.ending.outcome = Outcome::ill_conditioned;
      return;
    }
    found.ending.outcome = Outcome::estimate_above_tolerance;
    for (Eigen::Index i = 0; i < unknowns; ++i)
      if (check.error[i] > without_overlooked * allowed[i])
        relative[i] *= std::clamp(0.3 * allowed[i] / check.error[i], 1e-3, 0.3);
    const std::size_t segments = found.u.segments();
    MeshFunction finer = found.u;
    const Ending refined = iteration.refine(finer, relative, most_segments(options.limits));
    if (refined.outcome != Outcome::solved) {
      found.ending.interrupted = {refined};
      return;
    }
    found.u = finer.segments() == segments ? finer.halved() : std::move(finer);
  }
  found.ending.outcome = Outcome::estimate_above_tolerance;
  found.ending.ratio = (found.check.error.array() / found.check.magnitude.array()).maxCoeff();
  found.ending.tolerance = options.tolerance;
}

/// Whether something happens far out in an infinite domain, behind a stretch where nothing does.
auto BoundaryValueSolver::is_disturbed_beyond(MeshFunction u, const Eigen::VectorXd& most_error)
    -> bool {
  constexpr int doublings = 6;
  KeptDomain domain = domain_;
  for (int doubling = 0; doubling < doublings; ++doubling) {
    domain = domain.doubled();
    const double start = u.nodes().front(), end = u.nodes().back();
    u = longer(u, domain);
    if ((u.nodes().front() != start && audit_.is_disturbed(u, 0, most_error))
        || (u.nodes().back() != end && audit_.is_disturbed(u, u.segments() - 1, most_error)))
      return true;
  }
  return false;
}

/// Keeps more and more of an infinite domain, until what was kept does not change any more; the last change is counted twice, as
/// what comes is no larger.
void BoundaryValueSolver::lengthen(Found& found, const Options& options, MeshIteration& iteration) {
  constexpr int most_doublings = 40;
  const auto is_disturbed = [&](const Eigen::VectorXd& allowed) {
    return is_disturbed_beyond(found.u, allowed.cwiseMin(found.check.magnitude));
  };
  bool was_disturbed = is_disturbed(wanted(options, found.check.magnitude));
  for (int doubling = 0; doubling < most_doublings; ++doubling) {
    const MeshFunction before = found.u;
    domain_ = domain_.doubled();
    found = solve_from({longer(before, domain_)}, options, iteration);
    if (found.ending.outcome != Outcome::solved) return;
    Eigen::VectorXd change = Eigen::VectorXd::Zero(layout_->unknowns());
    for (std::size_t s = 0; s < before.segments(); ++s)
      for (const double theta : {0.0, 0.25, 0.5, 0.75, 1.0})
        for (int i = 0; i < layout_->unknowns(); ++i)
          change[i] = std::max(
              change[i], std::abs(before.at(i, s, theta, 0)
                                  - found.u.value(i, before.start(s) + theta * before.length(s))));
    const Eigen::VectorXd error = found.check.error + 2 * change;
    const Eigen::VectorXd allowed = wanted(options, found.check.magnitude);
    if (std::exchange(was_disturbed, is_disturbed(allowed)) || was_disturbed) continue;
    if ((error.array() <= allowed.array()).all()) {
      found.check.error = error;
      found.check.number_error += 2 * (found.u.numbers - before.numbers).cwiseAbs();
      return;
    }
  }
  found.ending = {.outcome = Outcome::domain_not_closed, .t = domain_.end()};
}

/// Why nothing was found: rounding, if the equations are linear and amplify it that much. Of equations that are not, the guess says
/// nothing.
auto BoundaryValueSolver::reason_of_failure(Ending ending, const Options& options) -> Ending {
  constexpr double small = 0.05;
  MeshFunction u = guess(0.0);
  double condition = 0.0;
  for (int halving = 0; halving < 4; ++halving) {
    u = u.halved();
    condition = std::max(condition, condition_at(system_, u, *deadline_));
  }
  if (!(condition * epsilon > options.tolerance || condition >= hopeless_condition)) return ending;
  if (!system_.linearise(u, *deadline_)) return ending;
  const MeshFunction step = system_.solve(system_.missed());
  u.add(1.0, step);
  const bool is_linear =
      system_.evaluate(u, *deadline_)
      && system_.solve(system_.missed()).states.norm() < small * step.states.norm();
  if (!is_linear) return ending;
  return {
      .outcome = Outcome::ill_conditioned, .tolerance = options.tolerance, .condition = condition};
}

} // namespace jetwork::pinn
