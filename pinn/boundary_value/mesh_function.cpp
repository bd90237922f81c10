#include "pinn/boundary_value/mesh_function.hpp"

#include <algorithm>
#include <utility>

namespace jetwork::pinn {

MeshFunction::MeshFunction(std::shared_ptr<const StateLayout> layout, std::vector<double> nodes,
                           std::vector<std::size_t> breaks)
    : layout_(std::move(layout)), nodes_(std::move(nodes)), breaks_(std::move(breaks)) {
  start_of_.reserve(segments());
  std::size_t piece = 0;
  for (std::size_t segment = 0; segment < segments(); ++segment) {
    if (segment == breaks_[piece + 1]) ++piece;
    start_of_.push_back(static_cast<Eigen::Index>(segment + piece));
  }
  states.setZero(layout_->states(), static_cast<Eigen::Index>(segments() + pieces()));
  highest_values.setZero(GaussNodes::count,
                         static_cast<Eigen::Index>(segments()) * layout_->unknowns());
}

auto MeshFunction::piece_of(std::size_t segment) const -> std::size_t {
  return static_cast<std::size_t>(start_of_[segment]) - segment;
}

auto MeshFunction::at_nodes(int unknown, std::size_t segment, int n) const
    -> Eigen::Vector<double, GaussNodes::count> {
  const GaussNodes& gauss = gauss_nodes();
  const int order = layout_->order(unknown);
  if (n == order) return highest(unknown, segment);
  const double h = length(segment);
  Eigen::Vector<double, GaussNodes::count> values =
      whole_power(h, order - n) * (gauss.integral(order - n) * highest(unknown, segment));
  const double* const terms = states.col(start_of(segment)).data() + layout_->offset(unknown);
  Eigen::Array<double, GaussNodes::count, 1> taylor;
  taylor.setConstant(terms[order - 1]);
  for (int k = order - 2; k >= n; --k)
    taylor = taylor * (h * gauss.quadrature().point.array()) / (k - n + 1) + terms[k];
  return values.array() + taylor;
}

auto MeshFunction::at(int unknown, std::size_t segment, double theta, int n) const -> double {
  const int order = layout_->order(unknown);
  const double h = length(segment);
  const double network =
      whole_power(h, order - n) * gauss_nodes().at(theta, order - n).dot(highest(unknown, segment));
  return n == order
             ? network
             : network
                   + taylor_part(*layout_, states.col(start_of(segment)), unknown, n, h * theta);
}

auto MeshFunction::value(int unknown, double x) const -> double {
  const auto behind = std::upper_bound(nodes_.begin() + 1, nodes_.end() - 1, x);
  const auto segment = static_cast<std::size_t>(behind - nodes_.begin()) - 1;
  return at(unknown, segment, (x - nodes_[segment]) / length(segment), 0);
}

auto MeshFunction::arrival(std::size_t segment) const -> State {
  const double h = length(segment);
  const State start = states.col(start_of(segment));
  State end(layout_->states());
  for (int i = 0; i < layout_->unknowns(); ++i)
    for (int n = 0; n < layout_->order(i); ++n)
      end[layout_->offset(i) + n] =
          taylor_part(*layout_, start, i, n, h)
          + mode_scale(*layout_, i, n, h)
                * gauss_nodes().end(layout_->order(i) - n).dot(highest(i, segment));
  return end;
}

auto MeshFunction::largest_states() const -> Eigen::VectorXd {
  return states.cwiseAbs().rowwise().maxCoeff();
}

auto MeshFunction::largest_values() const -> Eigen::VectorXd {
  Eigen::VectorXd largest(layout_->unknowns());
  for (int i = 0; i < layout_->unknowns(); ++i) {
    largest[i] = states.row(layout_->offset(i)).cwiseAbs().maxCoeff();
    for (std::size_t segment = 0; segment < segments(); ++segment)
      largest[i] = std::max(largest[i], at_nodes(i, segment, 0).cwiseAbs().maxCoeff());
  }
  return largest;
}

auto MeshFunction::on(std::vector<double> nodes, std::vector<std::size_t> breaks) const
    -> MeshFunction {
  MeshFunction other(layout_, std::move(nodes), std::move(breaks));
  other.numbers = numbers;
  const auto& theta = gauss_nodes().quadrature().point;
  std::size_t segment = 0;
  for (std::size_t new_segment = 0; new_segment < other.segments(); ++new_segment) {
    const std::size_t piece = other.piece_of(new_segment);
    const double start = other.start(new_segment), h = other.length(new_segment);
    segment = std::max(segment, breaks_[piece]);
    const auto move_to = [&](double x) {
      while (segment + 1 < breaks_[piece + 1] && nodes_[segment + 1] <= x) ++segment;
      return (x - nodes_[segment]) / length(segment);
    };
    const double first = move_to(start);
    const bool is_whole = first == 0 && nodes_[segment + 1] == start + h;
    for (int i = 0; i < layout_->unknowns(); ++i)
      for (int n = 0; n < layout_->order(i); ++n)
        other.states(layout_->offset(i) + n, other.start_of(new_segment)) =
            first == 0 ? states(layout_->offset(i) + n, start_of(segment))
                       : at(i, segment, first, n);
    const std::size_t begun_in = segment;
    for (int i = 0; i < layout_->unknowns(); ++i) {
      segment = begun_in;
      if (is_whole) {
        other.highest(i, new_segment) = highest(i, segment);
        continue;
      }
      for (Eigen::Index j = 0; j < GaussNodes::count; ++j) {
        const double place = move_to(start + h * theta[j]);
        other.highest(i, new_segment)[j] = at(i, segment, place, layout_->order(i));
      }
    }
    if (new_segment + 1 == other.breaks()[piece + 1])
      other.states.col(other.end_of(new_segment)) = states.col(end_of(breaks_[piece + 1] - 1));
  }
  return other;
}

auto MeshFunction::with_nodes(
    const std::function<std::vector<double>(std::size_t segment)>& inside) const -> MeshFunction {
  std::vector<double> nodes = {nodes_.front()};
  std::vector<std::size_t> breaks = {0};
  for (std::size_t segment = 0; segment < segments(); ++segment) {
    const std::vector<double> further = inside(segment);
    nodes.insert(nodes.end(), further.begin(), further.end());
    nodes.push_back(nodes_[segment + 1]);
    if (segment + 1 == breaks_[piece_of(segment) + 1]) breaks.push_back(nodes.size() - 1);
  }
  return on(std::move(nodes), std::move(breaks));
}

auto MeshFunction::with_break(double x) const -> MeshFunction {
  const MeshFunction u =
      std::ranges::find(nodes_, x) != nodes_.end() ? *this : with_nodes([&](std::size_t segment) {
        const bool is_inside = nodes_[segment] < x && x < nodes_[segment + 1];
        return is_inside ? std::vector{x} : std::vector<double>{};
      });
  std::vector<std::size_t> breaks = u.breaks_;
  const auto place = static_cast<std::size_t>(std::ranges::find(u.nodes_, x) - u.nodes_.begin());
  if (std::ranges::find(breaks, place) != breaks.end()) return u;
  breaks.insert(std::ranges::upper_bound(breaks, place), place);
  MeshFunction broken(layout_, u.nodes_, std::move(breaks));
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    broken.states.col(broken.start_of(segment)) = u.states.col(u.start_of(segment));
    broken.states.col(broken.end_of(segment)) = u.states.col(u.end_of(segment));
  }
  broken.highest_values = u.highest_values;
  broken.numbers = u.numbers;
  return broken;
}

auto MeshFunction::halved() const -> MeshFunction {
  return with_nodes([this](std::size_t segment) { return std::vector{middle(segment)}; });
}

} // namespace jetwork::pinn
