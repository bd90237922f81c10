#include "pinn/boundary_value/audit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <mutex>

namespace jetwork::pinn {

namespace {

/// Where a landmark is put before it is looked at: anywhere, as its place is set each time.
auto one_point() -> const Quadrature& {
  static const Quadrature point{Eigen::VectorXd::Zero(1), Eigen::VectorXd::Ones(1)};
  return point;
}

constexpr double ordinary = 30; // times what is missed at Gauss points, or what matters

/// (point, Gauss point): the r-fold integrals at the audit points, made when they are asked for first.
auto integrals(int r) -> const Eigen::MatrixXd& {
  constexpr auto count = static_cast<std::size_t>(highest_order) + 1;
  static std::array<std::once_flag, count> made;
  static std::array<Eigen::MatrixXd, count> tables;
  const auto place = static_cast<std::size_t>(r);
  std::call_once(made[place], [&] { tables[place] = gauss_nodes().at(audit_points().point, r); });
  return tables[place];
}

} // namespace

Audit::Audit(const RecordedResidual& recorded)
    : recorded_(&recorded), points_(recorded, audit_points()), landmarks_(recorded) {}

void Audit::set_parameters(std::span<const double> values) {
  parameters_.assign(values.begin(), values.end());
  points_.set_parameters(values);
  if (at_landmark_) at_landmark_->set_parameters(values);
  landmarks_.set_parameters(values);
}

void Audit::fill(const MeshFunction& u, std::size_t segment) {
  const StateLayout& layout = u.layout();
  const auto start = u.states.col(u.start_of(segment));
  const double h = u.length(segment);
  for (int i = 0; i < layout.unknowns(); ++i)
    for (int n = 0; n <= layout.order(i); ++n) {
      auto values = points_.values[static_cast<std::size_t>(n)].col(i);
      values.noalias() =
          integrals(layout.order(i) - n) * (mode_scale(layout, i, n, h) * u.highest(i, segment));
      add_taylor_part(layout, start, i, n, h, audit_points().point, values);
    }
}

auto Audit::miss_at(const MeshFunction& u, std::size_t segment, double x) -> Eigen::VectorXd {
  if (!at_landmark_) {
    at_landmark_.emplace(*recorded_, one_point());
    at_landmark_->set_parameters(parameters_);
  }
  const double theta = (x - u.start(segment)) / u.length(segment);
  for (int i = 0; i < u.layout().unknowns(); ++i)
    for (int n = 0; n <= u.layout().order(i); ++n)
      at_landmark_->values[static_cast<std::size_t>(n)](0, i) = u.at(i, segment, theta, n);
  if (!at_landmark_->evaluate(x, 0.0)) return Eigen::VectorXd::Zero(recorded_->equations());
  return at_landmark_->residual.row(0).cwiseAbs().transpose();
}

auto Audit::look_at(const MeshFunction& u, std::size_t segment) -> bool {
  fill(u, segment);
  const bool is_finite = points_.evaluate(u.start(segment), u.length(segment));
  missed_ = points_.residual;
  return is_finite; // not, where the equations are singular at an end
}

auto Audit::that_matter(const MeshFunction& u, std::size_t segment,
                        const Eigen::VectorXd& most_error, Shifted shifted)
    -> std::optional<Eigen::MatrixXd> {
  constexpr double points_of_a_pulse =
      32; // a tenth of all: what is narrower moves an unknown by less
  constexpr double rounding = 64 * std::numeric_limits<double>::epsilon();
  const double h = u.length(segment);
  for (int i = 0; i < u.layout().unknowns(); ++i) {
    points_.values[static_cast<std::size_t>(u.layout().order(i))].col(i).array() +=
        points_of_a_pulse * most_error[i] / std::abs(mode_scale(u.layout(), i, 0, h));
    auto values = points_.values[0].col(i).array();
    values +=
        rounding * values.abs().maxCoeff(); // all that matters next to a pole of a coefficient
    if (shifted == Shifted::values_too) values += most_error[i];
  }
  points_.evaluate(u.start(segment), h);
  Eigen::MatrixXd change = (points_.residual - missed_).cwiseAbs();
  if (!change.allFinite()) return std::nullopt;
  return change;
}

auto Audit::is_disturbed(const MeshFunction& u, std::size_t segment,
                         const Eigen::VectorXd& most_error) -> bool {
  if (!look_at(u, segment)) return false;
  const auto matters = that_matter(u, segment, most_error, Shifted::values_too);
  return matters && (missed_.array().abs() > ordinary * matters->array()).any();
}

auto Audit::missed_place(const MeshFunction& u, std::size_t segment,
                         const Eigen::VectorXd& most_error, const Eigen::VectorXd& known)
    -> std::optional<double> {
  const double start = u.start(segment), h = u.length(segment);
  constexpr double nearest = 1e-10; // to an end, where the equations may be singular
  std::vector<double> landmarks;
  for (const double landmark : landmark_places_)
    if (landmark > start + nearest * h && landmark < start + (1 - nearest) * h)
      landmarks.push_back(landmark);
  const bool is_ordinary =
      (missed_.cwiseAbs().colwise().maxCoeff().transpose().array() <= known.array()).all();
  if (is_ordinary && landmarks.empty()) return std::nullopt;
  const auto matters = that_matter(u, segment, most_error, Shifted::highest_derivatives);
  if (!matters) return std::nullopt;
  double worst = 0.0, place = start;
  const auto take = [&](double miss, Eigen::Index equation, double that_matters, double x) {
    if (miss > known[equation] && miss > worst * that_matters)
      worst = miss / that_matters, place = x;
  };
  for (Eigen::Index e = 0; e < missed_.cols(); ++e)
    for (Eigen::Index j = 0; j < missed_.rows(); ++j)
      take(std::abs(missed_(j, e)), e, (*matters)(j, e), start + h * audit_points().point[j]);
  for (const double landmark : landmarks) {
    const Eigen::VectorXd miss = miss_at(u, segment, landmark);
    for (Eigen::Index e = 0; e < missed_.cols(); ++e)
      take(miss[e], e, matters->col(e).maxCoeff(), landmark);
  }
  if (worst > 1) return place;
  overlooked_ = std::max(overlooked_, worst);
  return std::nullopt;
}

auto Audit::with_missed_places(const MeshFunction& u, const Eigen::MatrixXd& seen,
                               const Eigen::VectorXd& most_error) -> std::optional<MeshFunction> {
  constexpr double part = 0.005; // of a segment, on either side of a place
  // A piece of one segment is looked at in its halves.
  const bool is_halved = u.segments() < 2 * u.pieces();
  const MeshFunction halves = is_halved ? u.halved() : MeshFunction();
  const MeshFunction& parts = is_halved ? halves : u;
  landmark_places_ = landmarks_.find({u.nodes().front(), u.nodes().back()});
  overlooked_ = 0.0;
  bool is_finer = false;
  std::vector<std::vector<double>> inside(parts.segments());
  for (std::size_t segment = 0; segment < parts.segments(); ++segment) {
    if (!look_at(parts, segment)) continue;
    const Eigen::VectorXd known =
        ordinary * seen.col(static_cast<Eigen::Index>(is_halved ? segment / 2 : segment));
    const double start = parts.start(segment), h = parts.length(segment);
    const auto place = missed_place(parts, segment, most_error, known);
    if (!place) continue;
    is_finer = true;
    for (const double x : {*place - part * h, *place + part * h})
      if (x > start + part * h / 2 && x < start + h - part * h / 2) inside[segment].push_back(x);
  }
  if (!is_finer) return std::nullopt;
  return parts.with_nodes([&](std::size_t segment) { return inside[segment]; });
}

} // namespace jetwork::pinn
