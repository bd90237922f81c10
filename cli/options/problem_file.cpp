#include "cli/options/problem_file.hpp"

#include "cli/exit_status.hpp"
#include "cli/options/printable.hpp"
#include "cli/options/toml_nesting.hpp"
#include "formula/expression.hpp"
#include "io/text_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string_view>

namespace jetwork::cli {
namespace {

auto problem_text(const std::string& path) -> std::string {
  constexpr std::uintmax_t largest = 10'000'000;
  try {
    return io::read_text(path, largest);
  } catch (const io::ReadError& error) {
    throw InputError(fmt::format("{}; expected a problem file", error.what()));
  }
}

/// Reads one problem file.
class Reader {
public:
  Reader(std::string_view text, std::string path) : text_(text), path_(std::move(path)) {}

  auto read() -> ProblemSource {
    const toml::table table = parse();
    check_keys(table);
    ProblemSource source;
    source.whole = path_;
    if (const auto* title = table.get("title")) source.text.title = short_string(*title, "title");
    if (const auto* name = table.get("independent"))
      source.text.independent = short_string(*name, "independent");
    read_domain(required(table, "domain", "[0.0, 10.0]"), source);
    read_strings(required(table, "equations", R"(["m*r'' = -k*r"])"), "equations",
                 source.text.equations, source.equations);
    read_strings(required(table, "conditions", R"(["r(0) = 1", "r'(0) = 0"])"), "conditions",
                 source.text.conditions, source.conditions);
    if (const auto* parameters = table.get("parameters")) read_parameters(*parameters, source);
    if (const auto* definitions = table.get("definitions")) read_definitions(*definitions, source);
    if (const auto* unknown = table.get("unknown")) read_unknown_numbers(*unknown, source);
    if (const auto* guess = table.get("guess")) read_guesses(*guess, source);
    if (const auto* bounds = table.get("bounds")) read_bounds(*bounds, source);
    if (const auto* invariants = table.get("invariants")) read_invariants(*invariants, source);
    return source;
  }

private:
  auto parse() const -> toml::table {
    constexpr int deepest = 32;
    if (const auto line = find_too_deep(text_, deepest))
      throw InputError(
          fmt::format("{}:{}: lists and tables lie more than {} deep inside each other; "
                      "a problem file has two levels",
                      path_, *line, deepest));
    try {
      return toml::parse(text_, path_);
    } catch (const toml::parse_error& error) {
      throw InputError(fmt::format("{}:{}:{}: not TOML: {}", path_, error.source().begin.line,
                                   error.source().begin.column, printable(error.description())));
    }
  }

  auto place(const toml::node& node) const -> std::string {
    return fmt::format("{}:{}", path_, node.source().begin.line);
  }

  [[noreturn]] void refuse(const toml::node& node, std::string_view message) const {
    throw InputError(fmt::format("{}:{}: {}", place(node), node.source().begin.column, message));
  }

  void check_keys(const toml::table& table) const {
    static const std::vector<std::string> known = {
        "title",       "independent", "domain", "equations", "conditions", "parameters",
        "definitions", "unknown",     "guess",  "bounds",    "invariants"};
    for (const auto& [key, value] : table) {
      const std::string name(key.str());
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      std::string help = formula::suggestion(name, known);
      if (help.empty()) help = fmt::format("; a problem file has {}", fmt::join(known, ", "));
      throw InputError(fmt::format("{}:{}:{}: unknown key '{}'{}", path_, key.source().begin.line,
                                   key.source().begin.column, printable(name), help));
    }
  }

  auto required(const toml::table& table, const char* key, const char* example) const
      -> const toml::node& {
    if (const auto* node = table.get(key)) return *node;
    if (table.empty())
      throw InputError(
          fmt::format("{}: the file is empty; expected a problem with domain, equations and "
                      "conditions (see jetwork solve --help)",
                      path_));
    throw InputError(fmt::format("{}: '{}' is missing; expected a line such as {} = {}", path_, key,
                                 key, example));
  }

  auto string(const toml::node& node, std::string_view what) const -> std::string {
    if (const auto* text = node.as_string()) return text->get();
    refuse(node, fmt::format("{} is {}; expected a string in quotes", what, kind(node)));
  }

  /// One that is printed as it stands.
  auto short_string(const toml::node& node, std::string_view what) const -> std::string {
    std::string text = string(node, what);
    check_length(node, what, text);
    return text;
  }

  void check_length(const toml::node& node, std::string_view what, std::string_view name) const {
    if (name.size() > longest_name)
      refuse(node,
             fmt::format("{} has {} bytes; expected at most {}", what, name.size(), longest_name));
  }

  void check_count(const toml::node& node, std::string_view what, std::size_t count) const {
    if (count > most_entries)
      refuse(node,
             fmt::format("{} has {} entries; expected at most {}", what, count, most_entries));
  }

  static auto kind(const toml::node& node) -> std::string {
    if (node.is_integer() || node.is_floating_point()) return "a number";
    if (node.is_string()) return "a string";
    if (node.is_boolean()) return "true or false";
    if (node.is_array()) return "a list";
    if (node.is_table()) return "a table";
    return "a date or time";
  }

  /// The text of a number, which reads back to the same double, or the expression in quotes.
  auto expression(const toml::node& node, const std::string& what) const -> std::string {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* whole = node.as_integer()) return fmt::format("{}", whole->get());
    if (const auto* number = node.as_floating_point()) {
      if (std::isnan(number->get())) refuse(node, what + " is nan; expected a number");
      return fmt::format("{}", number->get());
    }
    refuse(node, fmt::format("{} is {}; expected a number, or an expression in quotes", what,
                             kind(node)));
  }

  void read_domain(const toml::node& node, ProblemSource& source) const {
    const auto* ends = node.as_array();
    if (ends == nullptr)
      refuse(node, fmt::format("domain is {}; expected two ends, as in [0.0, 10.0]", kind(node)));
    if (ends->size() != 2)
      refuse(node, fmt::format("domain has {} entries; expected two ends, as in [0.0, 10.0]",
                               ends->size()));
    for (std::size_t i = 0; i < 2; ++i) {
      source.text.domain[i] = expression(*ends->get(i), "an end of the domain");
      source.domain[i] = place(*ends->get(i));
    }
  }

  void read_strings(const toml::node& node, std::string_view what, std::vector<std::string>& texts,
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

  void read_parameters(const toml::node& node, ProblemSource& source) const {
    for (const auto& [key, value] : entries(node, "parameters", "k = 4.0")) {
      const std::string name(key.str());
      source.text.parameters.emplace_back(
          name, expression(value, fmt::format("parameter {}", printable(name))));
      source.parameters.push_back(place(value));
    }
  }

  void read_definitions(const toml::node& node, ProblemSource& source) const {
    for (const auto& [key, value] : entries(node, "definitions", "g = \"x^2 + y\"")) {
      const std::string name(key.str());
      source.text.definitions.emplace_back(
          name, expression(value, fmt::format("definition {}", printable(name))));
      source.definitions.push_back(place(value));
    }
  }

  auto entries(const toml::node& node, const char* what, const char* example) const
      -> const toml::table& {
    const auto* table = node.as_table();
    if (table == nullptr)
      refuse(node, fmt::format("{0} is {1}; expected a table: [{0}], then lines such as {2}", what,
                               kind(node), example));
    check_count(node, what, table->size());
    return *table;
  }

  auto number(const toml::node& node, const std::string& what) const -> double {
    if (const auto* text = node.as_string()) {
      if (text->get() == "inf" || text->get() == "+inf") return infinity;
      if (text->get() == "-inf") return -infinity;
    }
    const auto value = node.value<double>();
    if (!value || std::isnan(*value) || node.is_string())
      refuse(node, fmt::format("{} is {}; expected a number", what, kind(node)));
    return *value;
  }

  /// k = 9.0, or k = { start = 9.0, lower = 0.0, upper = 100.0 }; where nothing is said the search starts at 1, or next to it.
  void read_unknown_numbers(const toml::node& node, ProblemSource& source) const {
    for (const auto& [key, value] : entries(node, "unknown", "k = 1.0")) {
      const std::string name(key.str()), what = fmt::format("unknown {}", printable(name));
      pinn::Bounds bounds{-infinity, infinity};
      const toml::node* start = &value;
      if (const auto* table = value.as_table()) {
        start = table->get("start");
        if (const auto* lower = table->get("lower"))
          bounds.lower = number(*lower, "lower of " + what);
        if (const auto* upper = table->get("upper"))
          bounds.upper = number(*upper, "upper of " + what);
        if (!(bounds.lower < bounds.upper))
          refuse(value, fmt::format("the bounds of {} hold no interval", what));
        constexpr std::array known = {"start", "lower", "upper", "scale", "prior"};
        for (const auto& [entry, its_value] : *table)
          if (std::ranges::find(known, entry.str()) == known.end())
            refuse(its_value,
                   fmt::format("{} has no entry {}; there are start, lower, upper, scale and "
                               "prior",
                               what, printable(std::string(entry.str()))));
      }
      source.text.parameters.emplace_back(
          name, start != nullptr ? expression(*start, what)
                                 : fmt::format("{}", std::clamp(1.0, bounds.lower, bounds.upper)));
      source.parameters.push_back(place(value));
      source.text.searched.emplace_back(name, bounds);
    }
  }

  /// u = "x*(1 - x)", u = 1.0, or u = { file = "solution.json" }
  void read_guesses(const toml::node& node, ProblemSource& source) const {
    for (const auto& [key, value] : entries(node, "guess", "u = \"1 - x\"")) {
      const std::string name(key.str()), what = fmt::format("the guess of {}", printable(name));
      if (const auto* table = value.as_table()) {
        const auto* file = table->get("file");
        if (file == nullptr) refuse(value, what + " has no file; expected { file = \"NAME\" }");
        const std::filesystem::path given(string(*file, "file"));
        source.guess_files.push_back(
            {name, (std::filesystem::path(path_).parent_path() / given).string(), place(value)});
        continue;
      }
      source.text.guesses.emplace_back(name, expression(value, what));
      source.guesses.push_back(place(value));
    }
  }

  /// u = [0.0, inf]
  void read_bounds(const toml::node& node, ProblemSource& source) const {
    for (const auto& [key, value] : entries(node, "bounds", "u = [0.0, inf]")) {
      const std::string name(key.str()), what = fmt::format("the bounds of {}", printable(name));
      const auto* ends = value.as_array();
      if (ends == nullptr || ends->size() != 2)
        refuse(value, fmt::format("{} are {}; expected a lower and an upper one, as in [0.0, inf]",
                                  what, kind(value)));
      source.text.bounds.emplace_back(
          name, pinn::Bounds{number(*ends->get(0), what), number(*ends->get(1), what)});
      source.bounds.push_back(place(value));
    }
  }

  void read_invariants(const toml::node& node, ProblemSource& source) const {
    for (const auto& [key, value] : entries(node, "invariants", "energy = \"0.5*m*r'^2\"")) {
      check_length(value, "the name of an invariant", key.str());
      source.invariants.emplace_back(
          std::string(key.str()), string(value, fmt::format("invariant {}", printable(key.str()))));
      source.invariant_places.push_back(place(value));
    }
  }

  static constexpr double infinity = std::numeric_limits<double>::infinity();

  std::string_view text_;
  std::string path_;
};

} // namespace

auto read_problem_file(const std::string& path) -> ProblemSource {
  return read_problem_text(problem_text(path), path);
}

auto read_problem_text(std::string_view text, const std::string& path) -> ProblemSource {
  return Reader(text, path).read();
}

} // namespace jetwork::cli
