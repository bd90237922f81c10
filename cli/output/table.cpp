#include "cli/output/table.hpp"

#include "cli/exit_status.hpp"

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

auto readably(double x) -> std::string {
  return std::isfinite(x) ? fmt::format("{:.12g}", x) : "-";
}

} // namespace

auto tabulate(const pinn::Solution& solution, std::vector<double> points,
              const std::vector<pinn::Sensitivity>& sensitivities) -> Table {
  Table table{.independent = solution.independent(), .points = std::move(points), .columns = {}};
  const auto add = [&](const pinn::Solution& of, const std::string& by) {
    for (std::size_t unknown = 0; unknown < of.names().size(); ++unknown) {
      std::string name = of.names()[unknown];
      for (int derivative = 0; derivative < of.orders()[unknown]; ++derivative, name += '\'') {
        Table::Column column{.name = name, .derivative = derivative, .by = by, .values = {}};
        column.values.reserve(table.points.size());
        for (const double t : table.points)
          column.values.push_back(of.covers(t) ? of(unknown, t, derivative)
                                               : std::numeric_limits<double>::quiet_NaN());
        table.columns.push_back(std::move(column));
      }
    }
  };
  add(solution, "");
  for (const pinn::Sensitivity& sensitivity : sensitivities)
    add(sensitivity.derivative, sensitivity.by);
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
  text += '\n';
  for (std::size_t i = 0; i < table.points.size(); ++i) {
    text += exactly(table.points[i]);
    for (const auto& column : table.columns) text += fmt::format(",{}", exactly(column.values[i]));
    text += '\n';
  }
  return text;
}

auto to_text(const Table& table) -> std::string {
  struct Column {
    std::vector<std::string> cells;
    std::size_t width = 0;
  };
  std::vector<Column> columns;
  const auto add = [&](const std::string& name, const std::vector<double>& values) {
    auto& [cells, width] = columns.emplace_back();
    cells.push_back(name);
    for (const double value : values) cells.push_back(readably(value));
    for (const std::string& cell : cells) width = std::max(width, cell.size());
  };
  add(table.independent, table.points);
  for (const auto& column : table.columns) add(heading(column), column.values);

  std::string text;
  for (std::size_t row = 0; row <= table.points.size(); ++row) {
    for (const auto& [cells, width] : columns) text += fmt::format("  {:>{}}", cells[row], width);
    text += '\n';
  }
  return text;
}

} // namespace jetwork::cli
