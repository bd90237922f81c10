#include "pinn/boundary_value/solver.hpp"

#include "pinn/boundary_value/error_check.hpp"
#include "pinn/boundary_value/first_guess.hpp"
#include "pinn/boundary_value/mesh_control.hpp"
#include "pinn/boundary_value/newton.hpp"

#include <cstdio>
#include <cstdlib>
#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {
static const bool verbose = std::getenv("BV_VERBOSE") != nullptr;

BoundaryValueSolver::BoundaryValueSolver(const Problem& problem, std::uint64_t seed,
                                         const Deadline& deadline)
    : problem_(problem),
      recorded_(problem, deadline),
      conditions_(problem, places_of_conditions(problem)),
      layout_(std::make_shared<const StateLayout>(problem.unknowns, seed, recorded_.groups())),
      parameters_(parameter_values(problem)),
      system_(recorded_, conditions_, layout_, parameters_, {}) {}

auto BoundaryValueSolver::first_guess() -> MeshFunction {
  std::vector<double> nodes = {conditions_.places().front()};
  std::vector<std::size_t> breaks = {0};
  for (std::size_t place = 1; place < conditions_.places().size(); ++place) {
    const double start = nodes.back(), end = conditions_.places()[place];
    nodes.push_back((start + end) / 2);
    nodes.push_back(end);
    breaks.push_back(nodes.size() - 1);
  }
  MeshFunction u(layout_, std::move(nodes), std::move(breaks));
  guess_lines(u, conditions_, parameters_);
  return u;
}

auto BoundaryValueSolver::refine(MeshFunction& u, const Eigen::VectorXd& relative,
                                 std::size_t most_segments, const Deadline& deadline) -> Attempt {
  for (int mesh = 0; mesh < 60; ++mesh) {
    ++result_.meshes;
    const NewtonReport report = newton(system_, u, 0.03 * relative.minCoeff(), deadline);
    result_.matrices += report.matrices + 1;
    if (verbose) std::fprintf(stderr, "  newton %d on %zu segments: %d matrices, last %.1e\n", int(report.outcome), u.segments(), report.matrices + 1, report.last);
    if (!report.converged()) return Attempt::no_solution;
    Eigen::VectorXd scale = u.largest_values();
    scale = (scale.array() > 0).select(scale, 1.0);
    const MeshChange change = mesh_change(u, relative.cwiseProduct(scale));
    if (verbose) std::fprintf(stderr, "  mesh: worst %.1e split %zu merged %zu\n", change.worst, change.split, change.merged);
    if (change.is_fine_enough) return Attempt::done;
    if (change.nodes.size() > most_segments) return Attempt::too_many;
    u = u.on(change.nodes, change.breaks);
  }
  return Attempt::too_many;
}

auto BoundaryValueSolver::continued(MeshFunction& u, double relative, const Deadline& deadline)
    -> Attempt {
  const Eigen::VectorXd rough =
      Eigen::VectorXd::Constant(layout_->unknowns(), std::max(relative, 1e-3));
  double part = 1.0, factor = 10.0;
  Attempt attempt = Attempt::no_solution;
  for (int k = 0; k < 10 && attempt != Attempt::done; ++k) {
    part *= 0.1;
    system_.set_part(part);
    u = first_guess();
    attempt = refine(u, rough, 400, deadline);
  }
  while (attempt == Attempt::done && part < 1.0) {
    ++result_.continuations;
    const double next = std::min(1.0, part * factor);
    MeshFunction trial = u;
    system_.set_part(next);
    if (verbose) std::fprintf(stderr, " part %.3e\n", next);
    attempt = refine(trial, rough, 2 * u.segments() + 200, deadline);
    if (attempt == Attempt::done) {
      part = next;
      u = std::move(trial);
      factor = std::min(factor * factor, 1e4);
      continue;
    }
    factor = std::sqrt(factor);
    if (factor < 1.02) break;
    attempt = Attempt::done;
  }
  system_.set_part(1.0);
  return part == 1.0 ? Attempt::done : Attempt::no_solution;
}

auto BoundaryValueSolver::solve(double tolerance, const Deadline& deadline)
    -> BoundaryValueResult {
  using Outcome = BoundaryValueResult::Outcome;
  result_ = {};
  constexpr std::size_t most_segments = 20000;
  Eigen::VectorXd relative = Eigen::VectorXd::Constant(layout_->unknowns(), 0.3 * tolerance);
  MeshFunction u = first_guess();
  Attempt attempt = refine(u, relative, 300, deadline);
  if (attempt != Attempt::done) {
    attempt = continued(u, tolerance, deadline);
    if (attempt == Attempt::done) attempt = refine(u, relative, most_segments, deadline);
  }
  if (attempt != Attempt::done) {
    result_.u = std::move(u);
    result_.outcome = attempt == Attempt::too_many ? Outcome::too_many_segments : Outcome::not_found;
    return result_;
  }
  for (int check_number = 0; check_number < 12; ++check_number) {
    ++result_.checks;
    const ErrorCheck check = check_error(system_, u, deadline);
    result_.error = check.error;
    result_.place = check.place;
    result_.magnitude = check.largest;
    result_.condition = check.condition;
    if (!check.finite) break;
    if (verbose) std::fprintf(stderr, " check: error %.2e rounding %.2e condition %.1e\n", (check.error.array() / check.largest.array()).maxCoeff(), (check.rounding.array() / check.largest.array()).maxCoeff(), check.condition);
    const Eigen::VectorXd wanted = tolerance * check.largest;
    if ((check.error.array() <= wanted.array()).all()) {
      result_.outcome = Outcome::solved;
      break;
    }
    if ((2 * check.rounding.array() > 0.5 * wanted.array()).any()) {
      result_.outcome = Outcome::ill_conditioned;
      break;
    }
    result_.outcome = Outcome::estimate_above;
    for (Eigen::Index i = 0; i < relative.size(); ++i)
      if (check.error[i] > wanted[i])
        relative[i] *= std::clamp(0.3 * wanted[i] / check.error[i], 1e-3, 0.3);
    const std::size_t before = u.segments();
    attempt = refine(u, relative, most_segments, deadline);
    if (attempt != Attempt::done) break;
    if (u.segments() == before) u = u.halved();
  }
  result_.u = std::move(u);
  return result_;
}

} // namespace jetwork::pinn
