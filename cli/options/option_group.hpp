// Options of one heading in the help text. Their values are kept as texts, so that messages can quote them.
//
//   const OptionGroup group(command, "Problem");
//   group.single("--domain", options.domain, "Both ends, 0,10 or 0,2*pi", "START,END");
//   group.repeated("--equation", options.equations, "An equation; repeat for more", "EQUATION");
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace jetwork::cli {

/// Refuses an empty value, which comes from an unset variable in a script.
inline auto not_empty(const std::string& value) -> std::string {
  return value.empty() ? "expected a value, found an empty one" : "";
}

class OptionGroup {
public:
  OptionGroup(CLI::App& command, const char* heading) : command_(command), heading_(heading) {}

  /// `shown` stands for the value in the help text.
  void single(const char* name, std::string& text, const std::string& help,
              const char* shown) const {
    command_.add_option(name, text, help)->check(not_empty)->type_name(shown)->group(heading_);
  }
  /// Given any number of times, with one value each time.
  void repeated(const char* name, std::vector<std::string>& texts, const std::string& help,
                const char* shown) const {
    command_.add_option(name, texts, help)
        ->check(not_empty)
        ->type_name(shown)
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all()
        ->group(heading_);
  }
  void flag(const char* name, bool& value, const std::string& help) const {
    command_.add_flag(name, value, help)->group(heading_);
  }

private:
  CLI::App& command_;
  const char* heading_;
};

} // namespace jetwork::cli
