// The number in which truths are computed: fifty digits, and exponents that do not overflow.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace jetwork::honesty {

using Real = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                           boost::multiprecision::et_off>;

inline auto square(const Real& x) -> Real { return x * x; }

} // namespace jetwork::honesty
