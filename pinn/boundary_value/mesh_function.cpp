#include "pinn/boundary_value/mesh_function.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace jetwork::pinn {

MeshFunction::MeshFunction(std::shared_ptr<const StateLayout> layout, std::vector<double> nodes,
                           std::vector<std::size_t> breaks)
    : layout_(std::move(layout)) {
  auto mesh = std::make_shared<Mesh>(std::move(nodes), std::move(breaks));
  mesh->start_of.reserve(mesh->nodes.size());
  std::size_t piece = 0;
  for (std::size_t segment = 0; segment + 1 < mesh->nodes.size(); ++segment) {
    if (segment == mesh->breaks[piece + 1]) ++piece;
    mesh->start_of.push_back(static_cast<Eigen::Index>(segment + piece));
  }
  mesh_ = std::move(mesh);
  states.setZero(layout_->states(), static_cast<Eigen::Index>(segments() + pieces()));
  highest_values.setZero(GaussNodes::count,
                         static_cast<Eigen::Index>(segments()) * layout_->unknowns());
}

auto MeshFunction::piece_of(std::size_t segment) const -> std::size_t {
  return static_cast<std::size_t>(start_of(segment)) - segment;
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
  const auto behind = std::upper_bound(nodes().begin() + 1, nodes().end() - 1, x);
  const auto segment = static_cast<std::size_t>(behind - nodes().begin()) - 1;
  return at(unknown, segment, (x - start(segment)) / length(segment), 0);
}

auto MeshFunction::arrival(int unknown, std::size_t segment, int n) const -> double {
  const double h = length(segment);
  const int rest = layout_->order(unknown) - n;
  return taylor_part(*layout_, states.col(start_of(segment)), unknown, n, h)
         + whole_power(h, rest) * gauss_nodes().end(rest).dot(highest(unknown, segment));
}

auto MeshFunction::arrival(std::size_t segment) const -> State {
  State end(layout_->states());
  for (int i = 0; i < layout_->unknowns(); ++i)
    for (int n = 0; n < layout_->order(i); ++n)
      end[layout_->offset(i) + n] = arrival(i, segment, n);
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

namespace {

/// Which half of a segment begins at θ and has this part of its length.
auto half_of(double theta, double part) -> std::optional<int> {
  if (part != 0.5 || (theta != 0 && theta != 0.5)) return std::nullopt;
  return theta == 0 ? 0 : 1;
}

} // namespace

auto MeshFunction::on(std::vector<double> nodes, std::vector<std::size_t> breaks) const
    -> MeshFunction {
  MeshFunction other(layout_, std::move(nodes), std::move(breaks));
  other.numbers = numbers;
  const GaussNodes& gauss = gauss_nodes();
  std::size_t segment = 0;
  const auto move_to = [&](std::size_t piece, double x) {
    while (segment + 1 < this->breaks()[piece + 1] && this->nodes()[segment + 1] <= x) ++segment;
    return (x - start(segment)) / length(segment);
  };
  for (std::size_t new_segment = 0; new_segment < other.segments(); ++new_segment) {
    const std::size_t piece = other.piece_of(new_segment);
    const double start = other.start(new_segment), h = other.length(new_segment);
    segment = std::max(segment, this->breaks()[piece]);
    const double first = move_to(piece, start);
    const bool is_whole = first == 0 && this->nodes()[segment + 1] == start + h;
    auto state = other.states.col(other.start_of(new_segment));
    if (first == 0) state = states.col(start_of(segment));
    else put_state(segment, first, state);
    if (is_whole) {
      for (int i = 0; i < layout_->unknowns(); ++i)
        other.highest(i, new_segment) = highest(i, segment);
    } else if (const auto half = half_of(first, h / length(segment))) {
      for (int i = 0; i < layout_->unknowns(); ++i)
        other.highest(i, new_segment).noalias() = gauss.in_half(*half) * highest(i, segment);
    } else {
      for (Eigen::Index j = 0; j < GaussNodes::count; ++j) {
        const double place = move_to(piece, start + h * gauss.quadrature().point[j]);
        const GaussNodes::Row interpolation = gauss.at(place, 0);
        for (int i = 0; i < layout_->unknowns(); ++i)
          other.highest(i, new_segment)[j] = interpolation.dot(highest(i, segment));
      }
    }
    if (new_segment + 1 == other.breaks()[piece + 1])
      other.states.col(other.end_of(new_segment)) =
          states.col(end_of(this->breaks()[piece + 1] - 1));
  }
  return other;
}

/// The state at θ of a segment.
void MeshFunction::put_state(std::size_t segment, double theta,
                             Eigen::Ref<Eigen::VectorXd> state) const {
  for (int i = 0; i < layout_->unknowns(); ++i)
    for (int n = 0; n < layout_->order(i); ++n)
      state[layout_->offset(i) + n] = at(i, segment, theta, n);
}

auto MeshFunction::with_nodes(
    const std::function<std::vector<double>(std::size_t segment)>& inside) const -> MeshFunction {
  std::vector<double> new_nodes = {nodes().front()};
  std::vector<std::size_t> new_breaks = {0};
  for (std::size_t segment = 0; segment < segments(); ++segment) {
    const std::vector<double> further = inside(segment);
    new_nodes.insert(new_nodes.end(), further.begin(), further.end());
    new_nodes.push_back(nodes()[segment + 1]);
    if (segment + 1 == breaks()[piece_of(segment) + 1]) new_breaks.push_back(new_nodes.size() - 1);
  }
  return on(std::move(new_nodes), std::move(new_breaks));
}

auto MeshFunction::with_break(double x) const -> MeshFunction {
  const bool is_node = std::ranges::find(nodes(), x) != nodes().end();
  const MeshFunction u = is_node ? *this : with_nodes([&](std::size_t segment) {
    const bool is_inside = nodes()[segment] < x && x < nodes()[segment + 1];
    return is_inside ? std::vector{x} : std::vector<double>{};
  });
  std::vector<std::size_t> breaks = u.breaks();
  const auto place = static_cast<std::size_t>(std::ranges::find(u.nodes(), x) - u.nodes().begin());
  if (std::ranges::find(breaks, place) != breaks.end()) return u;
  breaks.insert(std::ranges::upper_bound(breaks, place), place);
  MeshFunction broken(layout_, u.nodes(), std::move(breaks));
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    broken.states.col(broken.start_of(segment)) = u.states.col(u.start_of(segment));
    broken.states.col(broken.end_of(segment)) = u.states.col(u.end_of(segment));
  }
  broken.highest_values = u.highest_values;
  broken.numbers = u.numbers;
  return broken;
}

auto MeshFunction::halved() const -> MeshFunction {
  std::vector<double> new_nodes = {nodes().front()};
  std::vector<std::size_t> new_breaks;
  new_nodes.reserve(2 * segments() + 1);
  for (std::size_t segment = 0; segment < segments(); ++segment) {
    new_nodes.push_back(middle(segment));
    new_nodes.push_back(nodes()[segment + 1]);
  }
  for (const std::size_t node : breaks()) new_breaks.push_back(2 * node);
  MeshFunction other(layout_, std::move(new_nodes), std::move(new_breaks));
  other.numbers = numbers;
  for (std::size_t segment = 0; segment < segments(); ++segment) {
    const std::size_t left = 2 * segment, right = left + 1;
    other.states.col(other.start_of(left)) = states.col(start_of(segment));
    other.states.col(other.end_of(right)) = states.col(end_of(segment));
    put_state(segment, 0.5, other.states.col(other.start_of(right)));
    for (int i = 0; i < layout_->unknowns(); ++i) {
      other.highest(i, left).noalias() = gauss_nodes().in_half(0) * highest(i, segment);
      other.highest(i, right).noalias() = gauss_nodes().in_half(1) * highest(i, segment);
    }
  }
  return other;
}

} // namespace jetwork::pinn
