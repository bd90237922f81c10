// The `jetwork` command: reads the command line, runs one command, turns exceptions into messages.
#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/exit_status.hpp"
#include "cli/output/standard_output.hpp"
#include "formula/expression.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <new>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace jetwork::cli;

auto fail(std::string_view message, ExitStatus status = wrong_input) -> int {
  complain(message);
  return status;
}

/// What --help and --version ask for.
auto show(const CLI::App& app, const CLI::Success& asked) -> int {
  std::ostringstream text;
  const int status = app.exit(asked, text);
  print(text.str());
  return status;
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

auto run_command(CLI::App& app, const Run& run, int count, char** arguments) -> int {
  try {
    if (count > 1) check_command(app, arguments[1]);
    app.parse(count, arguments);
  } catch (const CLI::Success& asked) {
    return show(app, asked);
  } catch (const CLI::ParseError& error) {
    const auto asked = app.get_subcommands();
    return fail(fmt::format("jetwork: {}\nSee jetwork --help, or jetwork {} --help.", error.what(),
                            asked.empty() ? "solve" : asked[0]->get_name()));
  }
  return run();
}

} // namespace

auto main(int count, char** arguments) -> int {
  CLI::App app(
      "Jetwork solves differential equations with neural networks, to a tolerance that you name.",
      "jetwork");
  app.set_version_flag("--version", "jetwork " JETWORK_VERSION);
  app.add_option_function<std::string>(
         "--completion",
         [&app](const std::string& shell) {
           throw CLI::CallForVersion(completion_script(app, shell), 0); // printed like a version
         },
         "Print a script that completes commands and options in a shell: bash, zsh or fish")
      ->type_name("SHELL")
      ->expected(0, 1) // CLI11 could not name a hidden option that misses its value
      ->group("");     // for packages, and not in --help
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
  // A file beyond the limit of ulimit -f is then one that cannot be written, and no end of the program.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return run_command(app, run, count, arguments);
  } catch (const InputError& error) {
    return fail(error.what());
  } catch (const jetwork::io::WriteError& error) {
    return fail(error.what(), fell_short);
  } catch (const std::bad_alloc&) {
    return fail("jetwork: there is not enough memory for this: ask for fewer points, a shorter "
                "domain or a larger tolerance, or allow more memory (ulimit -v)",
                fell_short);
  } catch (const std::exception& error) {
    return fail(fmt::format(
        "jetwork: internal error: {}\nPlease report it with the command that led to it.",
        error.what()));
  }
}
