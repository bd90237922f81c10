// The `jetwork` command: reads the command line, runs one command, turns exceptions into messages.
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "formula/expression.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace jetwork::cli;

auto fail(const char* message) -> int {
  fmt::print(stderr, "{}\n", message);
  return wrong_input;
}

/// Throws InputError if the first argument is neither a command nor an option.
void check_command(CLI::App& app, std::string_view first) {
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
  if (first.starts_with('-') || std::find(known.begin(), known.end(), first) != known.end()) return;
  throw InputError(fmt::format("jetwork: there is no command '{}'; the commands are {}{}",
                               first.substr(0, 100), fmt::join(known, ", "),
                               jetwork::formula::suggestion(first, known)));
}

} // namespace

auto main(int count, char** arguments) -> int {
  CLI::App app(
      "Jetwork solves differential equations with neural networks, to a tolerance that you name.",
      "jetwork");
  app.set_version_flag("--version", "jetwork " JETWORK_VERSION);
  app.require_subcommand(1);
  app.footer("Exit status: 0 solved; 1 the input is wrong, and nothing is written; 2 not solved to "
             "the tolerance.\n"
             "Try: jetwork solve --equation \"r'' = -4*r\" --condition \"r(0) = 1\" --condition "
             "\"r'(0) = 0\" "
             "--domain 0,10");
  Run run;
  add_solve_command(app, run);
  add_eval_command(app, run);
  add_verify_command(app, run);
  add_later_commands(app, run);
  try {
    if (count > 1) check_command(app, arguments[1]);
    app.parse(count, arguments);
    return run();
  } catch (const CLI::Success& asked) { // --help, --version
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    const auto asked = app.get_subcommands();
    return fail(fmt::format("jetwork: {}\nSee jetwork --help, or jetwork {} --help.", error.what(),
                            asked.empty() ? "solve" : asked[0]->get_name())
                    .c_str());
  } catch (const InputError& error) {
    return fail(error.what());
  } catch (const std::exception& error) {
    return fail(
        fmt::format(
            "jetwork: internal error: {}\nPlease report it with the command that led to it.",
            error.what())
            .c_str());
  }
}
