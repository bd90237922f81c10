#include "paper/claims/network.hpp"

#include <stdexcept>

namespace jetwork::paper {

namespace {

/// q of a pass, or of the network itself.
template <class T>
auto value_of(const Network& n, const Pass<T>& pass, Quantity q) -> T {
  const auto x = static_cast<std::size_t>(q.x);
  switch (q.kind) {
  case Quantity::Kind::z: return pass.z.at(n.layer(q)).at(x);
  case Quantity::Kind::a: return pass.a.at(n.layer(q)).at(x);
  case Quantity::Kind::loss: return pass.loss;
  default:
    throw std::logic_error("only z, a and the loss have derivatives: weights and biases are given");
  }
}

/// The pass with ε added to one quantity.
template <class T>
auto pass_with(const Network& n, Quantity by) -> Pass<T> {
  return n.forward<T>(
      [&](Quantity q, const T& value) { return q == by ? value + T::variable(0.0) : value; });
}

} // namespace

auto Network::df(double x) const -> double {
  return activate(activation, autodiff::Dual<double>::variable(x)).tangent();
}
auto Network::ddf(double x) const -> double {
  return activate(activation, autodiff::HyperDual<double>::variable(x)).hessian(0, 0);
}

auto Network::operator()(Quantity q) const -> double {
  const auto x = static_cast<std::size_t>(q.x);
  if (q.kind == Quantity::Kind::b) return b.at(layer(q)).at(x);
  if (q.kind == Quantity::Kind::w) return w.at(layer(q)).at(x).at(static_cast<std::size_t>(q.y));
  return value_of(*this, forward<double>([](Quantity, double value) { return value; }), q);
}
auto Network::d(Quantity of, Quantity by) const -> double {
  return value_of(*this, pass_with<autodiff::Dual<double>>(*this, by), of).tangent();
}
auto Network::dd(Quantity of, Quantity by) const -> double {
  return value_of(*this, pass_with<autodiff::HyperDual<double>>(*this, by), of).hessian(0, 0);
}

auto Network::delta_j(int j) const -> double {
  return df(z_j(j)) * sum(k(), [&](int k) { return delta_k(k) * (*this)(w_jk(j, k)); });
}
auto Network::delta_i(int i) const -> double {
  return df(z_i(i)) * sum(j(), [&](int j) { return delta_j(j) * (*this)(w_ij(i, j)); });
}

auto Network::neurons(int layer_from_output) const -> std::ranges::iota_view<int, int> {
  const auto last = static_cast<int>(sizes.size()) - 1;
  return std::views::iota(
      0, layer_from_output > last ? 0 : sizes[static_cast<std::size_t>(last - layer_from_output)]);
}

} // namespace jetwork::paper
