#include "pinn/boundary_value/newton_system.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr Eigen::Index points = GaussNodes::count;

auto index(Eigen::Index i) -> std::size_t { return static_cast<std::size_t>(i); }

} // namespace

NewtonSystem::NewtonSystem(const RecordedResidual& recorded, RecordedConditions& conditions,
                           std::shared_ptr<const StateLayout> layout,
                           std::vector<std::size_t> unknown_parameters)
    : recorded_(&recorded),
      conditions_(&conditions),
      layout_(std::move(layout)),
      unknown_parameters_(std::move(unknown_parameters)),
      states_(layout_->states()),
      unknowns_(layout_->unknowns()),
      points_(recorded, gauss_nodes().quadrature(), DifferentiablePointSet::Replayed::once) {
  if (!unknown_parameters_.empty()) points_.differentiate_by_parameters();
  const Groups& groups = recorded.groups();
  for (int g = 0; g < groups.count(); ++g)
    patterns_.emplace_back(
        EliminationOrder::Pattern::Constant(groups.size(g), groups.size(g), false));
  for (const auto& [equation, unknown, n] : recorded.dependences()) {
    const auto [group, column] = groups.of_unknown(unknown);
    patterns_[index(group)](groups.of_equation(equation).place, column) = true;
  }
}

auto NewtonSystem::bytes_per_segment() const -> double {
  double blocks = 0.0;
  for (const auto& pattern : patterns_) blocks += static_cast<double>(pattern.size());
  const auto states = static_cast<double>(states_), width = static_cast<double>(columns());
  const double numbers =
      static_cast<double>(points * unknowns_) * (width + 4) // the response, values
      + states * (width + 5 * states);                      // transfers, chains
  return blocks * sizeof(ModeBlock) + numbers * sizeof(double);
}

void NewtonSystem::set_parameters(std::vector<double> parameters) {
  parameters_ = std::move(parameters);
  points_.set_parameters(parameters_);
}

void NewtonSystem::place_numbers(const MeshFunction& u) {
  if (unknown_parameters_.empty()) return;
  for (std::size_t k = 0; k < unknown_parameters_.size(); ++k)
    parameters_[unknown_parameters_[k]] = u.numbers[static_cast<Eigen::Index>(k)];
  points_.set_parameters(parameters_);
}

void NewtonSystem::fill_values(PointSet& at, const MeshFunction& u, std::size_t segment) const {
  for (int i = 0; i < unknowns_; ++i) {
    const int order = layout_->order(i);
    for (int n = 0; n < order; ++n) at.values[index(n)].col(i) = u.at_nodes(i, segment, n);
    at.values[index(order)].col(i) = u.highest(i, segment) / part_;
  }
}

auto NewtonSystem::is_within_bounds(const PointSet& at) const -> bool {
  constexpr double slack = 1e-8; // of the largest magnitude
  for (std::size_t i = 0; i < bounds_.size(); ++i) {
    if (!bounds_[i]) continue;
    const auto values = at.values[0].col(static_cast<Eigen::Index>(i)).array();
    const double allowed = slack * values.abs().maxCoeff();
    if (!((values >= bounds_[i]->lower - allowed).all()
          && (values <= bounds_[i]->upper + allowed).all()))
      return false;
  }
  return true;
}

auto NewtonSystem::is_within_bounds(const Eigen::VectorXd& numbers) const -> bool {
  for (std::size_t k = 0; k < number_bounds_.size(); ++k)
    if (const double number = numbers[static_cast<Eigen::Index>(k)];
        !(number >= number_bounds_[k].lower && number <= number_bounds_[k].upper))
      return false;
  return true;
}

auto NewtonSystem::evaluate_conditions(const MeshFunction& u, bool with_derivatives) -> bool {
  const auto pieces = static_cast<Eigen::Index>(u.pieces());
  Eigen::MatrixXd states(states_, pieces + 1);
  for (Eigen::Index piece = 0; piece < pieces; ++piece)
    states.col(piece) = u.states.col(u.start_of(u.breaks()[index(piece)]));
  states.col(pieces) = u.states.rightCols(1);
  const bool finite = with_derivatives ? conditions_->differentiate(states, parameters_)
                                       : conditions_->evaluate(states, parameters_);
  missed_.conditions = conditions_->residual;
  return finite;
}

/// Where segments arrive, less the states there, and what is not continuous between pieces.
void NewtonSystem::take_links(const MeshFunction& u) {
  missed_.links.resize(states_, static_cast<Eigen::Index>(u.segments()));
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    auto link = missed_.links.col(static_cast<Eigen::Index>(segment));
    for (int i = 0; i < unknowns_; ++i)
      for (int n = 0; n < layout_->order(i); ++n)
        link[layout_->offset(i) + n] = u.arrival(i, segment, n);
    link -= u.states.col(u.end_of(segment));
  }
  missed_.continuity.resize(states_, static_cast<Eigen::Index>(u.pieces() - 1));
  for (std::size_t piece = 1; piece < u.pieces(); ++piece) {
    const Eigen::Index start = u.start_of(u.breaks()[piece]);
    missed_.continuity.col(static_cast<Eigen::Index>(piece - 1)) =
        u.states.col(start) - u.states.col(start - 1);
  }
  if (jumps_.size() > 0) missed_.continuity -= jumps_;
}

auto NewtonSystem::evaluate(const MeshFunction& u, const Deadline& deadline) -> bool {
  if (deadline.passed()) throw DeadlinePassed();
  if (!is_within_bounds(u.numbers)) return false;
  place_numbers(u);
  missed_.equations.resize(points, static_cast<Eigen::Index>(u.segments()) * unknowns_);
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    fill_values(points_, u, segment);
    if (!is_within_bounds(points_)) return false;
    if (!points_.evaluate(u.start(segment), u.length(segment))) return false;
    missed_.equations.middleCols(static_cast<Eigen::Index>(segment) * unknowns_, unknowns_) =
        points_.residual;
  }
  take_links(u);
  return evaluate_conditions(u, false);
}

/// By the highest derivatives alone: where an equation knows another unknown by its lower ones, their integrals make blocks whose
/// inverses have no digits.
void NewtonSystem::choose_order() {
  if (!orders_.empty() && unknowns_ == 1) return;
  const Groups& groups = recorded_->groups();
  std::vector<Eigen::MatrixXd> typical;
  for (int g = 0; g < groups.count(); ++g)
    typical.emplace_back(Eigen::MatrixXd::Zero(groups.size(g), groups.size(g)));
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_->dependences()) {
    const auto [group, column] = groups.of_unknown(unknown);
    if (n == layout_->order(unknown))
      typical[index(group)](groups.of_equation(equation).place, column) =
          points_.derivatives(points / 2, place);
    ++place;
  }
  for (Eigen::MatrixXd& matrix : typical)
    for (auto row : matrix.rowwise())
      if (const double largest = row.cwiseAbs().maxCoeff(); largest > 0) row /= largest;
  const Deadline never = Deadline::never();
  Watch watch(never);
  if (!orders_.empty() && orders_.back().suits(typical, watch)) return;
  orders_.emplace_back(groups, patterns_, typical, never);
}

/// Where the start determines nothing, as on the way to a singular point, the matrix may be singular to the last bit; changed by as
/// much as that, it is none, and the conditions determine what the start does not.
void NewtonSystem::linearise_segment(std::size_t segment, double length, Watch& watch,
                                     double disturbance) {
  const GaussNodes& gauss = gauss_nodes();
  OfSegment& of_segment = of_segment_[segment];
  choose_order();
  of_segment.matrix.reset(orders_.back(), watch);
  const Eigen::Index width = columns();
  auto& response = of_segment.response;
  response.setZero(points, unknowns_ * width);
  auto sizes = sizes_.middleCols(static_cast<Eigen::Index>(segment) * unknowns_, unknowns_);
  sizes.setZero();
  const double least =
      is_zero_ ? 1.0 : 0.0; // what a solution that is zero everywhere is measured by
  const Eigen::Vector<double, points> elapsed = length * gauss.quadrature().point;
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_->dependences()) {
    const int order = layout_->order(unknown);
    Eigen::Vector<double, points> slope = points_.derivatives.col(place++);
    if (disturbance > 0)
      slope.array() *= 1 + disturbance * Eigen::Array<double, points, 1>::LinSpaced(-1.0, 1.0);
    sizes.col(equation).array() +=
        slope.array().abs() * points_.values[index(n)].col(unknown).array().abs().max(least);
    mean_slopes_[place - 1] += length * gauss.quadrature().weight.dot(slope.cwiseAbs());
    if (n == order) slope /= part_;
    ModeBlock& block = of_segment.matrix.entry(equation, unknown);
    Eigen::Map<GaussNodes::Square> entries(block.data());
    const double power = whole_power(length, order - n);
    if (n == order) entries.diagonal() += slope;
    else entries += (power * slope).asDiagonal() * gauss.integral(order - n);
    for (int k = n; k < order; ++k) { // slope·xᵏ⁻ⁿ/(k-n)!
      response.col(equation * width + layout_->offset(unknown) + k) -= slope;
      if (k + 1 < order) slope = slope.cwiseProduct(elapsed) / (k - n + 1);
    }
  }
  if (!unknown_parameters_.empty()) {
    place = -1;
    for (const auto& [equation, parameter] : recorded_->parameter_dependences()) {
      ++place;
      for (std::size_t k = 0; k < unknown_parameters_.size(); ++k)
        if (unknown_parameters_[k] == static_cast<std::size_t>(parameter)) {
          const auto slope = points_.parameter_derivatives.col(place);
          response.col(equation * width + states_ + static_cast<Eigen::Index>(k)) -= slope;
          double& largest = slopes_by_numbers_(equation, static_cast<Eigen::Index>(k));
          largest = std::max(largest, slope.cwiseAbs().maxCoeff());
        }
    }
  }
  of_segment.matrix.factor(watch);
  of_segment.matrix.solve(response.data(), static_cast<int>(width), watch);
  if (disturbance == 0 && !response.allFinite())
    return linearise_segment(segment, length, watch, std::numeric_limits<double>::epsilon());
  find_transfer(segment, length);
}

/// How the segment's end answers to its start and to the numbers.
void NewtonSystem::find_transfer(std::size_t segment, double length) {
  const GaussNodes& gauss = gauss_nodes();
  const Eigen::Index width = columns();
  const auto& response = of_segment_[segment].response;
  auto transfer = transfers_.middleCols(static_cast<Eigen::Index>(segment) * width, width);
  transfer.setZero();
  for (int i = 0; i < unknowns_; ++i) {
    const int order = layout_->order(i);
    for (int n = 0; n < order; ++n) {
      auto row = transfer.row(layout_->offset(i) + n);
      row = whole_power(length, order - n)
            * gauss.end(order - n).lazyProduct(response.middleCols(i * width, width));
      double term = 1.0;
      for (int k = n; k < order; ++k) {
        row[layout_->offset(i) + k] += term;
        term *= length / (k - n + 1);
      }
    }
  }
}

/// The equations at a segment's points, with their derivatives. False where these are not finite.
auto NewtonSystem::differentiate(const MeshFunction& u, std::size_t segment,
                                 const Deadline& deadline) -> bool {
  fill_values(points_, u, segment);
  return points_.differentiate(u.start(segment), u.length(segment), deadline)
         && points_.derivatives.allFinite();
}

auto NewtonSystem::linearise(const MeshFunction& u, const Deadline& deadline, bool with_growth)
    -> bool {
  Watch watch(deadline);
  place_numbers(u);
  shape_ = u; // its values are of no use
  const auto segments = static_cast<Eigen::Index>(u.segments());
  missed_.equations.resize(points, segments * unknowns_);
  sizes_.resize(points, segments * unknowns_);
  transfers_.resize(states_, segments * columns());
  growth_.resize(3, with_growth ? segments : 0);
  slopes_by_numbers_.setZero(unknowns_, std::ssize(unknown_parameters_));
  mean_slopes_.setZero(std::ssize(recorded_->dependences()));
  of_segment_.resize(u.segments());
  largest_states_ = u.largest_states();
  is_zero_ = u.is_zero();
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    if (!differentiate(u, segment, deadline)) return false;
    missed_.equations.middleCols(static_cast<Eigen::Index>(segment) * unknowns_, unknowns_) =
        points_.residual;
    linearise_segment(segment, u.length(segment), watch);
    if (with_growth) take_growth(segment, u.length(segment));
    for (int i = 0; i < unknowns_; ++i)
      for (int n = 0; n < layout_->order(i); ++n) {
        double& largest = largest_states_[layout_->offset(i) + n];
        largest = std::max(largest, points_.values[index(n)].col(i).cwiseAbs().maxCoeff());
      }
    watch.spend(index(points * points * unknowns_ * columns()));
  }
  take_links(u);
  if (!transfers_.allFinite() || !evaluate_conditions(u, true)) return false;
  factor_chains(u);
  factor_dense();
  return true;
}

void NewtonSystem::factor_chains(const MeshFunction& u) {
  const Eigen::Index width = columns(), numbers = width - states_;
  chains_.resize(u.pieces());
  reduced_numbers_.resize(u.pieces());
  for (std::size_t piece = 0; piece < u.pieces(); ++piece) {
    const auto first = static_cast<Eigen::Index>(u.breaks()[piece]);
    const auto count = static_cast<Eigen::Index>(u.breaks()[piece + 1]) - first;
    if (numbers == 0) {
      chains_[piece].factor(transfers_.middleCols(first * width, count * width));
      continue;
    }
    Eigen::MatrixXd by_states(states_, count * states_);
    Eigen::MatrixXd& by_numbers = reduced_numbers_[piece];
    by_numbers.resize(states_, count * numbers);
    for (Eigen::Index s = 0; s < count; ++s) {
      const auto transfer = transfers_.middleCols((first + s) * width, width);
      by_states.middleCols(s * states_, states_) = transfer.leftCols(states_);
      by_numbers.middleCols(s * numbers, numbers) = transfer.rightCols(numbers);
    }
    chains_[piece].factor(by_states);
    chains_[piece].reduce(by_numbers, numbers);
  }
}

auto NewtonSystem::dense_matrix() const -> Eigen::MatrixXd {
  const Eigen::Index numbers = columns() - states_;
  const auto pieces = static_cast<Eigen::Index>(chains_.size());
  const Eigen::Index size = 2 * states_ * pieces + numbers;
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(size, size);
  for (Eigen::Index piece = 0; piece < pieces; ++piece) {
    const Eigen::Index row = piece * states_, column = 2 * piece * states_;
    const ChainElimination& chain = chains_[index(piece)];
    matrix.block(row, column, states_, states_) = chain.at_first();
    matrix.block(row, column + states_, states_, states_) = chain.at_last();
    if (numbers > 0)
      matrix.block(row, size - numbers, states_, numbers) =
          -reduced_numbers_[index(piece)].rightCols(numbers);
    if (piece == 0) continue;
    const Eigen::Index link = pieces * states_ + (piece - 1) * states_;
    matrix.block(link, column, states_, states_).setIdentity();
    matrix.block(link, column - states_, states_, states_) =
        -Eigen::MatrixXd::Identity(states_, states_);
  }
  const Eigen::Index first = (2 * pieces - 1) * states_; // of the conditions
  for (Eigen::Index place = 0; place <= pieces;
       ++place) // at the start of a piece, or at the last one's end
    matrix.block(first, place < pieces ? 2 * place * states_ : size - numbers - states_,
                 conditions_->count(), states_) +=
        conditions_->by_states.middleCols(place * states_, states_);
  for (Eigen::Index k = 0; k < numbers; ++k)
    matrix.col(size - numbers + k).tail(conditions_->count()) =
        conditions_->by_parameters.col(static_cast<Eigen::Index>(unknown_parameters_[index(k)]));
  return matrix;
}

void NewtonSystem::factor_dense() {
  const Eigen::MatrixXd matrix = dense_matrix();
  row_scale_ = matrix.cwiseAbs().rowwise().maxCoeff().cwiseInverse();
  dense_.compute(row_scale_.asDiagonal() * matrix);
}

} // namespace jetwork::pinn
