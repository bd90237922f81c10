#include "verify/rounding.hpp"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace jetwork::verify {

using namespace formula;

namespace {

// '#' cannot begin a user's name, so this cannot clash.
const Symbol epsilon{"#rounding"};

struct Operand {
  std::vector<Node> plain; ///< without the errors; kept for a constant alone
  std::vector<Node> perturbed;
  bool varies = false;
};

/// The formula with v·(1 + σ·ε) for each v that is rounded. Variables and whole numbers are not, and constant
/// exponents stay as they are, because x^2 is a product and x^(2·(1 + σ·ε)) is not.
class Perturbation {
public:
  explicit Perturbation(const std::map<Symbol, std::size_t>& variables) : variables_(variables) {}

  auto of(const Expression& expression) -> Expression {
    for (const Node& node : expression.postfix)
      if (const auto* operation = std::get_if<Operation>(&node)) apply(*operation);
      else push(node);
    return {std::move(operands_.back().perturbed)};
  }

private:
  void push(const Node& node) {
    const auto* symbol = std::get_if<Symbol>(&node);
    const auto* number = std::get_if<double>(&node);
    operands_.push_back({{node}, {node}, symbol != nullptr && variables_.contains(*symbol)});
    const bool is_whole = number != nullptr && *number == std::trunc(*number);
    if (!operands_.back().varies && !is_whole) round(operands_.back().perturbed);
  }

  void apply(Operation operation) {
    const auto count = static_cast<std::size_t>(arity(operation));
    const std::size_t first = operands_.size() - count;
    Operand result = std::move(operands_[first]);
    for (std::size_t k = 1; k < count; ++k) {
      const Operand& next = operands_[first + k];
      const bool is_exponent = operation == Operation::pow && !next.varies;
      const auto& added = is_exponent ? next.plain : next.perturbed;
      result.perturbed.insert(result.perturbed.end(), added.begin(), added.end());
      result.varies = result.varies || next.varies;
      if (!result.varies)
        result.plain.insert(result.plain.end(), next.plain.begin(), next.plain.end());
    }
    operands_.resize(first);
    if (result.varies) result.plain.clear();
    else result.plain.emplace_back(operation);
    result.perturbed.emplace_back(operation);
    const bool is_exact =
        operation == Operation::negate || operation == Operation::choice || is_condition(operation);
    if (!is_exact) round(result.perturbed);
    operands_.push_back(std::move(result));
  }

  void round(std::vector<Node>& nodes) {
    constexpr double golden_ratio = 1.6180339887498949; // its multiples are spread evenly
    const double size = std::fmod(++count_ * golden_ratio, 1.0) + 0.5;
    const double sigma = count_ % 2 == 0 ? size : -size;
    for (const Node& added : {Node(sigma), Node(epsilon), Node(Operation::multiply), Node(1.0),
                              Node(Operation::add), Node(Operation::multiply)})
      nodes.push_back(added);
  }

  const std::map<Symbol, std::size_t>& variables_;
  std::vector<Operand> operands_;
  int count_ = 0;
};

} // namespace

RoundingProbe::RoundingProbe(const Expression& expression,
                             const std::map<Symbol, std::size_t>& variables,
                             const ExactParameters& parameters)
    : place_(variables.size()) {
  auto with_epsilon = variables;
  with_epsilon.emplace(epsilon, place_);
  formula_ = ExactFormula(Perturbation(variables).of(expression), with_epsilon, parameters);
}

auto RoundingProbe::largest(std::span<const HundredDigits> at,
                            std::span<const std::size_t> by) const -> HundredDigits {
  // The margin is for functions, which are a few units off, and for terms whose different signs hide each other.
  static const HundredDigits one_rounding = std::numeric_limits<HundredDigits>::epsilon(),
                             margin = 10'000;
  std::vector<HundredDigits> with_epsilon(at.begin(), at.end());
  with_epsilon.emplace_back(0);
  std::vector<std::size_t> all(by.begin(), by.end());
  all.push_back(place_);
  return margin * one_rounding * abs(formula_.derivative(with_epsilon, all));
}

} // namespace jetwork::verify
