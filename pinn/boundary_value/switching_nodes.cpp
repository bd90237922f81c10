#include "pinn/boundary_value/switching_nodes.hpp"

#include <Eigen/LU>
#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr std::size_t most_zeros = 64; // more are rounding of what is zero all along

auto segment_at(const MeshFunction& u, double x) -> std::size_t {
  const auto behind = std::upper_bound(u.nodes().begin() + 1, u.nodes().end() - 1, x);
  return static_cast<std::size_t>(behind - u.nodes().begin()) - 1;
}

/// By how much the highest derivatives jump from a segment to the next, down.
auto jump_behind(const MeshFunction& u, std::size_t segment) -> Eigen::VectorXd {
  Eigen::VectorXd jump(u.layout().unknowns());
  for (int i = 0; i < u.layout().unknowns(); ++i) {
    const int order = u.layout().order(i);
    jump[i] = u.at(i, segment, 1.0, order) - u.at(i, segment + 1, 0.0, order);
  }
  return jump;
}

/// Whether the node behind a segment is not the end of a piece.
auto is_inner(const MeshFunction& u, std::size_t segment) -> bool {
  return segment + 1 < u.segments() && u.piece_of(segment) == u.piece_of(segment + 1);
}

} // namespace

SwitchingNodes::SwitchingNodes(const Problem& problem, std::vector<std::size_t> unknown_parameters,
                               const Deadline& deadline)
    : recorded_(problem, deadline, Switching::frozen),
      functions_(recorded_, 1),
      unknown_parameters_(std::move(unknown_parameters)) {}

void SwitchingNodes::set_parameters(std::vector<double> parameters) {
  parameters_ = std::move(parameters);
  parameters_.resize(parameters_.size() + recorded_.switches().size(), 1.0);
}

/// The functions at θ of a segment, with the sides that they have there: an argument may hold another switch.
void SwitchingNodes::put(const MeshFunction& u, std::size_t segment, double theta) {
  const auto one = [](double number) { return Eigen::RowVectorXd::Constant(1, number); };
  for (std::size_t k = 0; k < unknown_parameters_.size(); ++k)
    parameters_[unknown_parameters_[k]] = u.numbers[static_cast<Eigen::Index>(k)];
  functions_.set_time(one(u.start(segment) + u.length(segment) * theta));
  for (int i = 0; i < u.layout().unknowns(); ++i)
    for (int n = 0; n <= u.layout().order(i); ++n)
      functions_.set(i, n, one(u.at(i, segment, theta, n)));
  const std::size_t switches = recorded_.switches().size();
  const std::size_t first = parameters_.size() - switches;
  for (std::size_t round = 0; round <= switches; ++round) {
    functions_.set_parameters(parameters_);
    functions_.evaluate();
    bool are_settled = true;
    for (std::size_t k = 0; k < switches; ++k) {
      const double side = side_of(recorded_.switches()[k].kind, functions_.value(k)[0]);
      are_settled = are_settled && parameters_[first + k] == side;
      parameters_[first + k] = side;
    }
    if (are_settled) return;
  }
}

auto SwitchingNodes::value(const MeshFunction& u, std::size_t function, double x) -> double {
  const std::size_t segment = segment_at(u, x);
  put(u, segment, (x - u.start(segment)) / u.length(segment));
  return functions_.value(function)[0];
}

/// Those between two places where the function is on different sides.
void SwitchingNodes::add_zeros(const MeshFunction& u, std::size_t function, double low, double high,
                               double before, double after, std::vector<Zero>& found) {
  const Switch::Kind kind = recorded_.switches()[function].kind;
  double side = side_of(kind, before);
  while (found.size() <= most_zeros && side_of(kind, after) != side) {
    const auto [lower, upper] = interval(kind, side);
    const bool upwards = after > before;
    const double bound = upwards ? upper : lower;
    side = next_side(kind, side, upwards);
    if (kind == Switch::Kind::sign) side = sign_of(after);
    const double scale = std::max(std::abs(before - bound), std::abs(after - bound));
    const auto scaled = [&](double x) { return (value(u, function, x) - bound) / scale; };
    const double left = (before - bound) / scale, right = (after - bound) / scale;
    if (left == 0 || right == 0) {
      found.push_back({function, bound, left == 0 ? low : high});
      continue;
    }
    std::uintmax_t steps = 200;
    const auto [start, end] = boost::math::tools::toms748_solve(
        scaled, low, high, left, right, boost::math::tools::eps_tolerance<double>(52), steps);
    found.push_back(
        {function, bound, std::abs(scaled(start)) < std::abs(scaled(end)) ? start : end});
  }
}

auto SwitchingNodes::zeros(const MeshFunction& u) -> std::vector<Zero> {
  constexpr double close = 0.3; // of the segments beside a node
  const auto& theta = gauss_nodes().quadrature().point;
  std::vector<Zero> found;
  std::vector<double> last(recorded_.switches().size()), last_place(last.size(), u.nodes().front());
  std::vector<bool> is_known(last.size(), false);
  for (std::size_t segment = 0; segment < u.segments(); ++segment)
    for (Eigen::Index j = 0; j < theta.size(); ++j) {
      put(u, segment, theta[j]);
      std::vector<double> here(last.size());
      for (std::size_t k = 0; k < here.size(); ++k) here[k] = functions_.value(k)[0];
      const double x = u.start(segment) + u.length(segment) * theta[j];
      for (std::size_t k = 0; k < here.size(); ++k) {
        const bool is_sign = recorded_.switches()[k].kind == Switch::Kind::sign;
        if (!std::isfinite(here[k]) || (is_sign && here[k] == 0)) continue;
        if (is_known[k]) add_zeros(u, k, last_place[k], x, last[k], here[k], found);
        last[k] = here[k];
        last_place[k] = x;
        is_known[k] = true;
      }
      if (found.size() > most_zeros) return {};
    }
  for (Zero& zero : found) {
    std::size_t segment = segment_at(u, zero.place);
    if (segment > 0 && zero.place - u.start(segment) < 0.5 * u.length(segment)) --segment;
    if (!is_inner(u, segment)) continue;
    const double shorter = std::min(u.length(segment), u.length(segment + 1));
    if (std::abs(zero.place - u.nodes()[segment + 1]) <= close * shorter) zero.segment = segment;
  }
  return found;
}

auto SwitchingNodes::shift(const MeshFunction& u, const MeshFunction& change, const Zero& zero)
    -> double {
  put(u, *zero.segment, 1.0);
  const auto gradient = functions_.gradient(zero.function);
  double rate = gradient.by_time, by_change = 0.0;
  for (int i = 0; i < u.layout().unknowns(); ++i)
    for (int n = 0; n < u.layout().order(i); ++n) {
      const double by =
          gradient.by_unknowns[static_cast<std::size_t>(i)][static_cast<std::size_t>(n)];
      if (by == 0) continue;
      rate += by * u.at(i, *zero.segment, 1.0, n + 1);
      by_change += by * change.at(i, *zero.segment, 1.0, n);
    }
  for (std::size_t k = 0; k < unknown_parameters_.size(); ++k)
    by_change += gradient.by_parameters[unknown_parameters_[k]]
                 * change.numbers[static_cast<Eigen::Index>(k)];
  return by_change == 0 ? 0.0 : -by_change / rate;
}

auto SwitchingNodes::answer(NewtonSystem& system, const MeshFunction& u,
                            const std::vector<Zero>& at_nodes) -> Answer {
  Answer answer;
  const auto count = static_cast<Eigen::Index>(at_nodes.size());
  answer.of_zeros.resize(count, count);
  const MeshResidual missed = system.missed();
  for (Eigen::Index k = 0; k < count; ++k) {
    const std::size_t segment = *at_nodes[static_cast<std::size_t>(k)].segment;
    // A strip that comes to the left side has the equations of that side, and its end arrives elsewhere.
    MeshResidual strip = missed;
    for (auto* part : {&strip.equations, &strip.links, &strip.continuity}) part->setZero();
    strip.conditions.setZero();
    const Eigen::VectorXd jump = jump_behind(u, segment);
    for (int i = 0; i < u.layout().unknowns(); ++i)
      strip.links(u.layout().offset(i) + u.layout().order(i) - 1,
                  static_cast<Eigen::Index>(segment)) = jump[i];
    answer.of_function.push_back(system.solve(strip));
    for (Eigen::Index j = 0; j < count; ++j)
      answer.of_zeros(j, k) =
          shift(u, answer.of_function.back(), at_nodes[static_cast<std::size_t>(j)]);
  }
  return answer;
}

auto SwitchingNodes::with_nodes_at(const std::vector<Zero>& zeros, const MeshFunction& u)
    -> MeshFunction {
  constexpr double close = 0.1; // a node that is nearer to a zero than this gives way
  std::vector<double> places;
  for (const Zero& zero : zeros) places.push_back(zero.place);
  std::ranges::sort(places);
  const double least = 1e3 * epsilon * (u.nodes().back() - u.nodes().front()); // between nodes
  std::vector<double> nodes = {u.nodes().front()};
  std::vector<std::size_t> breaks = {0};
  std::size_t next = 0;
  const auto put_node = [&](double x) {
    if (x - nodes.back() > least) nodes.push_back(x);
  };
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    const double end = u.nodes()[segment + 1];
    for (; next < places.size() && places[next] < end; ++next)
      if (end - places[next] > least) put_node(places[next]);
    if (!is_inner(u, segment)) {
      if (nodes.size() - 1 > breaks.back() && !(end - nodes.back() > least)) nodes.pop_back();
      nodes.push_back(end);
      breaks.push_back(nodes.size() - 1);
      continue;
    }
    const double room = close * std::min(u.length(segment), u.length(segment + 1));
    const bool gives_way =
        std::ranges::any_of(places, [&](double x) { return std::abs(x - end) <= room; });
    if (!gives_way) put_node(end);
  }
  return u.on(std::move(nodes), std::move(breaks));
}

auto SwitchingNodes::placed(NewtonSystem& system, const MeshFunction& u, const Deadline& deadline)
    -> std::optional<MeshFunction> {
  const std::vector<Zero> found = zeros(u);
  if (found.empty()) return std::nullopt;
  if (!std::ranges::all_of(found, [](const Zero& zero) { return zero.segment.has_value(); })) {
    MeshFunction other = with_nodes_at(found, u);
    if (other.nodes() != u.nodes()) return other;
    return std::nullopt;
  }
  const double length = u.nodes().back() - u.nodes().front();
  Eigen::VectorXd missed(std::ssize(found));
  double largest = 0.0;
  for (Eigen::Index k = 0; k < missed.size(); ++k) {
    const Zero& zero = found[static_cast<std::size_t>(k)];
    missed[k] = zero.place - u.nodes()[*zero.segment + 1];
    largest = std::max(largest, std::abs(missed[k]) / std::max(length, std::abs(zero.place)));
  }
  constexpr double settled = 16 * epsilon;
  if (largest <= settled || !system.linearise(u, deadline)) return std::nullopt;
  const Answer answered = answer(system, u, found);
  const Eigen::MatrixXd& k = answered.of_zeros;
  Eigen::VectorXd move =
      (Eigen::MatrixXd::Identity(k.rows(), k.cols()) - k).partialPivLu().solve(missed);
  if (!move.allFinite()) move = missed;
  std::vector<double> nodes = u.nodes();
  MeshFunction there = u;
  for (Eigen::Index j = 0; j < move.size(); ++j) {
    const auto at = static_cast<std::size_t>(j);
    const std::size_t segment = *found[at].segment;
    const double room = 0.4 * std::min(u.length(segment), u.length(segment + 1));
    const double its = std::clamp(move[j], -room, room);
    nodes[segment + 1] = u.nodes()[segment + 1] + its;
    there.add(its, answered.of_function[at]);
  }
  return there.on(std::move(nodes), u.breaks());
}

auto SwitchingNodes::reach(NewtonSystem& system, const MeshFunction& u, const MeshFunction& step)
    -> Reach {
  Reach reach{Eigen::VectorXd::Zero(u.layout().unknowns()),
              Eigen::VectorXd::Zero(u.numbers.size())};
  std::vector<Zero> found = zeros(u);
  std::erase_if(found, [](const Zero& zero) { return !zero.segment.has_value(); });
  if (found.empty()) return reach;
  const Answer answered = answer(system, u, found);
  Eigen::VectorXd moved(std::ssize(found));
  for (Eigen::Index k = 0; k < moved.size(); ++k) {
    const Zero& zero = found[static_cast<std::size_t>(k)];
    moved[k] = std::abs(zero.place - u.nodes()[*zero.segment + 1]) + std::abs(shift(u, step, zero))
               + epsilon * std::abs(zero.place);
  }
  const Eigen::MatrixXd& k = answered.of_zeros;
  const Eigen::MatrixXd inverse =
      (Eigen::MatrixXd::Identity(k.rows(), k.cols()) - k).partialPivLu().inverse();
  moved = inverse.cwiseAbs() * moved;
  for (Eigen::Index j = 0; j < moved.size(); ++j) {
    const MeshFunction& its = answered.of_function[static_cast<std::size_t>(j)];
    reach.of_unknowns += moved[j] * its.largest_values();
    reach.of_numbers += moved[j] * its.numbers.cwiseAbs();
  }
  return reach;
}

} // namespace jetwork::pinn
