// One step of Newton's method: the parts of NewtonSystem that solve what was factored, and that disturb it.
#include "pinn/boundary_value/newton_system.hpp"

#include <Eigen/QR>

#include <limits>
#include <random>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

auto index(Eigen::Index i) -> std::size_t { return static_cast<std::size_t>(i); }

} // namespace

/// The states at the ends of the pieces, and the unknown numbers.
auto NewtonSystem::solve_dense(const Eigen::VectorXd& right, Numbers numbers) const
    -> Eigen::VectorXd {
  if (numbers == Numbers::free) return dense_.solve(row_scale_.cwiseProduct(right));
  constexpr double weight_of_equations = 1e7; // of links, which hold whatever becomes of conditions
  Eigen::VectorXd weights = row_scale_;
  weights.head(right.size() - conditions_->count()) *= weight_of_equations;
  const Eigen::Index free = right.size() - (columns() - states_);
  Eigen::VectorXd ends = Eigen::VectorXd::Zero(right.size());
  ends.head(free) = (weights.asDiagonal() * dense_matrix().leftCols(free))
                        .colPivHouseholderQr()
                        .solve(weights.cwiseProduct(right));
  return ends;
}

auto NewtonSystem::solve(const MeshResidual& missed, Numbers which) -> MeshFunction {
  const GaussNodes& gauss = gauss_nodes();
  const Deadline never = Deadline::never();
  Watch watch(never);
  MeshFunction step = shape_;
  const Eigen::Index width = columns(), numbers = width - states_;
  const auto pieces = static_cast<Eigen::Index>(chains_.size());

  // Each segment with its start held fixed.
  step.highest_values = -missed.equations;
  links_ = missed.links;
  for (std::size_t segment = 0; segment < step.segments(); ++segment) {
    const auto column = static_cast<Eigen::Index>(segment);
    of_segment_[segment].matrix.solve(step.highest_values.col(column * unknowns_).data(), 1, watch);
    for (int i = 0; i < unknowns_; ++i)
      for (int n = 0; n < layout_->order(i); ++n)
        links_(layout_->offset(i) + n, column) +=
            mode_scale(*layout_, i, n, step.length(segment))
            * gauss.end(layout_->order(i) - n).dot(step.highest(i, segment));
  }
  // The ends of the pieces.
  right_.resize(2 * states_ * pieces + numbers);
  for (Eigen::Index piece = 0; piece < pieces; ++piece) {
    const auto first = static_cast<Eigen::Index>(step.breaks()[index(piece)]);
    ChainElimination& chain = chains_[index(piece)];
    chain.reduce(links_.middleCols(first, chain.count()), 1);
    right_.segment(piece * states_, states_) = links_.col(first + chain.count() - 1);
    if (piece > 0)
      right_.segment((pieces + piece - 1) * states_, states_) = -missed.continuity.col(piece - 1);
  }
  right_.tail(conditions_->count()) = -missed.conditions;
  const Eigen::VectorXd ends = solve_dense(right_, which);
  step.numbers = ends.tail(numbers);
  // All other states, and what the segments make of them.
  for (Eigen::Index piece = 0; piece < pieces; ++piece) {
    const auto first = step.breaks()[index(piece)], last = step.breaks()[index(piece + 1)] - 1;
    const auto start = ends.segment(2 * piece * states_, states_);
    step.states.col(step.start_of(first)) = start;
    step.states.col(step.end_of(last)) = ends.segment((2 * piece + 1) * states_, states_);
    for (std::size_t segment = last; segment > first; --segment) {
      const auto s = static_cast<Eigen::Index>(segment - first);
      auto state = step.states.col(step.start_of(segment));
      state = links_.col(static_cast<Eigen::Index>(segment) - 1);
      if (numbers > 0)
        state.noalias() +=
            reduced_numbers_[index(piece)].middleCols((s - 1) * numbers, numbers) * step.numbers;
      chains_[index(piece)].find_state(s, start, step.states.col(step.end_of(segment)), state);
    }
  }
  for (std::size_t segment = 0; segment < step.segments(); ++segment)
    for (int i = 0; i < unknowns_; ++i) {
      const auto response = of_segment_[segment].response.middleCols(i * width, width);
      auto highest = step.highest(i, segment);
      highest.noalias() += response.leftCols(states_) * step.states.col(step.start_of(segment));
      if (numbers > 0) highest.noalias() += response.rightCols(numbers) * step.numbers;
    }
  return step;
}

/// The largest term of each equation, and no less than a part of what it would be if derivatives were as their unknowns make them over
/// the domain: where all terms vanish, as at an eigenvalue that is zero, there is something to measure by.
auto NewtonSystem::largest_terms() const -> Eigen::VectorXd {
  constexpr double part = 1e-2;
  Eigen::VectorXd terms(unknowns_);
  for (Eigen::Index equation = 0; equation < unknowns_; ++equation) {
    terms[equation] = 0.0;
    for (Eigen::Index column = equation; column < sizes_.cols(); column += unknowns_)
      terms[equation] = std::max(terms[equation], sizes_.col(column).maxCoeff());
  }
  const double length = shape_.nodes().back() - shape_.nodes().front();
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_->dependences()) {
    const double slope = mean_slopes_[place++] / length;
    const double natural =
        slope * largest_states_[layout_->offset(unknown)] / whole_power(length, n);
    terms[equation] = std::max(terms[equation], part * natural);
  }
  return terms;
}

auto NewtonSystem::number_scales(MeasuredBy measured_by) const -> Eigen::VectorXd {
  Eigen::VectorXd scales = Eigen::VectorXd::Zero(slopes_by_numbers_.cols());
  if (scales.size() == 0) return scales;
  const bool by_conditions = measured_by == MeasuredBy::all && conditions_hold_numbers_;
  const Eigen::VectorXd terms = largest_terms();
  const Eigen::VectorXd of_conditions =
      conditions_->by_states.cwiseAbs()
      * largest_states_.replicate(std::ssize(conditions_->places()), 1);
  for (Eigen::Index number = 0; number < scales.size(); ++number) {
    const auto take = [&](double size, double slope) {
      if (slope > 0 && size > 0 && (scales[number] == 0 || size / slope < scales[number]))
        scales[number] = size / slope;
    };
    for (Eigen::Index equation = 0; equation < unknowns_; ++equation)
      take(terms[equation], slopes_by_numbers_(equation, number));
    if (scales[number] > 0 && !by_conditions) continue;
    const auto parameter =
        static_cast<Eigen::Index>(unknown_parameters_[static_cast<std::size_t>(number)]);
    const double value =
        by_conditions ? std::abs(parameters_[static_cast<std::size_t>(parameter)]) : 0.0;
    for (Eigen::Index c = 0; c < conditions_->count(); ++c) {
      const double slope = std::abs(conditions_->by_parameters(c, parameter));
      take(of_conditions[c] + slope * value, slope);
    }
  }
  return scales;
}

auto NewtonSystem::rounding(const MeshFunction& u, unsigned seed) const -> MeshResidual {
  std::minstd_rand random(seed);
  const auto sign = [&] { return (random() & 64U) != 0 ? epsilon : -epsilon; };
  MeshResidual noise = missed_;
  noise.equations = sizes_.unaryExpr([&](double size) { return sign() * size; });
  for (std::size_t segment = 0; segment < u.segments(); ++segment)
    noise.links.col(static_cast<Eigen::Index>(segment)) =
        u.states.col(u.end_of(segment)).unaryExpr([&](double state) { return sign() * state; });
  noise.continuity.setZero();
  Eigen::VectorXd places(conditions_->by_states.cols());
  const auto pieces = static_cast<Eigen::Index>(u.pieces());
  for (Eigen::Index place = 0; place <= pieces; ++place)
    places.segment(place * states_, states_) =
        u.states.col(place < pieces ? u.start_of(u.breaks()[index(place)]) : u.states.cols() - 1);
  const double least = is_zero_ ? 1.0 : 0.0;
  noise.conditions = (conditions_->by_states.cwiseAbs() * places.cwiseAbs().cwiseMax(least))
                         .unaryExpr([&](double size) { return sign() * size; });
  return noise;
}

auto NewtonSystem::natural_terms(const MeshFunction& u, const Deadline& deadline) -> MeshResidual {
  MeshResidual terms = missed_;
  terms.equations.setZero();
  terms.links.setZero();
  terms.continuity.setZero();
  terms.conditions.setZero();
  const Eigen::VectorXd largest = u.largest_values();
  const double domain = u.nodes().back() - u.nodes().front();
  place_numbers(u);
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    if (!differentiate(u, segment, deadline)) {
      terms.equations.setConstant(std::numeric_limits<double>::quiet_NaN());
      break;
    }
    Eigen::Index place = 0;
    for (const auto& [equation, unknown, n] : recorded_->dependences())
      terms.equations.col(static_cast<Eigen::Index>(segment) * unknowns_ + equation) +=
          points_.derivatives.col(place++).cwiseAbs() * (largest[unknown] / whole_power(domain, n));
  }
  return terms;
}

} // namespace jetwork::pinn
