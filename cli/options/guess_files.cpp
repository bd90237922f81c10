#include "cli/options/guess_files.hpp"

#include "cli/exit_status.hpp"
#include "cli/options/numbers.hpp"
#include "io/text_file.hpp"
#include "pinn/solution_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jetwork::cli {
namespace {

using Function = std::function<double(double)>;

/// Rows of a table, ascending, joined by straight lines.
struct Polyline {
  std::vector<std::pair<double, double>> rows;

  auto operator()(double x) const -> double {
    const auto behind = std::ranges::lower_bound(rows, x, {}, &std::pair<double, double>::first);
    if (behind == rows.begin()) return rows.front().second;
    if (behind == rows.end()) return rows.back().second;
    const auto& [x0, y0] = *std::prev(behind);
    const auto& [x1, y1] = *behind;
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
  }
};

auto read_table(const GuessFile& file, const std::string& independent) -> Function {
  constexpr std::uintmax_t largest = 100'000'000;
  const auto refuse = [&](std::size_t line, const std::string& message) {
    throw InputError(fmt::format("{}:{}: {}", file.path, line, message));
  };
  std::istringstream text(io::read_text(file.path, largest));
  std::string line;
  std::getline(text, line);
  const std::vector<std::string> header = split_list(line);
  const auto column = [&](const std::string& name) {
    const auto found = std::ranges::find(header, name, trimmed);
    if (found == header.end())
      refuse(1, fmt::format("there is no column '{}'; the header has {}", name,
                            fmt::join(header, ", ")));
    return static_cast<std::size_t>(found - header.begin());
  };
  const std::size_t x = column(independent), y = column(file.unknown);
  Polyline polyline;
  for (std::size_t number = 2; std::getline(text, line); ++number) {
    if (trimmed(line).empty() || trimmed(line).front() == '#') continue;
    const std::vector<std::string> cells = split_list(line);
    const auto value = [&](std::size_t place) {
      if (place >= cells.size()) refuse(number, fmt::format("expected {} cells", header.size()));
      return read_number(fmt::format("{}:{}", file.path, number), cells[place]);
    };
    polyline.rows.emplace_back(value(x), value(y));
  }
  if (polyline.rows.empty()) refuse(1, "the table has no rows");
  std::ranges::sort(polyline.rows);
  const auto same =
      std::ranges::adjacent_find(polyline.rows, {}, &std::pair<double, double>::first);
  if (same != polyline.rows.end())
    refuse(1, fmt::format("{} = {} has two rows", independent, same->first));
  return polyline;
}

auto read_saved(const GuessFile& file) -> Function {
  auto saved = std::make_shared<pinn::SavedSolution>(pinn::load_solution(file.path));
  const pinn::Solution& solution = saved->result.solution;
  if (solution.segments().empty()
      || std::ranges::find(solution.names(), file.unknown) == solution.names().end())
    throw InputError(fmt::format("{}: {} holds no values of {}; it has {}", file.place, file.path,
                                 file.unknown, fmt::join(solution.names(), ", ")));
  return [saved, name = file.unknown](double x) {
    const pinn::Solution& known = saved->result.solution;
    const auto [low, high] = std::minmax({known.start(), known.end()});
    return known(name, std::clamp(x, low, high));
  };
}

} // namespace

void place_guess_files(const ProblemSource& source, pinn::Problem& problem) {
  for (const GuessFile& file : source.guess_files) {
    const auto unknown = std::ranges::find(problem.unknowns, file.unknown, &pinn::Unknown::name);
    if (unknown == problem.unknowns.end())
      throw InputError(fmt::format("{}: '{}' is no unknown", file.place, file.unknown));
    try {
      const bool is_saved = std::string_view(file.path).ends_with(".json");
      unknown->guess = is_saved ? read_saved(file) : read_table(file, problem.independent);
    } catch (const io::ReadError& error) {
      throw InputError(fmt::format("{}: {}", file.place, error.what()));
    } catch (const pinn::SolutionFileError& error) {
      throw InputError(fmt::format("{}: {}", file.place, error.what()));
    }
  }
}

} // namespace jetwork::cli
