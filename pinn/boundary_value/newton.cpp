#include "pinn/boundary_value/newton.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace jetwork::pinn {

namespace {

/// The size of steps: the largest change of any state at any node, relative to the largest magnitude of that state.
class StepSize {
public:
  /// A state that is zero so far is measured by the first step; a derivative that is by what it makes of its unknown over the domain.
  StepSize(const MeshFunction& u, const NewtonSystem& system, const MeshFunction& step)
      : scale_(system.largest_states().cwiseMax(step.largest_states())),
        number_scale_(u.numbers.cwiseAbs()
                          .cwiseMax(step.numbers.cwiseAbs())
                          .cwiseMax(system.number_scales())) {
    constexpr double part = 1e-2;
    const double length = u.nodes().back() - u.nodes().front();
    const StateLayout& layout = u.layout();
    for (int i = 0; i < layout.unknowns(); ++i)
      for (int n = 1; n < layout.order(i); ++n) {
        double& its = scale_[layout.offset(i) + n];
        its = std::max(its, part * scale_[layout.offset(i)] / whole_power(length, n));
      }
    scale_ = (scale_.array() > 0).select(scale_, 1.0);
    number_scale_ = (number_scale_.array() > 0).select(number_scale_, 1.0);
  }
  void raise(const MeshFunction& u) {
    scale_ = scale_.cwiseMax(u.largest_states());
    number_scale_ = number_scale_.cwiseMax(u.numbers.cwiseAbs());
  }
  [[nodiscard]] auto of(const MeshFunction& step) const -> double {
    double size = (step.largest_states().array() / scale_.array()).maxCoeff();
    if (step.numbers.size() > 0)
      size = std::max(size, (step.numbers.cwiseAbs().array() / number_scale_.array()).maxCoeff());
    return size;
  }

private:
  Eigen::VectorXd scale_, number_scale_;
};

auto moved(const MeshFunction& u, double factor, const MeshFunction& step) -> MeshFunction {
  MeshFunction result = u;
  result.add(factor, step);
  return result;
}

/// step - factor·other
auto difference(const MeshFunction& step, double factor, const MeshFunction& other)
    -> MeshFunction {
  return moved(step, -factor, other);
}

} // namespace

auto newton(NewtonSystem& system, MeshFunction& u, double tolerance, const Deadline& deadline)
    -> NewtonReport {
  using Outcome = NewtonReport::Outcome;
  constexpr int most_matrices = 40;
  constexpr double least_part = 1e-4; // of a step
  constexpr double fast = 0.1;
  constexpr double rounding = 1e3 * std::numeric_limits<double>::epsilon();
  constexpr double tiny = 1e-8; // where steps that do not shrink any more are amplified rounding
  NewtonReport report;
  double part = 1.0, last_size = 0.0; // of the last step
  MeshFunction simplified;            // the last one
  for (; report.matrices < most_matrices; ++report.matrices) {
    if (!system.linearise(u, deadline)) return report.outcome = Outcome::not_finite, report;
    const MeshFunction step = system.solve(system.missed());
    if (!step.is_finite()) return report.outcome = Outcome::not_finite, report;
    StepSize size(u, system, step);
    const double whole = size.of(step);
    const bool is_amplified_rounding =
        report.matrices > 1 && part == 1.0 && whole < tiny && whole > 0.5 * last_size;
    if (whole
            <= std::max(tolerance, rounding) // from a solution, nothing is to be seen but rounding
        || is_amplified_rounding) {
      u.add(1.0, step);
      report.last = whole;
      return report.outcome = Outcome::converged, report;
    }
    if (report.matrices > 0) {
      const double curvature = size.of(difference(simplified, 1.0, step));
      const double predicted =
          curvature > 0 ? last_size * size.of(simplified) * part / (curvature * whole) : 1.0;
      part = std::min(1.0, predicted);
    }
    double longest = 1.0; // part of the step that is not known to be too long
    for (bool accepted = false; !accepted;) {
      if (part < least_part) return report;
      MeshFunction next = moved(u, part, step);
      if (!system.evaluate(next, deadline)) {
        longest = part /= 2;
        continue;
      }
      MeshFunction further = system.solve(system.missed());
      if (!further.is_finite()) {
        longest = part /= 2;
        continue;
      }
      const double further_size = size.of(further);
      const double bend = size.of(difference(further, 1.0 - part, step));
      const double possible = bend > 0 ? 0.5 * whole * part * part / bend : 1.0;
      if (further_size >= whole && whole < tiny && part == 1.0) {
        u = std::move(next);
        report.last = whole;
        return report.outcome = Outcome::converged, report;
      }
      if (further_size >= whole) {
        longest = part = std::min(possible, part / 2);
        continue;
      }
      if (const double longer = std::min(longest, possible); longer >= 4 * part) {
        part = longer;
        continue;
      }
      accepted = true;
      u = std::move(next);
      simplified = std::move(further);
      last_size = whole;
      if (part < 1.0) continue;
      // Steps with the same matrix, for as long as they pay.
      double contraction = whole > 0 ? further_size / whole : 0.0, left = further_size;
      for (int repeated = 0;; ++repeated) {
        MeshFunction there = moved(u, 1.0, simplified);
        const double known = left * std::min(1.0, contraction / std::max(1e-3, 1 - contraction));
        report.last = std::max(known, std::min(left, std::numeric_limits<double>::epsilon()));
        if (left <= tolerance || (repeated > 0 && left <= rounding)) {
          u = std::move(there);
          return report.outcome = Outcome::converged, report;
        }
        if (contraction > fast || repeated == 5 || !system.evaluate(there, deadline)) break;
        u = std::move(there);
        MeshFunction again = system.solve(system.missed());
        const double again_size = size.of(again);
        contraction = again_size / left;
        if (!(contraction < 0.5)) {
          if (left <= rounding) return report.outcome = Outcome::converged, report;
          break;
        }
        left = again_size;
        simplified = std::move(again);
      }
      size.raise(u);
    }
  }
  return report;
}

} // namespace jetwork::pinn
