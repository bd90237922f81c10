#include "cli/completion.hpp"

#include "cli/exit_status.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace jetwork::cli {
namespace {

/// An option or an argument of a command, as a shell needs to know it.
struct Word {
  std::string name;        ///< --tolerance; empty for an argument
  std::string value;       ///< NUMBER; empty for a flag
  std::string description; ///< in one line
  bool is_file = false;
};

struct Command {
  std::string name; ///< empty for what stands before any command
  std::string description;
  std::vector<Word> words = {};
};

auto read_command(const CLI::App& app) -> Command {
  Command command{.name = app.get_name(), .description = app.get_description()};
  for (const CLI::Option* option : app.get_options({})) {
    if (option->get_group().empty()) continue; // hidden
    const std::string value = option->get_type_size_max() == 0 ? "" : option->get_type_name();
    command.words.push_back(
        {.name = option->nonpositional() ? "--" + option->get_lnames().front() : "",
         .value = value,
         .description = option->get_description(),
         .is_file =
             value.find("FILE") != std::string::npos || value.find(".json") != std::string::npos});
  }
  return command;
}

/// The command line itself, then its commands.
auto read_commands(const CLI::App& app) -> std::vector<Command> {
  std::vector<Command> commands = {read_command(app)};
  for (const CLI::App* command : app.get_subcommands({}))
    commands.push_back(read_command(*command));
  return commands;
}

/// With a backslash before each of `special`.
auto escaped(std::string_view text, std::string_view special) -> std::string {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

/// Between single quotes, as bash and zsh read them.
auto in_quotes(std::string_view text) -> std::string {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "'\\''" : std::string(1, c);
  return result + "'";
}

/// What begins with a dash is an option; the rest, bash's own completion of file names does.
auto bash(const std::vector<Command>& commands) -> std::string {
  std::string cases;
  std::vector<std::string> first;
  for (const Command& command : commands) {
    std::vector<std::string> options;
    for (const Word& word : command.words)
      if (!word.name.empty()) options.push_back(word.name);
    if (&command == &commands.front()) {
      first = options;
      continue;
    }
    first.push_back(command.name);
    cases += fmt::format("    {}) words='{}' ;;\n", command.name, fmt::join(options, " "));
  }
  return fmt::format(R"(# Completion of jetwork in bash, made by: jetwork --completion bash
_jetwork() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} words=
  COMPREPLY=()
  case ${{COMP_WORDS[1]}} in
{}  esac
  if ((COMP_CWORD == 1)); then
    words='{}'
  elif [[ $word != -* ]]; then
    return
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}}
complete -o bashdefault -o default -F _jetwork jetwork
)",
                     cases, fmt::join(first, " "));
}

auto zsh(const std::vector<Command>& commands) -> std::string {
  std::string cases, names;
  for (const Command& command : commands) {
    if (&command == &commands.front()) continue;
    names += "      " + in_quotes(escaped(command.name, ":") + ":" + command.description) + "\n";
    cases += fmt::format("    {}) _arguments", command.name);
    for (const Word& word : command.words) {
      const std::string action = word.is_file ? "_files" : " ";
      const std::string value = escaped(word.value, ":");
      if (word.name.empty()) cases += " \\\n      " + in_quotes(":" + value + ":" + action);
      else
        cases += " \\\n      "
                 + in_quotes(fmt::format("*{}[{}]{}", word.name, escaped(word.description, "[]:\\"),
                                         value.empty() ? "" : ":" + value + ":" + action));
    }
    cases += " ;;\n";
  }
  return fmt::format(R"(#compdef jetwork
# Completion of jetwork in zsh, made by: jetwork --completion zsh
_jetwork() {{
  if ((CURRENT == 2)); then
    local -a commands=(
{}    )
    _describe command commands
    return
  fi
  local command=${{words[2]}}
  shift words
  ((CURRENT--))
  case $command in
{}  esac
}}
_jetwork "$@"
)",
                     names, cases);
}

auto fish(const std::vector<Command>& commands) -> std::string {
  const auto text = [](std::string_view description) {
    return "'" + escaped(description, "'\\") + "'";
  };
  std::string script = "# Completion of jetwork in fish, made by: jetwork --completion fish\n";
  for (const Command& command : commands) {
    const bool is_first = &command == &commands.front();
    const std::string place =
        is_first ? "__fish_use_subcommand" : "'__fish_seen_subcommand_from " + command.name + "'";
    if (!is_first)
      script += fmt::format("complete -c jetwork -n __fish_use_subcommand -f -a {} -d {}\n",
                            command.name, text(command.description));
    for (const Word& word : command.words) {
      if (word.name.empty()) continue;
      const char* value = word.value.empty() ? "" : word.is_file ? " -r -F" : " -x";
      script += fmt::format("complete -c jetwork -n {} -l {}{} -d {}\n", place, word.name.substr(2),
                            value, text(word.description));
    }
  }
  return script;
}

} // namespace

auto completion_script(const CLI::App& app, std::string_view shell) -> std::string {
  if (shell == "bash") return bash(read_commands(app));
  if (shell == "zsh") return zsh(read_commands(app));
  if (shell == "fish") return fish(read_commands(app));
  throw InputError(
      fmt::format("jetwork --completion: there is no completion for '{}'; there is one "
                  "for bash, zsh and fish",
                  shell.substr(0, 100)));
}

} // namespace jetwork::cli
