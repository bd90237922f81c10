// Parameters and the ends of the domain: all that is known before the equations are read.
#include "pinn/text_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <string>

namespace jetwork::pinn::detail {
namespace {

/// Evaluates parameters on demand, each after those that it needs (a depth-first topological order).
class ParameterReader {
public:
  explicit ParameterReader(const TextProblem& text) : text_(text) {
    for (std::size_t i = 0; i < text.parameters.size(); ++i) {
      const std::string& name = text.parameters[i].first;
      if (!is_name(name))
        fail(text, Part::parameter, i, 0, fmt::format("'{}' is no name for a parameter", name));
      if (autodiff::function_named(name))
        fail(text, Part::parameter, i, 0, "this is the name of a function; choose another");
      if (name == text.independent)
        fail(text, Part::parameter, i, 0,
             "this is the name of the independent variable; choose another");
      if (!places_.try_emplace(name, i).second)
        fail(text, Part::parameter, i, 0, "the parameter is given twice");
    }
  }

  auto read() -> autodiff::Parameters {
    for (std::size_t i = 0; i < text_.parameters.size(); ++i) read(i);
    return values_;
  }

private:
  void read(std::size_t i) {
    const auto& [name, value] = text_.parameters[i];
    if (values_.contains(name)) return;
    const auto expression =
        reading(text_, Part::parameter, i, [&] { return autodiff::parse(value); });
    under_way_.push_back(i);
    for (const auto& needed : autodiff::names(expression)) {
      const auto found = places_.find(needed.name);
      if (found == places_.end() || needed.order > 0)
        continue; // reported, or known as pi and e are, below
      if (std::find(under_way_.begin(), under_way_.end(), found->second) != under_way_.end())
        fail(text_, Part::parameter, i, needed.column, circle(found->second));
      read(found->second);
    }
    under_way_.pop_back();
    const double number =
        reading(text_, Part::parameter, i, [&] { return autodiff::constant(expression, values_); });
    if (!std::isfinite(number))
      fail(text_, Part::parameter, i, 0,
           fmt::format("its value is {}; expected a finite number",
                       std::isnan(number) ? std::nan("") : number));
    values_[name] = number;
  }

  [[nodiscard]] auto circle(std::size_t first) const -> std::string {
    std::string path;
    const auto begin = std::find(under_way_.begin(), under_way_.end(), first);
    for (auto i = begin; i != under_way_.end(); ++i) path += text_.parameters[*i].first + " -> ";
    return fmt::format("the parameters define each other in a circle: {}{}", path,
                       text_.parameters[first].first);
  }

  const TextProblem& text_;
  std::map<std::string, std::size_t> places_;
  std::vector<std::size_t> under_way_;
  autodiff::Parameters values_;
};

auto is_infinite(std::string end) -> bool {
  end.erase(std::remove_if(end.begin(), end.end(),
                           [](unsigned char c) { return std::isspace(c) || c == '+' || c == '-'; }),
            end.end());
  return end == "inf" || end == "infinity";
}

} // namespace

auto is_name(const std::string& text) -> bool {
  try {
    const auto expression = autodiff::parse(text);
    const auto* symbol = expression.postfix.size() == 1
                             ? std::get_if<autodiff::Symbol>(&expression.postfix[0])
                             : nullptr;
    return symbol != nullptr && symbol->order == 0 && symbol->name == text;
  } catch (const autodiff::ParseError&) { return autodiff::function_named(text).has_value(); }
}

auto read_parameters(const TextProblem& text) -> autodiff::Parameters {
  return ParameterReader(text).read();
}

void read_domain(TextParts& parts) {
  const TextProblem& text = parts.text;
  for (std::size_t i = 0; i < 2; ++i) {
    if (is_infinite(text.domain[i]) && !parts.parameters.contains("inf"))
      fail(text, Part::domain, i, 0,
           "it is infinite; problems on a half-line come in a later version, so give a finite end");
    const double end = reading(text, Part::domain, i, [&] {
      return autodiff::constant(autodiff::parse(text.domain[i]), parts.parameters);
    });
    if (!std::isfinite(end))
      fail(text, Part::domain, i, 0,
           fmt::format("its value is {}; expected a finite number",
                       std::isnan(end) ? std::nan("") : end));
    (i == 0 ? parts.start : parts.end) = end;
  }
  if (parts.start == parts.end)
    fail(text, Part::domain, 1, 0,
         fmt::format("the domain is empty: both its ends are {}", parts.start));
  if (parts.start > parts.end)
    fail(text, Part::domain, 1, 0,
         fmt::format("the domain [{0}, {1}] ends before it starts; write [{1}, {0}], and "
                     "conditions at {0} are "
                     "continued backwards from there",
                     parts.start, parts.end));
  if (!std::isfinite(parts.end - parts.start))
    fail(text, Part::domain, 1, 0, "the domain is too long for a number in double precision");
}

} // namespace jetwork::pinn::detail
