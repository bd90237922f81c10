// A solution at chosen points: a column for each unknown and for each of its derivatives below its
// order.
//
//   const Table table = tabulate(result.solution, {0.0, 0.5, 1.0});
//   std::cout << to_csv(table);
#pragma once

#include "pinn/solution/sensitivity.hpp"
#include "pinn/solution/solution.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jetwork::cli {

struct Table {
  struct Column {
    std::string name; ///< r, r', r'', …
    int derivative = 0;
    std::string by = {};        ///< what the column is a derivative by, where it is a sensitivity
    std::vector<double> values; ///< NaN outside the part that was solved
  };
  std::string independent;
  std::vector<double> points;
  std::vector<Column> columns;
};

/// Columns of sensitivities, dr/dk, stand behind those of the solution.
[[nodiscard]] auto tabulate(const pinn::Solution& solution, std::vector<double> points,
                            const std::vector<pinn::Sensitivity>& sensitivities = {}) -> Table;

/// Several solutions at the same points, without derivatives: u_0, u_1, … for the unknown u.
[[nodiscard]] auto side_by_side(const std::vector<Table>& tables) -> Table;

/// Throws InputError where a table of so many points and columns, the independent variable's aside, would take gigabytes.
void check_table_size(std::size_t points, std::size_t columns);

/// `count` points from start to end, both included.
[[nodiscard]] auto equispaced(double start, double end, std::size_t count) -> std::vector<double>;

/// A header, then a row for each point. Numbers have as many digits as reading them back exactly
/// takes; a cell outside the part that was solved is empty. Comments stand first, each after a '#'.
[[nodiscard]] auto to_csv(const Table& table, const std::vector<std::string>& comments = {})
    -> std::string;

/// Aligned columns, for people.
[[nodiscard]] auto to_text(const Table& table) -> std::string;

} // namespace jetwork::cli
