// A text formula in another project.
#include <formula/formula.hpp>

#include <array>
#include <map>

int main() {
  using namespace jetwork::formula;
  const Formula f = compile(parse("x^2*y"), {.variables = {{{"x"}, 0}, {{"y"}, 1}}});
  return f.evaluate(std::array{3.0, 2.0}) == 18.0 ? 0 : 1;
}
