#include "cli/commands.hpp"
#include "cli/exit_status.hpp"

#include <fmt/format.h>

namespace jetwork::cli {

void add_later_commands(CLI::App& app, Run& run) {
  const auto add = [&](const char* name, const char* does) {
    CLI::App* command = app.add_subcommand(name, fmt::format("{} (in a later version)", does));
    command->allow_extras();
    command->callback([&run, name] {
      run = [name]() -> int {
        throw InputError(fmt::format("jetwork {}: this command comes in a later version; "
                                     "this version has solve, eval and verify",
                                     name));
      };
    });
  };
  add("fit", "Find unknown parameters from data");
}

} // namespace jetwork::cli
