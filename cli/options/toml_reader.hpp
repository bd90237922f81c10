// Reads entries of a TOML file, and refuses what is no such entry with a message that names the place.
//
//   const TomlReader toml("spring.toml");
//   toml.string(*table.get("title"), "title");     // or throws "spring.toml:3:9: title is a number; expected a string in quotes"
#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jetwork::cli {

/// All throw InputError; `what` an entry is stands in its message.
class TomlReader {
public:
  /// Messages call the file `path`.
  explicit TomlReader(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] auto path() const -> const std::string& { return path_; }
  /// "spring.toml:4"
  [[nodiscard]] auto place(const toml::node& node) const -> std::string;
  [[noreturn]] void refuse(const toml::node& node, std::string_view message) const;
  /// Where a key is none of those that are known, of a table that is called `what`.
  void check_keys(const toml::table& table, const std::vector<std::string>& known,
                  std::string_view what) const;
  void check_length(const toml::node& node, std::string_view what, std::string_view name) const;
  void check_count(const toml::node& node, std::string_view what, std::size_t count) const;

  [[nodiscard]] auto string(const toml::node& node, std::string_view what) const -> std::string;
  /// One that is printed as it stands.
  [[nodiscard]] auto short_string(const toml::node& node, std::string_view what) const
      -> std::string;
  /// The text of a number, which reads back to the same double, or the expression in quotes.
  [[nodiscard]] auto expression(const toml::node& node, const std::string& what) const
      -> std::string;
  [[nodiscard]] auto number(const toml::node& node, const std::string& what) const -> double;
  /// Adds the strings of a list, and their places.
  void read_strings(const toml::node& node, std::string_view what, std::vector<std::string>& texts,
                    std::vector<std::string>& places) const;
  /// A table such as [parameters], with an example of a line in it.
  [[nodiscard]] auto entries(const toml::node& node, const char* what, const char* example) const
      -> const toml::table&;

  /// "a number", "a list"
  [[nodiscard]] static auto kind(const toml::node& node) -> std::string;

private:
  std::string path_;
};

} // namespace jetwork::cli
