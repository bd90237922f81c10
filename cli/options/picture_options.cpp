#include "cli/options/picture_options.hpp"

#include "cli/exit_status.hpp"
#include "cli/options/numbers.hpp"
#include "cli/options/printable.hpp"
#include "formula/expression.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

namespace jetwork::cli {
namespace {

/// All that can be drawn, and its names.
struct DrawableValues {
  std::vector<NamedValue> values;
  std::vector<std::string> names;

  explicit DrawableValues(const pinn::Problem& problem) {
    for (std::size_t i = 0; i < problem.unknowns.size(); ++i)
      for (int n = 0; n < std::max(problem.unknowns[i].order, 1); ++n) {
        values.push_back({.unknown = i, .derivative = n});
        names.push_back(pinn::primed(problem.unknowns[i].name, n));
      }
  }
  /// "x, x', y" for messages.
  [[nodiscard]] auto listed() const -> std::string {
    constexpr std::size_t most = 12;
    std::vector<std::string> shown(
        names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size())));
    if (names.size() > most) shown.emplace_back("…");
    return fmt::format("{}", fmt::join(shown, ", "));
  }
};

auto read_values(std::string_view option, const std::string& list, const DrawableValues& known)
    -> std::vector<NamedValue> {
  std::vector<NamedValue> values;
  for (const std::string& part : split_list(list)) {
    const std::string_view name = trimmed(part);
    const auto found = std::ranges::find(known.names, name);
    if (found == known.names.end())
      throw InputError(fmt::format("{} {}: '{}' is none of {}{}", option, printable(list),
                                   printable(name), known.listed(),
                                   formula::suggestion(name, known.names)));
    values.push_back(known.values[static_cast<std::size_t>(found - known.names.begin())]);
  }
  return values;
}

auto read_logarithmic(const std::string& list, const pinn::Problem& problem) -> LogarithmicAxes {
  LogarithmicAxes axes;
  const std::string independent = problem.independent == "y" ? "t" : problem.independent;
  for (const std::string& part : split_list(list)) {
    const std::string_view name = trimmed(part);
    if (name == independent || name == "t") axes.independent = true;
    else if (name == "y") axes.values = true;
    else
      throw InputError(fmt::format("--log {0}: expected {1}, y for the values, or {1},y",
                                   printable(list), independent));
  }
  const double last = std::max(problem.domain.start, problem.domain.end);
  if (axes.independent && !(last > 0))
    throw InputError(
        fmt::format("--log {}: {} is nowhere above zero", printable(list), problem.independent));
  return axes;
}

} // namespace

void add_picture_options(const OptionGroup& group, PictureTexts& texts) {
  group.single("--show", texts.show,
               "What --plot draws: unknowns, or derivatives, as in x,x' (default: the unknowns)",
               "NAMES");
  group.single("--log", texts.logarithmic,
               "Logarithmic axes of --plot: t (or the independent variable's name), y for the "
               "values, or t,y",
               "AXES");
  group.single("--phase", texts.phase,
               "Let --plot draw two values against each other, as in x,x', or three in space",
               "X,Y[,Z]");
}

void check_there_is_a_picture(const PictureTexts& texts, const std::string& plot) {
  if (!plot.empty()) return;
  for (const auto& [option, text] :
       {std::pair{"--show", &texts.show}, {"--log", &texts.logarithmic}, {"--phase", &texts.phase}})
    if (!text->empty())
      throw InputError(fmt::format(
          "{}: it says what --plot draws; give the name of a picture with --plot", option));
}

auto picture_options(const PictureTexts& texts, const pinn::Problem& problem) -> PictureOptions {
  constexpr std::size_t most = 12;
  PictureOptions options;
  if (!texts.show.empty())
    options.shown = read_values("--show", texts.show, DrawableValues(problem));
  if (options.shown.size() > most)
    throw InputError(
        fmt::format("--show: these are {} values, and a picture holds at most {}; draw "
                    "several pictures",
                    options.shown.size(), most));
  if (!texts.logarithmic.empty())
    options.logarithmic = read_logarithmic(texts.logarithmic, problem);
  return options;
}

auto phase_portrait(const PictureTexts& texts, const pinn::Problem& problem)
    -> std::optional<PhasePortrait> {
  if (texts.phase.empty()) return std::nullopt;
  for (const auto& [option, text] :
       {std::pair{"--show", &texts.show}, {"--log", &texts.logarithmic}})
    if (!text->empty()) throw InputError(fmt::format("{}: not with --phase", option));
  const DrawableValues known(problem);
  const std::size_t count = split_list(texts.phase).size();
  if (count != 2 && count != 3)
    throw InputError(fmt::format("--phase {}: expected two of {}, with a comma between them, or "
                                 "three",
                                 printable(texts.phase), known.listed()));
  return PhasePortrait{read_values("--phase", texts.phase, known)};
}

} // namespace jetwork::cli
