#include "cli/options/problem_file.hpp"

#include "cli/exit_status.hpp"
#include "cli/options/event_tables.hpp"
#include "cli/options/printable.hpp"
#include "cli/options/toml_nesting.hpp"
#include "cli/options/toml_reader.hpp"
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
class Reader : TomlReader {
public:
  Reader(std::string_view text, std::string path) : TomlReader(std::move(path)), text_(text) {}

  auto read() -> ProblemSource {
    const toml::table table = parse();
    check_keys(table,
               {"title", "independent", "domain", "equations", "conditions", "parameters",
                "definitions", "unknown", "guess", "bounds", "events", "invariants"},
               "a problem file");
    ProblemSource source;
    source.whole = path();
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
    if (const auto* events = table.get("events")) read_event_tables(*this, *events, source);
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
                      path(), *line, deepest));
    try {
      return toml::parse(text_, path());
    } catch (const toml::parse_error& error) {
      throw InputError(fmt::format("{}:{}:{}: not TOML: {}", path(), error.source().begin.line,
                                   error.source().begin.column, printable(error.description())));
    }
  }

  auto required(const toml::table& table, const char* key, const char* example) const
      -> const toml::node& {
    if (const auto* node = table.get(key)) return *node;
    if (table.empty())
      throw InputError(
          fmt::format("{}: the file is empty; expected a problem with domain, equations and "
                      "conditions (see jetwork solve --help)",
                      path()));
    throw InputError(fmt::format("{}: '{}' is missing; expected a line such as {} = {}", path(),
                                 key, key, example));
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
            {name, (std::filesystem::path(path()).parent_path() / given).string(), place(value)});
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
};

} // namespace

auto read_problem_file(const std::string& path) -> ProblemSource {
  return read_problem_text(problem_text(path), path);
}

auto read_problem_text(std::string_view text, const std::string& path) -> ProblemSource {
  return Reader(text, path).read();
}

} // namespace jetwork::cli
