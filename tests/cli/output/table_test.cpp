// Tables: all digits for programs, those that are known for people, and the error estimates in both.
#include "cli/output/table.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace jetwork;

namespace {

auto table_of_two() -> cli::Table {
  return {
      .independent = "t",
      .points = {0.0, 0.1},
      .columns = {{.name = "x", .values = {1.0, 1.0 / 3}, .error_estimate = 1e-6, .known_to = 1e-6},
                  {.name = "x'", .derivative = 1, .values = {0.0, 2.0 / 3}, .known_to = 1e-3},
                  {.name = "y",
                   .values = {5.0, std::nan("")},
                   .error_estimate = std::numeric_limits<double>::infinity(),
                   .known_to = std::numeric_limits<double>::infinity()}}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(tables)

BOOST_AUTO_TEST_CASE(programs_get_all_digits_and_the_estimates_last) {
  BOOST_TEST(cli::to_csv(table_of_two())
             == "t,x,x',y,x_error_estimate,y_error_estimate\n"
                "0,1,0,5,1e-06,\n"
                "0.1,0.3333333333333333,0.6666666666666666,,1e-06,\n");
}

BOOST_AUTO_TEST_CASE(an_unknown_keeps_its_column) {
  cli::Table table = table_of_two();
  table.columns[2].name = "x_error_estimate";
  BOOST_TEST(
      cli::to_csv(table).starts_with("t,x,x',x_error_estimate,x_error_estimate_error_estimate\n"));
}

BOOST_AUTO_TEST_CASE(people_get_what_is_known) {
  BOOST_TEST(cli::to_text(table_of_two())
             == "       t         x     x'        y\n"
                "       0  1.000000  0.000        5\n"
                "     0.1  0.333333  0.667        -\n"
                "  within   1.0e-06         unknown\n");
}

BOOST_AUTO_TEST_CASE(without_estimates_there_is_no_line_of_them) {
  const cli::Table table{
      .independent = "lambda", .points = {1.0}, .columns = {{.name = "norm", .values = {0.5}}}};
  BOOST_TEST(cli::to_text(table) == "  lambda  norm\n       1   0.5\n");
  BOOST_TEST(cli::to_csv(table) == "lambda,norm\n1,0.5\n");
}

BOOST_AUTO_TEST_SUITE_END()
