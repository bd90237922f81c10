// The paper's equations and listings, judged by the engine.
//
//   build/release/paper/paper                   every claim with its verdict, for a reader
//   build/release/paper/paper --json            the same for a program
//   build/release/paper/paper --markdown        the page paper/claims.md
//   build/release/paper/paper --seed 7          for other random networks
//   build/release/paper/paper --equation 118    one claim alone
#include "paper/claims/report.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>

using namespace jetwork;

auto main(int count, char** arguments) -> int {
  bool json = false, markdown = false;
  std::int64_t seed = 1;
  std::optional<std::string> equation;
  CLI::App app{"The paper's equations and listings, judged by the engine."};
  app.add_flag("--json", json, "print a list of {\"equation\": \"118\", \"verdict\": …}");
  app.add_flag("--markdown", markdown, "print the page paper/claims.md")->excludes("--json");
  app.add_option("--seed", seed, "of the random networks")
      ->capture_default_str()
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}));
  app.add_option("--equation", equation, "judge this one alone: 118, or \"2.4.1 line 25\"");
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 1; // 0: help was asked for
  }

  std::vector<paper::Judgement> judgements;
  for (const paper::Claim& claim : paper::all_claims())
    if (!equation || claim.equation == *equation)
      judgements.push_back(paper::judge(claim, static_cast<std::uint64_t>(seed)));
  if (judgements.empty()) {
    fmt::print(stderr,
               "There is no claim \"{}\": the equations are 1 to 170, lines of listings are named "
               "like \"2.4.1 line 25\".\n",
               *equation);
    return 1;
  }
  if (json) fmt::print("{}\n", paper::to_json(judgements).dump(2));
  else fmt::print("{}", markdown ? paper::to_markdown(judgements) : paper::to_text(judgements));
  if (std::fflush(stdout) != 0) {
    fmt::print(stderr, "The verdicts could not be written: {}.\n", std::strerror(errno));
    return 1;
  }
  return 0;
}
