// A function of jets as one operation of the batch tape, made from its rule.
//
//   forward_jet<tanh_rule, 2>      y[0], y[1], y[2] = tanh of the jet x, in one pass, coefficients in registers
//   reverse_jet<tanh_rule, 2>      adjoint of x[j] += Σ s[k-j] * adjoint of y[k], k = j … 2
//
// s is the jet of the slope f'(x): from dy = f'(x)·dx follows ∂y[k]/∂x[j] = s[k-j], so that the rule's slope
// evaluated on jets is all it takes (Griewank and Walther 2008, section 13.3). Recording every coefficient's
// operations one by one gives the same numbers through ten times as much memory.
#pragma once

#include "autodiff/batch/kernels/elementwise.hpp"
#include "autodiff/jet.hpp"

namespace jetwork::autodiff::detail {

/// The jets of an argument and of the value, at one pack.
template <int K>
using PackJet = Jet<Pack, K>;

template <int K, class Load>
[[gnu::always_inline]] inline auto load_jet(Load load) -> PackJet<K> {
  return [&]<std::size_t... k>(std::index_sequence<k...>) {
    return PackJet<K>(std::array<Pack, K + 1>{load(std::integral_constant<std::size_t, k>())...});
  }(std::make_index_sequence<K + 1>());
}

template <class Rule, int K>
[[gnu::flatten]] void forward_jet(const BatchCall& call) {
  const Stretches stretches(call);
  Operands<K + 1> x(call);
  const std::ptrdiff_t part = call.layout.storage(call.node.rows);
  double* y = call.value();
  for (int row = 0; row < stretches.rows; ++row) {
    x.start_row(row);
    for (double* const end = y + stretches.size; y != end; y += Pack::size) {
      const PackJet<K> jet = apply_rule<Rule>(
          load_jet<K>([&](auto k) { return x.template get<decltype(k)::value>(); }));
      for (int k = 0; k <= K; ++k) jet[k].store(y + k * part);
      x.advance();
    }
  }
}

/// The jet of the slope at one pack.
template <class Rule, int K>
[[gnu::always_inline]] inline auto slope_jet(const Operands<K + 1>& x, const double* y,
                                             std::ptrdiff_t part) -> PackJet<K> {
  return Rule::template partial<0>(
      load_jet<K>([&](auto k) { return x.template get<decltype(k)::value>(); }),
      load_jet<K>([&](auto k) {
        return Pack::load(y + static_cast<std::ptrdiff_t>(decltype(k)::value) * part);
      }));
}

template <class Rule, int K>
[[gnu::flatten]] void reverse_jet(const BatchCall& call) {
  const Stretches stretches(call);
  Operands<K + 1> x(call);
  const std::ptrdiff_t part = call.layout.storage(call.node.rows);
  [&]<std::size_t... index>(std::index_sequence<index...>) {
    std::array<Target, K + 1> target{Target(call, index)...};
    const double *y = call.value(), *y_adjoint = call.adjoint();
    for (int row = 0; row < stretches.rows; ++row) {
      x.start_row(row);
      for (Target& each : target) each.start_row(row);
      for (const double* const end = y + stretches.size; y != end;
           y += Pack::size, y_adjoint += Pack::size) {
        const PackJet<K> slope = slope_jet<Rule, K>(x, y, part);
        std::array<Pack, K + 1> adjoint;
        for (int k = 0; k <= K; ++k)
          adjoint[static_cast<std::size_t>(k)] = Pack::load(y_adjoint + k * part);
        for (std::size_t j = 0; j <= K; ++j) {
          if (!call.wanted(j)) continue;
          Pack sum = contribution(slope[0], adjoint[j]);
          for (std::size_t k = j + 1; k <= K; ++k)
            sum += contribution(slope[static_cast<int>(k - j)], adjoint[k]);
          target[j].add(sum);
        }
        x.advance();
      }
    }
    for (Target& each : target) each.finish();
  }(std::make_index_sequence<K + 1>());
}

template <class Rule, int K>
[[gnu::flatten]] void tangent_jet(const BatchCall& call) {
  const Stretches stretches(call);
  Operands<K + 1> x(call), x_tangent(call, &BatchSlot::tangent);
  const std::ptrdiff_t part = call.layout.storage(call.node.rows);
  const double* y = call.value();
  double* y_tangent = call.tangent();
  for (int row = 0; row < stretches.rows; ++row) {
    x.start_row(row);
    x_tangent.start_row(row);
    for (const double* const end = y + stretches.size; y != end;
         y += Pack::size, y_tangent += Pack::size) {
      const PackJet<K> slope = slope_jet<Rule, K>(x, y, part);
      const PackJet<K> moved =
          load_jet<K>([&](auto k) { return x_tangent.template get<decltype(k)::value>(); });
      for (int k = 0; k <= K; ++k) {
        Pack sum = 0;
        for (int j = 0; j <= k; ++j) sum += chain(slope[k - j], moved[j]);
        sum.store(y_tangent + k * part);
      }
      x.advance();
      x_tangent.advance();
    }
  }
}

} // namespace jetwork::autodiff::detail
