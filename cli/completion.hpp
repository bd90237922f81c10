// Scripts by which a shell completes commands and options. They are made from the command line itself, so that they know
// what it knows: jetwork --completion bash.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace jetwork::cli {

/// For bash, zsh or fish. Throws InputError for any other shell.
[[nodiscard]] auto completion_script(const CLI::App& app, std::string_view shell) -> std::string;

} // namespace jetwork::cli
