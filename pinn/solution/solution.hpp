// A solution: small networks, one a segment, that together are a function with derivatives.
//
//   double r = solution(0, 1.5);          // unknown 0 at t = 1.5
//   double v = solution("r", 1.5, 1);     // the first derivative of the unknown called r
//
// On a segment that starts at a and has length h the trial solution is
//
//   u(t) = Σ_{n<p} u⁽ⁿ⁾(a)·(t-a)ⁿ/n!  +  θᵖ·N(2θ - 1),        θ = (t - a)/h in [0, 1],
//
// with N a network of one hidden tanh layer and p the order of the unknown: the values at `a` hold exactly,
// whatever the weights (Lagaris, Likas and Fotiadis 1998).
#pragma once

#include "pinn/network/hidden_layer.hpp"
#include "pinn/problem/problem.hpp"

#include <Eigen/Core>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jetwork::pinn {

struct Segment {
  double start = 0.0;
  double length = 0.0;                       ///< negative where the solution is continued backwards
  std::shared_ptr<const HiddenLayer> hidden; ///< shared by all segments with the same features
  Eigen::MatrixXd initial;                   ///< (order, unknown): derivatives at `start`
  Eigen::MatrixXd output_weights;            ///< (neuron, unknown)
};

/// The n-th derivative at t of one unknown of the given order. Throws std::out_of_range for n outside 0…8.
auto evaluate(const Segment& segment, int order, Eigen::Index unknown, double t, int n) -> double;
/// The same at many points; as many values are written.
void evaluate(const Segment& segment, int order, Eigen::Index unknown, std::span<const double> t,
              int n, double* values);

/// The same function, of which only the part up to `end` remains: its hidden layer is rescaled.
auto shortened(const Segment& segment, std::span<const int> orders, double end) -> Segment;

class Solution {
public:
  Solution() = default;
  /// Names and orders, one an unknown. Segments lie side by side from the solution's start to its end; each may go either
  /// way, as where initial values inside the domain were continued both ways.
  Solution(std::string independent, std::vector<std::string> names, std::vector<int> orders,
           std::vector<Segment> segments);

  [[nodiscard]] auto independent() const -> const std::string& { return independent_; }
  [[nodiscard]] auto names() const -> const std::vector<std::string>& { return names_; }
  [[nodiscard]] auto orders() const -> const std::vector<int>& { return orders_; }
  [[nodiscard]] auto segments() const -> const std::vector<Segment>& { return segments_; }
  /// Where the solution starts, and how far it goes (a march that failed ends early).
  [[nodiscard]] auto start() const -> double;
  [[nodiscard]] auto end() const -> double;
  /// The number of output weights and of the hidden weights they share.
  [[nodiscard]] auto weights() const -> std::size_t;

  /// Whether t lies between start and end; a rounding error beyond them still counts.
  [[nodiscard]] auto covers(double t) const -> bool;

  /// The derivative of the given order (0: the value) of one unknown at t. Throws std::out_of_range where the solution
  /// does not cover t.
  [[nodiscard]] auto operator()(std::size_t unknown, double t, int derivative = 0) const -> double;
  /// The same of the unknown of this name. Throws std::out_of_range where there is none.
  [[nodiscard]] auto operator()(std::string_view unknown, double t, int derivative = 0) const
      -> double;
  /// The same at many points, in any order: grouped by segment, and computed eight at a time.
  [[nodiscard]] auto evaluate(std::size_t unknown, std::span<const double> t,
                              int derivative = 0) const -> std::vector<double>;

private:
  /// Where the solution enters a segment on its way from its start to its end, and where it leaves it.
  [[nodiscard]] auto entry(const Segment& segment) const -> double;
  [[nodiscard]] auto exit(const Segment& segment) const -> double;
  /// The segment on which t lies. Throws std::out_of_range.
  [[nodiscard]] auto segment_at(double t) const -> std::size_t;
  /// Whether t lies on that segment for sure.
  [[nodiscard]] auto lies_on(std::size_t segment, double t) const -> bool;

  std::string independent_;
  std::vector<std::string> names_;
  std::vector<int> orders_;
  std::vector<Segment> segments_;
  bool forwards_ = true; // from smaller t to larger
};

/// A solution with the problem's names and orders, made of these segments.
auto solution_of(const Problem& problem, std::vector<Segment> segments) -> Solution;

} // namespace jetwork::pinn
