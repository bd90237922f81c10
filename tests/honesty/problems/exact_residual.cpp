#include "tests/honesty/problems/exact_residual.hpp"

#include "formula/formula.hpp"

#include <algorithm>
#include <stdexcept>

namespace jetwork::honesty {
namespace {

using formula::Operation;

auto applied(Operation operation, const Real& x, const Real& y) -> Real {
  switch (operation) {
  case Operation::add: return x + y;
  case Operation::subtract: return x - y;
  case Operation::multiply: return x * y;
  case Operation::divide: return x / y;
  case Operation::negate: return -x;
  case Operation::pow:
    return x == 0 && y > 0 ? Real(0)
           : y == trunc(y) ? Real(pow(x, y.convert_to<int>()))
                           : Real(pow(x, y));
  case Operation::sqrt: return sqrt(x);
  case Operation::exp: return exp(x);
  case Operation::log: return log(x);
  case Operation::sin: return sin(x);
  case Operation::cos: return cos(x);
  case Operation::sinh: return sinh(x);
  case Operation::cosh: return cosh(x);
  case Operation::tanh: return tanh(x);
  case Operation::abs: return abs(x);
  case Operation::sign: return x > 0 ? Real(1) : x < 0 ? Real(-1) : Real(0);
  case Operation::min: return std::min(x, y);
  case Operation::max: return std::max(x, y);
  default:
    throw std::logic_error(fmt::format("exact_residual: add a case for {}", name_of(operation)));
  }
}

} // namespace

auto exact_residual(const std::string& equation, const std::vector<UnknownAtStart>& unknowns,
                    double t, const std::vector<Reals>& values) -> ExactResidual {
  formula::Symbols symbols{.variables = {{{"t"}, 0}}};
  std::vector<Real> variables{Real(t)};
  for (std::size_t i = 0; i < unknowns.size(); ++i)
    for (std::size_t n = 0; n <= unknowns[i].initial.size(); ++n) {
      symbols.variables[{unknowns[i].name, static_cast<int>(n)}] = variables.size();
      variables.push_back(values[n][i]);
    }
  const auto program = formula::compile_residual(formula::parse_equation(equation), symbols);
  std::vector<Real> results;
  const auto value_of = [&](const formula::Formula::Operand& operand) -> Real {
    using Source = formula::Formula::Operand::Source;
    if (operand.source == Source::variable) return variables[operand.index];
    if (operand.source == Source::result) return results[operand.index];
    return {program.constants()[operand.index]};
  };
  Real size = 0;
  for (const auto& [operation, x, y, z] : program.instructions()) {
    const Real left = value_of(x);
    results.push_back(
        applied(operation, left, formula::arity(operation) == 1 ? Real(0) : value_of(y)));
    if (abs(results.back()) < Real("1e40")) size = std::max<Real>(size, abs(results.back()));
  }
  for (const Real& variable : variables) size = std::max<Real>(size, abs(variable));
  return {value_of(program.result()), size};
}

} // namespace jetwork::honesty
