// Which names compile() knows by itself, and what it says about the others. A private header of the compiler.
#pragma once

#include "formula/formula.hpp"

#include <optional>
#include <string_view>

namespace jetwork::formula::detail {

/// pi, also π, and e.
auto built_in_constant(std::string_view name) -> std::optional<double>;

/// Throws for a name that is not among the symbols, with a hint at the slip.
[[noreturn]] void fail_unknown(const Symbol& symbol, const Symbols& symbols);

/// Throws for a name with an argument that is neither a function nor a known value at a point.
[[noreturn]] void fail_unknown(const ValueAt& value, const Symbols& symbols);

} // namespace jetwork::formula::detail
