// Numbers are printed with the digits that are known, whatever their size.
#include "cli/output/known_digits.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

using jetwork::cli::with_known_digits;

BOOST_AUTO_TEST_SUITE(known_digits)

BOOST_AUTO_TEST_CASE(the_error_says_where_digits_end) {
  BOOST_TEST(with_known_digits(0.40808206181339, 1.7e-13) == "0.408082061813");
  BOOST_TEST(with_known_digits(0.40808206181339, 1e-3) == "0.408");
  BOOST_TEST(with_known_digits(1.0, 1e-5) == "1.00000"); // zeros are known, too
  BOOST_TEST(with_known_digits(-999.99973, 2e-3) == "-1000.00");
  BOOST_TEST(with_known_digits(162.8370710923712, 5.5e-12) == "162.83707109237");
  BOOST_TEST(with_known_digits(12345.678, 30.0) == "12346"); // never rounded before the point
  BOOST_TEST(with_known_digits(2.0833527e-08, 1.2e-11) == "2.08e-08");
  BOOST_TEST(with_known_digits(6.02214076e23, 1e18) == "6.02214e+23");
}

BOOST_AUTO_TEST_CASE(nothing_is_known_of_some) {
  BOOST_TEST(with_known_digits(3e-12, 1e-9) == "0.000000000");
  BOOST_TEST(with_known_digits(0.0, 0.0) == "0");
  BOOST_TEST(with_known_digits(0.0, 1e-300) == "0");
  BOOST_TEST(with_known_digits(0.3, 7.0) == "0");
  const double infinite = std::numeric_limits<double>::infinity();
  BOOST_TEST(with_known_digits(1.23456789, infinite) == "1.23457");
  BOOST_TEST(with_known_digits(std::nan(""), 1e-9) == "-");
  BOOST_TEST(with_known_digits(infinite, 1e-9) == "-");
}

BOOST_AUTO_TEST_CASE(what_is_printed_is_as_near_as_the_error) {
  for (int power = -300; power <= 300; power += 7)
    for (const double relative : {0.0, 1e-17, 3e-16, 2e-12, 9.99e-7, 0.04}) {
      const double value = 1.2345678901234567 * std::pow(10.0, power), error = value * relative;
      const std::string text = with_known_digits(value, error);
      const double largest =
          5 * error
          + 1e-14 * value; // half a unit of the last digit, and the error's own power of ten
      BOOST_TEST(std::abs(std::strtod(text.c_str(), nullptr) - value) <= largest, text);
      BOOST_TEST(text.size() < 25U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
