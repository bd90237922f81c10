#include "pinn/boundary_value/mesh_iteration.hpp"

#include "pinn/boundary_value/mesh_control.hpp"
#include "pinn/boundary_value/newton.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace jetwork::pinn {

/// Whole steps, each with the sides on which the function before it is, and nodes where that switches: on its sides the problem is
/// smooth, which no damping of a step across a jump sees.
auto MeshIteration::with_present_sides(MeshFunction& u) -> bool {
  constexpr int most_steps = 30;
  constexpr double settled = 1e-6;
  for (int k = 0; k < most_steps; ++k) {
    if (!system_->linearise(u, *deadline_)) return false;
    const MeshFunction step = system_->solve(system_->missed());
    if (!step.is_finite()) return false;
    const double size = step.largest_values().cwiseQuotient(u.largest_values()).maxCoeff();
    u.add(1.0, step);
    ++statistics_.newton_steps;
    if (size <= settled) return true;
    if (auto better = switching_->placed(*system_, u, *deadline_)) u = std::move(*better);
  }
  return false;
}

/// Newton's method, and nodes put where what it finds switches, in turns.
auto MeshIteration::solve_on_mesh(MeshFunction& u, double tolerance) -> bool {
  constexpr int most_places = 12;
  const auto find = [&](MeshFunction& at) {
    const NewtonReport report = newton(*system_, at, tolerance, *deadline_);
    ++statistics_.passes;
    statistics_.newton_steps += static_cast<std::size_t>(report.matrices + 1);
    return report.converged();
  };
  if (switching_ == nullptr) return find(u);
  MeshFunction start = u;
  if (!find(u)) {
    if (!with_present_sides(start) || !find(start)) return false;
    u = std::move(start);
  }
  for (int k = 0; k < most_places; ++k) {
    auto better = switching_->placed(*system_, u, *deadline_);
    if (!better || !find(*better)) return true;
    u = std::move(*better);
  }
  return true;
}

auto MeshIteration::refine(MeshFunction& u, const Eigen::VectorXd& relative_errors,
                           std::size_t most_segments) -> Ending {
  constexpr int most_meshes = 80;
  constexpr double newton_part = 0.03;     // of the error that is allowed
  std::optional<MeshFunction> fine_enough; // on more segments than it takes
  for (int mesh = 0; mesh < most_meshes; ++mesh) {
    const bool is_found = solve_on_mesh(u, newton_part * relative_errors.minCoeff());
    if (!is_found && fine_enough) break;
    if (!is_found) return {.outcome = Outcome::no_solution_found};
    Eigen::VectorXd scale = u.largest_values();
    scale = (scale.array() > 0).select(scale, 1.0);
    MeshChange change = mesh_change(u, relative_errors.cwiseProduct(scale));
    const bool is_wasteful = change.merged > 1 + u.segments() / 16;
    if (change.is_fine_enough && !is_wasteful) return {.outcome = Outcome::solved};
    if (!change.is_fine_enough && fine_enough) break;
    if (change.is_fine_enough) fine_enough = u;
    statistics_.segments_rejected += change.split;
    if (change.too_thin) return {.outcome = Outcome::layer_too_thin, .t = *change.too_thin};
    if (change.nodes.size() > most_segments + 1)
      return {.outcome = Outcome::mesh_limit, .limit = static_cast<double>(most_segments)};
    u = u.on(std::move(change.nodes), std::move(change.breaks));
  }
  if (!fine_enough)
    return {.outcome = Outcome::mesh_limit, .limit = static_cast<double>(u.segments())};
  u = std::move(*fine_enough);
  return {.outcome = Outcome::solved};
}

auto MeshIteration::follow(MeshFunction& u, const MeshFunction& guess,
                           const Eigen::VectorXd& relative_errors) -> Ending {
  constexpr std::size_t segments_to_begin = 400, segments_that_make_sense = 3000;
  constexpr double least_part = 1e-10, least_factor = 1.02, largest_factor = 1e4;
  const auto solve = [&](MeshFunction& at, double part, std::size_t most_segments) {
    system_->set_part(part);
    const Ending ending = refine(at, relative_errors, most_segments);
    system_->set_part(1.0);
    return ending;
  };
  double part = 1.0;
  Ending ending{.outcome = Outcome::no_solution_found};
  while (ending.outcome != Outcome::solved && part > least_part) {
    part *= 0.1;
    u = guess;
    ending = solve(u, part, segments_to_begin);
  }
  double factor = 10.0;
  while (ending.outcome == Outcome::solved && part < 1.0) {
    const double next = std::min(1.0, part * factor);
    MeshFunction there = u;
    if (const Ending step =
            solve(there, next, std::min(2 * u.segments() + 200, segments_that_make_sense));
        step.outcome == Outcome::solved) {
      u = std::move(there);
      part = next;
      factor = std::min(factor * factor, largest_factor);
    } else if ((factor = std::sqrt(factor)) < least_factor) {
      ending = step;
    }
  }
  return ending;
}

} // namespace jetwork::pinn
