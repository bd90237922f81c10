// Formulas: refused with a place in the text, or read; then written out, they read back the same.
#include "formula/expression.hpp"
#include "formula/formula.hpp"
#include "formula/utf8.hpp"
#include "tests/fuzz/fuzzer.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace {

using namespace jetwork::formula;
using jetwork::fuzz::require;

void check_place(const ParseError& error, const std::string& text) {
  const auto characters = std::ranges::count_if(text, begins_character);
  require(error.column() >= 1 && error.column() <= static_cast<std::size_t>(characters) + 1,
          "an error lies outside of its text");
}

/// With a variable for every name. What is not an error there has a value, whatever it is.
void evaluate(const Expression& expression) {
  Symbols symbols{.independent = "t"};
  for (const Symbol& name : names(expression, "t"))
    symbols.variables.try_emplace(name, symbols.variables.size());
  try {
    const Formula formula = compile(expression, symbols);
    (void)formula.evaluate(std::vector<double>(symbols.variables.size(), 0.7));
  } catch (const ParseError&) {} // a value at a point, which is not among the symbols
}

void check_reads_back(const Expression& expression) {
  const std::string written = to_string(expression);
  try {
    require(parse(written) == expression, "a formula does not read back as it was");
  } catch (const ParseError&) {
    // Parentheses that are written for clearness may go beyond the limit.
    require(written.find(std::string(20, '(')) != std::string::npos
                || written.size() > longest_formula,
            "a formula that was written cannot be read");
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = jetwork::fuzz::text_of(data, size);
  try {
    const Expression expression = parse(text);
    check_reads_back(expression);
    evaluate(expression);
  } catch (const ParseError& error) { check_place(error, text); }
  try {
    const Equation equation = parse_equation(text);
    require(!names(equation).empty() || !to_string(equation).empty(), "an equation without text");
  } catch (const ParseError& error) { check_place(error, text); }
  return 0;
}
