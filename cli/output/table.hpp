// A solution at chosen points: a column for each unknown and for each of its derivatives below its
// order.
//
//   const Table table = tabulate(result.solution, {0.0, 0.5, 1.0});
//   std::cout << to_csv(table);
#pragma once

#include "pinn/solution/solution.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jetwork::cli {

struct Table {
  struct Column {
    std::string name; ///< r, r', r'', …
    int derivative = 0;
    std::vector<double> values; ///< NaN beyond what was reached
  };
  std::string independent;
  std::vector<double> points;
  std::vector<Column> columns;
};

[[nodiscard]] auto tabulate(const pinn::Solution& solution, std::vector<double> points) -> Table;

/// `count` points from start to end, both included.
[[nodiscard]] auto equispaced(double start, double end, std::size_t count) -> std::vector<double>;

/// A header, then a row a point. Numbers are as short as exactness allows; a cell beyond what was
/// reached is empty. A comment, where there is one, stands before the header after a '#'.
[[nodiscard]] auto to_csv(const Table& table, std::string_view comment = {}) -> std::string;

/// Aligned columns, for people.
[[nodiscard]] auto to_text(const Table& table) -> std::string;

} // namespace jetwork::cli
