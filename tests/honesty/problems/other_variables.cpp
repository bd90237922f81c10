#include "tests/honesty/problems/other_variables.hpp"

#include <algorithm>
#include <cctype>
#include <functional>

namespace jetwork::honesty {
namespace {

using Matrix = std::vector<std::vector<int>>;

/// Replaces every name, of a variable or a function, by what `replacement` makes of it and of its primes.
auto rewritten(const std::string& formula,
               const std::function<std::string(const std::string&, int)>& replacement)
    -> std::string {
  const auto is_letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  std::string result;
  for (std::size_t i = 0; i < formula.size();) {
    std::size_t end = i;
    while (end < formula.size() && is_letter(formula[end])) ++end;
    if (end == i) {
      result += formula[i++];
      continue;
    }
    const std::string name = formula.substr(i, end - i);
    i = end;
    if (std::isdigit(static_cast<unsigned char>(name.front())) != 0) {
      result += name; // a number, or a part of one
      continue;
    }
    while (end < formula.size() && formula[end] == '\'') ++end;
    result += replacement(name, static_cast<int>(end - i));
    i = end;
  }
  return result;
}

struct Mixture {
  Matrix matrix, inverse;
};

/// Products of row operations, z_i = u_i + factor·u_j, whose inverses are whole as well.
auto draw_any_mixture(std::size_t n, Draw& draw) -> Mixture {
  Matrix identity(n, std::vector<int>(n, 0));
  for (std::size_t i = 0; i < n; ++i) identity[i][i] = 1;
  Mixture mixture{identity, identity};
  for (std::size_t step = 0; step < 2 * n; ++step) {
    const auto i = static_cast<std::size_t>(draw.integer(0, static_cast<int>(n) - 1));
    const std::size_t j =
        (i + static_cast<std::size_t>(draw.integer(1, static_cast<int>(n) - 1))) % n;
    const int factor = draw.integer(1, 2) * (draw.chance(0.5) ? 1 : -1);
    for (std::size_t k = 0; k < n; ++k) {
      mixture.matrix[i][k] += factor * mixture.matrix[j][k];
      mixture.inverse[k][j] -= factor * mixture.inverse[k][i];
    }
  }
  return mixture;
}

/// One in which no unknown is left alone.
auto draw_mixture(std::size_t n, Draw& draw) -> Mixture {
  const auto is_alone = [](const std::vector<int>& row) {
    return std::ranges::count(row, 0) + 1 == std::ssize(row);
  };
  for (;;) {
    Mixture mixture = draw_any_mixture(n, draw);
    if (std::ranges::none_of(mixture.matrix, is_alone)
        && std::ranges::none_of(mixture.inverse, is_alone))
      return mixture;
  }
}

/// u_i in terms of z: "(z0' - 2*z1')".
auto combination(const std::vector<int>& factors, int primes) -> std::string {
  std::string sum;
  for (std::size_t j = 0; j < factors.size(); ++j) {
    if (factors[j] == 0) continue;
    const std::string sign =
        factors[j] < 0 ? (sum.empty() ? "-" : " - ") : (sum.empty() ? "" : " + ");
    const int size = std::abs(factors[j]);
    sum += sign + (size == 1 ? "" : fmt::format("{}*", size))
           + pinn::primed(fmt::format("z{}", j), primes);
  }
  return "(" + sum + ")";
}

/// A second unknown for a problem that has only one: a decay or an oscillation over the same domain.
void add_companion(ChosenProblem& problem, Draw& draw) {
  const auto [start, end] = problem.domain;
  const std::size_t order = problem.unknowns[0].initial.size();
  const double rate = rounded(draw.number(0.5, 10) / (end - start)),
               c0 = draw.dyadic_not_zero(-2, 2);
  problem.equations.push_back(order == 1 ? fmt::format("companion' = -{}*companion", rate)
                                         : fmt::format("companion'' = -{}^2*companion", rate));
  problem.unknowns.push_back({"companion", order == 1 ? std::vector{c0} : std::vector{c0, 0.0}});
  const double stiffness = rate * rate; // as the text's constants are multiplied
  for (Truth& truth : problem.truths)
    truth = [=, of_the_others = truth](const Real& t) -> Reals {
      Reals values = of_the_others(t);
      values.push_back(order == 1 ? Real(c0 * exp(-rate * (t - start)))
                                  : Real(c0 * cos(sqrt(Real(stiffness)) * (t - start))));
      return values;
    };
}

auto mixed(const Matrix& matrix, const Reals& values) -> Reals {
  Reals result;
  for (const auto& row : matrix) {
    Real sum = 0;
    for (std::size_t j = 0; j < row.size(); ++j) sum += row[j] * values[j];
    result.push_back(sum);
  }
  return result;
}

/// Whether all unknowns have the order 1, or all the order 2.
auto have_one_low_order(const ChosenProblem& problem) -> bool {
  const std::size_t order = problem.unknowns[0].initial.size();
  return order <= 2 && std::ranges::all_of(problem.unknowns, [&](const UnknownAtStart& unknown) {
           return unknown.initial.size() == order;
         });
}

} // namespace

auto with_mixed_unknowns(const ChosenProblem& problem, Draw& draw) -> std::optional<ChosenProblem> {
  // Of unknowns that differ by more digits than a number has, mixing would leave only the larger one.
  const bool differ_in_scale = problem.kind == Kind::scales && problem.unknowns.size() > 1;
  if (differ_in_scale || !have_one_low_order(problem)) return std::nullopt;
  ChosenProblem result = problem;
  result.is_ambiguous = result.is_ambiguous || !result.choices.empty();
  result.choices.clear(); // they name what is mixed
  if (result.unknowns.size() == 1) add_companion(result, draw);
  const std::vector<UnknownAtStart> before = result.unknowns;
  const Mixture mixture = draw_mixture(before.size(), draw);

  for (std::string& equation : result.equations)
    equation = rewritten(equation, [&](const std::string& name, int primes) {
      for (std::size_t i = 0; i < before.size(); ++i)
        if (before[i].name == name) return combination(mixture.inverse[i], primes);
      return name;
    });
  for (std::size_t i = 0; i < before.size(); ++i)
    result.unknowns[i] = {fmt::format("z{}", i), std::vector<double>(before[i].initial.size())};
  for (std::size_t n = 0; n < before[0].initial.size(); ++n) {
    Reals original, doubles;
    for (const UnknownAtStart& unknown : before) original.emplace_back(unknown.initial[n]);
    for (const Real& value : mixed(mixture.matrix, original))
      doubles.emplace_back(value.convert_to<double>());
    // Mixed back they are the original ones only if nothing was lost, not even a number that is tiny beside the others.
    if (mixed(mixture.inverse, doubles) != original) return std::nullopt;
    for (std::size_t i = 0; i < before.size(); ++i)
      result.unknowns[i].initial[n] = doubles[i].convert_to<double>();
  }
  for (Truth& truth : result.truths)
    truth = [matrix = mixture.matrix, before_mixing = truth](const Real& t) -> Reals {
      return mixed(matrix, before_mixing(t));
    };
  result.kind = Kind::coupled;
  return result;
}

auto with_rounded_time(const ChosenProblem& problem, Draw& draw) -> std::optional<ChosenProblem> {
  // A thousand different times are left at least, and usually many more.
  const double offset =
      rounded((problem.domain.end - problem.domain.start) * draw.decades(3, 12.5));
  bool depends_on_time = false, jumps = false;
  ChosenProblem result = problem;
  for (std::string& equation : result.equations)
    equation = rewritten(equation, [&](const std::string& name, int primes) {
      if (name == "sign") jumps = true;
      if (name != "t") return pinn::primed(name, primes);
      depends_on_time = true;
      return fmt::format("(({0} + t) - {0})", offset);
    });
  if (!depends_on_time || jumps) return std::nullopt;
  result.kind = Kind::rounding;
  return result;
}

} // namespace jetwork::honesty
