// The right-hand sides of the problems, compiled: what a user of a C++ library would write by hand.
//
//   for (const RightSide& f : right_sides())          // made from tests/data/*.json by generate.cpp when this is built
//     f.plain(t, state, slope);                       // y' = f(t, y), of first order
//
// A state holds u, u', … of each unknown below its order, one unknown after the other. The same formulas, as one template,
// go to the peers as doubles and to Jetwork as variables of a batch tape.
#pragma once

#include "autodiff/batch.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace jetwork::benchmarks {

struct RightSide {
  template <class T>
  using Function = void (*)(const T& t, const T* state, T* slope);

  std::string id;
  Function<double> plain;
  Function<autodiff::BatchVariable> recorded;
};

/// All right-hand sides that were generated.
auto right_sides() -> const std::vector<RightSide>&;

/// Called by the generated code for each of its problems.
template <class Formulas>
void add_right_side(std::vector<RightSide>& all) {
  all.push_back({Formulas::id, Formulas::template slope<double>,
                 Formulas::template slope<autodiff::BatchVariable>});
}

} // namespace jetwork::benchmarks
