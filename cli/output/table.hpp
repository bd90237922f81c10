// A solution at chosen points: a column for each unknown and for each of its derivatives below its
// order.
//
//   const Table table = tabulate(result, {0.0, 0.5, 1.0});
//   std::cout << to_csv(table);
#pragma once

#include "pinn/solution/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace jetwork::cli {

struct Table {
  struct Column {
    std::string name; ///< r, r', r'', …
    int derivative = 0;
    std::string by = {};        ///< what the column is a derivative by, where it is a sensitivity
    std::vector<double> values; ///< NaN outside the part that was solved
    std::optional<double> error_estimate = {}; ///< absolute; none of derivatives
    /// What people are shown of the values: up to here. Of a derivative, the estimate of its unknown relative to that one's magnitude,
    /// times the derivative's own magnitude. Where nothing is said, twelve digits.
    std::optional<double> known_to = {};
  };
  std::string independent;
  std::vector<double> points;
  std::vector<Column> columns;
};

/// Columns of the result's sensitivities, dr/dk, stand behind those of the solution.
[[nodiscard]] auto tabulate(const pinn::Result& result, std::vector<double> points) -> Table;

/// Several solutions at the same points, without derivatives: u_0, u_1, … for the unknown u.
[[nodiscard]] auto side_by_side(const std::vector<Table>& tables) -> Table;

/// Throws InputError where a table of so many points and columns, the independent variable's aside, would take gigabytes.
void check_table_size(std::size_t points, std::size_t columns);

/// `count` points from start to end, both included.
[[nodiscard]] auto equispaced(double start, double end, std::size_t count) -> std::vector<double>;

/// A header, then a row for each point. Numbers have as many digits as reading them back exactly
/// takes; a cell outside the part that was solved is empty. Columns NAME_error_estimate stand last: the same number in each row, or an
/// empty cell where it is not known. Comments stand first, each after a '#'.
[[nodiscard]] auto to_csv(const Table& table, const std::vector<std::string>& comments = {})
    -> std::string;

/// Aligned columns, for people, with the digits that are known; the last row has the error estimates.
[[nodiscard]] auto to_text(const Table& table) -> std::string;

} // namespace jetwork::cli
