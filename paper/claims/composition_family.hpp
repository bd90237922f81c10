// F(x) = f(g(h(x))) of section 5.3, with the paper's functions and with others.
//
//   for (const Composition& c : compositions(1)) c.dF();      // dF/dx at c.x, by a Dual
#pragma once

#include "autodiff/dual.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace jetwork::paper {

struct Composition {
  enum class Inner {
    square,
    identity,
    exponential
  } inner = Inner::square;                                ///< h: Ax², x or A·exp(x)
  enum class Middle { line, sine } middle = Middle::line; ///< g: Bx or B·sin(x)
  double A = 1, B = 1, C = 1, x = 1;

  template <class T>
  auto h(const T& at) const -> T {
    using std::exp;
    switch (inner) {
    case Inner::square: return A * at * at;
    case Inner::exponential: return A * exp(at);
    case Inner::identity: break;
    }
    return at;
  }
  template <class T>
  auto g(const T& at) const -> T {
    using std::sin;
    return middle == Middle::line ? T(B * at) : T(B * sin(at));
  }
  template <class T>
  auto f(const T& at) const -> T {
    using std::sin;
    return C * sin(at);
  }
  auto df(double at) const -> double { return f(variable(at)).tangent(); }
  auto dg(double at) const -> double { return g(variable(at)).tangent(); }
  auto dh(double at) const -> double { return h(variable(at)).tangent(); }
  auto dF() const -> double { return f(g(h(variable(x)))).tangent(); }

private:
  static auto variable(double at) -> autodiff::Dual<double> {
    return autodiff::Dual<double>::variable(at);
  }
};

/// All choices of h and g.
auto compositions(std::uint64_t seed) -> std::vector<Composition>;
/// The paper's own: h = Ax², g = Bx.
auto sines(std::uint64_t seed) -> std::vector<Composition>;

auto attributes_of(const Composition& composition) -> std::map<std::string, std::string>;
auto size_of(const Composition& composition) -> int;
void write_numbers(const Composition& composition, nlohmann::json& json);

} // namespace jetwork::paper
