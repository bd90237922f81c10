// What is kept of an infinite domain.
//
//   const KeptDomain kept(problem.domain);                 // [0, inf) is cut at a first length
//   kept.place(inf);                                       // where a condition at infinity is held
//   u = longer(u, kept.doubled());                       // the same function, going on beyond its old end
#pragma once

#include "pinn/boundary_value/mesh_function.hpp"
#include "pinn/problem/problem.hpp"

namespace jetwork::pinn {

class KeptDomain {
public:
  /// Of a domain whose ends may be infinite, in ascending order.
  explicit KeptDomain(const Domain& domain, double length = first_length)
      : domain_(domain), length_(length) {}

  static constexpr double first_length = 8.0;

  [[nodiscard]] auto is_cut() const -> bool;
  /// The point itself, or the end that is kept.
  [[nodiscard]] auto place(double point) const -> double;
  /// Of what is kept, from the finite end, or from 0.
  [[nodiscard]] auto length() const -> double { return length_; }
  [[nodiscard]] auto start() const -> double { return place(domain_.start); }
  [[nodiscard]] auto end() const -> double { return place(domain_.end); }
  /// Twice as long.
  [[nodiscard]] auto doubled() const -> KeptDomain;

private:
  Domain domain_;
  double length_;
};

/// The function on the longer domain. Beyond its old ends it goes on as a polynomial whose degree is two less than the unknown's order:
/// what decays to zero stays there, and what grows at a constant slope does so.
[[nodiscard]] auto longer(const MeshFunction& u, const KeptDomain& domain) -> MeshFunction;

} // namespace jetwork::pinn
