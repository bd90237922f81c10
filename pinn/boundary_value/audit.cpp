#include "pinn/boundary_value/audit.hpp"

#include <array>
#include <cmath>
#include <mutex>

namespace jetwork::pinn {

namespace {

/// The Gauss points of both halves of a segment.
auto points_of_halves() -> const Quadrature& {
  static const Quadrature points = [] {
    const Quadrature& whole = gauss_nodes().quadrature();
    Quadrature halves{Eigen::VectorXd(2 * whole.point.size()),
                      Eigen::VectorXd(2 * whole.point.size())};
    halves.point << whole.point / 2, whole.point.array() / 2 + 0.5;
    halves.weight << whole.weight / 2, whole.weight / 2;
    return halves;
  }();
  return points;
}

/// Where a landmark is put before it is looked at: anywhere, as its place is set each time.
auto one_point() -> const Quadrature& {
  static const Quadrature point{Eigen::VectorXd::Zero(1), Eigen::VectorXd::Ones(1)};
  return point;
}

constexpr double ordinary = 30; // times what is missed at Gauss points, or what matters

/// (point, Gauss point): the r-fold integrals at some points, made when they are asked for first.
class IntegralTables {
public:
  explicit IntegralTables(const Quadrature& points) : points_(&points) {}
  auto operator()(int r) -> const Eigen::MatrixXd& {
    const auto place = static_cast<std::size_t>(r);
    std::call_once(made_[place], [&] { tables_[place] = gauss_nodes().at(points_->point, r); });
    return tables_[place];
  }

private:
  static constexpr std::size_t count = static_cast<std::size_t>(highest_order) + 1;
  const Quadrature* points_;
  std::array<std::once_flag, count> made_;
  std::array<Eigen::MatrixXd, count> tables_;
};

auto integrals_everywhere(int r) -> const Eigen::MatrixXd& {
  static IntegralTables tables(audit_points());
  return tables(r);
}
auto integrals_in_halves(int r) -> const Eigen::MatrixXd& {
  static IntegralTables tables(points_of_halves());
  return tables(r);
}

} // namespace

Audit::Audit(const RecordedResidual& recorded)
    : recorded_(&recorded),
      everywhere_(recorded, audit_points()),
      halves_(recorded, points_of_halves()),
      at_landmark_(recorded, one_point()),
      landmarks_(recorded) {}

void Audit::set_parameters(std::span<const double> values) {
  everywhere_.set_parameters(values);
  halves_.set_parameters(values);
  at_landmark_.set_parameters(values);
  landmarks_.set_parameters(values);
}

void Audit::fill(PointSet& points, const MeshFunction& u, std::size_t segment,
                 IntegralTable table) const {
  const StateLayout& layout = u.layout();
  const State start = u.states.col(u.start_of(segment));
  for (int i = 0; i < layout.unknowns(); ++i)
    for (int n = 0; n <= layout.order(i); ++n) {
      auto values = points.values[static_cast<std::size_t>(n)].col(i);
      values = mode_scale(layout, i, n, u.length(segment))
               * (table(layout.order(i) - n) * u.highest(i, segment));
      add_taylor_part(layout, start, i, n, u.length(segment), points.quadrature->point, values);
    }
}

auto Audit::ordinary_miss(const MeshFunction& u, std::size_t segment) -> Eigen::VectorXd {
  fill(halves_, u, segment, integrals_in_halves);
  if (!halves_.evaluate(u.start(segment), u.length(segment)))
    return Eigen::VectorXd::Zero(recorded_->equations());
  return halves_.residual.cwiseAbs().colwise().maxCoeff().transpose();
}

auto Audit::miss_at(const MeshFunction& u, std::size_t segment, double x) -> Eigen::VectorXd {
  const double theta = (x - u.start(segment)) / u.length(segment);
  for (int i = 0; i < u.layout().unknowns(); ++i)
    for (int n = 0; n <= u.layout().order(i); ++n)
      at_landmark_.values[static_cast<std::size_t>(n)](0, i) = u.at(i, segment, theta, n);
  if (!at_landmark_.evaluate(x, 0.0)) return Eigen::VectorXd::Zero(recorded_->equations());
  return at_landmark_.residual.row(0).cwiseAbs().transpose();
}

/// The residuals at a segment's points, and what they would change by if unknowns were off by as much as matters.
auto Audit::look_at(const MeshFunction& u, std::size_t segment, const Eigen::VectorXd& most_error,
                    Shifted shifted) -> std::optional<Residuals> {
  constexpr double points_of_a_pulse =
      32; // a tenth of all: what is narrower moves an unknown by less
  const double start = u.start(segment), h = u.length(segment);
  fill(everywhere_, u, segment, integrals_everywhere);
  if (!everywhere_.evaluate(start, h)) return std::nullopt; // an end where equations are singular
  Residuals residuals{.missed = everywhere_.residual, .that_matter = {}};
  for (int i = 0; i < u.layout().unknowns(); ++i) {
    everywhere_.values[static_cast<std::size_t>(u.layout().order(i))].col(i).array() +=
        points_of_a_pulse * most_error[i] / std::abs(mode_scale(u.layout(), i, 0, h));
    if (shifted == Shifted::values_too) everywhere_.values[0].col(i).array() += most_error[i];
  }
  if (!everywhere_.evaluate(start, h)) return std::nullopt;
  residuals.that_matter = (everywhere_.residual - residuals.missed).cwiseAbs();
  return residuals;
}

auto Audit::is_disturbed(const MeshFunction& u, std::size_t segment,
                         const Eigen::VectorXd& most_error) -> bool {
  const auto residuals = look_at(u, segment, most_error, Shifted::values_too);
  return residuals
         && (residuals->missed.array().abs() > ordinary * residuals->that_matter.array()).any();
}

auto Audit::missed_place(const MeshFunction& u, std::size_t segment,
                         const Eigen::VectorXd& most_error) -> std::optional<double> {
  const double start = u.start(segment), h = u.length(segment);
  const auto residuals = look_at(u, segment, most_error, Shifted::highest_derivatives);
  if (!residuals) return std::nullopt;
  const auto& [missed, matters] = *residuals;
  const Eigen::VectorXd known = ordinary * ordinary_miss(u, segment);
  double worst = 1.0;
  std::optional<double> place;
  const auto take = [&](double miss, Eigen::Index equation, double that_matters, double x) {
    if (miss > known[equation] && miss > worst * that_matters)
      worst = miss / that_matters, place = x;
  };
  for (Eigen::Index e = 0; e < missed.cols(); ++e)
    for (Eigen::Index j = 0; j < missed.rows(); ++j)
      take(std::abs(missed(j, e)), e, matters(j, e), start + h * everywhere_.quadrature->point[j]);
  for (const double landmark : landmark_places_)
    if (landmark > start && landmark < start + h) {
      const Eigen::VectorXd miss = miss_at(u, segment, landmark);
      for (Eigen::Index e = 0; e < missed.cols(); ++e)
        take(miss[e], e, matters.col(e).maxCoeff(), landmark);
    }
  return place;
}

auto Audit::with_missed_places(const MeshFunction& u, const Eigen::VectorXd& most_error)
    -> std::optional<MeshFunction> {
  constexpr double part = 0.005; // of a segment, on either side of a place
  landmark_places_ = landmarks_.find({u.nodes().front(), u.nodes().back()});
  bool is_finer = false;
  std::vector<std::vector<double>> inside(u.segments());
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    const double start = u.start(segment), h = u.length(segment);
    const auto place = missed_place(u, segment, most_error);
    if (!place) continue;
    is_finer = true;
    for (const double x : {*place - part * h, *place + part * h})
      if (x > start + part * h / 2 && x < start + h - part * h / 2) inside[segment].push_back(x);
  }
  if (!is_finer) return std::nullopt;
  return u.with_nodes([&](std::size_t segment) { return inside[segment]; });
}

} // namespace jetwork::pinn
