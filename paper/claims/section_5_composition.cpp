// Section 5.3: F(x) = f(g(h(x))) and the chain rule, Eq. 121 to 128.
#include "paper/claims/claim.hpp"
#include "paper/claims/composition_family.hpp"

namespace jetwork::paper {

auto section_5_composition() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };
  const auto chain = over(compositions, [](const Composition& c, Sides& sides) {
    const double h = c.h(c.x), g = c.g(h);
    sides.equal(c.dF(), c.df(g) * c.dg(h) * c.dh(c.x));
  });
  const auto at_g_of_x = over(compositions, [](const Composition& c, Sides& sides) {
    sides.equal(c.dF(), c.df(c.g(c.x)) * c.dg(c.h(c.x)) * c.dh(c.x));
  });
  const std::string literally = "g(x) literally, g of the network's input, not g(h(x))";
  const std::string where = "df/dx at g(h(x)), dg/dx at h(x), dh/dx at x";

  add({.equation = "121", .words = "F(x) = f(g(h(x)))"});
  add({.equation = "122", .words = "dF/dx = df/dg·dg/dh·dh/dx", .printed = chain});
  add({.equation = "123",
       .words = "df/dg is df/dx at the value of g",
       .printed = over(compositions,
                       [](const Composition& c, Sides& sides) {
                         const double g = c.g(c.h(c.x));
                         sides.equal(c.dF() / (c.dg(c.h(c.x)) * c.dh(c.x)), c.df(g));
                       }),
       .correction = where,
       .corrected = chain,
       .readings = {{literally, over(compositions, [](const Composition& c, Sides& sides) {
                       sides.equal(c.dF() / (c.dg(c.h(c.x)) * c.dh(c.x)), c.df(c.g(c.x)));
                     })}}});
  add({.equation = "124",
       .words = "dF/dx = df/dx at the value of g, times dg/dx at the value of h, times dh/dx",
       .printed = chain,
       .correction = where,
       .corrected = chain,
       .readings = {{literally, at_g_of_x}}});
  add({.equation = "125",
       .words = "with h = Ax², g = Bx, f = C·sin(x): F(x) = C·sin(ABx²)",
       .printed = over(sines, [](const Composition& c, Sides& sides) {
         sides.equal(c.f(c.g(c.h(c.x))), c.C * std::sin(c.A * c.B * c.x * c.x));
       })});
  add({.equation = "126",
       .words = "dF/dx = 2ABCx·cos(ABx²)",
       .printed = over(sines, [](const Composition& c, Sides& sides) {
         sides.equal(c.dF(), 2 * c.A * c.B * c.C * c.x * std::cos(c.A * c.B * c.x * c.x));
       })});
  add({.equation = "127",
       .words = "dF/dx = df/dx at the value of g, times dg/dx at the value of h, times dh/dx, "
                "stated again",
       .printed = chain,
       .correction = where,
       .corrected = chain,
       .readings = {{literally, at_g_of_x}}});
  add({.equation = "5.3.2 text before (128)",
       .words = "h_out = 2Ax",
       .printed = over(
           sines, [](const Composition& c, Sides& sides) { sides.equal(c.h(c.x), 2 * c.A * c.x); }),
       .correction = "h_out = Ax²; 2Ax is dh/dx",
       .corrected = over(sines, [](const Composition& c, Sides& sides) {
         sides.equal(c.h(c.x), c.A * c.x * c.x);
         sides.equal(c.dh(c.x), 2 * c.A * c.x);
       })});
  add({.equation = "128",
       .words = "2Ax × B × C·cos(ABx²) is dF/dx",
       .printed = over(sines, [](const Composition& c, Sides& sides) {
         sides.equal(c.dF(), 2 * c.A * c.x * c.B * c.C * std::cos(c.A * c.B * c.x * c.x));
       })});
  return claims;
}

} // namespace jetwork::paper
