#include "cli/options/toml_reader.hpp"

#include "cli/exit_status.hpp"
#include "cli/options/input_bounds.hpp"
#include "cli/options/printable.hpp"
#include "formula/expression.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::cli {

auto TomlReader::place(const toml::node& node) const -> std::string {
  return fmt::format("{}:{}", path_, node.source().begin.line);
}

void TomlReader::refuse(const toml::node& node, std::string_view message) const {
  throw InputError(fmt::format("{}:{}: {}", place(node), node.source().begin.column, message));
}

void TomlReader::check_keys(const toml::table& table, const std::vector<std::string>& known,
                            std::string_view what) const {
  for (const auto& [key, value] : table) {
    const std::string name(key.str());
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string help = formula::suggestion(name, known);
    if (help.empty()) help = fmt::format("; {} has {}", what, fmt::join(known, ", "));
    throw InputError(fmt::format("{}:{}:{}: unknown key '{}'{}", path_, key.source().begin.line,
                                 key.source().begin.column, printable(name), help));
  }
}

void TomlReader::check_length(const toml::node& node, std::string_view what,
                              std::string_view name) const {
  if (name.size() > longest_name)
    refuse(node,
           fmt::format("{} has {} bytes; expected at most {}", what, name.size(), longest_name));
}

void TomlReader::check_count(const toml::node& node, std::string_view what,
                             std::size_t count) const {
  if (count > most_entries)
    refuse(node, fmt::format("{} has {} entries; expected at most {}", what, count, most_entries));
}

auto TomlReader::string(const toml::node& node, std::string_view what) const -> std::string {
  if (const auto* text = node.as_string()) return text->get();
  refuse(node, fmt::format("{} is {}; expected a string in quotes", what, kind(node)));
}

auto TomlReader::short_string(const toml::node& node, std::string_view what) const -> std::string {
  std::string text = string(node, what);
  check_length(node, what, text);
  return text;
}

auto TomlReader::expression(const toml::node& node, const std::string& what) const -> std::string {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* whole = node.as_integer()) return fmt::format("{}", whole->get());
  if (const auto* number = node.as_floating_point()) {
    if (std::isnan(number->get())) refuse(node, what + " is nan; expected a number");
    return fmt::format("{}", number->get());
  }
  refuse(node,
         fmt::format("{} is {}; expected a number, or an expression in quotes", what, kind(node)));
}

auto TomlReader::number(const toml::node& node, const std::string& what) const -> double {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (const auto* text = node.as_string()) {
    if (text->get() == "inf" || text->get() == "+inf") return infinity;
    if (text->get() == "-inf") return -infinity;
  }
  const auto value = node.value<double>();
  if (!value || std::isnan(*value) || node.is_string())
    refuse(node, fmt::format("{} is {}; expected a number", what, kind(node)));
  return *value;
}

void TomlReader::read_strings(const toml::node& node, std::string_view what,
                              std::vector<std::string>& texts,
                              std::vector<std::string>& places) const {
  const auto* list = node.as_array();
  if (list == nullptr)
    refuse(node,
           fmt::format("{} is {}; expected a list of strings, [\"…\", \"…\"]", what, kind(node)));
  check_count(node, what, list->size());
  for (const auto& entry : *list) {
    texts.push_back(string(entry, fmt::format("an entry of {}", what)));
    places.push_back(place(entry));
  }
}

auto TomlReader::entries(const toml::node& node, const char* what, const char* example) const
    -> const toml::table& {
  const auto* table = node.as_table();
  if (table == nullptr)
    refuse(node, fmt::format("{0} is {1}; expected a table: [{0}], then lines such as {2}", what,
                             kind(node), example));
  check_count(node, what, table->size());
  return *table;
}

auto TomlReader::kind(const toml::node& node) -> std::string {
  if (node.is_integer() || node.is_floating_point()) return "a number";
  if (node.is_string()) return "a string";
  if (node.is_boolean()) return "true or false";
  if (node.is_array()) return "a list";
  if (node.is_table()) return "a table";
  return "a date or time";
}

} // namespace jetwork::cli
