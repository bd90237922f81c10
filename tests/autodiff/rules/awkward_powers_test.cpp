// Awkward points of roots and powers.
#include "tests/autodiff/rules/awkward_points.hpp"

namespace {

using namespace awkward;

// clang-format off
const std::vector<Point> roots_and_powers{
    //     f(x)              x       f          f'          f''
    POINT(sqrt(x),           0.0,    0,         infinity,   -infinity),
    POINT(sqrt(x),          -0.0,   -0.0,       infinity,   -infinity),
    POINT(sqrt(x),          -1.0,    not_a_number, not_a_number, not_a_number),
    POINT(sqrt(x),      infinity,    infinity,  0,          0),
    POINT(sqrt(x * x),       0.0,    0,         0,          infinity),
    POINT(sqrt(x * x),      -3.0,    3,         -1,         0),
    POINT(cbrt(x),           0.0,    0,         infinity,   unknown),
    POINT(hypot(x, 0.0),     0.0,    0,         0,          0),
    POINT(hypot(x, x),       0.0,    0,         0,          0),
    POINT(hypot(x, 1e200),   1e200,  std::sqrt(2.0) * 1e200, std::sqrt(0.5), unknown),
    POINT(hypot(x, x),       1e-200, std::sqrt(2.0) * 1e-200, std::sqrt(2.0), unknown),
    POINT(hypot(x, 1),   infinity,   infinity,  1,          0),
    POINT(hypot(x, 1),  -infinity,   infinity, -1,          0),
    POINT(abs(x),            0.0,    0,         0,          0),
    POINT(abs(x),           -0.0,    0,         0,          0),
    POINT(fabs(x),          -2.0,    2,        -1,          0),
    POINT(pow(x, 0.0),       0.0,    1,         0,          0),
    POINT(pow(x, 0),         0.0,    1,         0,          0),
    POINT(pow(x, 0.0), not_a_number, 1,         0,          0),
    POINT(pow(x, 1.0),       0.0,    0,         1,          0),
    POINT(pow(x, 1),         0.0,    0,         1,          0),
    POINT(pow(x, 0.5),       0.0,    0,         infinity,   -infinity),
    POINT(pow(x, 1.5),       0.0,    0,         0,          infinity),
    POINT(pow(x, 2.5),       0.0,    0,         0,          0),
    POINT(pow(x, 2.0),       0.0,    0,         0,          2),
    POINT(pow(x, 2),         0.0,    0,         0,          2),
    POINT(pow(x, 3),         0.0,    0,         0,          0),
    POINT(pow(x, 3),        -2.0,    -8,        12,         -12),
    POINT(pow(x, -1),       -2.0,    -0.5,      -0.25,      -0.25),
    POINT(pow(x, -1),        0.0,    infinity,  -infinity,  infinity),
    POINT(pow(x, -2),        0.0,    infinity,  -infinity,  infinity),
    POINT(pow(x, -2),       -2.0,    0.25,      0.25,       0.375),
    POINT(pow(x, -4.0),      0.0,    infinity,  -infinity,  infinity),
    POINT(pow(x, -0.5),      0.0,    infinity,  -infinity,  infinity),
    POINT(pow(x, -0.5),      4.0,    0.5,       -0.0625,    0.0234375),
    POINT(pow(x, -1.5),      0.0,    infinity,  -infinity,  infinity),
    POINT(pow(x, -3.5), infinity,    0,         0,          0),
    POINT(pow(x, 1.75),  1e200,      infinity,  1.75e150,   1.3125e-50),
    POINT(pow(0.0, x),       2.0,    0,         0,          0),
    POINT(pow(x, x),         0.0,    1,        -infinity,   infinity),
};
// clang-format on

} // namespace

BOOST_AUTO_TEST_SUITE(awkward_points)

BOOST_AUTO_TEST_CASE(of_roots_and_powers) { check(roots_and_powers); }

BOOST_AUTO_TEST_SUITE_END()
