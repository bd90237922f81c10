// Problem files: refused with a message that holds the file's name, or read; so are the problems in them.
#include "cli/exit_status.hpp"
#include "cli/options/problem_error.hpp"
#include "tests/fuzz/fuzzer.hpp"

using jetwork::fuzz::require;

namespace {

void check_message(const std::string& message) {
  require(message.starts_with("p.toml"), "a message does not begin with the file's name");
  require(message.size() < 5000, "a message is too long to be read");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace cli = jetwork::cli;
  namespace pinn = jetwork::pinn;
  try {
    const cli::ProblemSource source =
        cli::read_problem_text(jetwork::fuzz::text_of(data, size), "p.toml");
    try {
      const pinn::Problem problem = pinn::read_problem(source.text);
      require(problem.unknowns.size() == source.text.equations.size(),
              "a problem has not as many unknowns as equations");
    } catch (const pinn::TextProblemError& error) { check_message(cli::describe(error, source)); }
  } catch (const cli::InputError& error) { check_message(error.what()); }
  return 0;
}
