// Conditions that are more than relations between values: "periodic", jumps, and integrals within a condition.
#include "formula/utf8.hpp"
#include "pinn/problem/text/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace jetwork::pinn::detail {
namespace {

constexpr std::string_view blanks = " \t\n";

auto trimmed(std::string_view text) -> std::string_view {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The unknowns that occur with a derivative, and their orders.
auto orders_of_unknowns(const TextParts& parts) -> std::map<std::string, int> {
  std::map<std::string, int> orders;
  for (const auto& [part, index, symbol] : parts.occurrences)
    if (symbol.order > 0 && !parts.parameters.contains(symbol.name)
        && symbol.name != parts.text.independent)
      orders[symbol.name] = std::max(orders[symbol.name], symbol.order);
  return orders;
}

auto value_at(const std::string& name, int order, const formula::Expression& point)
    -> formula::Expression {
  return {.postfix = {formula::ValueAt{.unknown = {.name = name, .order = order}, .point = point}}};
}

/// "periodic", or "periodic in u": each value at the start is that at the end.
class Periodic {
public:
  explicit Periodic(TextParts& parts) : parts_(parts), orders_(orders_of_unknowns(parts)) {}

  /// Whether condition i says so; then its relations are added.
  auto read(std::size_t i) -> bool {
    std::string_view text = trimmed(parts_.text.conditions[i]);
    if (!text.starts_with(word)) return false;
    text = trimmed(text.substr(word.size()));
    const bool is_name_of_its_own = !text.empty() && !text.starts_with("in ");
    if (is_name_of_its_own) return false;
    if (!std::isfinite(parts_.start) || !std::isfinite(parts_.end))
      fail(parts_.text, Part::condition, i, 0, "a periodic solution needs a finite domain");
    if (text.empty()) {
      for (const auto& [name, order] : orders_) add(i, name, order);
      return true;
    }
    const std::string name(trimmed(text.substr(2)));
    const auto known = orders_.find(name);
    if (known == orders_.end())
      fail(parts_.text, Part::condition, i, 0,
           fmt::format("'{}' is no unknown; expected \"periodic\", or \"periodic in\" and the name "
                       "of one unknown",
                       name));
    add(i, name, known->second);
    return true;
  }

private:
  static constexpr std::string_view word = "periodic";

  void add(std::size_t i, const std::string& name, int order) {
    const auto start = formula::parse(parts_.text.domain[0], parts_.shadowing),
               end = formula::parse(parts_.text.domain[1], parts_.shadowing);
    for (int n = 0; n < order; ++n) {
      parts_.conditions.push_back({value_at(name, n, start), value_at(name, n, end)});
      parts_.origins.push_back(i);
    }
  }

  TextParts& parts_;
  std::map<std::string, int> orders_;
};

/// A call of a function that only conditions have: where it stands in a text, and its arguments.
struct Call {
  std::size_t begin, end;
  std::vector<std::string> arguments;
};

/// The first call of this name with so many arguments, from a place on.
auto find_call(std::string_view text, std::string_view name, std::size_t count, std::size_t from)
    -> std::optional<Call> {
  for (std::size_t at = text.find(name, from); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    if (at > 0 && formula::stands_in_name(text, at - 1)) continue;
    std::size_t next = text.find_first_not_of(blanks, at + name.size());
    if (next == std::string_view::npos || text[next] != '(') continue;
    Call call{.begin = at, .end = 0, .arguments = {""}};
    int depth = 0;
    for (; next < text.size(); ++next) {
      const char c = text[next];
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) break;
      if (depth == 1 && c == '(') continue;
      if (depth == 1 && c == ',') call.arguments.emplace_back();
      else call.arguments.back() += c;
    }
    call.end = next + 1;
    if (depth == 0 && call.arguments.size() == count) return call;
  }
  return std::nullopt;
}

/// jump(v, x) = c: right minus left. Whether condition i says so.
auto read_jump(TextParts& parts, std::size_t i) -> bool {
  const std::string_view text = trimmed(parts.text.conditions[i]);
  const auto call = find_call(text, "jump", 2, 0);
  if (!call || call->begin != 0 || parts.parameters.contains("jump")
      || parts.places_of_definitions.contains("jump"))
    return false;
  const std::string_view rest = trimmed(text.substr(call->end));
  const auto refuse = [&](const std::string& message) {
    fail(parts.text, Part::condition, i, 0, message);
  };
  if (!rest.starts_with('='))
    refuse("expected jump(v, x) = c, with v an unknown or a derivative of it");
  const auto read = [&](const std::string& formula) {
    return reading(parts.text, Part::condition, i,
                   [&] { return formula::parse(formula, parts.shadowing); });
  };
  const auto number = [&](const std::string& formula) {
    const double value = reading(parts.text, Part::condition, i, [&] {
      return formula::constant(formula::parse(formula, parts.shadowing), parts.parameters);
    });
    if (!std::isfinite(value)) refuse(fmt::format("{} is no finite number", trimmed(formula)));
    return value;
  };
  const formula::Expression jumping = read(call->arguments[0]);
  const auto* symbol = jumping.postfix.size() == 1
                           ? std::get_if<formula::Symbol>(&jumping.postfix.front())
                           : nullptr;
  if (symbol == nullptr)
    refuse(fmt::format("jump() is of an unknown or a derivative of it, not of {}",
                       trimmed(call->arguments[0])));
  const double at = number(call->arguments[1]);
  if (!(parts.start < at && at < parts.end))
    refuse(fmt::format("the jump at {} = {} does not lie inside of the domain",
                       parts.text.independent, at));
  for (const TextJump& other : parts.jumps)
    if (other.symbol == *symbol && other.at == at)
      refuse(fmt::format("this jump is given by condition {} already", other.condition + 1));
  const std::string amount(rest.substr(1));
  parts.jumps.push_back({.symbol = *symbol,
                         .at = at,
                         .amount = number(amount),
                         .text_of_at = read(call->arguments[1]),
                         .text_of_amount = read(amount),
                         .condition = i});
  return true;
}

/// The text with each integral(g, a, b) replaced by a name of the same length.
auto without_integrals(TextParts& parts, std::size_t i) -> std::string {
  std::string text = parts.text.conditions[i];
  if (parts.parameters.contains("integral") || parts.places_of_definitions.contains("integral"))
    return text;
  while (const auto call = find_call(text, "integral", 3, 0)) {
    const auto bound = [&](const std::string& formula) {
      return reading(parts.text, Part::condition, i, [&] {
        return formula::constant_or_infinity(formula::parse(formula, parts.shadowing),
                                             parts.parameters);
      });
    };
    const auto& [integrand, from, to] =
        std::tie(call->arguments[0], call->arguments[1], call->arguments[2]);
    const Domain over{bound(from), bound(to)};
    for (const double end : {over.start, over.end})
      if (!(end >= parts.start && end <= parts.end))
        fail(parts.text, Part::condition, i, 0,
             fmt::format("the integral from {} to {} leaves the domain [{}, {}]", over.start,
                         over.end, parts.start, parts.end));
    if (!parts.free_end.empty() && over.end != parts.end)
      fail(parts.text, Part::condition, i, 0,
           fmt::format("where the domain's end, {}, is unknown, an integral goes to that end",
                       parts.free_end));
    std::string name = fmt::format("integral_{}", parts.integrals.size() + 1);
    while (parts.parameters.contains(name) || parts.places_of_definitions.contains(name))
      name += '_';
    parts.integrals.push_back(
        {.name = name,
         .integrand = reading(parts.text, Part::condition, i,
                              [&, text_of_integrand = integrand] {
                                auto parsed = formula::parse(text_of_integrand, parts.shadowing);
                                refuse_derivatives_of_definitions(parts, parsed);
                                return parsed;
                              }),
         .over = over,
         .text_of_ends = {formula::parse(from, parts.shadowing),
                          formula::parse(to, parts.shadowing)},
         .condition = parts.conditions.size()});
    if (name.size() < call->end - call->begin) name.resize(call->end - call->begin, ' ');
    text.replace(call->begin, call->end - call->begin, name);
  }
  return text;
}

} // namespace

void read_conditions(TextParts& parts) {
  Periodic periodic(parts);
  for (std::size_t i = 0; i < parts.text.conditions.size(); ++i) {
    if (periodic.read(i) || read_jump(parts, i)) continue;
    const std::string text = without_integrals(parts, i);
    parts.conditions.push_back(reading(parts.text, Part::condition, i, [&] {
      auto condition = formula::parse_equation(text, parts.shadowing);
      refuse_derivatives_of_definitions(parts, condition.left);
      refuse_derivatives_of_definitions(parts, condition.right);
      return condition;
    }));
    parts.origins.push_back(i);
  }
}

} // namespace jetwork::pinn::detail
