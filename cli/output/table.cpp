#include "cli/output/table.hpp"

#include "cli/exit_status.hpp"
#include "cli/output/known_digits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jetwork::cli {
namespace {

/// The shortest text that reads back to the same double; nothing where x is not finite.
auto exactly(double x) -> std::string { return std::isfinite(x) ? fmt::format("{}", x) : ""; }

/// r, or dr/dk.
auto heading(const Table::Column& column) -> std::string {
  return column.by.empty() ? column.name : fmt::format("d{}/d{}", column.name, column.by);
}

/// 12 digits, or those that are known.
auto readably(double x, std::optional<double> known_to = {}) -> std::string {
  if (known_to) return with_known_digits(x, *known_to);
  return std::isfinite(x) ? fmt::format("{:.12g}", x) : "-";
}

/// NAME_error_estimate, and which column it is of. Where an unknown bears that very name, the estimate has no column.
auto estimate_columns(const Table& table)
    -> std::vector<std::pair<std::string, const Table::Column*>> {
  std::vector<std::pair<std::string, const Table::Column*>> columns;
  for (const Table::Column& column : table.columns) {
    if (!column.error_estimate) continue;
    const std::string name = heading(column) + "_error_estimate";
    if (name != table.independent
        && std::ranges::find(table.columns, name, heading) == table.columns.end())
      columns.emplace_back(name, &column);
  }
  return columns;
}

/// Of the column's values, and of the same where segments start: at a few points it may be small by chance.
auto largest_of(const std::vector<double>& values, const pinn::Solution& of, std::size_t unknown,
                int derivative) -> double {
  double largest = 0.0;
  for (const pinn::Segment& segment : of.segments())
    if (const double value = segment.initial(derivative, static_cast<Eigen::Index>(unknown));
        std::isfinite(value))
      largest = std::max(largest, std::abs(value));
  for (const double value : values)
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  return largest;
}

/// Of a solution or a sensitivity: all unknowns and their derivatives.
void add_columns(Table& table, const pinn::Solution& of, const std::string& by,
                 const std::vector<double>& errors, const std::vector<double>& magnitudes) {
  for (std::size_t unknown = 0; unknown < of.names().size(); ++unknown) {
    const double error =
        unknown < errors.size() ? errors[unknown] : std::numeric_limits<double>::infinity();
    double magnitude = unknown < magnitudes.size() ? magnitudes[unknown] : 0.0;
    for (int derivative = 0; derivative < of.orders()[unknown]; ++derivative) {
      Table::Column column{.name = pinn::primed(of.names()[unknown], derivative),
                           .derivative = derivative,
                           .by = by,
                           .values = {}};
      column.values.reserve(table.points.size());
      for (const double t : table.points)
        column.values.push_back(of.covers(t) ? of(unknown, t, derivative)
                                             : std::numeric_limits<double>::quiet_NaN());
      const double largest = largest_of(column.values, of, unknown, derivative);
      if (derivative == 0) {
        column.error_estimate = column.known_to = error;
        magnitude = std::max(magnitude, largest);
      } else {
        column.known_to = magnitude > 0 ? error / magnitude * largest : error;
      }
      table.columns.push_back(std::move(column));
    }
  }
}

} // namespace

auto tabulate(const pinn::Result& result, std::vector<double> points) -> Table {
  Table table{
      .independent = result.solution.independent(), .points = std::move(points), .columns = {}};
  add_columns(table, result.solution, "", result.error_estimate, result.magnitude);
  for (const pinn::Sensitivity& sensitivity : result.sensitivities)
    add_columns(table, sensitivity.derivative, sensitivity.by, sensitivity.error_estimate, {});
  return table;
}

auto side_by_side(const std::vector<Table>& tables) -> Table {
  Table all;
  for (std::size_t k = 0; k < tables.size(); ++k) {
    if (k == 0) all.independent = tables[k].independent, all.points = tables[k].points;
    for (Table::Column column : tables[k].columns) {
      if (column.derivative > 0) continue;
      column.name = fmt::format("{}_{}", column.name, k);
      all.columns.push_back(std::move(column));
    }
  }
  return all;
}

void check_table_size(std::size_t points, std::size_t columns) {
  constexpr std::size_t most = 50'000'000;
  if (points > most / (columns + 1))
    throw InputError(fmt::format("--points {}: the table would have {} columns, and more than {} "
                                 "numbers; ask for at most {} points",
                                 points, columns + 1, most, most / (columns + 1)));
}

auto equispaced(double start, double end, std::size_t count) -> std::vector<double> {
  std::vector<double> points(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(count - 1);
    points[i] = start * (1 - part) + end * part;
  }
  points.back() = end;
  return points;
}

auto to_csv(const Table& table, const std::vector<std::string>& comments) -> std::string {
  std::string text;
  for (std::string line : comments) {
    std::replace(line.begin(), line.end(), '\n', ' ');
    text += fmt::format("# {}\n", line);
  }
  text += table.independent;
  for (const auto& column : table.columns) text += fmt::format(",{}", heading(column));
  std::string estimates;
  for (const auto& [name, column] : estimate_columns(table)) {
    text += ',' + name;
    estimates += ',' + exactly(*column->error_estimate);
  }
  text += '\n';
  for (std::size_t i = 0; i < table.points.size(); ++i) {
    text += exactly(table.points[i]);
    for (const auto& column : table.columns) text += fmt::format(",{}", exactly(column.values[i]));
    text += estimates + '\n';
  }
  return text;
}

auto to_text(const Table& table) -> std::string {
  struct Column {
    std::vector<std::string> cells;
    std::size_t width = 0;
  };
  std::vector<Column> columns;
  const bool has_estimates = std::ranges::any_of(
      table.columns, [](const Table::Column& column) { return column.error_estimate.has_value(); });
  const auto add = [&](const std::string& name, const std::vector<double>& values,
                       std::optional<double> known_to, const std::string& estimate) {
    auto& [cells, width] = columns.emplace_back();
    cells.push_back(name);
    for (const double value : values) cells.push_back(readably(value, known_to));
    if (has_estimates) cells.push_back(estimate);
    for (const std::string& cell : cells) width = std::max(width, cell.size());
  };
  add(table.independent, table.points, {}, "within");
  for (const auto& column : table.columns)
    add(heading(column), column.values, column.known_to,
        column.error_estimate ? within(*column.error_estimate) : "");

  std::string text;
  for (std::size_t row = 0; row < columns.front().cells.size(); ++row) {
    std::string line;
    for (const auto& [cells, width] : columns) line += fmt::format("  {:>{}}", cells[row], width);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return text;
}

} // namespace jetwork::cli
